// The form without leaving the page while it waits: an error stands beside what was typed, and a file can be dropped.
const form = document.getElementById("give");
const told = document.getElementById("told");
const drop = document.getElementById("drop");
const here = drop?.querySelector(".drophere");

async function send(data) {
  const button = form.querySelector("button");
  told.className = "told";
  told.textContent = "Reading…";
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
    const found = await answer.json().catch(() => ({ error: `not read: ${answer.status} ${answer.statusText}` }));
    if (!answer.ok || !found.to) throw new Error(found.error || "not read");
    location.assign(found.to);
  } catch (error) {
    told.className = "told bad";
    told.textContent = error.message;
    button.disabled = false;
  }
}
form?.addEventListener("submit", (event) => { event.preventDefault(); send(new FormData(form)); });

const holds = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
addEventListener("dragover", (event) => { if (form && holds(event)) { event.preventDefault(); drop.classList.add("over"); here.hidden = false; } });
addEventListener("dragleave", (event) => { if (form && !event.relatedTarget) { drop.classList.remove("over"); here.hidden = true; } });
addEventListener("drop", (event) => {
  if (!form || !holds(event)) return;
  event.preventDefault();
  drop.classList.remove("over");
  here.hidden = true;
  const data = new FormData(form);
  if (event.dataTransfer.files.length !== 1) { told.className = "told bad"; told.textContent = "one file at a time; karama add takes many"; return; }
  data.set("file", event.dataTransfer.files[0]);
  data.set("text", "");
  data.set("url", "");
  send(data);
});
