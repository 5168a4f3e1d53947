// A link to a value opens it; choosing a policy needs no button; places light their passages.
function open() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
addEventListener("hashchange", open);
open();
const policy = document.getElementById("policy");
const first = document.getElementById("first");
function show() { first.hidden = policy.value !== "first:"; }
if (policy) {
  policy.addEventListener("change", () => { show(); if (policy.value === "first:") first.focus(); else policy.form.requestSubmit(); });
  show();
}
