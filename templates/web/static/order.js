// An item is dragged by its grip to another place; what follows is the same form as the buttons'.
const form = document.querySelector("#mover");
const lists = [...document.querySelectorAll(".order")];
let dragged = null, target = null;

function rows(list) {
  return [...list.querySelectorAll(":scope > [data-item]")].filter(each => each !== dragged);
}

// The list under the pointer, or the nearest one; and before which of its items.
function aim(y) {
  const distance = list => {
    const box = (rows(list).length ? list : list.closest("section")).getBoundingClientRect();
    return Math.max(box.top - y, y - box.bottom, 0);
  };
  const list = lists.reduce((best, each) => (distance(each) < distance(best) ? each : best));
  const others = rows(list);
  const place = others.filter(each => {
    const box = each.getBoundingClientRect();
    return y > box.top + box.height / 2;
  }).length;
  return { list, place, before: others[place], after: others[place - 1] };
}

function mark() {
  for (const each of document.querySelectorAll(".order .above, .order .below, .order.here")) {
    each.classList.remove("above", "below", "here");
  }
  for (const each of lists) each.classList.remove("here");
  if (!target) return;
  if (target.before) target.before.classList.add("above");
  else if (target.after) target.after.classList.add("below");
  else target.list.classList.add("here");
}

function end() {
  dragged?.classList.remove("dragged");
  dragged = target = null;
  mark();
}

function send() {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "to";
  field.value = [dragged.dataset.item, target.list.dataset.session, target.place].join(":");
  form.append(field);
  form.submit();
}

function stands() {
  const own = [...dragged.parentElement.children].indexOf(dragged);
  return target.list === dragged.parentElement && target.place === own;
}

for (const grip of form ? document.querySelectorAll(".grip") : []) {
  grip.hidden = false;
  grip.addEventListener("pointerdown", event => {
    if (event.button !== 0) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    dragged = grip.closest("[data-item]");
    dragged.classList.add("dragged");
  });
  grip.addEventListener("pointermove", event => {
    if (!dragged) return;
    target = aim(event.clientY);
    const edge = 48;
    if (event.clientY < edge) scrollBy(0, -16);
    else if (event.clientY > innerHeight - edge) scrollBy(0, 16);
    mark();
  });
  grip.addEventListener("pointerup", () => {
    if (dragged && target && !stands()) send();
    end();
  });
  grip.addEventListener("pointercancel", end);
}
addEventListener("keydown", event => { if (event.key === "Escape") end(); });

// A page that has just come says nothing by itself: what was moved is said where changes are heard.
const said = document.querySelector("[data-said]");
if (said) setTimeout(() => { document.querySelector("[role=status].aside").textContent = said.textContent; }, 150);
