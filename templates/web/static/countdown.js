// Counts down to the moment somebody is needed; without it the page says the hour, which is enough.
const MINUTE = 60000;
const line = document.querySelector("[data-until]");

function left(milliseconds) {
  const minutes = Math.ceil(milliseconds / MINUTE);
  const values = { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60), minutes: minutes % 60 };
  const words = values.days ? line.dataset.far : line.dataset.near;
  return words.replace(/\{(days|hours|minutes)\}/g, (_, name) => values[name]);
}

function tick() {
  const rest = Date.parse(line.dataset.until) - Date.now();
  line.hidden = rest <= 0;
  if (rest <= 0) return;
  line.querySelector("[data-left]").textContent = left(rest);
  setTimeout(tick, rest % MINUTE || MINUTE);
}

if (line) tick();
