"""The names of states in nine languages and their sort keys: protocol order is data, not a sort."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

import yaml

from orchestrator import resources
from orchestrator.agendas.models import Agenda, Delegation, Round
from orchestrator.findings import Finding, Path, finding, phrase
from orchestrator.languages import NAMES, choose
from orchestrator.running_orders import alphabets
from orchestrator.running_orders.order import StateName, StateNames

# Where several delegations come from one state, its name alone would not tell them apart.
WITH_REGION = {"zh-Hans": "{state}（{region}）"}


# One syllable after another, each with its tone: so the table of states has it, too.
PINYIN = re.compile(r"[a-zü]+[1-5]( [a-zü]+[1-5])*")
# A letter of the alphabet makes two digits of a key; any other sign makes more.
DIGITS = 2


@cache
def shipped() -> Mapping[str, StateNames]:
    """Return the shipped table: ISO 3166 alpha-2 code, language, names."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(resources.text("locales", "states.yaml"), Loader=loader)  # noqa: S506 - safe ones
    return {
        code: {tag: StateName(**names) for tag, names in languages.items()}
        for code, languages in raw.items()
    }


def names(agenda: Agenda, code: str) -> StateNames:
    """Return the names of a state by language, those of the agenda file before the shipped ones."""
    brought = {
        tag: StateName(
            short=name.short,
            official=name.official or name.short,
            key=_brought_key(name.key or name.short, tag),
        )
        for tag, name in agenda.states.get(code, {}).items()
    }
    return {**shipped().get(code, {}), **brought}


def _brought_key(written: str, language: str) -> str:
    """Return the key of a state that a file brings along, empty where none can be made.

    It is written in the letters of the language itself, as the short name is; a transliteration
    would put the state in a place of another alphabet.
    """
    if language == "zh-Hans":
        return written if PINYIN.fullmatch(written) else ""
    made = alphabets.key(written, language)
    return made if len(made) <= DIGITS * len(written) else ""


def key(agenda: Agenda, code: str, language: str) -> str:
    """Return what a state is sorted by in a language, empty where nobody has said it."""
    named = names(agenda, code).get(language)
    return named.key if named else ""


def table(agenda: Agenda) -> Mapping[str, StateNames]:
    """Return the shipped table with the states that the agenda file brings along."""
    return {code: names(agenda, code) for code in (*shipped(), *agenda.states)}


def short_names(named: StateNames) -> Mapping[str, str]:
    """Return the short names of a state by language."""
    return {tag: name.short for tag, name in named.items()}


def delegation_names(agenda: Agenda, delegation: Delegation) -> Mapping[str, str]:
    """Return what a delegation is called by language: its own name, else its state's.

    Where several come from one state the region stands beside it. A delegation with none of these
    is called by its id in the forum's first language.
    """
    return delegation.name or protocol_names(agenda, delegation)


def protocol_names(
    agenda: Agenda, delegation: Delegation, parted: frozenset[str] | None = None
) -> Mapping[str, str]:
    """Return the names by which a delegation is placed: its state's, else its own.

    `parted` spares the count of delegations of the same state where many are named at once.
    """
    named = short_names(names(agenda, delegation.state)) if delegation.state else {}
    if (
        named
        and delegation.region
        and delegation.state in (parted_states(agenda) if parted is None else parted)
    ):
        return {tag: _with_region(agenda, state, delegation, tag) for tag, state in named.items()}
    code = delegation.state or delegation.id
    return named or delegation.name or delegation.region or {agenda.languages.official[0]: code}


def parted_states(agenda: Agenda) -> frozenset[str]:
    """Return the states from which several delegations come."""
    counts = Counter(delegation.state for delegation in agenda.delegations)
    return frozenset(code for code, count in counts.items() if code and count > 1)


def _with_region(agenda: Agenda, state: str, delegation: Delegation, language: str) -> str:
    region = in_language(agenda, delegation.region or {}, language)
    return WITH_REGION.get(language, "{state} ({region})").format(state=state, region=region)


def delegation_name(agenda: Agenda, delegation: Delegation, language: str) -> str:
    """Return what a delegation is called in one language."""
    return in_language(agenda, delegation_names(agenda, delegation), language)


def in_language(agenda: Agenda, texts: Mapping[str, str], language: str) -> str:
    """Return a text of the agenda in a language, else in its official ones."""
    return choose(texts, language, agenda.languages.official).text


def findings(agenda: Agenda) -> Iterator[Finding]:
    """Tell which states have no name, and which no key in an alphabet that decides a round."""
    nameless = set()
    for n, delegation in enumerate(agenda.delegations):
        if delegation.state and not delegation.name and not names(agenda, delegation.state):
            nameless.add(delegation.state)
            yield finding("E127", ("delegations", n, "state"), state=delegation.state)
    codes = {each.state for each in agenda.delegations if each.state} - nameless
    for by, path in _alphabets(agenda).items():
        for code in sorted(codes):
            if not key(agenda, code, by):
                own = ("states", code, by)
                written = bool(agenda.states.get(code, {}).get(by))
                place = own if written else path
                yield finding("E204", place, state=code, language=phrase(NAMES[by]))


def _alphabets(agenda: Agenda) -> Mapping[str, Path]:
    """Return the languages whose alphabets decide, each with the first round that says so."""
    rounds = (
        (item.speakers, ("sessions", n, "items", k, "speakers"))
        for n, session in enumerate(agenda.sessions)
        for k, item in enumerate(session.items)
        if isinstance(item.speakers, Round)
    )
    found: dict[str, Path] = {}
    for rule, path in rounds:
        found.setdefault(rule.by or agenda.languages.official[0], path)
    return found
