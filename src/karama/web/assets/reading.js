// Lights the words of a claim when its card is pointed at or focused, and the card when its words are; j and k go from claim to claim.
const reading = document.querySelector(".reading");
const side = reading?.querySelector(".side");
const idsOf = (element) => (element.dataset.ids || "").split(" ").filter(Boolean);
const parts = new Map();
for (const element of reading?.querySelectorAll("[data-ids]") ?? []) {
  for (const id of idsOf(element)) parts.set(id, [...(parts.get(id) ?? []), element]);
}
const cards = [...(reading?.querySelectorAll(".card") ?? [])];
const triggers = [...(reading?.querySelectorAll(".text a.trigger") ?? [])];
let lit = [];

// A card lights all its words; words light the cards of the claims they tell, or in which they stand, and what those cards speak of.
function light(element) {
  dim();
  const own = element.classList.contains("card") ? element : null;
  const found = new Set([element]);
  for (const id of idsOf(element)) for (const other of parts.get(id) ?? []) if (!own || !other.classList.contains("card")) found.add(other);
  lit = [...found];
  for (const one of lit) one.classList.add("lit");
  return lit;
}
function dim() {
  for (const one of lit) one.classList.remove("lit");
  lit = [];
}
// Only the column is scrolled, and only where the thing is out of sight.
function bring(element) {
  if (!element) return;
  if (side.contains(element) && side.scrollHeight > side.clientHeight + 4) {
    const [box, own] = [side.getBoundingClientRect(), element.getBoundingClientRect()];
    if (own.top < box.top || own.bottom > box.bottom) side.scrollTop += own.top - box.top - 12;
    return;
  }
  const own = element.getBoundingClientRect();
  if (own.top < 60 || own.bottom > innerHeight - 20) element.scrollIntoView({ block: "center" });
}
const wide = matchMedia("(min-width: 62.01rem)");
function point(element, follow) {
  const all = light(element);
  if (!follow || !wide.matches) return;
  if (element.classList.contains("card")) bring(all.find((one) => one.classList.contains("trigger")));
  else bring(all.find((one) => one.classList.contains("card")));
}
const near = (event) => event.target.closest?.("[data-ids]");
let waiting = 0;
reading?.addEventListener("mouseover", (event) => {
  const element = near(event);
  clearTimeout(waiting);
  if (!element) return;
  point(element, false);
  // Following waits a moment: a pointer that only crosses the page moves nothing.
  waiting = setTimeout(() => point(element, true), 180);
});
reading?.addEventListener("mouseout", (event) => { clearTimeout(waiting); if (near(event)) dim(); });
reading?.addEventListener("focusin", (event) => { const element = near(event); if (element) point(element, true); });
reading?.addEventListener("focusout", dim);

function go(step) {
  const here = cards.findIndex((card) => card === document.activeElement || card.contains(document.activeElement));
  const start = here >= 0 ? here + step : step > 0 ? 0 : cards.length - 1;
  const next = cards[Math.max(0, Math.min(cards.length - 1, start))];
  next?.focus({ preventScroll: wide.matches });
  if (wide.matches) bring(next);
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const inCards = event.target.closest?.(".card");
  const trigger = event.target.closest?.(".text a.trigger");
  if (trigger && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const next = triggers[triggers.indexOf(trigger) + (event.key === "ArrowDown" ? 1 : -1)];
    next?.focus();
    event.preventDefault();
  }
  if (event.key === "j" || (inCards && event.key === "ArrowDown")) { go(1); event.preventDefault(); }
  if (event.key === "k" || (inCards && event.key === "ArrowUp")) { go(-1); event.preventDefault(); }
});
// A permalink, or a link from the text: the card is lit and both sides are brought in sight.
function arrive() {
  const card = location.hash.startsWith("#c_") && document.getElementById(location.hash.slice(1));
  if (!card || !reading.contains(card)) return;
  card.focus({ preventScroll: wide.matches });
  if (wide.matches) bring(card);
}
addEventListener("hashchange", arrive);
arrive();
document.documentElement.classList.add("scripted");
