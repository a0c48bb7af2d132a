// Changes language and clock without a new page; without this script the same links load one.
const root = document.documentElement;
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

function offerOwnClock() {
  for (const item of document.querySelectorAll("[data-mine]")) {
    const link = item.querySelector("a");
    const address = new URL(link.href);
    address.searchParams.set("zone", own);
    link.href = address.href;
    item.hidden = !own;
  }
}

// Read by the browser as a document: no text of ours ever becomes markup in a script.
function read(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => (request.status === 200 ? resolve(request.response) : reject());
    request.onerror = reject;
    request.send();
  });
}

async function show(address) {
  const page = await read(address);
  const focused = document.activeElement?.closest("nav")?.classList.contains("zones");
  for (const name of ["lang", "dir"]) root.setAttribute(name, page.documentElement.getAttribute(name));
  document.title = page.title;
  document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
  offerOwnClock();
  const said = document.querySelector("[data-said]");
  document.querySelector("[role=status].aside").textContent = said ? said.textContent : document.title;
  const current = document.querySelector(`nav.languages${focused ? ".zones" : ""} [aria-current]`);
  if (current) {
    current.tabIndex = -1;
    current.focus({ preventScroll: true });
  }
}

document.addEventListener("click", event => {
  const link = event.target.closest?.("a[data-swap]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  show(link.href).then(
    () => history.pushState(null, "", link.href),
    () => location.assign(link.href),
  );
});
addEventListener("popstate", () => show(location.href).catch(() => location.reload()));
offerOwnClock();
