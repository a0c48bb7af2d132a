// Saves while one types. What the server does not have yet is kept in this browser; what others
// write meanwhile is joined to it, and where both wrote the same, the person chooses.
const PAUSE = 800;
const LONGEST = 5000; // somebody who never pauses is saved too
const AGAIN = 5000;
const form = document.querySelector("form.record");
const line = document.querySelector("[data-state]");
const store = `record:${form.dataset.key}`;
// Each tab has a copy of its own: in one of all tabs the last to type would write over the others.
const own = `${store}#${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
const tag = form.elements.namedItem("tag");
let timer = 0;
let since = 0;
let saving = null;
let dirty = false;
let stopped = false;
let left = []; // copies that tabs left behind which are closed now

const controls = () => [...form.querySelectorAll("textarea, select, input:not([type=radio])")].filter(each => each.name && each.name !== "tag");
const choosing = () => form.querySelector(".conflict") !== null;
const rows = list => [...list.querySelectorAll(":scope > .row")];
const keyOf = row => row.querySelector("input[name$=':key']")?.value ?? null;
const cells = row => [...row.querySelectorAll("textarea, select, input")].filter(each => /:\d$/.test(each.name));
const cell = (row, nth) => cells(row).find(each => each.name.endsWith(`:${nth}`));
const isBlank = row => keyOf(row) === null && cells(row).every(each => !each.value.trim());

function say(word) {
  line.textContent = form.dataset[word];
  line.classList.toggle("warm", word === "lost" || word === "choose");
}

function values() {
  return controls().map(each => [each.name, each.value]);
}

function keepHere() {
  try {
    localStorage.setItem(own, JSON.stringify({ tag: tag.value, values: values() }));
  } catch {
    // Private windows may have no room: the server still gets everything.
  }
}

function forgetHere(copy = own) {
  try {
    localStorage.removeItem(copy);
  } catch {
    // as above
  }
}

function later(milliseconds = PAUSE) {
  clearTimeout(timer);
  timer = setTimeout(save, milliseconds);
}

function changed() {
  if (!dirty) since = performance.now();
  dirty = true;
  keepHere();
  if (stopped) return;
  if (choosing()) return say("choose");
  say("typing");
  later(Math.max(0, Math.min(PAUSE, since + LONGEST - performance.now())));
}

// A new empty row, made from one that is there: its texts are gone, its name is its own.
function newRow(list, key = null) {
  const known = rows(list);
  const model = known.filter(each => keyOf(each) === null).at(-1);
  if (!model) return null;
  const row = model.cloneNode(true);
  for (const each of row.querySelectorAll(".conflict")) each.remove();
  const next = 1 + Math.max(...known.map(each => Number(cells(each)[0].name.split(":").at(-2))));
  for (const each of cells(row)) {
    each.name = each.name.replace(/:\d+:(\d)$/, `:${next}:$1`);
    each.value = "";
  }
  known.at(-1).after(row);
  return row;
}

function set(control, value) {
  if (!control || control.value === value) return;
  if (control instanceof HTMLSelectElement && ![...control.options].some(each => each.value === value)) control.add(new Option(value, value));
  control.value = value;
}

// Brings one control to what the server joined; what was typed since it was sent stays, and where
// somebody else's words stand against it, both are shown.
function bring(control, sent, joined) {
  if (!control || joined === undefined) return;
  const now = control.value;
  if (now === sent || now === joined) return set(control, joined);
  if (joined !== sent) offer(control, now, joined);
}

function offer(control, mine, theirs) {
  const both = mine.includes(theirs) ? mine : theirs.includes(mine) ? theirs : `${theirs}\n${mine}`;
  const box = form.querySelector("template[data-conflict]").content.cloneNode(true).firstElementChild;
  const texts = { mine, theirs, both };
  for (const [word, text] of Object.entries(texts)) {
    const shown = box.querySelector(`[data-text=${word}]`);
    shown.textContent = text || "–";
    shown.lang = control.closest("[lang]").lang;
    shown.dir = control.dir;
    box.querySelector(`[data-take=${word}]`).addEventListener("click", () => {
      // What was typed into the field since the box was shown is mine too.
      const typed = control.value;
      const picked = word === "theirs" ? theirs : typed === mine ? text : word === "both" ? `${theirs}\n${typed}` : typed;
      box.remove();
      set(control, picked);
      changed();
    });
  }
  const place = control.closest("label") ?? control;
  if (place.nextElementSibling?.matches(".conflict")) place.nextElementSibling.remove();
  place.after(box);
}

// `order` are the rows that were sent, as the server counts them.
function join(answer, sent, order) {
  const clashes = new Map(answer.conflicts.map(each => [`${each.key}|${each.row}|${each.cell}`, each]));
  const take = (control, joined, name) => {
    const clash = clashes.get(name);
    if (clash && control) offer(control, control.value, clash.theirs);
    else bring(control, sent.get(control), joined);
  };
  for (const [key, text] of Object.entries(answer.fields)) take(form.elements.namedItem(key), text, `${key}|null|null`);
  for (const [key, entries] of Object.entries(answer.lists)) {
    const list = document.getElementById(key);
    if (!list) continue;
    const known = order.get(key) ?? [];
    const named = new Map(rows(list).map(row => [keyOf(row), row]));
    const stay = new Set();
    entries.forEach((entry, nth) => {
      let row = entry.from !== null ? known[entry.from] : entry.key !== null ? named.get(entry.key) : null;
      row ??= newRow(list);
      if (!row) return;
      stay.add(row);
      entry.cells.forEach((text, number) => {
        const control = cell(row, number);
        if (control && !sent.has(control)) sent.set(control, "");
        take(control, text, `${key}|${nth}|${number}`);
      });
      list.insertBefore(row, [...list.querySelectorAll(":scope > .buttons")].at(-1));
    });
    for (const row of rows(list)) {
      if (stay.has(row)) continue;
      const untouched = cells(row).every(each => each.value === (sent.get(each) ?? ""));
      // Somebody else took the row out, and nobody has typed into it since.
      if (known.includes(row) && untouched) row.remove();
      else list.insertBefore(row, [...list.querySelectorAll(":scope > .buttons")].at(-1));
    }
  }
}

function snapshot() {
  const sent = new Map(controls().map(each => [each, each.value]));
  const lists = [...form.querySelectorAll(".list")];
  return { sent, order: new Map(lists.map(list => [list.id, rows(list).filter(row => !isBlank(row))])) };
}

async function send() {
  const { sent, order } = snapshot();
  const body = new URLSearchParams(values());
  dirty = false;
  say("saving");
  let response;
  try {
    response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json", "If-Match": `"${tag.value}"` }, redirect: "error" });
  } catch {
    dirty = true;
    say("lost");
    later(AGAIN);
    return false;
  }
  if (response.ok || response.status === 412) {
    const answer = await response.json();
    tag.value = answer.tag;
    if (response.status === 412) {
      join(answer, sent, order);
      dirty = true;
    }
    if (dirty) keepHere();
    else forgetHere();
    if (choosing()) say("choose");
    else if (response.status === 412) {
      say("joined");
      later();
    } else {
      say(dirty ? "typing" : "kept");
      if (dirty) later();
      else restoreNext();
    }
    return response.ok;
  }
  dirty = true;
  if (response.status >= 500 || response.status === 429) {
    say("lost");
    later(AGAIN);
    return false;
  }
  // Closed, or no longer open to this link: more tries would be in vain, the words stay here.
  stopped = true;
  const problem = await response.json().catch(() => ({}));
  line.textContent = problem.title ? [problem.title, problem.detail].filter(Boolean).join(" ") : form.dataset.lost;
  line.classList.add("warm");
  return false;
}

function save() {
  clearTimeout(timer);
  if (choosing()) say("choose");
  if (stopped || choosing()) return Promise.resolve(false);
  saving ??= send().finally(() => {
    saving = null;
  });
  return saving;
}

// Saves until nothing is unsaved; tells whether that is so.
async function settle() {
  for (let tries = 0; tries < 5 && !stopped && !choosing(); tries += 1) {
    if (saving) await saving;
    if (!dirty) return true;
    await save();
  }
  return !dirty;
}

// What was typed in a tab and never saved stands in the page again, on top of what the server has:
// the tag says what it was made from, and the server joins both.
function restore(copy) {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(copy));
  } catch {
    // not ours, or no room
  }
  if (!kept?.values) return;
  const wanted = new Map(kept.values);
  const now = new Map(values());
  if ([...wanted].every(([name, value]) => now.get(name) === value || (!now.has(name) && !value))) return forgetHere(copy);
  tag.value = kept.tag;
  for (const [name, value] of wanted) if (!/:\d+:(\d|key)$/.test(name)) set(form.elements.namedItem(name), value);
  for (const list of form.querySelectorAll(".list")) {
    const told = new Map();
    for (const [name, value] of wanted) {
      const part = name.match(/^(.+):(\d+):(\d|key)$/);
      if (part && part[1] === list.id) told.set(part[2], { ...told.get(part[2]), [part[3]]: value });
    }
    const named = new Map(rows(list).map(row => [keyOf(row), row]));
    const loose = rows(list).filter(row => keyOf(row) === null);
    for (const entry of told.values()) {
      const row = entry.key ? named.get(entry.key) : loose.shift() ?? newRow(list);
      for (const [number, value] of Object.entries(entry)) if (row && number !== "key") set(cell(row, number), value);
    }
  }
  dirty = true;
  keepHere();
  forgetHere(copy);
  say("restored");
  later();
}

// One after the other: the server joins each copy to what it has before the next one comes.
function restoreNext() {
  while (left.length && !dirty && !stopped && !choosing()) restore(left.shift());
}

// A tab holds a lock as long as it is open; what is under no lock nobody is typing into. Where a
// browser has no locks (plain http), a copy that is taken twice is the same text twice: it is joined.
async function restoreAll() {
  navigator.locks?.request(own, () => new Promise(() => {}));
  const { held = [], pending = [] } = (await navigator.locks?.query()) ?? {};
  const open = new Set([...held, ...pending].map(each => each.name));
  try {
    left = Object.keys(localStorage).filter(key => key.startsWith(`${store}#`) && !open.has(key));
  } catch {
    // no store here: nothing was left in it
  }
  restoreNext();
}

form.addEventListener("input", event => {
  if (event.target.matches("[type=radio]")) return;
  changed();
});
form.addEventListener("change", event => {
  if (event.target.matches("select")) changed();
});
form.addEventListener("click", event => {
  const button = event.target.closest("button[name=add]");
  if (!button) return;
  const row = newRow(button.closest(".list"));
  if (!row) return;
  event.preventDefault();
  cells(row)[0].focus();
});
form.addEventListener("submit", event => {
  const button = event.submitter;
  // The page of both changes, sent without this script, is a plain form.
  if (form.querySelector("fieldset.conflict")) return forgetHere();
  event.preventDefault();
  settle().then(done => {
    if (!done || button?.value === "save") return done ? say("kept") : undefined;
    forgetHere();
    const last = document.createElement("input");
    last.type = "hidden";
    last.name = button.name;
    last.value = button.value;
    form.append(last);
    form.submit();
  });
});
addEventListener("online", () => dirty && save());
addEventListener("pagehide", () => dirty && keepHere());
if (form.querySelector("fieldset.conflict") === null) restoreAll();
