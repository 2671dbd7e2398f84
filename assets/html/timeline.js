"use strict";
// Paints the run on a canvas: the shapes come from the program (rows, spans at positions of the
// axis), the page only scales them to the visible range and chooses the words that fit.
class TimelineView {
  constructor(canvas, data) {
    this.canvas = canvas;
    this.data = data;
    this.view = { first: 0, last: data.length };
    this.cursor = null; // index of a step; null: the whole run, no cursor
    this.hovered = null;
    this.pinned = null;
    this.paths = {};
    for (const [name, [filled, drawn, line]] of Object.entries(data.icons)) {
      this.paths[name] = { filled: new Path2D(filled), drawn: new Path2D(drawn), line };
    }
    this.taskRows = {};
    for (const row of data.rows) if (row.task) this.taskRows[row.task] = row;
    this.rowOf(data.spans);
  }

  // Spans come by row, then from left to right.
  rowOf(spans) {
    this.lanes = [];
    const caps = ["finished", "cancelled", "failed"];
    for (const span of spans) {
      span.cap = caps.includes(span.l);
      const middle = (span.y[0] + span.y[1]) / 2;
      const row = this.data.rows.findIndex((each) => !each.title && middle >= each.y && middle < each.y + each.h);
      (this.lanes[row] ||= []).push(span);
    }
  }

  get left() { return this.width < 700 ? 108 : 168; }
  get right() { return this.width - 12; }
  x(position) {
    return this.left + (position - this.view.first) / (this.view.last - this.view.first) * (this.right - this.left);
  }
  position(x) {
    return this.view.first + (x - this.left) / (this.right - this.left) * (this.view.last - this.view.first);
  }

  setView(first, last) {
    const length = this.data.length;
    const least = length / 5000;
    const size = Math.min(length, Math.max(least, last - first));
    first = Math.min(Math.max(0, first), length - size);
    this.view = { first, last: first + size };
    this.draw();
  }
  zoom(factor, around = (this.view.first + this.view.last) / 2) {
    const { first, last } = this.view;
    this.setView(around - (around - first) * factor, around + (last - around) * factor);
  }
  pan(part) {
    const by = (this.view.last - this.view.first) * part;
    this.setView(this.view.first + by, this.view.last + by);
  }
  show(position) {
    const size = this.view.last - this.view.first;
    if (size >= this.data.length) return;
    if (position < this.view.first + size * 0.05 || position > this.view.last - size * 0.05) {
      this.setView(position - size * 0.6, position + size * 0.4);
    }
  }

  // An end cap is as wide at any zoom.
  edges(span) {
    const x0 = this.x(span.x[0]);
    return [x0, span.cap ? x0 + 14 : Math.max(this.x(span.x[1]), x0 + 1)];
  }

  spanAt(x, y) {
    if (x < this.left || x > this.right) return null;
    const row = this.data.rows.findIndex((each) => y >= each.y && y < each.y + each.h);
    let near = null, nearest = 5;
    for (const span of this.lanes[row] || []) {
      const [x0, x1] = this.edges(span);
      const distance = x < x0 ? x0 - x : x > x1 ? x - x1 : 0;
      if (distance < nearest) { nearest = distance; near = span; }
    }
    return near;
  }

