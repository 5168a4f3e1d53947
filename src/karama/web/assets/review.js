// Review by keys: the next claim is fetched before it is asked for, a decision is sent aside, one after the other, and comes back as a message where it failed.
const KEYS = { next: "j", previous: "k", accept: "a", reject: "r", edit: "e", choose: "c", words: "s", join: "w", split: "x", flag: "f", note: "n", undo: "u", redo: "U", sure: "A", like: "l", filter: "/", help: "?" };
const NAMES = { next: "next claim", previous: "previous claim", accept: "accept", reject: "reject, then a number or words", edit: "edit a field", choose: "choose another of the name", words: "select the words anew", join: "join with another incident", split: "split off its incident", flag: "flag for a second reader", note: "note", undo: "undo", redo: "do again what was undone", sure: "accept all shown that are sure", like: "look at the like of a mistake", filter: "which claims", help: "these keys" };
const KEPT = "karama.review.keys", OFF = "karama.review.keys-off", AHEAD = 4;

const main = document.querySelector("main"), item = document.querySelector("#item"), told = document.querySelector("#told"), offer = document.querySelector("#offer");
const queue = document.querySelector("#queue"), dialog = document.querySelector("#keys"), place = document.querySelector("#place");
const rows = [...queue.querySelectorAll("li")], ids = rows.map((row) => row.dataset.id), total = Number(queue.dataset.total), start = Number(queue.dataset.start);
const pages = new Map(); // claim -> promise of its HTML
const undone = []; // undoings that can be taken back
let keys = { ...KEYS, ...read(KEPT, {}) }, sending = Promise.resolve(), waiting = 0, wrong = 0;

function read(name, otherwise) {
  try { return JSON.parse(localStorage.getItem(name)) ?? otherwise; } catch { return otherwise; }
}

const current = () => item.querySelector("#claim")?.dataset.id;
const after = (id) => ids[ids.indexOf(id) + 1] ?? "";

// ---------------------------------------------------------------- showing

function fetchPage(id, anew = false) {
  if (anew || !pages.has(id)) {
    const asked = new URLSearchParams(queue.dataset.back);
    asked.set("id", id);
    asked.set("next", after(id));
    const found = fetch(`/review/item?${asked}`).then(async (answer) => {
      const page = await answer.text();
      if (!answer.ok) throw new Error(new DOMParser().parseFromString(page, "text/html").querySelector("[role=alert]")?.textContent ?? `the server said ${answer.status}`);
      return page;
    });
    found.catch(() => pages.delete(id));
    pages.set(id, found);
  }
  return pages.get(id);
}

async function show(id, { anew = false, focus = true } = {}) {
  if (!id) return finish();
  let page;
  try { page = await fetchPage(id, anew); } catch (error) { return tell(error.message, true); }
  item.innerHTML = page; // written by the server, every word of a report escaped
  dress(item);
  mark(id);
  const address = new URL(location);
  for (const name of ["offer", "undone", "why"]) address.searchParams.delete(name);
  address.searchParams.set("at", id);
  history.replaceState(null, "", address);
  if (focus) item.focus({ preventScroll: true });
  if (focus) (matchMedia("(max-width: 60rem)").matches ? item : main).scrollIntoView({ block: "start" });
  for (const next of ids.slice(ids.indexOf(id) + 1, ids.indexOf(id) + 1 + AHEAD)) fetchPage(next).catch(() => {});
}

function mark(id) {
  for (const row of rows) {
    const link = row.firstElementChild;
    if (row.dataset.id === id) { link.setAttribute("aria-current", "true"); row.scrollIntoView({ block: "nearest" }); } else link.removeAttribute("aria-current");
  }
  const at = ids.indexOf(id);
  if (place && at >= 0) place.textContent = `${(start + at + 1).toLocaleString("en")} of ${total.toLocaleString("en")}`;
}

function finish() {
  const go = () => { location.href = document.querySelector("#later")?.href ?? `/review?${queue.dataset.back}`; };
  tell("The end of this list: more is fetched.");
  sending.then(() => { if (!wrong) go(); });
}

function tell(words, bad = false) {
  told.textContent = "";
  told.classList.toggle("bad", bad);
  told.append(words);
}

function dress(within) {
  for (const mark of within.querySelectorAll("kbd[data-for]")) mark.textContent = shown(keys[mark.dataset.for]);
  const field = within.querySelector("select[name=field]");
  if (field) { field.addEventListener("change", () => fill(field)); fill(field); }
}

