/* Video tied to curves: the cursor follows the frame, a click or a key goes to a moment. The report carries this script
   itself; the pages of the server load it. */
"use strict";

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const TALL = 240, EDGE = { left: 46, right: 10, top: 14, bottom: 26 };
  /* A click this near to a peak, in px, means the peak. */
  const SNAP = 12;
  /* A film longer or shorter than the numbers by more than this, in s, is another film. */
  const SAME_FILM_S = 1;

  let active = null;

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  function draw(name, attributes, parent) {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    parent.append(node);
    return node;
  }

  const signed = (value) => value.toFixed(1).replace("-", "−");

  /* A drawn curve of the report, on 0-100 % of a cycle or over time. */
  class Figure {
    constructor(svg, player) {
      Object.assign(this, { svg, player, percent: svg.dataset.axis === "percent" });
      [this.left, this.top, this.right, this.bottom] = svg.dataset.box.split(" ").map(Number);
      [this.from, this.to] = svg.dataset.range.split(" ").map(Number);
      this.sides = svg.dataset.sides.split(" ");
      svg.classList.add("tied");
      svg.addEventListener("click", (event) => this.click(event));
      this.cursors = [];
    }
    get cycles() {
      const used = this.player.data.events.filter((event) => event.used && event.kind !== "hold");
      const ours = used.filter((event) => this.sides.includes(event.side || "midline"));
      return ours.length ? ours : used;
    }
    x(value) { return this.left + (this.right - this.left) * (value - this.from) / (this.to - this.from || 1); }
    follow(time) {
      this.cursors.forEach((line) => line.remove());
      const at = this.percent
        ? this.cycles.filter((e) => e.start_s <= time && time < e.end_s).map((e) => [100 * (time - e.start_s) / (e.end_s - e.start_s), e.side])
        : [[time, null]];
      this.cursors = at.map(([value, side]) => draw("line", { class: `cursor ${side || "midline"}`, x1: this.x(value), x2: this.x(value),
        y1: this.top, y2: this.bottom }, this.svg));
    }
    click(event) {
      const matrix = this.svg.getScreenCTM();
      if (!matrix) return;
      const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      const value = this.from + (this.to - this.from) * (spot.x - this.left) / (this.right - this.left);
      if (value < this.from || value > this.to) return;
      const now = this.player.times[this.player.frame()];
      const times = this.percent ? this.cycles.map((e) => e.start_s + value / 100 * (e.end_s - e.start_s)) : [value];
      const time = times.sort((a, b) => Math.abs(a - now) - Math.abs(b - now))[0];
      if (time !== undefined) this.player.seek(this.player.nearest(time));
    }
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
      this.figures = this.own("svg[data-axis]").map((svg) => new Figure(svg, this));
      this.fill();
      this.listen();
      this.marks();
      this.moments();
      this.show();
    }
    /* A page of several clips says of each figure whose it is. */
    own(selector) {
      return all(selector).filter((node) => { const clip = node.closest("[data-clip]"); return !clip || clip.dataset.clip === this.section.dataset.clip; });
    }
    fill() {
      const names = [...new Map(this.data.series.map((row) => [row.angle, row.title])).entries()];
      names.forEach(([value, title]) => this.choice.append(new Option(title, value, false, value === this.data.first)));
    }
    get series() { return this.data.series.filter((row) => row.angle === this.choice.value); }
    get peaks() { return (this.data.peaks || []).filter((peak) => peak.angle === this.choice.value); }
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
      this.peaks.forEach((peak) => this.peak(svg, peak));
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
    peak(svg, peak) {
      const row = this.series.find((one_) => one_.side === peak.side);
      const value = row && row.values[this.nearest(peak.time_s)];
      if (value === null || value === undefined) return;
      const dot = draw("circle", { class: `peak ${peak.side || "midline"}`, cx: this.x(peak.time_s), cy: this.y(value), r: 5 }, svg);
      draw("title", {}, dot).textContent = peak.title;
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
      this.figures.forEach((figure) => figure.follow(this.times[index]));
      if (!this.cursor) return;
      const x = this.x(this.times[index]);
      this.cursor.setAttribute("x1", x); this.cursor.setAttribute("x2", x);
      const said = this.series.map((row) => `${row.name ? `${row.name} ` : ""}${row.values[index] === null ? "–" : `${signed(row.values[index])}°`}`);
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
      all("[data-peak]", this.section).forEach((button) => button.addEventListener("click", () => this.toPeak(Number(button.dataset.peak))));
      this.box.addEventListener("click", (event) => this.click(event));
      addEventListener("resize", () => this.show());
      document.addEventListener("keydown", (event) => this.key(event));
      /* Keys are for the film that was touched last. */
      active = active || this;
      ["pointerdown", "focusin"].forEach((what) => this.section.addEventListener(what, () => { active = this; }));
      const fold = this.section.closest("details");
      if (fold) fold.addEventListener("toggle", () => { if (fold.open) { active = this; this.show(); } else this.video.pause(); });
    }
    click(event) {
      const svg = one("svg", this.box).getBoundingClientRect();
      const at = (event.clientX - svg.left) / svg.width * this.wide;
      const peak = this.peaks.map((p) => [Math.abs(this.x(p.time_s) - at), p]).sort((a, b) => a[0] - b[0])[0];
      if (peak && peak[0] <= SNAP) { this.seek(this.nearest(peak[1].time_s)); return; }
      const time = this.start + (at - EDGE.left) / (this.wide - EDGE.left - EDGE.right) * (this.end - this.start);
      this.seek(this.nearest(time));
    }
    /* To the next peak of the shown angle, or the one before. */
    toPeak(way) {
      const now = this.frame();
      const frames = this.peaks.map((peak) => this.nearest(peak.time_s)).sort((a, b) => a - b);
      const next = way > 0 ? frames.find((i) => i > now) : frames.reverse().find((i) => i < now);
      if (next !== undefined) this.seek(next);
    }
    /* Fields of a correction take the moment that the video shows. */
    marks() {
      const form = one("[data-span]");
      if (!form) return;
      [["[data-from-here]", "start_s"], ["[data-to-here]", "end_s"]].forEach(([button, field]) => {
        if (!one(button, form)) return;
        one(button, form).hidden = false;
        one(button, form).addEventListener("click", () => { form.elements[field].value = this.times[this.frame()].toFixed(3); });
      });
    }
    /* A frame that is shown as a picture leads to its moment in the video. */
    moments() {
      if (!this.section.dataset.moment) return;
      this.own("figure[data-time]").forEach((figure) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "quiet";
        button.textContent = this.section.dataset.moment;
        button.addEventListener("click", () => {
          const fold = this.section.closest("details");
          if (fold) fold.open = true;
          active = this;
          this.seek(this.nearest(Number(figure.dataset.time)));
          this.video.scrollIntoView({ block: "center" });
        });
        figure.append(button);
      });
    }
    nearest(time) {
      let best = 0;
      this.times.forEach((value, i) => { if (Math.abs(value - time) < Math.abs(this.times[best] - time)) best = i; });
      return best;
    }
    key(event) {
      if (active !== this || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
      const onCurve = event.target === this.box;
      const step = { ",": -1, ".": 1 }[event.key] || (onCurve ? { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 }[event.key] : 0);
      if (step) { event.preventDefault(); this.seek(this.frame() + step); }
      else if (onCurve && event.key === "Home") { event.preventDefault(); this.seek(0); }
      else if (onCurve && event.key === "End") { event.preventDefault(); this.seek(this.times.length - 1); }
      else if (event.key === "n" || event.key === "p") this.toPeak(event.key === "n" ? 1 : -1);
      else if (event.key === "s") this.setSlow(this.video.playbackRate === 1);
      else if (event.key === " " && !event.target.matches("button, summary, a, video")) {
        event.preventDefault();
        if (this.video.paused) this.video.play(); else this.video.pause();
      }
    }
  }

  function start(section, data) {
    if (data.time_s.length < 2) return;
    section.hidden = false;
    if (section.closest("details.film")) section.closest("details.film").hidden = false;
    /* Without angles there is a film to step through, and nothing beside it. */
    one("[data-choose]", section).parentElement.hidden = one("[data-curve]", section).hidden = !data.series.length;
    all("[data-peak]", section).forEach((button) => { button.hidden = !(data.peaks || []).length; });
    section.player = new Player(section, data);
  }

  /* A page that lies beside its film shows it only if it is there, and is the same. */
  function startWithFilm(section, data) {
    const video = one("video", section);
    const length = data.time_s[data.time_s.length - 1] - data.time_s[0];
    video.addEventListener("loadedmetadata", () => {
      if (Math.abs(video.duration - length) < SAME_FILM_S) start(section, data);
    }, { once: true });
    video.src = section.dataset.film;
  }

  all(".player").forEach(async (section) => {
    const here = one("script[type='application/json']", section);
    if (here) {
      const data = JSON.parse(here.textContent);
      if (section.dataset.film) startWithFilm(section, data); else start(section, data);
      return;
    }
    const answer = await fetch(section.dataset.angles, { headers: { Accept: "application/json" } });
    if (answer.ok) start(section, await answer.json());
  });
})();
