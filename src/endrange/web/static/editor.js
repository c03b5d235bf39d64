/* A frame of the clip in which points are put in their place, or the person is chosen: by mouse, touch and keyboard. */
"use strict";

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  /* Sizes in px of the screen: a point, the ring of the chosen one, and how far from a point a finger still means it. */
  const DOT = 5, RING = 13, REACH = 28;
  /* How long the slider rests before its frame is fetched, in ms. */
  const REST_MS = 120;
  /* Width over height of the tallest part that is shown, but for a picture that is taller itself. */
  const TALLEST = 0.8;
  /* The part of the picture that is shown: all of it, the body, a third of the body about the chosen point. */
  const LEVELS = 3;

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name]);
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  function draw(name, attributes, parent) {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    parent.append(node);
    return node;
  }

  class Editor {
    constructor(box) {
      Object.assign(this, { box, facts: JSON.parse(box.dataset.editor), texts: JSON.parse(box.dataset.texts) });
      this.svg = one("[data-picture]", box);
      this.image = draw("image", { width: this.facts.width, height: this.facts.height, preserveAspectRatio: "none" }, this.svg);
      /* What is drawn anew while a finger moves is never what the finger is on: its target must stay. */
      this.layer = draw("g", { class: "drawn-over" }, this.svg);
      this.slider = one("[data-frame]", box);
      this.choice = one("[data-point]", box);
      this.moves = new Map();
      this.mode = "point";
      this.level = 1;
      this.asked = 0;
      box.hidden = false;
      this.listen();
      this.go(0, true);
    }

    /* ---- frames ---- */
    async go(index, first = false) {
      const asked = this.asked += 1;
      const address = `${this.facts.address}/frame?i=${index}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer || !answer.ok || asked !== this.asked) return;
      const frame = await answer.json();
      if (asked !== this.asked) return;
      if (first && frame.frames > 1) {
        /* After a correction the page opens at the frame in which it was made. */
        const before = sessionStorage.getItem(this.facts.address);
        this.slider.max = frame.frames - 1;
        this.go(clamp(before === null ? Math.floor(frame.frames / 2) : Number(before) || 0, 0, frame.frames - 1));
        return;
      }
      this.frame = frame;
      sessionStorage.setItem(this.facts.address, frame.index);
      this.slider.value = frame.index;
      this.image.setAttribute("href", `${this.facts.address}/picture?i=${frame.index}`);
      this.look();
      this.tellPeople();
    }
    step(by) { if (this.frame) this.go(clamp(this.frame.index + by, 0, this.frame.frames - 1)); }

    /* ---- points: where each is now, moved or not ---- */
    key(point = this.point) { return `${this.frame.index}:${point}`; }
    get point() { return Number(this.choice.value); }
    at(point) {
      const moved = this.moves.get(this.key(point));
      const seen = this.frame.points[point];
      return moved ? { x: moved.x_px, y: moved.y_px, state: "moved" } : seen;
    }
    put(x, y) {
      const { side, part } = this.facts.points[this.point];
      this.moves.set(this.key(), { time_s: this.frame.time_s, side, part,
        x_px: Math.round(10 * clamp(x, 0, this.facts.width - 1)) / 10, y_px: Math.round(10 * clamp(y, 0, this.facts.height - 1)) / 10 });
      this.show();
    }
    nudge([dx, dy], far) {
      if (!this.frame) return;
      const now = this.at(this.point), by = Math.max(1, Math.round(this.scale)) * (far ? 10 : 1);
      const from = now.x === null ? this.middle() : now;
      this.put(from.x + by * dx, from.y + by * dy);
      this.follow();
    }
    /* What was moved just now is as it was seen; what was moved and measured is measured again without it. */
    back() {
      if (this.moves.delete(this.key())) { this.show(); return; }
      const form = one("[data-moves]", this.box), { side, part } = this.facts.points[this.point], { x, y } = this.at(this.point);
      form.elements.moves.value = JSON.stringify([{ time_s: this.frame.time_s, side, part, x_px: x, y_px: y }]);
      form.elements.remove.value = "1";
      form.requestSubmit();
    }
    nearest(spot) {
      let found = null, best = REACH * this.scale;
      this.facts.points.forEach((_, i) => {
        const now = this.at(i);
        const away = now.x === null ? Infinity : Math.hypot(now.x - spot.x, now.y - spot.y);
        if (away < best || (away === best && i === this.point)) { found = i; best = away; }
      });
      return found;
    }

    /* ---- what is shown ---- */
    middle() { const [x, y, w, h] = this.view; return { x: x + w / 2, y: y + h / 2 }; }
    get scale() { return this.view[2] / (this.svg.clientWidth || this.facts.width); }
    body() {
      const known = this.facts.points.map((_, i) => this.at(i)).filter((p) => p.x !== null);
      if (!known.length) return [0, 0, this.facts.width, this.facts.height];
      const xs = known.map((p) => p.x), ys = known.map((p) => p.y);
      const tall = Math.max(...ys) - Math.min(...ys), room = 0.2 * tall + 20;
      return [Math.min(...xs) - room, Math.min(...ys) - room, Math.max(...xs) - Math.min(...xs) + 2 * room, tall + 2 * room];
    }
    /* The wanted part, in its own shape but neither taller than a phone nor wider than the picture, and inside it. */
    look() {
      const { width, height } = this.facts, whole = width / height;
      let [x, y, w, h] = this.level && this.mode === "point" ? this.body() : [0, 0, width, height];
      const shape = clamp(w / h, Math.min(whole, TALLEST), Math.max(whole, TALLEST));
      if (this.level === LEVELS - 1 && this.mode === "point") {
        const now = this.at(this.point), to = now.x === null ? { x: x + w / 2, y: y + h / 2 } : now;
        [x, y, w, h] = [to.x - w / 6, to.y - h / 6, w / 3, h / 3];
      }
      let wide = Math.max(w, h * shape, 40);
      wide *= Math.min(1, width / wide, height * shape / wide);
      const tall = wide / shape;
      this.view = [clamp(x + w / 2 - wide / 2, 0, width - wide), clamp(y + h / 2 - tall / 2, 0, height - tall), wide, tall];
      this.svg.setAttribute("viewBox", this.view.map((v) => v.toFixed(1)).join(" "));
      /* No higher than the window, and never with bars, so that a place on it is a place in the film. */
      this.svg.style.maxWidth = `${Math.round(75 * shape)}vh`;
      this.show();
    }
    /* Keeps the chosen point in sight. */
    follow() {
      const now = this.at(this.point), [x, y, w, h] = this.view;
      if (now.x !== null && (now.x < x || now.y < y || now.x > x + w || now.y > y + h)) this.look();
    }
    zoom(by) { this.level = clamp(this.level + by, 0, LEVELS - 1); if (this.frame) this.look(); }
    show() {
      if (!this.frame || !this.view) return;
      this.layer.textContent = "";
      if (this.mode === "point") this.showPoints(); else this.showPeople();
      const { index, frames, time_s } = this.frame;
      const where = filled(this.texts.frame_of, { index: index + 1, frames, time: time_s.toFixed(2) });
      one("[data-where]", this.box).textContent = where;
      this.slider.setAttribute("aria-valuetext", where);
      this.say();
    }
    showPoints() {
      const r = this.scale, all = this.facts.points.map((_, i) => this.at(i));
      this.facts.lines.forEach(([a, b]) => {
        if (all[a].x === null || all[b].x === null) return;
        const ends = { x1: all[a].x, y1: all[a].y, x2: all[b].x, y2: all[b].y };
        draw("line", { class: "under", ...ends }, this.layer);
        draw("line", { class: this.facts.points[a].side === this.facts.points[b].side ? this.facts.points[a].side : "across", ...ends }, this.layer);
      });
      all.forEach((now, i) => {
        if (now.x === null) return;
        draw("circle", { class: `dot ${this.facts.points[i].side} ${now.state}`, cx: now.x, cy: now.y, r: DOT * r }, this.layer);
      });
      const now = all[this.point];
      if (now.x === null) return;
      ["under", "chosen"].forEach((kind) => draw("circle", { class: kind, cx: now.x, cy: now.y, r: RING * r }, this.layer));
    }
    showPeople() {
      const r = this.scale;
      this.frame.people.forEach((one, i) => {
        const place = { x: one.left, y: one.top, width: one.right - one.left, height: one.bottom - one.top };
        draw("rect", { class: "under", ...place }, this.layer);
        draw("rect", { class: one.measured ? "person measured" : "person", ...place }, this.layer);
        draw("rect", { class: "plate", x: one.left, y: one.top, width: 24 * r, height: 24 * r }, this.layer);
        draw("text", { class: "number", x: one.left + 12 * r, y: one.top + 18 * r, "font-size": 17 * r }, this.layer).textContent = i + 1;
      });
    }
    say() {
      const name = this.facts.points[this.point].name, now = this.at(this.point);
      const text = now.x === null ? this.texts.point_lost : now.state === "moved" ? this.texts.point_moved : this.texts.point_at;
      one("[data-said]", this.box).textContent = filled(text, { point: name, x: Math.round(now.x), y: Math.round(now.y) });
      one("[data-back]", this.box).disabled = now.state !== "moved" || (this.moves.size > 0 && !this.moves.has(this.key()));
      const n = this.moves.size, counted = n ? (n === 1 ? this.texts.moved_1 : this.texts.moved_n) : this.texts.moved_none;
      one("[data-count]", this.box).textContent = filled(counted, { n });
      one("[data-moves] button", this.box).disabled = !n;
      /* A page with points that were moved and not yet sent is not thrown away. */
      this.box.toggleAttribute("data-unsent", n > 0);
    }
    tellPeople() {
      const row = one("[data-people]", this.box);
      row.textContent = "";
      this.frame.people.forEach((who, i) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = filled(who.measured ? this.texts.person_followed : this.texts.person_n, { n: i + 1 });
        button.addEventListener("click", () => this.pick(i));
        row.append(button);
      });
      one("[data-nobody]", this.box).hidden = this.frame.people.length > 0;
    }
    pick(i) {
      const who = this.frame.people[i], form = one("[data-person]", this.box);
      form.elements.time_s.value = this.frame.time_s;
      form.elements.x_px.value = (who.left + who.right) / 2;
      form.elements.y_px.value = (who.top + who.bottom) / 2;
      form.requestSubmit();
    }

    /* ---- hands ---- */
    spot(event) {
      const box = this.svg.getBoundingClientRect(), [x, y, w, h] = this.view;
      return { x: x + w * (event.clientX - box.left) / box.width, y: y + h * (event.clientY - box.top) / box.height };
    }
    down(event) {
      if (!this.frame || event.button || this.mode !== "point") return;
      const spot = this.spot(event), found = this.nearest(spot);
      this.svg.focus({ preventScroll: true });
      if (found === null) {
        if (this.at(this.point).x === null) this.put(spot.x, spot.y);
        return;
      }
      event.preventDefault();
      /* The chosen point keeps to itself while a finger is on it, even where another is as near. */
      const mine = this.at(this.point), near = mine.x !== null && Math.hypot(mine.x - spot.x, mine.y - spot.y) < RING * this.scale;
      this.choice.value = near ? this.point : found;
      const now = this.at(this.point);
      this.drag = { id: event.pointerId, dx: now.x - spot.x, dy: now.y - spot.y, from: spot, moved: false };
      this.svg.setPointerCapture(event.pointerId);
      this.show();
    }
    /* Whoever's box was clicked, the smaller of two. */
    click(event) {
      if (!this.frame || this.mode !== "person") return;
      const { x, y } = this.spot(event), size = (who) => (who.right - who.left) * (who.bottom - who.top);
      const there = this.frame.people.filter((who) => who.left <= x && x <= who.right && who.top <= y && y <= who.bottom);
      if (there.length) this.pick(this.frame.people.indexOf(there.sort((a, b) => size(a) - size(b))[0]));
    }
    move(event) {
      if (!this.drag || event.pointerId !== this.drag.id) return;
      const spot = this.spot(event);
      const far = Math.hypot(spot.x - this.drag.from.x, spot.y - this.drag.from.y) > 3 * this.scale;
      if (!this.drag.moved && !far) return;
      this.drag.moved = true;
      this.put(spot.x + this.drag.dx, spot.y + this.drag.dy);
    }
    keys(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const step = { ",": -1, ".": 1 }[event.key], zoom = { "+": 1, "-": -1 }[event.key];
      if (ARROWS[event.key] && this.mode === "point") this.nudge(ARROWS[event.key], event.shiftKey);
      else if (step) this.step(step);
      else if (zoom) this.zoom(zoom);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }
    setMode(mode) {
      this.mode = mode;
      this.svg.classList.toggle("choosing", mode === "person");
      all("[data-mode]", this.box).forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.mode === mode)));
      all("[data-for]", this.box).forEach((part) => { part.hidden = part.dataset.for !== mode; });
      all("[data-zoom]", this.box).forEach((button) => { button.hidden = mode !== "point"; });
      if (this.frame) this.look();
    }
    player() { const section = one(".player"); return section && section.player; }
    listen() {
      const { box, svg } = this;
      const on = (selector, what, act) => all(selector, box).forEach((node) => node.addEventListener(what, (event) => act(node, event)));
      svg.addEventListener("pointerdown", (event) => this.down(event));
      /* A finger on a point moves the point and not the page. */
      svg.addEventListener("touchstart", (event) => {
        const alone = event.touches.length === 1 && this.frame && this.mode === "point";
        if (alone && this.nearest(this.spot(event.touches[0])) !== null) event.preventDefault();
      }, { passive: false });
      svg.addEventListener("pointermove", (event) => this.move(event));
      ["pointerup", "pointercancel"].forEach((end) => svg.addEventListener(end, () => { this.drag = null; }));
      svg.addEventListener("click", (event) => this.click(event));
      svg.addEventListener("keydown", (event) => this.keys(event));
      on("[data-mode]", "click", (button) => this.setMode(button.dataset.mode));
      on("[data-go]", "click", (button) => this.step(Number(button.dataset.go)));
      on("[data-zoom]", "click", (button) => this.zoom(Number(button.dataset.zoom)));
      on("[data-nudge]", "click", (button, event) => this.nudge(button.dataset.nudge.split(" ").map(Number), event.shiftKey));
      on("[data-point]", "change", () => { this.show(); this.follow(); if (this.level === LEVELS - 1) this.look(); });
      on("[data-back]", "click", () => this.back());
      on("[data-moves]", "submit", (form) => {
        if (!form.elements.remove.value) form.elements.moves.value = JSON.stringify([...this.moves.values()]);
        box.removeAttribute("data-unsent");
      });
      this.slider.addEventListener("input", () => {
        clearTimeout(this.rest);
        this.rest = setTimeout(() => this.go(Number(this.slider.value)), REST_MS);
      });
      const film = one("[data-from-video]", box);
      film.addEventListener("click", () => { if (this.player()) this.go(this.player().frame()); });
      film.hidden = !one(".player video");
      addEventListener("resize", () => this.show());
    }
  }

  all("[data-editor]").forEach((box) => {
    const fold = box.closest("details");
    const start = () => { if (fold.open && !box.editor) box.editor = new Editor(box); };
    fold.addEventListener("toggle", start);
    start();
    all(`a[href="#${fold.id}"]`).forEach((link) => link.addEventListener("click", () => { fold.open = true; }));
    if (location.hash === `#${fold.id}`) fold.open = true;
  });
})();