function fill(field) {
  const chosen = field.selectedOptions[0], form = field.form, list = form.querySelector("datalist");
  const choices = field.value === "kind" ? [...document.querySelectorAll(".filters select[name=kind] option")].map((one) => one.value).filter(Boolean) : chosen.dataset.choices.split(";").filter(Boolean);
  list.replaceChildren(...choices.map((one) => new Option(one, one)));
  form.elements.value.value = chosen.dataset.now;
  form.querySelector(".hint").textContent = choices.length && field.value !== "kind" ? `One of ${choices.join(", ")}.` : `${chosen.dataset.hint ? `${chosen.dataset.hint}. ` : ""}“none” where there is no value; several stand apart by “;”.`;
}

// ---------------------------------------------------------------- sending

function post(address, body) {
  waiting += 1;
  const sent = sending.then(async () => {
    const answer = await fetch(address, { method: "POST", body, keepalive: true, headers: { Accept: "application/json", "X-Karama-Token": main.dataset.token } });
    const data = await answer.json().catch(() => ({ error: `the server said ${answer.status}` }));
    if (!answer.ok) throw new Error(data.error);
    return data;
  });
  sending = sent.catch(() => {}).finally(() => { waiting -= 1; });
  return sent;
}

addEventListener("beforeunload", (event) => { if (waiting) event.preventDefault(); });

item.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target, event.submitter);
});

async function send(form, button) {
  const id = current(), address = form.getAttribute("action"), body = new FormData(form, button?.name ? button : null), row = rows[ids.indexOf(id)];
  const selected = form.closest("details")?.dataset ?? {};
  if (selected.at && body.get("value") === selected.words) body.set("value", selected.at); // of words that stand twice, those that were selected
  for (const panel of item.querySelectorAll("details.panel[open]")) panel.open = false;
  hideOffer();
  if (!("move" in form.dataset)) return stay(id, address, body);
  const verdict = address.split("/").pop(), before = row?.dataset.mine;
  if (row) row.dataset.mine = verdict;
  const moved = show(after(id));
  tell(`${({ accept: "Accepted", reject: "Rejected", flag: "Flagged" })[verdict]}: ${row?.querySelector("strong")?.textContent ?? id}`);
  try {
    const data = await post(address, body);
    pages.delete(id);
    undone.length = 0;
    if (data.offer) showOffer(data.offer);
  } catch (error) {
    wrong += 1;
    if (row) { if (before) row.dataset.mine = before; else delete row.dataset.mine; }
    await moved;
    await show(id, { anew: true });
    tell(`Not kept: ${error.message}`, true);
    wrong -= 1;
  }
}

async function stay(id, address, body) {
  try {
    const data = await post(address, body);
    undone.length = 0;
    if (current() === id) await show(id, { anew: true });
    tell(({ correct: "Corrected.", join: "Joined; the incidents follow in a moment.", split: "Split off; the incidents follow in a moment.", note: "Noted." })[data.verdict] ?? "Kept.");
    if (["join", "split", "correct"].includes(data.verdict)) setTimeout(() => { pages.clear(); if (current() === id && !item.querySelector("details.panel[open]")) show(id, { anew: true, focus: false }); }, 1200);
  } catch (error) { tell(`Not kept: ${error.message}`, true); }
}

async function undo(decision) {
  const body = new FormData();
  if (decision) body.set("decision", decision);
  hideOffer();
  try {
    const data = await post("/review/undo", body);
    if (decision) undone.pop(); else undone.push(data.undoing);
    for (const id of data.claims) {
      pages.delete(id);
      const row = rows[ids.indexOf(id)];
      if (row && ["accept", "reject", "flag"].includes(data.verdict)) { if (data.again) row.dataset.mine = data.verdict; else delete row.dataset.mine; }
    }
    await show(data.claims[0] ?? current(), { anew: true });
    tell(data.again ? `Done again: ${data.verdict}.` : `Taken back: ${data.verdict}${data.claims.length > 1 ? ` of ${data.claims.length} claims` : ""}.`);
  } catch (error) { tell(error.message, true); }
}

document.querySelector("form.undo").addEventListener("submit", (event) => { event.preventDefault(); undo(); });

function showOffer(found) {
  const note = document.createElement("p"), link = document.createElement("a"), mark = document.createElement("kbd");
  note.className = "notice";
  link.href = found.url;
  link.textContent = found.count === 1 ? "look at it" : `look at the ${found.count}`;
  mark.textContent = shown(keys.like);
  note.append(`You have rejected ${found.times} claims with the same mistake, ${found.shared}. ${found.count} other${found.count === 1 ? " is" : "s are"} like them: `, link, " ", mark);
  offer.replaceChildren(note);
  offer.hidden = false;
}

