"use strict";
// Lights the words of a claim when its card is pointed at or focused, and the cards when their words are.
(() => {
  const parts = new Map();
  const idsOf = (element) => (element.dataset.ids || "").split(" ").filter(Boolean);
  for (const article of document.querySelectorAll("article")) {
    for (const element of article.querySelectorAll("[data-ids]")) {
      for (const id of idsOf(element)) {
        const list = parts.get(article)?.get(id) ?? [];
        list.push(element);
        if (!parts.has(article)) parts.set(article, new Map());
        parts.get(article).set(id, list);
      }
    }
  }
  const light = (element, on) => {
    const known = parts.get(element.closest("article"));
    if (!known) return;
    for (const id of idsOf(element)) for (const other of known.get(id) ?? []) other.classList.toggle("lit", on);
  };
  for (const [from, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
    document.addEventListener(from, (event) => {
      const element = event.target.closest?.("[data-ids]");
      if (element) light(element, on);
    });
  }
})();
