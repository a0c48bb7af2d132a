"""Agenda files with marks: `§` stands where a finding is expected; it is taken out to read."""

from __future__ import annotations

import re

from orchestrator import agendas
from orchestrator.agendas import Reading
from orchestrator.findings import Finding
from orchestrator.languages import Translator

MARK = "§"
ENGLISH = Translator(language="en")

# Nothing is to be said about this one.
FORUM = """\
format: 1
id: forum
title: {en: Forum, ru: Форум}
languages: {official: [en], working: [ru], reviewed: [ru]}
zone: Asia/Tashkent
organizer:
  name: {en: Secretariat, ru: Секретариат}
  email: forum@example.org
delegations:
  - {id: uz, state: UZ}
  - {id: kz, state: KZ, zone: Asia/Almaty}
people:
  - id: chair-uz
    delegation: uz
    head: true
    office: {en: Governor, ru: Губернатор}
    email: chair@example.org
  - id: head-kz
    delegation: kz
    head: true
    office: {en: Governor, ru: Губернатор}
    email: head@example.org
sessions:
  - id: plenary
    title: {en: Plenary, ru: Пленарное заседание}
    starts: 2030-10-29 12:00
    join: {url: https://meet.example.org/plenary}
    chair: chair-uz
    rapporteur: head-kz
    items:
      - id: opening
        kind: opening
        takes: 5 min
        speakers: [chair-uz]
      - id: round
        kind: statements
        takes: 5 min each
        speakers: {all: heads}
reminders:
  - {id: day, before: 1 day, to: everyone}
"""


def changed(old: str, new: str, text: str = FORUM) -> str:
    """Return the forum's file with one part of it, which is there once, changed."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the file"
    return text.replace(old, new)


def read(text: str) -> Reading:
    """Read a file without its marks."""
    return agendas.read(text.replace(MARK, "").encode())


def seen(text: str) -> list[str]:
    """Return what is found in a file, as `line:column CODE`."""
    reading = read(text)
    return [
        f"{line}:{column} {each.code}"
        for each in reading.findings
        for line, column in [reading.locate(each)]
    ]


def expected(text: str, *codes: str) -> list[str]:
    """Return the places of the marks in a file with the codes that belong there."""
    places = []
    for line, said in enumerate(re.split("\r\n|\n|\r", text), 1):
        starts = [found.start() for found in re.finditer(MARK, said)]
        places += [f"{line}:{start - before + 1}" for before, start in enumerate(starts)]
    assert len(places) == len(codes), "as many marks as codes"
    return [f"{place} {code}" for place, code in zip(places, codes, strict=True)]


def said(finding: Finding) -> str:
    """Return a finding in English, with its hint."""
    hint = f" — {ENGLISH.phrase(finding.hint)}" if finding.hint else ""
    return ENGLISH.phrase(finding.message) + hint


def words(text: str) -> list[str]:
    """Return everything that is said about a file, in English."""
    return [said(each) for each in read(text).findings]