function hideOffer() { offer.hidden = true; offer.replaceChildren(); }

// ---------------------------------------------------------------- the list

queue.addEventListener("click", (event) => {
  const row = event.target.closest("li");
  if (!row || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  show(row.dataset.id);
});

function step(by) {
  const at = ids.indexOf(current()), to = at < 0 ? 0 : at + by;
  if (to < 0) return document.querySelector(".pages a:not(#later)")?.click();
  if (to >= ids.length) return finish();
  show(ids[to]);
}

// ---------------------------------------------------------------- panels and the words of a claim

function open(name) {
  const panel = item.querySelector(`details.panel[data-do="${name}"]`);
  if (!panel) return tell(({ choose: "Nothing else has that name.", split: "It stands alone.", join: "It is of no incident." })[name] ?? "", false);
  if (panel.open) { panel.open = false; return item.focus({ preventScroll: true }); }
  panel.open = true;
  if (name === "words") return select();
  (panel.querySelector("select, button[data-number], input:not([type=hidden]), textarea, button") ?? panel).focus();
}

const text = () => item.querySelector("#text");
const long = (words) => [...words].length; // code points, as the record counts

function pointAt(offset) {
  const pieces = [...text().querySelectorAll("[data-start]")];
  const piece = pieces.filter((one) => Number(one.dataset.start) <= offset).pop() ?? pieces[0];
  const words = [...piece.firstChild.data], within = Math.min(offset - Number(piece.dataset.start), words.length);
  return [piece.firstChild, words.slice(0, Math.max(0, within)).join("").length];
}

function offsetOf(node, within) {
  if (node.nodeType !== Node.TEXT_NODE) { const child = node.childNodes[within]; if (child) return offsetOf(firstText(child), 0); const last = lastText(node); return offsetOf(last, last.data.length); }
  return Number(node.parentElement.dataset.start) + long(node.data.slice(0, within));
}

const firstText = (node) => (node.nodeType === Node.TEXT_NODE ? node : firstText(node.firstChild));
const lastText = (node) => (node.nodeType === Node.TEXT_NODE ? node : lastText(node.lastChild));

function select() {
  const [low, high] = item.querySelector("#claim").dataset.words.split(":").map(Number), before = readWords();
  text().focus({ preventScroll: true });
  if (!before) getSelection().setBaseAndExtent(...pointAt(low), ...pointAt(high));
  tell("→ and ← move the end of the words, with Shift their beginning; Enter keeps them, Escape leaves them as they were.");
}

function moveWords(event) {
  const chosen = getSelection();
  if (!chosen.rangeCount || !text()?.contains(chosen.anchorNode)) return false;
  const range = chosen.getRangeAt(0), way = event.key === "ArrowRight" ? "forward" : "backward";
  if (event.shiftKey) chosen.setBaseAndExtent(range.endContainer, range.endOffset, range.startContainer, range.startOffset);
  else chosen.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  chosen.modify("extend", way, "word");
  if (!text().contains(chosen.focusNode)) chosen.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  return true;
}

// The words of the paragraph that are selected, without spaces around them, and where they stand; nothing where none are.
function readWords() {
  const chosen = getSelection(), range = chosen.rangeCount ? chosen.getRangeAt(0) : null;
  if (!range || chosen.isCollapsed || !text()?.contains(range.commonAncestorContainer)) return null;
  const said = [...chosen.toString()], front = said.findIndex((one) => one.trim()), back = said.toReversed().findIndex((one) => one.trim());
  if (front < 0) return null;
  const low = offsetOf(range.startContainer, range.startOffset) + front, high = offsetOf(range.endContainer, range.endOffset) - back;
  return { words: chosen.toString().trim(), at: `${low}:${high}` };
}

const openWords = () => item.querySelector('details.panel[data-do="words"][open]');

document.addEventListener("selectionchange", () => {
  const panel = openWords(), found = panel && readWords();
  if (!found) return;
  panel.querySelector("textarea").value = found.words;
  panel.dataset.words = found.words;
  panel.dataset.at = found.at;
});

function takeWords() {
  const panel = openWords(), found = panel && readWords();
  if (!found) return false;
  Object.assign(panel.dataset, found);
  panel.querySelector("textarea").value = found.words;
  panel.querySelector("form").requestSubmit();
  getSelection().removeAllRanges();
  return true;
}

// ---------------------------------------------------------------- keys

const shown = (key) => ({ " ": "Space", ArrowDown: "↓", ArrowUp: "↑" })[key] ?? key;
const typing = (target) => target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

const DO = {
  next: () => step(1), previous: () => step(-1), undo: () => undo(), help: () => { listKeys(); dialog.showModal(); },
  accept: () => item.querySelector('form[action="/review/accept"]')?.requestSubmit(),
  redo: () => (undone.length ? undo(undone.at(-1)) : tell("Nothing was undone.")),
  sure: () => { const form = document.querySelector("form.sure"); form.elements.at.value = current() ?? ""; sending.then(() => form.requestSubmit()); },
  like: () => { const link = offer.querySelector("a"); if (link) sending.then(() => link.click()); else tell("No mistake was rejected twice."); },
  filter: () => { const filters = document.querySelector("details.filters"); filters.open = true; filters.querySelector("select").focus(); },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open) return;
  const panel = item.querySelector("details.panel[open]");
  if (event.key === "Escape" && panel) { panel.open = false; getSelection().removeAllRanges(); tell(""); item.focus({ preventScroll: true }); return; }
  if (typing(event.target)) return;
  if (panel?.dataset.do === "words") {
    if (event.key === "Enter" && !event.target.closest("button, summary, a") && takeWords()) return event.preventDefault();
    if (["ArrowLeft", "ArrowRight"].includes(event.key) && moveWords(event)) return event.preventDefault();
  }
  if (read(OFF, false)) return;
  if (panel && /^[1-9]$/.test(event.key)) {
    const button = panel.querySelector(`button[data-number="${event.key}"]`);
    if (button) { event.preventDefault(); button.click(); }
    return;
  }
  if (panel?.dataset.do === "reject" && event.key === "0") { event.preventDefault(); return panel.querySelector("input[name=words]").focus(); }
  const name = Object.keys(keys).find((one) => keys[one] === event.key);
  if (!name || event.repeat && !["next", "previous"].includes(name)) return;
  event.preventDefault();
  (DO[name] ?? (() => open(name)))();
});

