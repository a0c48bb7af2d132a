"""What stands in a cell, as the agenda file would have it; and a person's values as cells."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from unicodedata import normalize

from orchestrator import zones
from orchestrator.agendas.decoding import CONTROLS, code_point
from orchestrator.agendas.models import Agenda, Delegation, Person
from orchestrator.agendas.places import Raw, shortened
from orchestrator.agendas.texts import Window
from orchestrator.agendas.vocabulary import nearest
from orchestrator.findings import N_, Finding, finding, phrase
from orchestrator.languages import TAGS, Translator, translator
from orchestrator.rosters.columns import Field, plain, tongue
from orchestrator.rosters.headings import LABELS
from orchestrator.running_orders import delegation_names, states

YES, NO = N_("yes"), N_("no")
# What people put into a column of ticks.
TICKS = frozenset({"true", "1", "x", "х", "v", "y", "+", "✓", "✔", "☑"})
BLANKS = frozenset({"false", "0", "n", "-", "–", "—", "☐"})
LIST = re.compile(r"\s*[;,、،；，\n]\s*")
ADDRESSES = re.compile(r"[;,、،；，\s]+")
ANGLED = re.compile(r"<\s*([^<>]+?)\s*>")
MAILTO = re.compile(r"\Amailto:([^?]*).*", re.IGNORECASE | re.DOTALL)
# What address books and mail programs leave around an address, and marks of direction anywhere.
EDGES = " \"'.,;<>()"
UNSEEN = "\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff"
MARKS = re.compile(f"[{UNSEEN}]+")
OUTER = re.compile(rf"\A[\s{UNSEEN}]+|[\s{UNSEEN}]+\Z")
WHOLE = re.compile(r"([0-9]+)\.0+")
WINDOW = re.compile(r"([0-9]{1,2}:[0-9]{2})\s*[–—-]\s*([0-9]{1,2}:[0-9]{2})")
JOIN = "; "
SEVERAL = N_("'{given}' fits more than one delegation: {ids}")
BY_ID = N_("write the id of the one that is meant")
ONE_ADDRESS = N_("several addresses stand in the cell")
TO_ASSISTANTS = N_("leave the person's own; the others are for the column of the assistants")
ALIEN = N_(
    "the letter '{letter}' (U+{number}) is none of the Latin ones, however alike it looks: "
    "type the address again"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a cell says: as the agenda file would have it, and what is wrong with it."""

    raw: Raw
    fault: Finding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """By what a cell may name a delegation: what is said, as it is compared, and the ids."""

    delegations: Mapping[str, tuple[str, ...]]
    zones: Mapping[str, str]


def names(agenda: Agenda) -> Names:
    """Return all names of the delegations, and those of the cities whose clocks are known."""
    found: dict[str, tuple[str, ...]] = {}
    for call in (_of_state, _called, _by_id):  # what is said later counts for more
        found |= _grouped(agenda, call)
    return Names(delegations=found, zones=_cities())


