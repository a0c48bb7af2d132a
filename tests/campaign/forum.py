"""A forum of two sessions, and the changes that an organiser makes to it while mail goes out."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime

PEOPLE = 24
ASSISTED = 6
# These are refused for good by the sink, one before and one after the message.
REFUSED = ("p3@example.org", "p4@example.org")
# The first reminder is due at 05:00 and of no use from 05:01, when the second is due.
PUBLISHED = datetime(2030, 10, 10, 4, 50, tzinfo=UTC)
SENT = datetime(2030, 10, 10, 5, 0, 50, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What has been changed so far; nobody ever moves the first session."""

    start: str = "13:00"
    title: str = "Talks"
    join: int = 0
    away: frozenset[int] = frozenset()
    rehoused: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        """Return the agenda file."""
        people = "".join(self._person(n) for n in range(PEOPLE))
        speakers = ", ".join(f"p{n}" for n in range(1, PEOPLE) if n not in self.away)
        return (
            "format: 1\nid: campaign-2030\ntitle: {en: A campaign}\n"
            "languages: {official: [en]}\nzone: Asia/Yekaterinburg\n"
            "organizer: {name: {en: Secretariat}, email: forum@example.org}\n"
            f"people:\n{people}sessions:\n"
            + session("one", "12:00", f"{{en: {self.title}}}", self.join, speakers)
            + session("two", self.start, "{en: Exchange of views}", 0, "")
            + "reminders:\n  - {id: first, before: 2 h, to: everyone}\n"
            "  - {id: second, before: 119 min, to: everyone}\n"
        )

    def _person(self, n: int) -> str:
        address = f"{'new.' if n in self.rehoused else ''}p{n}@example.org"
        helped = f", assistants: [{{email: office{n}@example.org}}]" if n < ASSISTED else ""
        return f"  - {{id: p{n}, office: {{en: Office {n}}}, email: {address}{helped}}}\n"


def session(name: str, start: str, title: str, join: int, speakers: str) -> str:
    """Return a session to which everybody is invited."""
    item = (
        f"      - {{id: talks-{name}, kind: statements, takes: 5 min each, speakers: [{speakers}]}}"
        if speakers
        else f"      - {{id: talks-{name}, kind: discussion, takes: 60 min}}"
    )
    return (
        f"  - id: {name}\n    title: {title}\n    starts: 2030-10-10 {start}\n"
        '    ends: "23:00"\n    chair: p0\n    rapporteur: p0\n    invited: [everyone]\n'
        f"    status: confirmed\n    join: {{url: https://meet.example.org/{name}{join}}}\n"
        f"    items:\n{item}\n"
    )


def changed(draft: Draft, chance: random.Random) -> Draft:
    """Return a draft after one more change; many of them go there and back."""
    speaker = chance.randrange(5, PEOPLE)
    match chance.randrange(6):
        case 0 | 1:
            return replace(draft, start=chance.choice(["13:00", "13:20", "13:40"]))
        case 2:
            return replace(draft, title=chance.choice(["Talks", "Speeches", "Words"]))
        case 3:
            return replace(draft, join=draft.join + 1)
        case 4:
            return replace(draft, away=draft.away ^ {speaker})
    return replace(draft, rehoused=draft.rehoused ^ {speaker})