function listKeys() {
  dialog.querySelector("tbody").replaceChildren(...Object.keys(KEYS).map((name) => {
    const row = document.createElement("tr"), what = document.createElement("td"), cell = document.createElement("td"), button = document.createElement("button");
    what.textContent = NAMES[name];
    button.type = "button";
    button.textContent = shown(keys[name]);
    button.setAttribute("aria-label", `${NAMES[name]}: ${shown(keys[name])}; change`);
    button.addEventListener("click", () => listen(name, button));
    cell.append(button);
    row.append(what, cell);
    return row;
  }));
  dialog.querySelector("#keys-off").checked = read(OFF, false);
}

function listen(name, button) {
  const words = dialog.querySelector("#keys-told");
  button.textContent = "…";
  words.textContent = `Press the key for “${NAMES[name]}”.`;
  button.addEventListener("keydown", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const other = Object.keys(keys).find((one) => keys[one] === event.key && one !== name);
    if (event.key === "Escape") words.textContent = "";
    else if (event.key.length !== 1 && !/^(Arrow(Up|Down)|F\d+|Home|End|PageUp|PageDown|Insert)$/.test(event.key) || /^[0-9]$/.test(event.key)) words.textContent = `“${event.key}” cannot be had.`;
    else if (other) words.textContent = `“${shown(event.key)}” is for “${NAMES[other]}” already.`;
    else { keys = { ...keys, [name]: event.key }; localStorage.setItem(KEPT, JSON.stringify(keys)); words.textContent = `“${NAMES[name]}”: ${shown(event.key)}`; }
    listKeys();
    dress(document);
    dialog.querySelectorAll("tbody button")[Object.keys(KEYS).indexOf(name)].focus();
  }, { once: true });
}

dialog.querySelector("#keys-off").addEventListener("change", (event) => localStorage.setItem(OFF, JSON.stringify(event.target.checked)));
dialog.querySelector("#keys-reset").addEventListener("click", () => { localStorage.removeItem(KEPT); keys = { ...KEYS }; listKeys(); dress(document); });
for (const one of document.querySelectorAll("[data-do=help]")) { one.hidden = false; one.addEventListener("click", DO.help); }

dress(document);
if (current()) {
  mark(current());
  for (const next of ids.slice(ids.indexOf(current()) + 1, ids.indexOf(current()) + 1 + AHEAD)) fetchPage(next).catch(() => {});
}
main.dataset.ready = "true";
