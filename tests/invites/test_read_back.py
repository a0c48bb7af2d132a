"""Readers that are not icalendar understand what we write: ical.js, and one of our own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.invites.kinds import KINDS, TAGS
from tests.invites.plain_reader import Part, Property, read

SCRIPT = Path(__file__).with_name("read_back.mjs")
FILES = {f"{kind}.{tag}": make(tag) for kind, make in KINDS.items() for tag in TAGS}


@pytest.fixture(scope="module")
def foreign(node_modules: Path) -> dict[str, Any]:
    """Return what ical.js understands of every kind of file in every language."""
    given = [{"name": name, "text": data.decode()} for name, data in FILES.items()]
    ran = subprocess.run(
        ["node", str(SCRIPT), str(node_modules)],
        input=json.dumps(given),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ran.stderr == ""
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def first(part: Part, name: str) -> Property | None:
    return next(iter(part.all(name)), None)


def text(part: Part, name: str) -> str | None:
    found = first(part, name)
    return found.text if found else None


def moment(part: Part, name: str) -> str:
    return f"{part.one(name).instant:%Y-%m-%dT%H:%M:%S.000Z}"


def party(found: Property) -> dict[str, Any]:
    given = {name: found.params.get(name, [None])[0] for name in ("CN", "PARTSTAT", "ROLE", "RSVP")}
    return {
        "address": found.value,
        "name": given["CN"],
        "partstat": given["PARTSTAT"],
        "role": given["ROLE"],
        "rsvp": given["RSVP"],
    }


def entry(part: Part) -> dict[str, Any]:
    sequence = text(part, "SEQUENCE")
    return {
        "uid": part.one("UID").text,
        "start": moment(part, "DTSTART"),
        "utc": "UTC",
        "end": moment(part, "DTEND"),
        "summary": part.one("SUMMARY").text,
        "language": part.one("SUMMARY").params["LANGUAGE"][0],
        "description": part.one("DESCRIPTION").text,
        "location": text(part, "LOCATION"),
        "sequence": None if sequence is None else int(sequence),
        "status": part.one("STATUS").text,
        "organizer": [party(found) for found in part.all("ORGANIZER")],
        "attendees": [party(found) for found in part.all("ATTENDEE")],
        "conferences": [
            {"uri": found.value, "type": "uri", "feature": ",".join(found.params["FEATURE"])}
            for found in part.all("CONFERENCE")
        ],
        "parent": text(part, "RELATED-TO"),
    }


@pytest.mark.parametrize("name", FILES)
def test_ical_js_understands_what_our_own_reader_understands(
    foreign: dict[str, Any], name: str
) -> None:
    calendar = read(FILES[name])
    assert foreign[name] == {
        "method": text(calendar, "METHOD"),
        "name": text(calendar, "NAME"),
        "refresh": text(calendar, "REFRESH-INTERVAL"),
        "entries": [entry(part) for part in calendar.parts],
    }


@pytest.mark.parametrize("tag", TAGS)
def test_ical_js_reads_the_hour_that_the_agenda_says(foreign: dict[str, Any], tag: str) -> None:
    (session,) = foreign[f"session.{tag}"]["entries"]
    assert (session["start"], session["end"]) == (
        "2020-10-29T07:00:00.000Z",
        "2020-10-29T10:00:00.000Z",
    )
    (slot,) = foreign[f"slot.{tag}"]["entries"]
    assert (slot["start"], slot["end"]) == ("2020-12-10T19:10:00.000Z", "2020-12-10T19:30:00.000Z")
    assert (slot["sequence"], slot["parent"] is None) == (2, False)
