/* The pages' own script: uploads with progress, live jobs, video tied to curves. Without it every form still works. */
"use strict";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

/* ---- uploads: one request a file, after each other, with progress ---- */
function sendFile(form, file, row) {
  return new Promise((resolve) => {
    const bar = one("progress", row), note = one("span", row);
    const limit = Number(form.dataset.limit);
    if (limit && file.size > limit) { note.textContent = form.dataset.tooLarge; return resolve(null); }
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
      else { note.textContent = answer.error || form.dataset.broken; resolve(null); }
    };
    request.onerror = () => { note.textContent = form.dataset.broken; resolve(null); };
    request.send(data);
  });
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

async function sendAll(form, files) {
  const list = one("[data-upload-list]", form), button = one("button", form);
  list.textContent = "";
  button.disabled = true;
  const rows = files.map((file) => uploadRow(list, file));
  const kept = [];
  for (let i = 0; i < files.length; i += 1) {
    const clip = await sendFile(form, files[i], rows[i]);
    if (clip) kept.push(clip);
  }
  button.disabled = false;
  if (kept.length < files.length) return;
  if (form.dataset.stay) location.reload(); else location.href = kept[0];
}

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
  all("[data-job]", main).forEach((box) => { before[box.dataset.job] = box.dataset.state; });
  source.onmessage = (event) => {
    const told = JSON.parse(event.data);
    let news = told.ready && main.dataset.ready === "0";
    Object.entries(told.jobs).forEach(([key, job]) => {
      const box = one(`[data-job="${CSS.escape(key)}"]`, main);
      if (box) showJob(box, job);
      if (busy(before[key]) && !busy(job.state)) news = true;
    });
    /* A page that is being filled in is not thrown away. */
    const typing = document.activeElement && document.activeElement.matches("input, textarea, select");
    if (news && !typing) { source.close(); location.reload(); }
  };
  addEventListener("pagehide", () => source.close());
});

all("input[data-today]").forEach((input) => {
  const now = new Date();
  input.value = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
});

/* ---- video and curves ---- */
const SVG = "http://www.w3.org/2000/svg";
const TALL = 240, EDGE = { left: 46, right: 10, top: 10, bottom: 26 };

function draw(name, attributes, parent) {
  const node = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  parent.append(node);
  return node;
}

