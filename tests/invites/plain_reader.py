"""A small reader of iCalendar, written from RFC 5545: it shares nothing with what wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

NAME = re.compile(r"[A-Za-z0-9-]+")
TEXT = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One content line: name, parameters, raw value."""

    name: str
    params: dict[str, list[str]]
    value: str

    @property
    def text(self) -> str:
        return TEXT.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)

    @property
    def instant(self) -> datetime:
        return datetime.strptime(self.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Part:
    """A component: its properties in order, its parts."""

    name: str
    properties: list[Property] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return [each for each in self.properties if each.name == name]

    def one(self, name: str) -> Property:
        (found,) = self.all(name)
        return found

    def names(self) -> list[str]:
        return [each.name for each in self.properties]


def unfolded(data: bytes) -> list[str]:
    text = data.decode("utf-8")
    assert text.endswith("\r\n")
    lines = text.removesuffix("\r\n").replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")
    assert not [line for line in lines if "\n" in line or "\r" in line]
    return lines


def parse_line(line: str) -> Property:
    found = NAME.match(line)
    assert found, line
    place, params = found.end(), {}
    while line[place] == ";":
        key, place = line[place + 1 :].partition("=")[0], line.index("=", place) + 1
        params[key.upper()], place = _values(line, place)
    assert line[place] == ":", line
    return Property(name=found[0].upper(), params=params, value=line[place + 1 :])


def _values(line: str, place: int) -> tuple[list[str], int]:
    values = []
    while True:
        if line[place] == '"':
            end = line.index('"', place + 1)
            values.append(line[place + 1 : end])
            place = end + 1
        else:
            found = re.compile(r'[^";:,]*').match(line, place)
            assert found
            values.append(found[0])
            place = found.end()
        if line[place] != ",":
            return values, place
        place += 1


def read(data: bytes) -> Part:
    """Read one VCALENDAR."""
    root = Part(name="")
    open_parts = [root]
    for line in unfolded(data):
        found = parse_line(line)
        if found.name == "BEGIN":
            part = Part(name=found.value)
            open_parts[-1].parts.append(part)
            open_parts.append(part)
        elif found.name == "END":
            assert open_parts.pop().name == found.value
        else:
            open_parts[-1].properties.append(found)
    assert open_parts == [root]
    (calendar,) = root.parts
    assert calendar.name == "VCALENDAR"
    return calendar


def event(data: bytes) -> Part:
    """Read the only VEVENT of a calendar."""
    (found,) = read(data).parts
    return found
