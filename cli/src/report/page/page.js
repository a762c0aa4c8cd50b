// What the page does beyond showing: filters, zooming, and details beside a map. All that it shows stands in
// the page already, and is only moved or copied as nodes: no text is ever read as HTML.
"use strict";

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const one = (selector, within = document) => within.querySelector(selector);

document.documentElement.classList.add("script");

/* Findings: search and filters. */

const findings = all(".finding");
const texts = new Map();

function textOf(finding) {
  if (!texts.has(finding)) texts.set(finding, finding.textContent.toLowerCase());
  return texts.get(finding);
}

function filter() {
  const words = (one("#search")?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = all("[data-filter]")
    .map((field) => [field.dataset.filter, field.type === "checkbox" ? String(field.checked) : field.value])
    .filter(([, value]) => value !== "" && value !== "false");
  let shown = 0;
  for (const finding of findings) {
    const fits =
      wanted.every(([name, value]) => finding.dataset[name] === value) &&
      words.every((word) => textOf(finding).includes(word));
    finding.hidden = !fits;
    if (fits) shown += 1;
  }
  const output = one("#shown");
  if (output) output.textContent = `${shown} of ${findings.length}`;
  const none = one("#none");
  if (none) none.hidden = shown > 0;
}

for (const field of all("[data-filter]")) field.addEventListener("change", filter);
one("#search")?.addEventListener("input", filter);
for (const form of all("form")) form.addEventListener("submit", (event) => event.preventDefault());
if (findings.length) filter();

/* Maps: one at a time, with zoom. */

const maps = all(".map");
const choice = one("#map");

function showMap(id) {
  for (const map of maps) map.hidden = map.id !== id;
  if (choice) choice.value = id;
  const map = maps.find((map) => map.id === id);
  if (map) prepare(map);
}

const SVG = "http://www.w3.org/2000/svg";

// Lines are thin; a wide one that is not seen takes the pointer.
function prepare(map) {
  if (map.dataset.prepared) return;
  map.dataset.prepared = "true";
  for (const way of all(".arrow .way", map)) {
    const hit = document.createElementNS(SVG, "path");
    hit.setAttribute("class", "hit");
    hit.setAttribute("d", way.getAttribute("d"));
    way.before(hit);
  }
  fit(map);
}

function box(svg) {
  return svg.getAttribute("viewBox").split(" ").map(Number);
}

// The whole map in its frame, never larger than it was drawn.
function fit(map) {
  const svg = one("svg", map);
  const [width, height] = [Number(svg.getAttribute("width")), Number(svg.getAttribute("height"))];
  const room = one(".frame", map).clientWidth;
  const tall = Math.min(Math.max(height * Math.min(1, room / width), 260), window.innerHeight * 0.74);
  const scale = Math.min(1, room / width, tall / height);
  const [wide, high] = [room / scale, tall / scale];
  svg.style.height = `${tall}px`;
  svg.setAttribute("viewBox", `${(width - wide) / 2} ${(height - high) / 2} ${wide} ${high}`);
}

function zoom(map, factor, x = 0.5, y = 0.5) {
  const svg = one("svg", map);
  const [left, top, width, height] = box(svg);
  const most = Math.max(Number(svg.getAttribute("width")), one(".frame", map).clientWidth) * 3;
  const wide = Math.min(Math.max(width * factor, 120), most);
  const scale = wide / width;
  svg.setAttribute(
    "viewBox",
    `${left + width * x * (1 - scale)} ${top + height * y * (1 - scale)} ${wide} ${height * scale}`,
  );
}

for (const map of maps) {
  const frame = one(".frame", map);
  const svg = one("svg", map);
  let from = null;
  frame.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const area = svg.getBoundingClientRect();
      const [x, y] = [(event.clientX - area.x) / area.width, (event.clientY - area.y) / area.height];
      zoom(map, event.deltaY > 0 ? 1.15 : 1 / 1.15, x, y);
    },
    { passive: false },
  );
  frame.addEventListener("pointerdown", (event) => {
    if (event.button === 0) from = { x: event.clientX, y: event.clientY, box: box(svg), moved: false };
  });
  frame.addEventListener("pointermove", (event) => {
    if (!from || !event.buttons) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.moved && Math.hypot(dx, dy) < 4) return;
    from.moved = true;
    const area = svg.getBoundingClientRect();
    const [left, top, width, height] = from.box;
    const scale = Math.max(width / area.width, height / area.height);
    svg.setAttribute("viewBox", `${left - dx * scale} ${top - dy * scale} ${width} ${height}`);
  });
  // A drag that ends on a link is no click.
  frame.addEventListener(
    "click",
    (event) => {
      if (from?.moved) {
        event.preventDefault();
        event.stopPropagation();
      }
      from = null;
    },
    true,
  );
  // What a node has to do with stands out while it is pointed at.
  svg.addEventListener("pointerover", (event) => {
    const node = event.target.closest(".node");
    if (!node) return;
    svg.classList.add("pointed");
    node.classList.add("near");
    for (const arrow of all(".arrow", svg)) {
      const { from, to } = arrow.dataset;
      if (from !== node.id && to !== node.id) continue;
      arrow.classList.add("near");
      document.getElementById(from === node.id ? to : from)?.classList.add("near");
    }
  });
  svg.addEventListener("pointerout", (event) => {
    if (!event.target.closest(".node")) return;
    svg.classList.remove("pointed");
    for (const near of all(".near", svg)) near.classList.remove("near");
  });
}

