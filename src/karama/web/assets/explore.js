// Explore with a script: the map, choosing days with the pointer, and new answers without leaving the page. All of it works without, by links and the form.
/* global L, protomapsL */

const page = document.getElementById("explore");
const frame = document.getElementById("map");
const PARTS = ["summary", "facets", "map-wide", "map-table", "time", "held", "list"]; // what an answer replaces; the map itself stays
const EXPLORE = "/explore";
const style = () => getComputedStyle(document.documentElement);
const colour = (name) => style().getPropertyValue(`--${name}`).trim();
const still = matchMedia("(prefers-reduced-motion: reduce)");
let asking = null; // the request that is under way; a newer one takes its place

// ------------------------------------------------------------ answers without leaving the page

async function show(address, { push = true, fit = true } = {}) {
  const target = new URL(address, location.href);
  if (fit && push) target.searchParams.delete("view"); // the map moves to what is found
  const url = target.pathname + target.search;
  asking?.abort();
  asking = new AbortController();
  page.classList.add("busy");
  try {
    const answer = await fetch(url, { signal: asking.signal, headers: { accept: "text/html" } });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!found.getElementById("explore")) { location.assign(url); return; } // an error has a page of its own
    const focused = document.activeElement?.closest?.("[data-soft]")?.textContent;
    const within = document.activeElement?.closest?.(PARTS.map((id) => `#${id}`).join(","))?.id;
    for (const id of PARTS) {
      const old = document.getElementById(id), fresh = found.getElementById(id);
      if (!old || !fresh) continue;
      keepFolds(old, fresh);
      const kept = old.querySelector("a.blur"); // blur.js listens on it
      if (kept) fresh.querySelector("a.blur")?.replaceWith(kept);
      old.replaceWith(fresh);
    }
    document.getElementById("ask").replaceWith(found.getElementById("ask"));
    const twin = found.querySelector('a[rel="alternate"]');
    if (twin) document.querySelector('a[rel="alternate"]')?.setAttribute("href", twin.getAttribute("href"));
    if (push) history.pushState(null, "", url);
    if (within && focused) focusAgain(document.getElementById(within), focused);
    prepareParts();
    await drawMarks(fit);
    await drawSituations();
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  } finally {
    page.classList.remove("busy");
  }
}

function keepFolds(old, fresh) {
  const open = [...old.querySelectorAll("details")].map((one) => [one.querySelector("summary")?.textContent.replace(/[\d,]+/g, ""), one.open]);
  for (const one of fresh.querySelectorAll("details")) {
    const before = open.find(([words]) => words === one.querySelector("summary")?.textContent.replace(/[\d,]+/g, ""));
    if (before) one.open = before[1];
  }
}

// The keyboard stays where it was: on the same link of the same part, else on the part.
function focusAgain(part, words) {
  const label = (text) => text.replace(/[\d,×]+|: take out/g, "").trim();
  const same = [...part.querySelectorAll("[data-soft]")].find((one) => label(one.textContent) === label(words));
  const to = same ?? part;
  if (!same) part.tabIndex = -1;
  to.focus({ preventScroll: true });
}

page.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-soft]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  show(link.getAttribute("href") ?? link.href.baseVal);
});
page.addEventListener("submit", (event) => {
  if (event.target.id !== "ask") return;
  event.preventDefault();
  const given = new URLSearchParams();
  for (const [name, value] of new FormData(event.target)) if (value.trim()) given.append(name, value.trim());
  show(given.size ? `${EXPLORE}?${given}` : EXPLORE);
});
page.addEventListener("change", (event) => { if (event.target.matches("#ask select, #ask [type=checkbox]")) event.target.form.requestSubmit(); });
addEventListener("popstate", () => show(location.pathname + location.search, { push: false }));

function present(changes = {}) {
  const query = new URLSearchParams(location.search);
  query.delete("page");
  for (const [name, value] of Object.entries(changes)) value === null ? query.delete(name) : query.set(name, value);
  return query.size ? `${EXPLORE}?${query}` : EXPLORE;
}

// ------------------------------------------------------------ choosing days over the bars

