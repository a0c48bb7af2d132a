// Looks for faults while one types, and leads from a finding to its line; without it, a button does.
const form = document.querySelector("[data-editor]");
const text = form.querySelector("textarea");
const PAUSE = 700;
let waiting, asked = 0;

// Read by the browser as a document: no text of ours ever becomes markup in a script.
function check() {
  const number = ++asked;
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.responseType = "document";
  request.onload = () => {
    const found = [200, 403].includes(request.status) && request.response?.querySelector("#findings");
    if (found && number === asked) document.querySelector("#findings").replaceWith(document.adoptNode(found));
  };
  const said = new URLSearchParams({ base: form.elements.base.value, do: "check", text: text.value });
  request.send(said);
}

function select(line, column) {
  const lines = text.value.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const start = before + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
  text.focus();
  text.setSelectionRange(start, before + (lines[line - 1] ?? "").length);
  const height = text.scrollHeight / lines.length;
  text.scrollTop = Math.max(0, (line - 4) * height);
}

let changed = false;
text.addEventListener("input", () => {
  changed = true;
  clearTimeout(waiting);
  waiting = setTimeout(check, PAUSE);
});
document.addEventListener("click", event => {
  const place = event.target.closest?.("[data-line]");
  if (place) select(Number(place.dataset.line), Number(place.dataset.column));
});
form.addEventListener("submit", () => { changed = false; });
addEventListener("beforeunload", event => { if (changed) event.preventDefault(); });
