"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const svg = document.getElementById("graph"), details = document.getElementById("details"), filter = document.getElementById("filter");
  const nodes = [...svg.querySelectorAll(".node")], edges = [...svg.querySelectorAll(".edge")];
  const whole = svg.viewBox.baseVal, home = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  const number = new Intl.NumberFormat("en").format;
  const byName = new Map(data.nodes.map(node => [node.name, node]));
  let view = { ...home }, pinned = null;

  const show = () => svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
  const scale = () => svg.getScreenCTM().a;
  const place = event => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const zoom = (factor, at) => {
    const width = Math.min(home.width * 6, Math.max(home.width / 40, view.width / factor)), by = width / view.width;
    view = { x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by, width, height: view.height * by };
    show();
  };
  const middle = () => ({ x: view.x + view.width / 2, y: view.y + view.height / 2 });
  const fit = () => { view = { ...home }; show(); };

  // Pointer: drag moves, wheel zooms at the pointer, double click shows all.
  let drag = null, moved = false;
  svg.addEventListener("pointerdown", event => { drag = { x: event.clientX, y: event.clientY, view: { ...view }, scale: scale() }; moved = false; });
  window.addEventListener("pointermove", event => {
    if (!drag) return;
    const dx = event.clientX - drag.x, dy = event.clientY - drag.y;
    if (!moved && Math.hypot(dx, dy) < 4) return;
    moved = true;
    svg.classList.add("dragging");
    view.x = drag.view.x - dx / drag.scale;
    view.y = drag.view.y - dy / drag.scale;
    show();
  });
  window.addEventListener("pointerup", () => { drag = null; svg.classList.remove("dragging"); });
  svg.addEventListener("wheel", event => { event.preventDefault(); zoom(Math.exp(-event.deltaY * 0.0016), place(event)); }, { passive: false });
  svg.addEventListener("dblclick", fit);
  document.getElementById("in").addEventListener("click", () => zoom(1.3, middle()));
  document.getElementById("out").addEventListener("click", () => zoom(1 / 1.3, middle()));
  document.getElementById("fit").addEventListener("click", fit);

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const count = edge => edge.kind === "calls" ? number(edge.count) + (edge.count === 1 ? " call" : " calls") : edge.kind === "links" ? number(edge.count) + " by link symbol" : edge.kind;
  const list = (title, items, other) => {
    if (!items.length) return;
    details.append(element("h3", title));
    const rows = element("ul");
    for (const edge of items.sort((a, b) => b.count - a.count)) {
      const row = element("li");
      row.append(element("span", edge[other]), element("span", count(edge)));
      rows.append(row);
    }
    details.append(rows);
  };

  const clear = () => {
    for (const item of [...nodes, ...edges]) item.classList.remove("dim", "chosen", "out", "into");
    details.hidden = true;
    search();
  };
  const showNode = name => {
    const node = byName.get(name), near = new Set([name]);
    for (const item of edges) {
      const { from, to } = item.dataset, out = from === name, into = to === name;
      item.classList.toggle("chosen", out || into);
      item.classList.toggle("out", out);
      item.classList.toggle("into", into);
      item.classList.toggle("dim", !out && !into);
      if (out) near.add(to);
      if (into) near.add(from);
    }
    for (const item of nodes) {
      item.classList.toggle("chosen", item.dataset.name === name);
      item.classList.toggle("dim", !near.has(item.dataset.name));
    }
    details.replaceChildren(element("h2", name));
    const facts = [number(node.size) + " " + data.sizeUnit, node.note, node.role && (node.kind === "contract" ? "declares the role " : "fills the role ") + node.role, node.folder];
    details.append(element("p", facts.filter(Boolean).join(" · ")));
    list("Uses", data.edges.filter(edge => edge.from === name), "to");
    list("Used by", data.edges.filter(edge => edge.to === name), "from");
    details.hidden = false;
  };
  const showEdge = item => {
    const { from, to } = item.dataset, kind = item.classList[1];
    const edge = data.edges.find(edge => edge.from === from && edge.to === to && edge.kind === kind);
    for (const other of edges) { other.classList.toggle("chosen", other === item); other.classList.toggle("dim", other !== item); }
    for (const node of nodes) node.classList.toggle("dim", node.dataset.name !== from && node.dataset.name !== to);
    details.replaceChildren(element("h2", `${from} → ${to}`), element("p", count(edge)));
    const rows = element("ul", undefined, "pairs");
    for (const pair of edge.details.slice(0, 200)) rows.append(element("li", pair));
    if (edge.details.length > 200) rows.append(element("li", `and ${edge.details.length - 200} more`));
    details.append(rows);
    details.hidden = false;
  };

  // Hovering shows; a click keeps it until the next one.
  const bind = (item, act) => {
    item.addEventListener("pointerenter", () => { if (!pinned && !drag) act(); });
    item.addEventListener("pointerleave", () => { if (!pinned && !drag) clear(); });
    item.addEventListener("click", event => {
      if (moved) return;
      event.stopPropagation();
      pinned = pinned === item ? null : item;
      if (pinned) act(); else clear();
    });
  };
  for (const item of nodes) bind(item, () => showNode(item.dataset.name));
  for (const item of edges) bind(item, () => showEdge(item));
  svg.addEventListener("click", () => { if (!moved) { pinned = null; clear(); } });

  function search() {
    const text = filter.value.trim().toLowerCase(), found = new Set();
    for (const item of nodes) {
      const hit = text !== "" && item.dataset.name.toLowerCase().includes(text);
      item.classList.toggle("found", hit);
      if (hit) found.add(item.dataset.name);
    }
    if (pinned) return;
    for (const item of nodes) item.classList.toggle("dim", text !== "" && !found.has(item.dataset.name));
    for (const item of edges) item.classList.toggle("dim", text !== "" && !(found.has(item.dataset.from) || found.has(item.dataset.to)));
  }
  filter.addEventListener("input", search);
  const links = document.getElementById("links");
  if (links) links.addEventListener("change", () => svg.classList.toggle("no-links", !links.checked));
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") { pinned = null; filter.value = ""; clear(); }
    else if (event.target === filter) return;
    else if (event.key === "+") zoom(1.3, middle());
    else if (event.key === "-") zoom(1 / 1.3, middle());
    else if (event.key === "0") fit();
    else if (event.key === "/") { event.preventDefault(); filter.focus(); }
  });
})();