function prepareBrush() {
  const bars = document.getElementById("bars");
  if (!bars) return;
  document.querySelector(".brush-hint")?.removeAttribute("hidden");
  const brush = bars.querySelector("#brush"), links = [...bars.querySelectorAll("a")];
  const count = Number(bars.dataset.count);
  let start = null, moved = false;
  const at = (event) => {
    const box = bars.getBoundingClientRect();
    return Math.max(0, Math.min(count - 1, Math.floor(((event.clientX - box.left) / box.width) * count)));
  };
  const paint = (a, b) => { brush.setAttribute("x", Math.min(a, b) * 10); brush.setAttribute("width", (Math.abs(a - b) + 1) * 10); };
  bars.addEventListener("dragstart", (event) => event.preventDefault());
  bars.addEventListener("pointerdown", (event) => { if (event.button === 0) { start = at(event); moved = false; } });
  bars.addEventListener("pointermove", (event) => {
    if (start === null) return;
    if (at(event) !== start) { moved = true; bars.setPointerCapture(event.pointerId); }
    if (moved) paint(start, at(event));
  });
  bars.addEventListener("pointerup", (event) => {
    if (start !== null && moved) {
      const [a, b] = [start, at(event)].sort((x, y) => x - y);
      show(present({ from: links[a].dataset.first, to: links[b].dataset.last }));
    }
    start = null;
  });
  bars.addEventListener("pointercancel", () => { start = null; brush.setAttribute("width", 0); });
  bars.addEventListener("click", (event) => { if (moved) { event.preventDefault(); event.stopPropagation(); moved = false; } }, true);
}

// ------------------------------------------------------------ the map

const DRAWN = {
  star: "M0-9 2.6-3.2 8.6-2.8 4 1.2 5.4 7.3 0 4-5.4 7.3-4 1.2-8.6-2.8-2.6-3.2Z", diamond: "M0-8.5 8.5 0 0 8.5-8.5 0Z", square: "M-6.5-6.5H6.5V6.5H-6.5Z",
  triangle: "M0-8 8 6.5H-8Z", pentagon: "M0-8 7.6-2.5 4.7 6.5H-4.7L-7.6-2.5Z",
  ring: "M0-8A8 8 0 1 1 0 8A8 8 0 1 1 0-8M0-3.4A3.4 3.4 0 1 0 0 3.4A3.4 3.4 0 1 0 0-3.4", circle: "M-7 0A7 7 0 1 1 7 0A7 7 0 1 1-7 0",
};
let map = null, ground = null, marks = null, held = null, quiet = false;

function paintRules() {
  const line = (layer, color, width, more = {}, from = 0) => ({ dataLayer: layer, minzoom: from, symbolizer: new protomapsL.LineSymbolizer({ color, width, ...more }) });
  return [
    { dataLayer: "land", symbolizer: new protomapsL.PolygonSymbolizer({ fill: colour("land"), stroke: colour("edge"), width: 0.7 }) },
    { dataLayer: "lakes", symbolizer: new protomapsL.PolygonSymbolizer({ fill: colour("sea") }) },
    line("rivers", colour("river"), (zoom) => Math.min(2.4, 0.3 + zoom * 0.2)),
    line("units", colour("edge"), 0.6, { dash: [2, 3], dashColor: colour("edge"), dashWidth: 0.7 }, 5),
    line("borders", colour("strong-line"), (zoom) => (zoom > 5 ? 1.3 : 0.8)),
  ];
}

function labelRules() {
  const sans = colour("sans") || "sans-serif", halo = { stroke: colour("land"), width: 2.5 };
  const named = (kind, symbolizer) => ({ dataLayer: "names", symbolizer, filter: (zoom, feature) => feature.props.kind === kind && feature.props.zoom <= zoom });
  const text = (font, fill, more = {}) => new protomapsL.CenteredTextSymbolizer({ labelProps: ["name"], font, fill, ...halo, ...more });
  const dotted = (font, radius) => new protomapsL.GroupSymbolizer([
    new protomapsL.CircleSymbolizer({ radius, fill: colour("soft"), stroke: colour("land"), width: 1 }),
    new protomapsL.OffsetTextSymbolizer({ labelProps: ["name"], font, fill: colour("ink"), offsetX: 5, offsetY: 4, ...halo }),
  ]);
  return [
    named("country", text(`600 13px ${sans}`, colour("ink"), { lineHeight: 1.2 })),
    named("capital", dotted(`600 12px ${sans}`, 2.6)),
    named("water", text(`italic 12px ${sans}`, colour("soft"), { stroke: colour("sea") })),
    named("place", dotted(`12px ${sans}`, 2)),
    named("unit", text(`11px ${sans}`, colour("soft"))),
  ];
}