class Player {
  constructor(section, data) {
    Object.assign(this, { section, data, times: data.time_s });
    this.start = this.times[0];
    this.end = this.times[this.times.length - 1];
    this.video = one("video", section);
    this.box = one("[data-curve]", section);
    this.now = one("[data-now]", section);
    this.slow = one("[data-slow]", section);
    this.choice = one("[data-choose]", section);
    this.fill();
    this.listen();
    this.marks();
    this.show();
  }
  fill() {
    const names = [...new Map(this.data.series.map((row) => [row.angle, row.title])).entries()];
    names.forEach(([value, title]) => this.choice.append(new Option(title, value, false, value === this.data.first)));
  }
  get series() { return this.data.series.filter((row) => row.angle === this.choice.value); }
  x(time) { return EDGE.left + (this.wide - EDGE.left - EDGE.right) * (time - this.start) / (this.end - this.start || 1); }
  y(value) { return EDGE.top + (TALL - EDGE.top - EDGE.bottom) * (this.high - value) / (this.high - this.low); }
  show() {
    const values = this.series.flatMap((row) => row.values).filter((value) => value !== null);
    if (!values.length) return;
    this.low = Math.min(...values); this.high = Math.max(...values);
    const room = Math.max(2, 0.08 * (this.high - this.low));
    this.low -= room; this.high += room;
    this.box.textContent = "";
    this.wide = Math.max(240, this.box.clientWidth);
    const svg = draw("svg", { viewBox: `0 0 ${this.wide} ${TALL}`, "aria-hidden": "true" }, this.box);
    this.axes(svg);
    this.data.events.filter((event) => event.used && (event.side === null || this.series.some((row) => row.side === event.side)))
      .forEach((event, i) => { if (i % 2 === 0 && this.series.length === 1) draw("rect", { class: "event", x: this.x(event.start_s), y: EDGE.top,
        width: Math.max(0, this.x(event.end_s) - this.x(event.start_s)), height: TALL - EDGE.top - EDGE.bottom }, svg); });
    this.series.forEach((row) => this.trace(svg, row));
    this.cursor = draw("line", { class: "cursor", y1: EDGE.top, y2: TALL - EDGE.bottom }, svg);
    this.follow();
  }
  axes(svg) {
    const step = [1, 2, 5, 10, 20, 30, 50, 90].find((s) => (this.high - this.low) / s <= 6) || 90;
    for (let v = Math.ceil(this.low / step) * step; v <= this.high; v += step) {
      draw("line", { class: "grid", x1: EDGE.left, x2: this.wide - EDGE.right, y1: this.y(v), y2: this.y(v) }, svg);
      draw("text", { class: "end", x: EDGE.left - 6, y: this.y(v) + 4 }, svg).textContent = `${v < 0 ? "−" : ""}${Math.abs(v)}°`;
    }
    draw("text", { x: EDGE.left, y: TALL - 8 }, svg).textContent = `${this.start.toFixed(1)} s`;
    draw("text", { class: "end", x: this.wide - EDGE.right, y: TALL - 8 }, svg).textContent = `${this.end.toFixed(1)} s`;
  }
  trace(svg, row) {
    let path = "", pen = false;
    row.values.forEach((value, i) => {
      if (value === null) { pen = false; return; }
      path += `${pen ? "L" : "M"}${this.x(this.times[i]).toFixed(1)} ${this.y(value).toFixed(1)}`;
      pen = true;
    });
    const style = { class: `trace ${row.side || "midline"}`, d: path };
    if (row.side === "right") style["stroke-dasharray"] = "5 2";
    draw("path", style, svg);
  }
  frame() {
    const time = this.video.currentTime + this.start;
    let low = 0, high = this.times.length - 1;
    while (low < high) { const mid = (low + high) >> 1; if (this.times[mid] < time - 1e-4) low = mid + 1; else high = mid; }
    if (low > 0 && time - this.times[low - 1] < this.times[low] - time) low -= 1;
    return low;
  }
  seek(index) {
    const i = Math.max(0, Math.min(this.times.length - 1, index));
    const next = i + 1 < this.times.length ? this.times[i + 1] : this.times[i] + 0.004;
    this.video.pause();
    /* A little inside the frame: a seek to its very start may land on the frame before. */
    this.video.currentTime = this.times[i] - this.start + 0.25 * (next - this.times[i]);
    this.follow(i);
  }
  follow(index = this.frame()) {
    if (!this.cursor) return;
    const x = this.x(this.times[index]);
    this.cursor.setAttribute("x1", x); this.cursor.setAttribute("x2", x);
    const said = this.series.map((row) => `${row.side ? `${row.side} ` : ""}${row.values[index] === null ? "–" : `${row.values[index].toFixed(1).replace("-", "−")}°`}`);
    this.now.textContent = `${this.times[index].toFixed(2)} s: ${said.join(", ")}`;
    this.box.setAttribute("aria-valuenow", this.times[index].toFixed(2));
    this.box.setAttribute("aria-valuetext", this.now.textContent);
  }
  setSlow(on) { this.video.playbackRate = on ? 0.25 : 1; this.slow.setAttribute("aria-pressed", on ? "true" : "false"); }
  listen() {
    this.choice.addEventListener("change", () => this.show());
    const tick = () => { this.follow(); if (!this.video.paused) requestAnimationFrame(tick); };
    this.video.addEventListener("play", tick);
    this.video.addEventListener("seeked", () => this.follow());
    this.slow.addEventListener("click", () => this.setSlow(this.video.playbackRate === 1));
    all("[data-step]", this.section).forEach((button) => button.addEventListener("click", () => this.seek(this.frame() + Number(button.dataset.step))));
    this.box.addEventListener("click", (event) => {
      const svg = one("svg", this.box).getBoundingClientRect();
      const at = (event.clientX - svg.left) / svg.width * this.wide;
      const time = this.start + (at - EDGE.left) / (this.wide - EDGE.left - EDGE.right) * (this.end - this.start);
      this.seek(this.nearest(time));
    });
    addEventListener("resize", () => this.show());
    document.addEventListener("keydown", (event) => this.key(event));
  }
  /* Fields of a correction take the moment that the video shows. */
  marks() {
    const form = one("[data-span]");
    if (!form) return;
    [["[data-from-here]", "start_s"], ["[data-to-here]", "end_s"]].forEach(([button, field]) => {
      one(button, form).hidden = false;
      one(button, form).addEventListener("click", () => { form.elements[field].value = this.times[this.frame()].toFixed(3); });
    });
  }
  nearest(time) {
    let best = 0;
    this.times.forEach((value, i) => { if (Math.abs(value - time) < Math.abs(this.times[best] - time)) best = i; });
    return best;
  }
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    const onCurve = event.target === this.box;
    const step = { ",": -1, ".": 1 }[event.key] || (onCurve ? { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 }[event.key] : 0);
    if (step) { event.preventDefault(); this.seek(this.frame() + step); }
    else if (onCurve && event.key === "Home") { event.preventDefault(); this.seek(0); }
    else if (onCurve && event.key === "End") { event.preventDefault(); this.seek(this.times.length - 1); }
    else if (event.key === "s") this.setSlow(this.video.playbackRate === 1);
    else if (event.key === " " && !event.target.matches("button, summary, a, video")) {
      event.preventDefault();
      if (this.video.paused) this.video.play(); else this.video.pause();
    }
  }
}

all("[data-angles]").forEach(async (section) => {
  const answer = await fetch(section.dataset.angles, { headers: { Accept: "application/json" } });
  if (answer.ok) {
    const data = await answer.json();
    if (data.time_s.length > 1 && data.series.length) section.player = new Player(section, data);
  }
});
