"""Why a delegation stands where it stands, in words that a chair can say aloud.

Names stand in the language whose alphabet decides: there, not in the reader's, the order is seen.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from orchestrator.agendas.models import Agenda, Delegation, Placing, Round
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.languages import NAMES
from orchestrator.running_orders import states
from orchestrator.running_orders.turns import language, rank

REHEARSAL = phrase(N_("each delegation tests its connection, in the order of the agenda file"))
NOBODY = phrase(N_("no speaker is named for this item"))

ENDS = {
    ("first", "host"): N_("first: the Host speaks first"),
    ("first", "chair"): N_("first: the Chair speaks first"),
    ("first", ""): N_("first: the agenda gives this speaker the first place"),
    ("last", "host"): N_("last: the Host speaks last"),
    ("last", "chair"): N_("last: the Chair speaks last"),
    ("last", ""): N_("last: the agenda gives this speaker the last place"),
}


def listed(place: int, count: int, *, chairs: bool, joint: bool) -> Phrase:
    """Return the reason for a place in an explicit list."""
    if chairs:
        return phrase(N_("speaks as Chair of the session"))
    if joint:
        text = N_("speak jointly; place {place} of {count} in the order laid down in the agenda")
    elif count == 1:
        text = N_("the agenda names this speaker for the item")
    else:
        text = N_("place {place} of {count} in the order laid down in the agenda")
    return phrase(text, place=place, count=count)


def end(rule: Round, which: str) -> Phrase:
    """Return the reason for the first or the last place of a round."""
    named = getattr(rule, which)
    return phrase(ENDS[which, named if named in ("host", "chair") else ""])


def placed(rule: Placing, beside: str, official: Sequence[str]) -> Phrase:
    """Return the reason for a place that no rule gives: the file's own words."""
    text = (
        N_("placed directly before «{name}»: {because}")
        if rule.before
        else N_("placed directly after «{name}»: {because}")
    )
    # Official languages stand first, for the first is said where the reader's is missing.
    order = dict.fromkeys((*official, *rule.because))
    because = {tag: rule.because[tag] for tag in order if tag in rule.because}
    return phrase(text, name=beside, because=because)


def names(agenda: Agenda, rule: Round, speaking: Sequence[Delegation]) -> Mapping[str, str]:
    """Return what the delegations of a round are called in the language that decides it."""
    by, parted = language(agenda, rule), states.parted_states(agenda)
    return {
        each.id: states.in_language(agenda, states.protocol_names(agenda, each, parted), by)
        for each in speaking
    }


def sequence(agenda: Agenda, rule: Round, following: Sequence[Delegation]) -> Mapping[str, Phrase]:
    """Return the reasons of those who follow each other by the rule of the round."""
    if not following:
        return {}
    called = names(agenda, rule, following)
    reason = _ranked if rule.order == "rank" else _alphabetical
    first = following[0]
    return {
        first.id: reason(agenda, rule, called, None, first),
        **{b.id: reason(agenda, rule, called, a, b) for a, b in pairwise(following)},
    }


def _alphabetical(
    agenda: Agenda,
    rule: Round,
    called: Mapping[str, str],
    before: Delegation | None,
    each: Delegation,
) -> Phrase:
    return phrase(
        _rule(agenda, before, each, language(agenda, rule)),
        language=phrase(NAMES[language(agenda, rule)]),
        name=called[each.id],
        previous=called[before.id] if before else "",
        id=each.id,
        other=before.id if before else "",
    )


def _rule(agenda: Agenda, before: Delegation | None, each: Delegation, by: str) -> str:
    """Return the words for what set these two apart."""
    if before is None:
        return N_("first in alphabetical order ({language}): «{name}»")
    if before.state is not None and each.state is None:
        return N_("organs follow the states; «{name}» comes after «{previous}»")
    if before.state != each.state or each.state is None:
        return N_("alphabetical order ({language}): «{name}» after «{previous}»")
    regions = [states.in_language(agenda, at.region or {}, by) for at in (before, each)]
    if regions[0] != regions[1]:
        return N_(
            "same state, regions in alphabetical order ({language}): «{name}» after «{previous}»"
        )
    return N_("same name; by their ids in the agenda file: '{id}' after '{other}'")


def _ranked(
    agenda: Agenda,
    rule: Round,
    called: Mapping[str, str],
    before: Delegation | None,
    each: Delegation,
) -> Phrase:
    own = rank(agenda, each)
    if before is None or rank(agenda, before) != own:
        return phrase(N_("by rank: rank {rank}"), rank=own)
    return phrase(
        N_("by rank: rank {rank} like «{previous}»; {alphabet}"),
        rank=own,
        previous=called[before.id],
        alphabet=_alphabetical(agenda, rule, called, before, each),
    )