function layGround() {
  ground?.remove();
  const attribution = new DOMParser().parseFromString(frame.dataset.attribution, "text/html").body.textContent; // a file may bring markup; words are enough
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const drawn = "own" in frame.dataset
    ? { flavor: dark ? "dark" : "light", lang: "en" } // the layers of Protomaps, in its own style
    : { paintRules: paintRules(), labelRules: labelRules(), backgroundColor: colour("sea"), maxDataZoom: 6 };
  ground = protomapsL.leafletLayer({ url: frame.dataset.tiles, attribution: attribution.replace(/[<>&]/g, " "), ...drawn });
  ground.addTo(map);
}

function makeMap() {
  frame.textContent = "";
  map = L.map(frame, { minZoom: 2, maxZoom: 13, zoomAnimation: !still.matches, fadeAnimation: !still.matches, markerZoomAnimation: !still.matches, worldCopyJump: true });
  map.attributionControl.setPrefix(false);
  L.control.scale({ imperial: false }).addTo(map);
  marks = L.layerGroup().addTo(map);
  held = L.layerGroup().addTo(map);
  const [latitude, longitude, zoom] = (frame.dataset.view || "").split(",").map(Number);
  const point = (frame.dataset.point || "").split(",").map(Number);
  map.setView(zoom ? [latitude, longitude] : point.length === 2 ? point : [25, 30], zoom || (point.length === 2 ? 8 : 3));
  layGround();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { layGround(); drawMarks(false); });
  map.on("moveend", () => {
    if (quiet) return;
    const at = map.getCenter().wrap();
    history.replaceState(null, "", present({ view: `${at.lat.toFixed(4)},${at.lng.toFixed(4)},${map.getZoom()}` }) + location.hash);
    drawMarks(false);
    drawSituations();
  });
  for (const one of document.querySelectorAll(".map-tools")) one.hidden = false;
  document.getElementById("search-view").addEventListener("click", () => show(present({ bbox: boxText() }), { fit: false }));
  document.getElementById("show-all").addEventListener("click", () => fitAll());
  return Boolean(zoom) || point.length === 2;
}

function boxText() {
  const box = map.getBounds();
  return [box.getSouth(), box.getWest(), box.getNorth(), box.getEast()].map((degree) => degree.toFixed(3)).join(",");
}

function askMap(path, changes) {
  const query = new URLSearchParams(location.search);
  for (const name of ["page", "order", "selected", "on", "policy", "view"]) query.delete(name);
  for (const [name, value] of Object.entries(changes)) query.set(name, value);
  // The page may be left while it asks.
  return fetch(`${path}?${query}`).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
}

async function fitAll(animate = !still.matches) {
  const found = await askMap(frame.dataset.extent, {});
  if (!found?.extent) return;
  const [south, west, north, east] = found.extent;
  map.fitBounds([[south, west], [north, east]], { animate, maxZoom: 9, padding: [36, 36] });
}

async function drawMarks(fit) {
  if (!map) return;
  if (fit) {
    quiet = true;
    await fitAll(false);
    quiet = false;
  }
  const found = await askMap(frame.dataset.marks, { view: `${boxText()},${map.getZoom()}` });
  if (!found) return;
  marks.clearLayers();
  for (const area of [...found.areas].reverse()) drawArea(area);
  for (const point of [...found.points].reverse()) drawPoint(point, "point");
  pickOut();
  tellWide(found);
}

// Where the incident lies that the address points at, also when nothing else that is asked for fits it.
function pickOut() {
  const point = (frame.dataset.point || "").split(",").map(Number);
  if (point.length === 2) L.circleMarker(point, { radius: 17, color: colour("ink"), weight: 2, fill: false, interactive: false }).addTo(marks);
}