choice?.addEventListener("change", () => {
  showMap(choice.value);
  history.replaceState(null, "", `#${choice.value}`);
});
one("#only-bad")?.addEventListener("change", (event) => {
  for (const map of maps) map.classList.toggle("only-bad", event.target.checked);
});
for (const button of all("[data-zoom]")) {
  button.addEventListener("click", () => {
    const map = maps.find((map) => !map.hidden);
    if (!map) return;
    if (button.dataset.zoom === "fit") fit(map);
    else zoom(map, button.dataset.zoom === "in" ? 0.75 : 1 / 0.75);
  });
}

/* Details beside what was clicked, and links to what is folded away. */

const beside = one("#beside");

function show(content) {
  one("div", beside).replaceChildren(content);
  beside.hidden = false;
}

function close() {
  beside.hidden = true;
  one(".picked")?.classList.remove("picked");
}

one("#close")?.addEventListener("click", close);

// Where a link leads, and whether that was done here.
function follow(id, picked) {
  const target = document.getElementById(id);
  if (!target) return false;
  if (target.classList.contains("arrow-of")) {
    const copy = target.cloneNode(true);
    copy.removeAttribute("id");
    show(copy);
    one(".picked")?.classList.remove("picked");
    picked?.classList.add("picked");
    return true;
  }
  if (target.classList.contains("map")) {
    showMap(id);
    return false;
  }
  const folded = target.closest("details");
  if (folded) {
    if (folded.hidden) {
      one("#search").value = "";
      for (const field of all("[data-filter]")) {
        if (field.type === "checkbox") field.checked = false;
        else field.value = "";
      }
      filter();
    }
    folded.open = true;
    close();
    folded.scrollIntoView({ block: "start" });
    one("summary", folded)?.focus({ preventScroll: true });
  }
  return false;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#'], a[*|href^='#']");
  const cell = event.target.closest(".matrix td[title]");
  if (link) {
    const id = link.getAttribute("href").slice(1);
    if (follow(id, one(".arrow", link))) event.preventDefault();
  } else if (cell) {
    const words = document.createElement("p");
    words.textContent = cell.title;
    show(words);
  }
});

document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "");
  if (event.key === "Escape") {
    if (typing) document.activeElement.blur();
    close();
  } else if (event.key === "/" && !typing && one("#search")) {
    event.preventDefault();
    one("#search").focus();
  }
});

/* Tables: sorted by the column whose head is clicked. */

for (const table of all("table.sortable")) {
  for (const [at, head] of all("thead th", table).entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const upwards = head.getAttribute("aria-sort") === "descending";
      for (const other of all("thead th", table)) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", upwards ? "ascending" : "descending");
      const value = (row) => row.cells[at].dataset.value ?? row.cells[at].textContent.trim();
      const compare = (a, b) => {
        const [x, y] = [Number(value(a)), Number(value(b))];
        const order = Number.isNaN(x) || Number.isNaN(y) ? value(a).localeCompare(value(b)) : x - y;
        return upwards ? order : -order;
      };
      const body = table.tBodies[0];
      body.append(...[...body.rows].sort(compare));
    });
  }
}

/* The start: the map or the finding that the address names. */

const start = decodeURIComponent(location.hash.slice(1));
if (maps.length) {
  const map = document.getElementById(start)?.closest(".map") ?? maps[0];
  showMap(map.id);
}
if (start) follow(start);
window.addEventListener("hashchange", () => follow(decodeURIComponent(location.hash.slice(1))));
window.addEventListener("beforeprint", () => {
  for (const folded of all("details.finding")) folded.open = true;
});
