"use strict";
// What surrounds the timeline: cursor, explain sentence, pinned bar, findings, log and source.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const find = (id) => document.getElementById(id);
  const word = (id) => data.words[id] || id;
  data.rows ||= []; data.spans ||= []; data.steps ||= []; data.height ||= 40;
  data.ruler ||= [24, 40]; data.minimap ||= [4, 20]; data.legend ||= [];

  const make = (tag, text = "", className = "") => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (className) element.className = className;
    return element;
  };
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.title = word(element.dataset.label);
    element.setAttribute("aria-label", word(element.dataset.label));
  }
  find("title").textContent = data.title;
  find("spec").textContent = data.runspec;
  find("facts").textContent = data.end;
  for (const note of data.notes) find("notes").append(make("p", note));
  find("notes").hidden = data.notes.length === 0;

  const canvas = find("canvas");
  const view = new TimelineView(canvas, data);
  window.coroscope = { view, data };

  // -- theme
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => root.dataset.theme === "dark" || (root.dataset.theme === "auto" && system.matches);
  const redraw = () => { view.dark = isDark(); view.draw(); drawLegend(); };
  find("theme").textContent = word("ui.theme");
  find("theme").addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; redraw(); });
  system.addEventListener("change", redraw);
  // Paper is white.
  let onScreen = root.dataset.theme;
  addEventListener("beforeprint", () => { onScreen = root.dataset.theme; root.dataset.theme = "light"; redraw(); });
  addEventListener("afterprint", () => { root.dataset.theme = onScreen; redraw(); });

  function drawLegend() {
    const box = find("legend");
    box.replaceChildren();
    for (const [look, label, icon] of data.legend) {
      const entry = make("span");
      const swatch = make("canvas");
      swatch.width = 48; swatch.height = 32;
      entry.append(swatch, make("span", label));
      box.append(entry);
      const painter = Object.create(view);
      painter.g = swatch.getContext("2d");
      painter.g.scale(2, 2);
      Object.defineProperties(painter, { left: { value: 0 }, right: { value: 24 }, width: { value: 24 } });
      const bead = ["running", "slow", "finished", "cancelled", "failed"].includes(look);
      const thin = look === "created" || look === "ready";
      painter.drawState(look, bead ? 5 : 0, thin ? 5 : bead ? 1 : 2, bead ? 19 : 24, thin ? 11 : bead ? 15 : 14);
      if (icon) painter.icon(icon, 8, 8, 8, view.colors.look[look].label);
      if (look === "slow") painter.words("strong", "!", 10, 8, view.colors.look.slow.label);
    }
  }

  // -- the cursor
  const seek = (step) => {
    if (!data.steps.length) return;
    view.cursor = step === null ? null : Math.min(Math.max(0, step), data.steps.length - 1);
    if (view.cursor !== null) view.show(data.steps[view.cursor].z);
    view.draw();
    tell();
  };
  const move = (by) => seek(view.cursor === null ? (by > 0 ? 0 : data.steps.length - 1) : view.cursor + by);
  function tell() {
    const step = view.cursor === null ? null : data.steps[view.cursor];
    find("step").textContent = `${view.cursor === null ? "–" : view.cursor + 1} / ${data.stepCount}` + (step ? ` · ${step.time}` : "");
    find("explain").textContent = step ? step.say.join(" ")
      : !data.steps.length ? word("ui.empty_run")
      : data.findings.length ? data.findings[0].statement : word("html.keys");
    find("explain-panel").classList.toggle("idle", !step);
    mark(step ? step.s : null);
    for (const row of find("log").querySelectorAll(".row")) {
      row.classList.toggle("past", view.cursor !== null && Number(row.dataset.step) === view.cursor);
    }
  }

  // -- source
  const lines = {};
  function addSource() {
    for (const [name, text] of data.files) {
      find("source").append(make("h3", name));
      const pre = make("pre");
      pre.tabIndex = 0;
      lines[name] = text.replace(/\n$/, "").split("\n").map((line) => {
        const span = make("span", line || " ");
        pre.append(span);
        return span;
      });
      find("source").append(pre);
    }
    if (!data.files.length) find("source").append(make("p", word("html.no_source"), "faint"));
    for (const finding of data.findings) for (const site of finding.s) lineOf(site)?.classList.add("trouble");
  }
  function lineOf(site) {
    const [file, line] = data.sites[site] || [];
    return lines[file]?.[line - 1];
  }
  function mark(site) {
    for (const line of document.querySelectorAll("pre .here")) line.classList.remove("here");
    const line = site === null ? null : lineOf(site);
    if (!line) return;
    line.classList.add("here");
    const pre = line.parentElement;
    pre.scrollTop = line.offsetTop - pre.clientHeight / 2;
  }

  // -- a bar that is kept
  function pin(span) {
    view.pinned = span;
    const box = find("pinned");
    box.replaceChildren();
    box.parentElement.classList.toggle("idle", !span);
    if (!span) {
      box.append(make("p", word("html.pin"), "faint"));
      return;
    }
    box.append(make("strong", span.w[0]));
    const list = make("dl");
    const add = (name, text) => { if (text) list.append(make("dt", name), make("dd", text)); };
    add(word("ui.time"), span.w[1]);
    if (span.d && !span.w[0].includes(span.d)) add("", span.d);
    const site = span.s === undefined || span.s === null ? null : data.sites[span.s];
    add(word("html.at_line"), site && `${site[0]}:${site[1]}`);
    add(word("html.woken_by"), span.b && (span.k ? `${span.b} · ${span.k}` : span.b));
    box.append(list);
    if (site) mark(span.s);
  }

  // -- findings, log, how to run it again
  function addLists() {
    for (const finding of data.findings) {
      const button = make("button", "", `finding ${finding.severity}`);
      button.type = "button";
      button.append(make("strong", finding.statement), make("span", finding.explanation));
      if (finding.advice) button.append(make("span", `${word("ui.mend_it")} ${finding.advice}`));
      button.addEventListener("click", () => { if (finding.step < data.steps.length) seek(finding.step); if (finding.s.length) mark(finding.s[0]); });
      find("findings").append(button);
    }
    if (!data.findings.length) find("findings").append(make("p", word("ui.empty_findings"), "faint"));
    for (const [time, task, text, step] of data.log) {
      const button = make("button", "", "row");
      button.type = "button";
      button.dataset.step = step;
      button.disabled = step >= data.steps.length;
      button.append(make("span", time, "mono"), make("span", task, "who"), make("span", text));
      button.addEventListener("click", () => seek(step));
      find("log").append(button);
    }
    find("log-panel").hidden = !data.log.length;
    const box = find("reproduce");
    if (data.command) {
      const line = make("div", "", "command");
      line.append(make("code", data.command));
      if (navigator.clipboard) {
        const copy = make("button", word("ui.copy"));
        copy.type = "button";
        copy.addEventListener("click", () => navigator.clipboard.writeText(data.command).catch(() => {}));
        line.append(copy);
      }
      box.append(line);
    }
    if (data.parameters.length) {
      box.append(make("h3", word("ui.parameters")));
      const list = make("dl");
      for (const each of data.parameters) {
        const at = each.indexOf("=");
        list.append(make("dt", at < 0 ? each : each.slice(0, at)), make("dd", at < 0 ? "" : each.slice(at + 1)));
      }
      box.append(list);
    }
    if (data.producer) box.append(make("p", data.producer, "faint"));
    find("again").hidden = !data.command && !data.producer;
  }

  // -- mouse, fingers and keys
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const fingers = new Map();
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, place(event));
    moved = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const now = place(event), before = fingers.get(event.pointerId);
    if (!before) return hover(event, now);
    const track = view.right - view.left;
    if (fingers.size === 2) {
      const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      const factor = Math.abs(before[0] - other[0]) / Math.max(8, Math.abs(now[0] - other[0]));
      view.zoom(Math.min(4, Math.max(0.25, factor)), view.position(other[0]));
    } else if (moved > 4 || Math.abs(now[0] - before[0]) > 0) {
      view.pan(-(now[0] - before[0]) / track);
    }
    moved += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]);
    fingers.set(event.pointerId, now);
  });
  const lift = (event) => {
    const was = fingers.get(event.pointerId);
    fingers.delete(event.pointerId);
    if (event.type === "pointerup" && was && moved < 5) click(...was);
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", () => { find("tooltip").hidden = true; if (view.hovered) { view.hovered = null; view.draw(); } });
  function click(x, y) {
    const [m0, m1] = data.minimap;
    if (y >= m0 && y <= m1 && x >= view.left) {
      const middle = (x - view.left) / (view.right - view.left) * data.length, half = (view.view.last - view.view.first) / 2;
      return view.setView(middle - half, middle + half);
    }
    if (x < view.left) return;
    const position = view.position(x);
    const after = data.steps.findIndex((step) => step.a > position);
    seek(after < 0 ? data.steps.length - 1 : Math.max(0, after - 1));
    const span = view.spanAt(x, y);
    pin(span);
    view.draw();
  }
  function hover(event, [x, y]) {
    const span = view.spanAt(x, y), tip = find("tooltip");
    if (span !== view.hovered) { view.hovered = span; view.draw(); }
    tip.hidden = !span;
    if (!span) return;
    tip.replaceChildren(make("span", span.w[0]), make("small", span.w[1]));
    tip.style.left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8) + "px";
    tip.style.top = Math.min(event.clientY + 16, innerHeight - tip.offsetHeight - 8) + "px";
  }
  canvas.addEventListener("wheel", (event) => {
    const [x] = place(event);
    if (x < view.left || event.altKey) return;
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      view.pan((event.deltaX || event.deltaY) / 1000);
    } else {
      view.zoom(Math.pow(1.0015, event.deltaY), view.position(x));
    }
  }, { passive: false });
  const middleOfView = () => view.cursor === null ? undefined : data.steps[view.cursor].z;
  const keys = {
    ArrowLeft: () => move(-1), ArrowRight: () => move(1), Home: () => seek(0), End: () => seek(data.steps.length - 1),
    "+": () => view.zoom(0.6, middleOfView()), "=": () => view.zoom(0.6, middleOfView()), "-": () => view.zoom(1 / 0.6, middleOfView()),
    0: () => view.setView(0, data.length), Escape: () => { pin(null); seek(null); },
    PageUp: () => view.pan(-0.8), PageDown: () => view.pan(0.8),
  };
  addEventListener("keydown", (event) => {
    const inList = event.target.closest?.("pre, #log");
    if (event.ctrlKey || event.metaKey || event.altKey || (inList && event.key !== "Escape")) return;
    if ((event.key === "PageUp" || event.key === "PageDown") && event.target !== canvas) return;
    const action = keys[event.key];
    if (action) { event.preventDefault(); action(); }
  });
  const press = { first: () => seek(0), back: () => move(-1), on: () => move(1), last: () => seek(data.steps.length - 1),
    out: keys["-"], in: keys["+"], fit: keys[0] };
  for (const [id, action] of Object.entries(press)) find(id).addEventListener("click", action);
  new ResizeObserver(() => view.draw()).observe(canvas.parentElement);

  canvas.setAttribute("aria-label", `${word("ui.timeline")}: ${data.title}`);
  addSource();
  addLists();
  pin(null);
  redraw();
  tell();
})();