def _grouped(
    agenda: Agenda, call: Callable[[Agenda, Delegation], Iterable[str]]
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for each in agenda.delegations:
        for said in call(agenda, each):
            found.setdefault(plain(said), {})[each.id] = None
    return {said: tuple(ids) for said, ids in found.items()}


def _by_id(_: Agenda, delegation: Delegation) -> Iterable[str]:
    return (delegation.id,)


def _called(agenda: Agenda, delegation: Delegation) -> Iterator[str]:
    """Return what a delegation itself is called; its state's names where it has no other."""
    yield from delegation_names(agenda, delegation).values()
    yield from (delegation.region or {}).values()
    if not delegation.name and not delegation.region:
        yield from _of_state(agenda, delegation)


def _of_state(agenda: Agenda, delegation: Delegation) -> Iterator[str]:
    if delegation.state:
        yield delegation.state
        for name in states.names(agenda, delegation.state).values():
            yield from (name.short, name.official)


@cache
def _cities() -> Mapping[str, str]:
    """Return the zones by their names and by those of their cities in all languages."""
    found: dict[str, str] = {}
    for name in zones.listed():
        for tag in TAGS:
            found.setdefault(plain(zones.city(name, tag)), zones.present(name))
    return found | {name.casefold(): name for name in zones.known()}


@cache
def _answers() -> Mapping[str, str]:
    """Return all words for yes and no."""
    found = {plain(translator(tag).say(YES)): "true" for tag in TAGS}
    found |= {plain(translator(tag).say(NO)): "false" for tag in TAGS}
    return found | dict.fromkeys(TICKS, "true") | dict.fromkeys(BLANKS, "false")


def read(field: Field, given: str, known: Names) -> Value:
    """Return what a cell says, as far as that can be told without its row."""
    # Marks of direction come along when people copy: around a text, and in what is no text, they
    # mean nothing. Digits and signs of full width are those of East Asian keyboards.
    is_text = ":" in field
    bare = OUTER.sub("", given) if is_text else normalize("NFKC", MARKS.sub("", given)).strip()
    hidden = CONTROLS.search(bare)
    if hidden:
        return Value(raw=bare, fault=finding("E011", number=code_point(hidden[0])))
    take = TAKES.get(field)
    return take(bare, known) if take else Value(raw=bare)


def _delegation(given: str, known: Names) -> Value:
    ids = known.delegations.get(plain(given), ())
    if len(ids) == 1:
        return Value(raw=ids[0])
    if ids:
        said = phrase(SEVERAL, given=shortened(given), ids=", ".join(ids))
        return Value(raw=given, fault=Finding(code="E121", message=said, hint=phrase(BY_ID)))
    near = nearest(plain(given), known.delegations)
    kind = phrase(N_("delegation"))
    told = finding(
        "E121",
        hint=None if near else "",
        kind=kind,
        id=shortened(given),
        near=known.delegations[near][0] if near else None,
    )
    return Value(raw=given, fault=told)


def _head(given: str, _: Names) -> Value:
    answer = _answers().get(given.casefold()) or _answers().get(plain(given))
    if answer:
        return Value(raw=answer)
    wrong = finding("E104", given=shortened(given), key="head", allowed="yes, no")
    return Value(raw=given, fault=wrong)


def _email(given: str, _: Names) -> Value:
    if len([*_addresses(given)]) > 1:
        told = Finding(code="E116", message=phrase(ONE_ADDRESS), hint=phrase(TO_ASSISTANTS))
        return Value(raw=given, fault=told)
    address = _address(given)
    return Value(raw=address, fault=_alien([address]))


def _address(given: str) -> str:
    """Return an address without the name beside it."""
    angled = ANGLED.search(given)
    return MAILTO.sub(r"\1", (angled[1] if angled else given).strip(EDGES))


def _addresses(given: str) -> Iterator[str]:
    """Return the addresses of a cell: each has its sign, and names may have commas."""
    parts = LIST if ANGLED.search(given) else ADDRESSES
    return (each for each in parts.split(given) if "@" in each)


def _alien(addresses: Iterable[str]) -> Finding | None:
    """Tell of a letter that looks like one of an address: no mail would ever arrive."""
    for address in addresses:
        letter = next((each for each in address if each.isalpha() and not each.isascii()), "")
        if letter:
            hint = phrase(ALIEN, letter=letter, number=code_point(letter))
            return replace(finding("E116", given=shortened(address)), hint=hint)
    return None


def _language(given: str, _: Names) -> Value:
    return Value(raw=tongue(given) or given)


def _zone(given: str, known: Names) -> Value:
    return Value(raw=known.zones.get(given.casefold()) or known.zones.get(plain(given)) or given)


def _rank(given: str, _: Names) -> Value:
    whole = WHOLE.fullmatch(given)
    return Value(raw=whole[1] if whole else given)


def _available(given: str, _: Names) -> Value:
    return Value(raw=[_window(each) for each in LIST.split(given) if each])


def _window(given: str) -> str:
    """Return a part of a day as the file has it; what is none stays as it was given."""
    ends = WINDOW.fullmatch(given)
    return f"{ends[1]:0>5}–{ends[2]:0>5}" if ends else given


def _assistants(given: str, _: Names) -> Value:
    several = (LIST if ANGLED.search(given) else ADDRESSES).split(given)
    found = list(dict.fromkeys(_address(each) for each in several if each))
    return Value(raw=found, fault=_alien(found))


TAKES: Mapping[Field, Callable[[str, Names], Value]] = {
    "delegation": _delegation,
    "head": _head,
    "email": _email,
    "language": _language,
    "zone": _zone,
    "rank": _rank,
    "available": _available,
    "assistants": _assistants,
}


KINDS = tuple(LABELS)


def held(person: Person, field: Field) -> Raw:
    """Return what the agenda file has of a person, in the form of what a cell says; None if not."""
    kind, _, tag = field.partition(":")
    if tag:
        texts: Mapping[str, str] = getattr(person, kind) or {}
        return texts.get(tag)
    if field == "head":
        return "true" if person.head else "false"
    if field == "assistants":
        return [each.email for each in person.assistants] or None
    if field == "available":
        return [window(each) for each in person.available] or None
    found = getattr(person, field)
    return str(found) if found is not None else None


def window(of: Window) -> str:
    """Return a part of a day as it is written in the file."""
    return f"{of.opens:%H:%M}–{of.closes:%H:%M}"


def shown(field: Field, raw: Raw, words: Translator) -> str:
    """Return a value as a cell shows it to a reader."""
    if raw is None:
        return ""
    if field == "head":
        named = {"true": YES, "false": NO}.get(str(raw), str(raw))
        return words.say(named)
    return (
        JOIN.join(map(str, raw))
        if isinstance(raw, Sequence) and not isinstance(raw, str)
        else str(raw)
    )


def used(agenda: Agenda) -> tuple[Field, ...]:
    """Return the fields of a table of all people: each kind, and each language that is used."""
    tags = agenda.languages.all
    for person in agenda.people:
        found = {*(person.name or {}), *(person.office or {})}
        tags = (*tags, *sorted(found.difference(tags)))
    first, *rest = LABELS
    texts = (f"{kind}:{tag}" for kind in ("name", "office") for tag in tags)
    return (first, *texts, *rest)
