/* The pages' own script: uploads with progress, live jobs, video tied to curves. Without it every form still works. */
"use strict";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

/* ---- uploads: one request a file, after each other, with progress ---- */
function sendFile(form, file, row) {
  return new Promise((resolve) => {
    const bar = one("progress", row), note = one("span", row);
    const refuse = (sentence) => {
      row.replaceWith(refusedRow(sentence));
      resolve(null);
    };
    const limit = Number(form.dataset.limit);
    if (limit && file.size > limit) return refuse(`${file.name}: ${form.dataset.tooLarge}`);
    const data = new FormData();
    all("input[name], select[name]", form).forEach((field) => {
      if (field.type !== "file") data.append(field.name, field.value);
    });
    data.append("file", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; };
    request.onload = () => {
      const answer = request.response || {};
      if (request.status === 201) { bar.value = 1; note.textContent = "✓"; resolve(answer.clip); }
      else refuse(answer.error || form.dataset.broken);
    };
    request.onerror = () => refuse(form.dataset.broken);
    request.send(data);
  });
}

function refusedRow(sentence) {
  const row = document.createElement("div");
  row.className = "reason";
  row.textContent = sentence;
  return row;
}

function uploadRow(list, file) {
  const row = document.createElement("div");
  row.className = "uploading";
  const label = document.createElement("label");
  label.textContent = `${list.dataset.label}: ${file.name} `;
  const bar = document.createElement("progress");
  bar.max = 1; bar.value = 0;
  label.append(bar);
  row.append(label, document.createElement("span"));
  list.append(row);
  return row;
}

/* What was refused beside clips that were taken is still said when the page shows those, and until the next upload. */
const REFUSED = `refused:${location.pathname}`;
const reloaded = performance.getEntriesByType("navigation").some((way) => way.type === "reload");
if (!reloaded) sessionStorage.removeItem(REFUSED);
all("form[data-stay] [data-upload-list]").forEach((list) => {
  list.append(...JSON.parse(sessionStorage.getItem(REFUSED) || "[]").map(refusedRow));
});

/* Files that are added while others are on their way wait for their turn. */
async function sendAll(form, files) {
  const list = one("[data-upload-list]", form), button = one("button", form);
  if (!form.waiting) list.textContent = "";
  const added = files.map((file) => [file, uploadRow(list, file)]);
  if (form.waiting) { form.waiting.push(...added); return; }
  form.waiting = added;
  form.toggleAttribute("data-sending", true);
  button.disabled = true;
  let kept = null;
  while (form.waiting.length) {
    kept = await sendFile(form, ...form.waiting.shift()) || kept;
  }
  form.waiting = null;
  form.toggleAttribute("data-sending", false);
  button.disabled = false;
  const refused = all(".reason", list).map((row) => row.textContent);
  if (!kept || (refused.length && !form.dataset.stay)) return;
  sessionStorage.setItem(REFUSED, JSON.stringify(refused));
  if (form.dataset.stay) location.reload(); else location.href = kept;
}

/* Whoever leaves while a film is on its way is asked first. */
addEventListener("beforeunload", (event) => { if (one("[data-sending]")) event.preventDefault(); });

all("form[data-upload]").forEach((form) => {
  const input = one("input[type=file]", form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.files.length) sendAll(form, Array.from(input.files));
  });
  if (!("drop" in form.dataset)) return;
  const over = (event, on) => { event.preventDefault(); form.classList.toggle("over", on); };
  form.addEventListener("dragover", (event) => over(event, true));
  form.addEventListener("dragleave", (event) => over(event, false));
  form.addEventListener("drop", (event) => {
    over(event, false);
    const files = Array.from(event.dataTransfer.files);
    if (files.length) sendAll(form, files);
  });
});

/* ---- live jobs ---- */
/* What was folded out stays so when the page is shown anew. */
const FOLDS = `folds:${location.pathname}`;
const titleOf = (fold) => one("summary", fold).textContent;

function keepFolds() {
  sessionStorage.setItem(FOLDS, JSON.stringify(all("details[open]").map(titleOf)));
}

all("details").forEach((fold) => { if (JSON.parse(sessionStorage.getItem(FOLDS) || "[]").includes(titleOf(fold))) fold.open = true; });
sessionStorage.removeItem(FOLDS);

function showJob(box, told) {
  box.dataset.state = told.state;
  one("[data-title]", box).textContent = told.title;
  one("[data-detail]", box).textContent = told.detail;
  const bar = one("progress", box);
  if (told.share === null) bar.removeAttribute("value"); else bar.value = told.share;
}

all("[data-events]").forEach((main) => {
  const source = new EventSource(main.dataset.events);
  const busy = (state) => state === "queued" || state === "running";
  const before = {};
  let due = false;
  /* A page that is being filled in, that sends or plays a film, or that asks whether to delete, is not thrown away. */
  const inUse = () => document.activeElement.matches("input, textarea, select")
    || one("[data-unsent], [data-sending], details.danger[open]") || all("video").some((film) => !film.paused);
  const show = () => {
    if (!due || source.readyState === EventSource.CLOSED || inUse()) return;
    source.close();
    keepFolds();
    location.reload();
  };
  all("[data-job]", main).forEach((box) => { before[box.dataset.job] = box.dataset.state; });
  source.onmessage = (event) => {
    const told = JSON.parse(event.data);
    let news = told.ready && main.dataset.ready === "0";
    Object.entries(told.jobs).forEach(([key, job]) => {
      const box = one(`[data-job="${CSS.escape(key)}"]`, main);
      if (box) showJob(box, job);
      if (busy(before[key]) && !busy(job.state)) news = true;
    });
    if (news) { due = true; show(); }
  };
  addEventListener("pagehide", () => source.close());
  /* What a form sends is not overtaken by a reload; it leads to a new page anyway. */
  addEventListener("submit", (event) => { if (!event.defaultPrevented) source.close(); });
  /* What waited is shown after the field is left or the fold is shut, unless a click there sent something. */
  const later = () => setTimeout(show, 1000);
  addEventListener("focusout", later);
  addEventListener("toggle", later, true);
  addEventListener("pause", later, true);
  /* A page that the browser brings back as it was has not followed what came meanwhile. */
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
});

/* ---- forms: what was sent once is not sent again by a second click ---- */
/* A browser that stays on the page, because the answer never came or was a file, may send again after this, in ms. */
const SENT_MS = 10000;

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if ("sent" in form.dataset) { event.preventDefault(); return; }
  form.dataset.sent = "";
  setTimeout(() => delete form.dataset.sent, SENT_MS);
});
addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

addEventListener("input", (event) => {
  if (event.target.form) event.target.form.toggleAttribute("data-unsent", true);
});

all("input[data-today]").forEach((input) => {
  const now = new Date();
  input.value = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
});

all("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
