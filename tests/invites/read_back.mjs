// Reads calendar files with ical.js and says what it understood, as JSON.
// node read_back.mjs FOLDER_OF_NODE_MODULES < [{"name": …, "text": …}]
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const library = join(process.argv[2], "ical.js", "dist", "ical.js");
const { default: ICAL } = await import(pathToFileURL(library).href);

const instant = (time) => time && time.toJSDate().toISOString();

const party = (property) => ({
  address: property.getFirstValue(),
  name: property.getParameter("cn") ?? null,
  partstat: property.getParameter("partstat") ?? null,
  role: property.getParameter("role") ?? null,
  rsvp: property.getParameter("rsvp") ?? null,
});

// ical.js leaves the values of parameters that it does not know in one string.
const conference = (property) => ({
  uri: property.getFirstValue(),
  type: property.type,
  feature: property.getParameter("feature"),
});

const entry = (component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    start: instant(event.startDate),
    utc: event.startDate.zone.tzid,
    end: instant(event.endDate),
    summary: event.summary,
    language: component.getFirstProperty("summary").getParameter("language"),
    description: event.description,
    location: event.location,
    sequence: component.getFirstPropertyValue("sequence"),
    status: component.getFirstPropertyValue("status"),
    organizer: component.getAllProperties("organizer").map(party),
    attendees: component.getAllProperties("attendee").map(party),
    conferences: component.getAllProperties("conference").map(conference),
    parent: component.getFirstPropertyValue("related-to"),
  };
};

const understood = (text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return {
    method: calendar.getFirstPropertyValue("method"),
    name: calendar.getFirstPropertyValue("name"),
    refresh: calendar.getFirstPropertyValue("refresh-interval")?.toString() ?? null,
    entries: calendar.getAllSubcomponents("vevent").map(entry),
  };
};

const files = JSON.parse(readFileSync(0, "utf8"));
const found = Object.fromEntries(files.map(({ name, text }) => [name, understood(text)]));
process.stdout.write(JSON.stringify(found));