// What cannot be drawn at this zoom is named below the map.
function tellWide(found) {
  const box = document.getElementById("map-wide");
  box.textContent = "";
  const rest = [found.unplaced && `${found.unplaced} at places whose position nobody knows`, found.left_out && `${found.left_out} in smaller marks: zoom in`].filter(Boolean);
  if (!found.wide.length && !rest.length) return;
  const line = add(box, "p", found.wide.length ? "Too wide for this view, so not drawn: " : "Not drawn: ", { class: "small" });
  found.wide.slice(0, 12).forEach((mark, at) => {
    if (at) line.append(", ");
    add(line, "a", mark.name, { href: present({ at: mark.at }), "data-soft": "" });
    line.append(` (${mark.count})`);
  });
  if (found.wide.length > 12) rest.unshift(`${found.wide.length - 12} more such places`);
  line.append(`${found.wide.length && rest.length ? "; " : ""}${rest.join("; ")}.`);
}

function drawArea(area) {
  const pixels = (area.radius_km * 1000) / metresPerPixel(area.latitude);
  if (area.places > 1 || pixels < 24) { drawPoint(area, "area"); return; }
  const circle = L.circle([area.latitude, area.longitude], { radius: area.radius_km * 1000, weight: 1.2, dashArray: "4 3", className: "area-edge", fillColor: "url(#map-hatch)", fillOpacity: 1 });
  circle.bindPopup(() => describe(area)).addTo(marks);
  // Its mark stands on the rim: in the middle it would look like the place itself, and hide what is known more exactly.
  drawPoint({ ...area, latitude: area.latitude + area.radius_km / 111.2 }, "area", 9);
}

const metresPerPixel = (latitude) => (40075016.7 * Math.cos((latitude * Math.PI) / 180)) / (256 * 2 ** map.getZoom());

function drawPoint(mark, form, size = 0) {
  const many = mark.count > 1;
  const radius = size || (many ? Math.min(22, 9 + 1.3 * Math.log2(mark.count)) : 9);
  const across = 2 * (radius + 5);
  const told = Math.max(1, Math.min(3, mark.origins));
  const body = many ? `<circle class="many" r="${radius}"/>${mark.vague && mark.vague < mark.count ? `<circle class="partly" r="${radius - 2.5}"/>` : ""}<text>${mark.count > 9999 ? `${Math.round(mark.count / 1000)}k` : mark.count}</text>` : `<path class="body told-${told}" fill-rule="evenodd" d="${DRAWN[mark.shape]}"/>`;
  const halo = mark.disputed * 4 >= mark.count ? `<circle class="halo" r="${radius + 3.5}"/>` : "";
  const icon = L.divIcon({ className: `mark ${form}`, iconSize: [across, across], html: `<svg viewBox="${-across / 2} ${-across / 2} ${across} ${across}" width="${across}" height="${across}" aria-hidden="true">${halo}${body}</svg>` });
  const marker = L.marker([mark.latitude, mark.longitude], { icon, title: tell(mark), alt: tell(mark), keyboard: true, riseOnHover: true });
  marker.bindPopup(() => describe(mark)).addTo(marks);
  const element = marker.getElement();
  element?.setAttribute("aria-label", tell(mark));
  if (mark.incident) {
    element?.setAttribute("data-incident", mark.incident);
    if (mark.incident === frame.dataset.selected) element?.classList.add("lit");
  }
}

function tell(mark) {
  const others = mark.places > 1 ? ` and ${mark.places - 1} other place${mark.places > 2 ? "s" : ""} nearby` : "";
  const what = mark.count === 1 ? mark.kind : `${mark.count} incidents${mark.kind ? ` (${mark.kind})` : ""}`;
  return `${mark.name}${others}: ${what}${mark.disputed ? `, ${mark.count === 1 ? "" : `${mark.disputed} `}disputed` : ""}`;
}

function add(parent, name, words, attributes = {}) {
  const element = document.createElement(name);
  if (words) element.textContent = words;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.append(element);
  return element;
}

