// Whether graphic passages are blurred is remembered on this machine, so that it holds on every page.
const link = document.querySelector("a.blur");
const KEY = "karama-blur";
function set(on) {
  document.body.classList.toggle("blurred", on);
  const shown = on ? "Show graphic passages" : "Blur graphic passages";
  if (link) link.textContent = shown;
}
try {
  if (link && !new URLSearchParams(location.search).has("blur")) set(localStorage.getItem(KEY) === "1");
  link?.addEventListener("click", (event) => {
    event.preventDefault();
    const on = !document.body.classList.contains("blurred");
    localStorage.setItem(KEY, on ? "1" : "0");
    set(on);
  });
} catch { /* without storage the link works as it stands */ }