  draw() {
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    this.width = this.canvas.clientWidth || 800;
    const height = this.data.height + 6;
    this.canvas.style.height = height + "px";
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = Math.round(height * ratio);
    const g = this.g = this.canvas.getContext("2d");
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, this.width, height);
    g.textBaseline = "middle";
    this.colors = this.data.colors[this.dark ? "dark" : "light"];
    this.base = this.colors.base;
    this.drawMinimap();
    this.drawGround();
    this.drawRuler();
    this.inTrack(() => { this.drawPlots(); this.drawSpans(); this.drawArrows(); this.drawDots(); this.drawCursor(); });
    this.drawGutter();
  }
  inTrack(draw) {
    this.g.save();
    this.g.beginPath();
    this.g.rect(this.left, 0, this.right - this.left + 1, this.data.height + 6);
    this.g.clip();
    draw();
    this.g.restore();
  }

  font(kind) {
    const sans = 'Inter, "Noto Sans", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif';
    const mono = '"JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono", monospace';
    this.g.font = { caption: `11px ${sans}`, small: `12px ${sans}`, body: `13px ${sans}`, strong: `600 12px ${sans}`,
      mono: `12px ${mono}`, ruler: `11px ${mono}`, badge: `700 10px ${mono}` }[kind];
  }
  wordsWidth(text) { return this.g.measureText(text).width; }
  words(kind, text, x, y, ink, most = Infinity) {
    this.font(kind);
    if (this.wordsWidth(text) > most) {
      const letters = Array.from(text);
      while (letters.length > 1 && this.wordsWidth(letters.join("") + "…") > most) letters.pop();
      text = letters.join("") + "…";
    }
    this.g.fillStyle = ink;
    this.g.fillText(text, x, y + 0.5);
  }
  fill(x0, y0, x1, y1, ink, radius = 0) {
    this.g.fillStyle = ink;
    this.g.beginPath();
    this.g.roundRect(x0, y0, Math.max(x1 - x0, 0.5), y1 - y0, Math.min(radius, (y1 - y0) / 2, Math.max(x1 - x0, 0) / 2));
    this.g.fill();
  }
  outline(x0, y0, x1, y1, ink, radius = 0, width = 1) {
    const half = width / 2;
    if (x1 - x0 <= width) return this.fill(x0, y0, x1, y1, ink);
    this.g.strokeStyle = ink;
    this.g.lineWidth = width;
    this.g.beginPath();
    this.g.roundRect(x0 + half, y0 + half, x1 - x0 - width, y1 - y0 - width, Math.min(radius, (y1 - y0) / 2));
    this.g.stroke();
  }
  icon(name, x, middle, size, ink) {
    const path = this.paths[name];
    if (!path) return;
    const g = this.g;
    g.save();
    g.translate(x, middle - size / 2);
    g.scale(size / 12, size / 12);
    g.fillStyle = g.strokeStyle = ink;
    g.lineWidth = path.line;
    g.lineJoin = "round";
    g.fill(path.filled, "evenodd");
    g.stroke(path.drawn);
    g.restore();
  }
  mix(a, b, amount) {
    const channel = (color, i) => parseInt(color.slice(1 + 2 * i, 3 + 2 * i), 16);
    const part = (i) => Math.round(channel(a, i) + (channel(b, i) - channel(a, i)) * amount);
    return `rgb(${part(0)},${part(1)},${part(2)})`;
  }
  task(colour) { return this.colors.task[colour] || this.base.text3; }

  drawMinimap() {
    const [y0, y1] = this.data.minimap, g = this.g;
    const at = (position) => this.left + position / this.data.length * (this.right - this.left);
    for (const span of this.lanes[0] || []) {
      const ink = span.l === "slow-step" ? this.colors.look.slow.fill
        : span.l === "stopped" ? this.mix(this.base.error, this.base.panel, 0.7) : this.task(span.c);
      this.fill(at(span.x[0]), y0 + 3, Math.max(at(span.x[1]), at(span.x[0]) + 1), y1 - 3, ink);
    }
    this.outline(this.left, y0, this.right, y1, this.base.borderStrong, 3);
    for (const finding of this.data.findings) {
      g.fillStyle = this.base[finding.severity] || this.base.info;
      g.beginPath();
      g.moveTo(at(finding.x) - 4, y0 - 1); g.lineTo(at(finding.x) + 4, y0 - 1); g.lineTo(at(finding.x), y0 + 5);
      g.fill();
    }
    if (this.view.first > 0 || this.view.last < this.data.length) {
      this.outline(at(this.view.first), y0, Math.max(at(this.view.last), at(this.view.first) + 3), y1, this.base.accent, 3, 1.5);
    }
    this.words("small", this.data.words["ui.overview"], 12, (y0 + y1) / 2, this.base.text3, this.left - 16);
  }

  drawGround() {
    const [, top] = this.data.ruler;
    this.inTrack(() => {
      for (const [first, last, idle] of this.data.bands || []) {
        this.fill(this.x(first), top, this.x(last), this.data.height, idle ? this.base.inset : this.base.band);
      }
      for (const finding of this.data.findings) {
        this.g.setLineDash([4, 3]);
        this.g.strokeStyle = this.base[finding.severity] || this.base.info;
        this.g.lineWidth = 1;
        this.g.beginPath();
        this.g.moveTo(Math.round(this.x(finding.x)) + 0.5, top); this.g.lineTo(Math.round(this.x(finding.x)) + 0.5, this.data.height);
        this.g.stroke();
        this.g.setLineDash([]);
      }
    });
    for (const row of this.data.rows) {
      if (row.title) this.fill(12, row.y, this.right, row.y + 1, this.base.border);
      if (row.string) this.fill(this.left, Math.round(row.y + row.h / 2), this.right, Math.round(row.y + row.h / 2) + 1, this.base.border);
    }
  }

  drawRuler() {
    const [y0, y1] = this.data.ruler, middle = (y0 + y1) / 2;
    this.inTrack(() => {
      this.font("ruler");
      for (const [kind, first, last, label] of this.data.blocks || []) {
        const x0 = this.x(first), x1 = this.x(last);
        if (x1 < this.left || x0 > this.right) continue;
        const stopped = kind === "stopped";
        if (kind !== "idle") {
          this.fill(x0 + 0.5, y0, x1 - 0.5, y1, stopped ? this.mix(this.base.error, this.base.panel, this.dark ? 0.74 : 0.82)
            : kind === "busy" ? this.mix(this.colors.look.slow.fill, this.base.raised, 0.6) : this.base.raised, 4);
        }
        const from = Math.max(x0, this.left) + 5, to = Math.min(x1, this.right) - 5;
        const short = label.replace(/ .*$/, "");
        const text = [kind === "instant" ? "t = " + label : label, label, short].find((each) => this.wordsWidth(each) <= to - from);
        if (!text) continue;
        const x = stopped ? from : (from + to - this.wordsWidth(text)) / 2;
        this.g.fillStyle = stopped ? this.base.error : kind === "idle" ? this.base.text3 : this.base.text;
        this.g.fillText(text, x, middle + 0.5);
      }
      if (this.data.axis === "time") this.drawTimeTicks(y1, middle);
      if (this.data.axis === "steps") this.drawStepTicks(y1, middle);
    });
    this.words("small", this.data.words[this.data.axis === "steps" ? "ui.steps" : "ui.time"], 12, middle, this.base.text3, this.left - 16);
  }
  tick(position, label, y1, middle) {
    const x = Math.round(this.x(position));
    this.fill(x, y1 - 5, x + 1, y1, this.base.borderStrong);
    this.g.fillStyle = this.base.text3;
    this.g.fillText(label, Math.min(x + 3, this.right - this.wordsWidth(label)), middle);
  }
  drawTimeTicks(y1, middle) {
    const per = (this.view.last - this.view.first) / Math.max(2, (this.right - this.left) / 90);
    const power = 10 ** Math.floor(Math.log10(per));
    const step = power * ([1, 2, 5].find((n) => n * power >= per) || 10);
    const units = [[1e9, "s"], [1e6, "ms"], [1e3, "µs"], [1, "ns"]];
    const [unit, name] = units.find(([size]) => step >= size) || units[3];
    for (let t = Math.ceil(this.view.first / step) * step; t <= this.view.last; t += step) {
      this.tick(t, `${Math.round(t / unit)} ${name}`, y1, middle);
    }
  }
  drawStepTicks(y1, middle) {
    const steps = this.data.steps || [];
    let free = -Infinity;
    steps.forEach((step, i) => {
      const x = this.x(step.a);
      if (x < free || x > this.right) return;
      this.tick(step.a, String(i + 1), y1, middle);
      free = x + 46;
    });
  }

  drawGutter() {
    for (const row of this.data.rows) {
      const y = row.y + row.h / 2;
      if (row.title) {
        this.words("small", row.label, 12, y, this.base.text3, this.left - 16);
        this.words("small", row.value, this.left, y, this.base.text2);
        continue;
      }
      let x = 12;
      if (row.badge) {
        this.fill(x, y - 8, x + 22, y + 8, this.task(row.colour), 4);
        this.font("badge");
        this.g.fillStyle = this.dark ? this.base.window : this.base.panel;
        this.g.fillText(row.badge, x + 11 - this.wordsWidth(row.badge) / 2, y + 0.5);
        x += 28;
      } else if (row.icon) {
        this.icon(row.icon, x, y, 12, this.base.text3);
        x += 18;
      }
      this.words(row.mono ? "mono" : "body", row.label, x, y, this.base.text, this.left - 6 - x);
    }
  }

  drawSpans() {
    for (const lane of this.lanes) {
      let drawn = -1;
      for (const span of lane || []) {
        const [x0, x1] = this.edges(span);
        if (x1 < this.left || x0 > this.right) continue;
        // What lies within a pixel that is painted already cannot be seen.
        if (x1 - drawn < 0.5 && span.l !== "slow" && span.l !== "failed") continue;
        drawn = x1;
        const gap = x1 - x0 > 2 ? 0.5 : 0;
        this.drawSpan(span, x0 + gap, span.y[0], x1 - gap, span.y[1]);
        if (span === this.pinned || span === this.hovered) {
          this.outline(x0 - 1, span.y[0] - 1, x1 + 1, span.y[1] + 1, span === this.pinned ? this.base.accent : this.base.text, 4, span === this.pinned ? 2 : 1);
        }
      }
    }
  }
  drawSpan(span, x0, y0, x1, y1) {
    const look = this.colors.look[span.l], base = this.base;
    if (span.l === "merged") return this.drawMerged(span, x0, y0, x1, y1);
    if (span.l === "step" || span.l === "held" || span.l === "held-wanted" || span.l === "event-set" || span.l === "value-lost") {
      const edge = span.l === "event-set" ? base.ok : span.l === "value-lost" ? base.error : this.task(span.c);
      if (span.l === "step") {
        this.fill(x0, y0, x1, y1, edge, 3);
        return this.drawLabel(span, x0, y0, x1, y1, this.dark ? base.window : base.panel, null);
      }
      const wanted = span.l === "held-wanted";
      this.fill(x0, y0, x1, y1, this.mix(edge, base.panel, this.dark ? 0.72 : 0.8), wanted ? 3 : 0);
      if (wanted) this.outline(x0, y0, x1, y1, base.holderEdge, 3, 2);
      else this.fill(x0, y0, Math.min(x0 + 3, x1), y1, edge);
      return this.drawLabel(span, x0, y0, x1, y1, base.text, null);
    }
    if (span.l === "stopped") return this.fill(x0, y0, x1, y1, this.mix(base.error, base.panel, 0.74), 3);
    this.drawState(span.l, x0, y0, x1, y1);
    if (span.c !== undefined) this.fill(x0, y0, Math.min(x0 + 3, x1), y1, this.task(span.c));
    const late = span.l === "overdue";
    this.drawLabel(span, x0, y0, x1, y1, late ? base.error : look.label,
      span.l === "sleeping" || span.l === "io" ? look.fill : late ? this.lateFill() : null);
  }
  lateFill() { return this.mix(this.base.panel, this.colors.look.slow.fill, this.dark ? 0.22 : 0.12); }

  // A state's colour and pattern.
  drawState(name, x0, y0, x1, y1) {
    const look = this.colors.look[name], round = (y1 - y0) / 2;
    if (name === "created") return this.outline(x0, y0, x1, y1, look.edge, round);
    if (name === "ready") {
      this.fill(x0, y0, x1, y1, look.fill, round);
      if (!this.dark) this.outline(x0, y0, x1, y1, look.edge, round);
      for (let x = Math.ceil((x0 + 2) / 5) * 5; x + 3 <= x1; x += 5) this.fill(x, (y0 + y1) / 2 - 1, x + 2, (y0 + y1) / 2 + 1, "#5A4300");
      return;
    }
    const late = name === "overdue", slow = this.colors.look.slow.fill;
    this.fill(x0, y0, x1, y1, late ? this.lateFill() : look.fill, 3);
    if (x1 - x0 >= 6 && name === "sleeping") this.hatch(x0 + 1, y0 + 1, x1 - 1, y1 - 1, this.mix(look.edge, look.fill, 0.58), 8, 1);
    if (x1 - x0 >= 6 && late) this.hatch(x0 + 1, y0 + 1, x1 - 1, y1 - 1, this.mix(slow, this.base.panel, 0.4), 6, 1.4);
    if (name === "io") {
      for (let x = Math.ceil((Math.max(x0, this.left || 0) + 2.5) / 6) * 6; x < Math.min(x1, this.width || x1) - 2; x += 6) {
        this.fill(x, y0 + 2.5, x + 1, y1 - 2.5, this.mix(look.edge, look.fill, 0.45));
      }
    }
    if (name !== "running") this.outline(x0, y0, x1, y1, name === "stuck" ? this.base.error : late ? slow : look.edge, 3, name === "stuck" ? 1.5 : 1);
  }
  hatch(x0, y0, x1, y1, ink, step, width) {
    const g = this.g, h = y1 - y0;
    x0 = Math.max(x0, this.left || 0);
    x1 = Math.min(x1, this.right || x1);
    g.strokeStyle = ink;
    g.lineWidth = width;
    g.beginPath();
    for (let x = Math.floor((x0 - h) / step) * step; x < x1; x += step) {
      const t0 = Math.max(0, (x0 - x) / h), t1 = Math.min(1, (x1 - x) / h);
      if (t1 > t0) { g.moveTo(x + t0 * h, y1 - t0 * h); g.lineTo(x + t1 * h, y1 - t1 * h); }
    }
    g.stroke();
  }
  drawMerged(span, x0, y0, x1, y1) {
    const look = this.colors.look, panel = this.base.panel;
    const inks = [look.running.signal, look.ready.signal, this.mix(look.sleeping.signal, panel, 0.55), look.io.signal, this.mix(look.waiting.signal, panel, 0.35)];
    let y = y1;
    span.m.forEach((share, i) => {
      this.fill(x0, y - share * (y1 - y0), x1, y, inks[i]);
      y -= share * (y1 - y0);
    });
  }
  // The longest of the span's words that fits into what is visible of it.
  drawLabel(span, x0, y0, x1, y1, ink, ground) {
    const from = Math.max(x0, this.left), to = Math.min(x1, this.right), room = to - from - 10, y = (y0 + y1) / 2;
    const badge = span.l === "step";
    if (to - from < (span.cap ? 12 : badge ? 14 : 20)) return;
    this.font(badge ? "badge" : "caption");
    const icon = span.i ? 15 : 0;
    const text = (span.t || []).find((each) => this.wordsWidth(each) + icon <= room + (badge ? 6 : 0)) || "";
    if (!text && !icon) return;
    const width = this.wordsWidth(text);
    let x = badge ? (from + to - width) / 2 : text ? from + 5 : (from + to - (span.cap ? 9 : 11)) / 2;
    // Words that the cursor would cross stand at its right if there is room.
    const cursor = this.cursor === null ? -1 : this.x(this.data.steps[this.cursor].z);
    if (!badge && cursor > x - 5 && cursor < x + icon + width + 5 && cursor + 5 + icon + width < to) x = cursor + 5;
    if (ground) this.fill(Math.max(x - 3, from + 1), y0 + 1, Math.min(x + icon + width + 3, to - 1), y1 - 1, ground);
    if (icon) this.icon(span.i, x, y, span.cap ? 9 : 11, ink);
    this.g.fillStyle = ink;
    this.g.fillText(text, x + icon, y + 0.5);
  }

  drawPlots() {
    for (const plot of this.data.plots || []) {
      const look = this.colors.look[plot.ready ? "ready" : "sleeping"], ink = this.dark ? look.signal : look.edge;
      const end = plot.y[1], g = this.g;
      g.beginPath();
      plot.levels.forEach(([position, y], i) => {
        const next = plot.levels[i + 1];
        g.lineTo(this.x(position), y);
        g.lineTo(next ? this.x(next[0]) : this.right, y);
      });
      g.strokeStyle = ink;
      g.lineWidth = 1.5;
      g.stroke();
      g.lineTo(this.right, end);
      if (plot.levels.length) g.lineTo(this.x(plot.levels[0][0]), end);
      g.globalAlpha = 0.22;
      g.fillStyle = ink;
      g.fill();
      g.globalAlpha = 1;
      const [y, label, reached] = plot.full || [plot.y[0], "≤ " + plot.most, false];
      if (plot.full) {
        g.setLineDash([4, 3]);
        g.strokeStyle = reached ? this.base.error : this.base.text3;
        g.lineWidth = 1;
        g.beginPath();
        g.moveTo(this.left, Math.round(y) + 0.5); g.lineTo(this.right, Math.round(y) + 0.5);
        g.stroke();
        g.setLineDash([]);
      }
      this.words("caption", label, this.left + 5, y + 8, reached ? this.base.error : this.base.text3);
    }
  }

  drawArrows() {
    const shown = (this.data.wakes || []).filter(([at]) => at >= this.view.first && at <= this.view.last);
    const strength = Math.min(1, Math.max(0.12, (this.right - this.left) / Math.max(1, shown.length) / 6));
    const loop = this.data.rows[0];
    const step = this.cursor === null ? null : this.data.steps[this.cursor];
    for (const [at, waker, woken] of shown.slice(0, 2000)) {
      const from = waker ? this.taskRows[waker] : loop, to = this.taskRows[woken];
      if (!from || !to || from === to) continue;
      const down = to.y > from.y ? 1 : -1, x = this.x(at), g = this.g;
      const y0 = from.y + from.h / 2 + down * 12, y1 = to.y + to.h / 2 - down * 3;
      const active = step && at >= step.a && at <= step.z;
      g.globalAlpha = active ? 1 : strength;
      g.strokeStyle = g.fillStyle = active ? this.base.accent : this.base.text3;
      g.lineWidth = active ? 1.6 : 1.3;
      g.beginPath();
      g.moveTo(x, y0); g.lineTo(x, y1 - down * 6);
      g.stroke();
      g.beginPath();
      g.arc(x, y0, 2.2, 0, 7);
      g.moveTo(x, y1); g.lineTo(x - 3.5, y1 - down * 6); g.lineTo(x + 3.5, y1 - down * 6);
      g.fill();
    }
    this.g.globalAlpha = 1;
  }

  drawDots() {
    const dots = this.data.dots || [];
    let free = -Infinity;
    dots.forEach(([kind, position, y, colour, text], i) => {
      const x = this.x(position);
      if (x < this.left - 6 || x > this.right) return;
      if (kind !== "log") {
        if (x < free) return;
        free = x + 7;
        this.fill(x - 6, y - 6, x + 6, y + 6, this.base.panel, 6);
        return this.icon(kind, x - 6, y, 12, this.base.text2);
      }
      this.fill(x - 3, y - 3, x + 3, y + 3, this.task(colour), 3);
      const next = dots[i + 1] && dots[i + 1][0] === "log" ? this.x(dots[i + 1][1]) : this.right;
      this.font("small");
      if (this.wordsWidth(text) + 14 < next - x) this.words("small", text, x + 8, y, this.base.text2);
    });
  }

  drawCursor() {
    if (this.cursor === null) return;
    const top = this.data.ruler[1], x = this.x(this.data.steps[this.cursor].z), g = this.g;
    g.globalAlpha = this.dark ? 0.55 : 0.6;
    this.fill(Math.max(x, this.left), top, Math.max(this.right, x), this.data.height, this.base.panel);
    g.globalAlpha = 1;
    if (x < this.left || x > this.right + 1) return;
    this.fill(x - 0.75, top - 3, x + 0.75, this.data.height + 4, this.base.cursor);
    g.fillStyle = this.base.cursor;
    g.beginPath();
    g.moveTo(x - 5, top - 3); g.lineTo(x + 5, top - 3); g.lineTo(x, top + 4);
    g.fill();
  }
}