function describe(mark) {
  const box = document.createElement("div");
  add(box, "p").append(Object.assign(document.createElement("strong"), { textContent: mark.name, dir: "auto" }));
  if (mark.places > 1) add(box, "p", `and ${mark.places - 1} other place${mark.places > 2 ? "s" : ""}, too near to be told apart at this zoom`, { class: "small soft" });
  add(box, "p", `${mark.count === 1 ? mark.kind : `${mark.count.toLocaleString("en")} incidents`}${mark.disputed ? `; ${mark.disputed} disputed` : ""}`);
  if (mark.radius_km && !["exact", "settlement", "part of settlement"].includes(mark.precision)) add(box, "p", `Known only to lie within ${Math.round(mark.radius_km)} km.`, { class: "small" });
  if (mark.vague && mark.vague < mark.count) add(box, "p", `${mark.vague} of them only known to lie somewhere around.`, { class: "small" });
  add(box, "p", `At most ${mark.origins} independent source${mark.origins === 1 ? "" : "s"} for one incident.`, { class: "small soft" });
  if (mark.incident) add(add(box, "p"), "a", "Its page, with every sentence", { href: `/incidents/${mark.incident}` });
  else if (mark.places === 1) softLink(box, "List them", present({ at: mark.at }));
  else {
    const [south, west, north, east] = mark.box, room = 0.02;
    const zoom = add(add(box, "p"), "button", "Zoom in", { type: "button" });
    zoom.addEventListener("click", () => map.fitBounds([[south, west], [north, east]], { padding: [40, 40], maxZoom: 11, animate: !still.matches }));
    softLink(box, "List them", present({ bbox: [south - room, west - room, north + room, east + room].map((one) => one.toFixed(3)).join(",") }));
  }
  return box;
}

function softLink(box, words, href) {
  const link = add(add(box, "p"), "a", words, { href });
  link.addEventListener("click", (event) => { event.preventDefault(); map.closePopup(); show(href, { fit: false }); });
}

// ------------------------------------------------------------ who held what

let told = { on: null, situations: [] };
const NAMED_FROM = 6; // below, names of holders would cover each other

async function drawSituations() {
  if (!map) return;
  const on = new URLSearchParams(location.search).get("on");
  if (on !== told.on) told = { on, situations: on ? ((await askMap(frame.dataset.situations, { on }))?.situations ?? []) : [] };
  held.clearLayers();
  const named = map.getZoom() >= NAMED_FROM;
  for (const one of told.situations) {
    if (one.latitude === null) continue;
    const sure = one.stands === "holds";
    const words = `${one.place}: ${one.kind} ${one.holder ?? "nobody named"}${sure ? "" : ` (${one.stands})`}`;
    const name = Object.assign(document.createElement("bdi"), { textContent: named ? `${one.holder ?? "?"}${sure ? "" : "?"}` : words });
    const least = (7 * metresPerPixel(one.latitude)) / 1000; // km: smaller could not be seen
    L.circle([one.latitude, one.longitude], { radius: Math.max(least, one.radius_km ?? 3) * 1000, className: "held-edge", color: colour("violet"), weight: 1.6, dashArray: sure ? null : "2 5", fillColor: "url(#held-hatch)", fillOpacity: 1 })
      .bindTooltip(name, named ? { permanent: true, direction: "top", className: "held-name" } : { className: "held-name" })
      .bindPopup(() => { const box = document.createElement("div"); add(box, "p", words); add(box, "p", one.words, { dir: "auto", class: "said small" }); return box; })
      .addTo(held);
  }
}

// ------------------------------------------------------------ list and map light each other

function light(identifier, on) {
  for (const one of document.querySelectorAll(`[data-incident="${CSS.escape(identifier)}"]`)) one.classList.toggle("lit", on);
}
for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  page.addEventListener(name, (event) => {
    const one = event.target.closest?.("[data-incident]");
    if (one) light(one.dataset.incident, on);
  });
}

function prepareParts() {
  prepareBrush();
  if (matchMedia("(max-width: 48rem)").matches) document.querySelector(".facets .fold")?.removeAttribute("open");
}

prepareParts();
if (typeof L !== "undefined" && frame) {
  const placed = makeMap();
  drawMarks(!placed).then(drawSituations);
}
