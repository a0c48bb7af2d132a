"""What pydantic says about a part of a file, said in our codes and words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from orchestrator import zones
from orchestrator.agendas.places import Raw, existing, place, shortened
from orchestrator.agendas.vocabulary import is_text_in_language, keys, nearest
from orchestrator.findings import N_, Finding, Path, Phrase, finding, phrase
from orchestrator.languages import TAGS, match

LIST, KEYS, TEXT = N_("a list"), N_("keys with values"), N_("a text")

EXPECTED = {
    "tuple_type": LIST,
    "list_type": LIST,
    "model_type": KEYS,
    "model_attributes_type": KEYS,
    "dict_type": KEYS,
    "mapping_type": KEYS,
    "string_type": TEXT,
    "int_type": N_("a whole number"),
    "bool_type": N_("true or false"),
}

# Our own kinds (texts.py) and pydantic's whose message names nothing but what was given.
PLAIN = {
    "date_time": "E111",
    "clock": "E112",
    "duration": "E113",
    "window": "E114",
    "email": "E116",
    "link": "E117",
    "state": "E119",
    "phone": "E123",
    "whole": "E106",
    "int_parsing": "E106",
    "int_parsing_size": "E106",
    "int_from_float": "E106",
    "greater_than_equal": "E106",
    "less_than_equal": "E106",
}

# Kinds of ours that begin with a text: a list or a part in its place is no text at all.
OF_TEXTS = frozenset({"date_time", "clock", "duration", "window"})

# Codes of states and common slips that people write where a language belongs.
MEANT = {
    "kz": "kk",
    "kg": "ky",
    "tj": "tg",
    "cn": "zh-Hans",
    "in": "hi",
    "pk": "ur",
    "ch": "zh-Hans",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One error of pydantic's: its kind, where it stands in the data, and what it found there."""

    kind: str
    path: Path
    missing: str = ""
    given: str = ""
    allowed: tuple[str, ...] = ()
    limit: int = 0
    on_key: bool = False


def wrong(data: Raw, error: Mapping[str, Any]) -> Wrong:
    """Return one of pydantic's errors with its path in the data."""
    loc, kind, seen = error["loc"], error["type"], error.get("input")
    said = error.get("ctx") or {}
    if kind in OF_TEXTS and not isinstance(seen, str):
        kind = "string_type"
    return Wrong(
        kind=kind,
        path=existing(data, loc),
        missing=str(loc[-1]) if kind == "missing" else "",
        given=shortened(said.get("given") or (seen if isinstance(seen, str) else "")),
        allowed=tuple(re.findall(r"'([^']*)'", str(said.get("expected", "")))),
        limit=int(said.get("max_length") or 0),
        on_key=loc[-1:] == ("[key]",) or kind == "extra_forbidden",
    )


def words(data: Raw, it: Wrong) -> Finding:
    """Return what is to be said about an error."""
    if it.kind in PLAIN:
        return finding(PLAIN[it.kind], it.path, on_key=it.on_key, given=it.given)
    say = SAID.get(it.kind)
    return say(data, it) if say else _type(data, it)


def _key(path: Path) -> str:
    """Return the key that a text or value belongs to: for `title: {ru: …}` the title."""
    steps = path[:-1] if is_text_in_language(path) else path
    return next((shortened(step) for step in reversed(steps) if isinstance(step, str)), "")


def _unknown_key(data: Raw, it: Wrong) -> Finding:
    *outer, key = it.path
    near = nearest(str(key), keys(tuple(outer)))
    where = place(data, tuple(outer))
    hint = None if near else ""
    name = shortened(str(key))
    return finding("E101", it.path, on_key=True, hint=hint, key=name, place=where, near=near)


def _missing(data: Raw, it: Wrong) -> Finding:
    # The key of the part that lacks it is what a reader looks for; an entry of a list has none.
    return finding("E102", it.path, on_key=True, key=it.missing, place=place(data, it.path))


def _type(_: Raw, it: Wrong) -> Finding:
    expected = phrase(EXPECTED.get(it.kind, TEXT))
    if it.path and isinstance(it.path[-1], int):
        return _entry(it, expected)
    return finding("E103", it.path, key=_key(it.path), expected=expected)


def _entry(it: Wrong, expected: Phrase) -> Finding:
    number = int(it.path[-1]) + 1
    return finding("E128", it.path, key=_key(it.path), number=number, expected=expected)


def _choice(_: Raw, it: Wrong) -> Finding:
    if it.path == ("format",):
        return finding("E107", it.path, given=it.given)
    allowed = ", ".join(it.allowed)
    return finding("E104", it.path, given=it.given, key=_key(it.path), allowed=allowed)


def _yes_or_no(_: Raw, it: Wrong) -> Finding:
    return finding("E104", it.path, given=it.given, key=_key(it.path), allowed="true, false")


def _text(_: Raw, it: Wrong) -> Finding:
    return finding("E105", it.path, key=_key(it.path))


def _too_short(_: Raw, it: Wrong) -> Finding:
    if isinstance(it.path[-1], int):  # `speakers: [[]]`: a turn, and nobody to take it
        return finding("E109", it.path, key=_key(it.path), number=it.path[-1] + 1)
    return finding("E108", it.path, on_key=True, key=_key(it.path))


def _too_long(_: Raw, it: Wrong) -> Finding:
    return finding("E144", it.path, key=_key(it.path), limit=it.limit)


def _zone(_: Raw, it: Wrong) -> Finding:
    near = zones.suggest(it.given)
    return finding("E110", it.path, hint=None if near else "", given=it.given, near=near)


def _tag(_: Raw, it: Wrong) -> Finding:
    near = match(it.given) or MEANT.get(it.given.casefold())
    if near:
        hint = N_("did you mean '{near}'?")
        return finding("E115", it.path, on_key=it.on_key, hint=hint, given=it.given, near=near)
    return finding("E115", it.path, on_key=it.on_key, given=it.given, known=", ".join(TAGS))


def _id(_: Raw, it: Wrong) -> Finding:
    example = proposal(it.given) or "plenary"
    return finding("E118", it.path, given=it.given, example=example)


def _reserved(_: Raw, it: Wrong) -> Finding:
    if "speakers" in it.path and it.given in ("heads", "observers", "delegations"):
        hint = N_("for a round write 'speakers: {{all: {given}}}'")
        return finding("E122", it.path, hint=hint, given=it.given)
    return finding("E122", it.path, given=it.given, example=f"{it.given}-1")


def _not_one(data: Raw, it: Wrong) -> Finding:
    code = "E139" if "speakers" in it.path else "E124"
    return finding(code, it.path, place=place(data, it.path))


def proposal(given: str) -> str:
    """Return an id like the given word, empty where nothing of it can stay."""
    return re.sub(r"[^a-z0-9]+", "-", given.casefold())[:40].strip("-")


SAID: Mapping[str, Callable[[Raw, Wrong], Finding]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "literal_error": _choice,
    "bool_parsing": _yes_or_no,
    "string_too_short": _text,
    "string_too_long": _text,
    "no_text": _text,
    "too_short": _too_short,
    "too_long": _too_long,
    "zone": _zone,
    "tag": _tag,
    "id": _id,
    "reserved_id": _reserved,
    "exactly_one": _not_one,
}
