"""The names of states in nine languages and their sort keys: protocol order is data, not a sort."""

from collections import Counter
from collections.abc import Mapping
from functools import cache

import yaml

from orchestrator import resources
from orchestrator.agendas.models import Agenda, Delegation
from orchestrator.languages import choose
from orchestrator.running_orders import alphabets
from orchestrator.running_orders.order import StateName, StateNames

# Where several delegations come from one state, its name alone would not tell them apart.
WITH_REGION = {"zh-Hans": "{state}（{region}）"}


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
        tag: StateName(short=name.short, official=name.official, key=_brought_key(name.key, tag))
        for tag, name in agenda.states.get(code, {}).items()
    }
    return {**shipped().get(code, {}), **brought}


def _brought_key(key: str, language: str) -> str:
    """People write the key of a state they bring along in plain letters; the table has digits."""
    made = key.isascii() and key.isdecimal()
    return key if made or language == "zh-Hans" else alphabets.key(key, language)


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
    if delegation.name:
        return delegation.name
    states = short_names(names(agenda, delegation.state)) if delegation.state else {}
    if not states:
        code = delegation.state or delegation.id
        return delegation.region or {agenda.languages.official[0]: code}
    if delegation.region and _of_state(agenda, delegation.state) > 1:
        return {tag: _with_region(agenda, state, delegation, tag) for tag, state in states.items()}
    return states


def _of_state(agenda: Agenda, code: str | None) -> int:
    return Counter(delegation.state for delegation in agenda.delegations)[code]


def _with_region(agenda: Agenda, state: str, delegation: Delegation, language: str) -> str:
    region = choose(delegation.region or {}, language, agenda.languages.official).text
    return WITH_REGION.get(language, "{state} ({region})").format(state=state, region=region)


def delegation_name(agenda: Agenda, delegation: Delegation, language: str) -> str:
    """Return what a delegation is called in one language."""
    return choose(delegation_names(agenda, delegation), language, agenda.languages.official).text
