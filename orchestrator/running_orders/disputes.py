"""Orders that are right by their own rule, but not by another one that a chair knows."""

from collections.abc import Iterator, Sequence

from orchestrator.agendas.models import Delegation, Round
from orchestrator.findings import N_, Finding, finding
from orchestrator.running_orders.turns import Floor, rank

# Members before observers, observers before partners, and so on.
STANDINGS = ("member", "observer", "partner", "guest", "organ")


def disputes(
    floor: Floor, rule: Round, ordered: Sequence[Delegation], final: Sequence[str]
) -> Iterator[Finding]:
    """Warn where another rule would order a round differently; `final` is the order it has."""
    if rule.order == "rank":
        yield from _ends_against_rank(floor, rule, ordered, final)
    elif not rule.placed:
        yield from _standing(floor, ordered)


def _standing(floor: Floor, ordered: Sequence[Delegation]) -> Iterator[Finding]:
    """Warn where the alphabet lets an observer speak before a member."""
    by_standing = sorted(ordered, key=lambda each: STANDINGS.index(each.status))
    pair = _first_difference(ordered, by_standing)
    if pair:
        yield finding(
            "W310",
            floor.speakers,
            item=floor.item.id,
            hint=N_("by the alphabet '{first}' speaks before '{second}', by standing after it"),
            first=pair[0].id,
            second=pair[1].id,
        )


def _ends_against_rank(
    floor: Floor, rule: Round, ordered: Sequence[Delegation], final: Sequence[str]
) -> Iterator[Finding]:
    """Warn where the first or last place goes to somebody whose rank says otherwise."""
    ranked = {each.id: rank(floor.agenda, each) for each in ordered}
    for end, place in (("first", 0), ("last", -1)):
        if getattr(rule, end) and ordered:
            given, due = final[place], ordered[place].id
            if ranked[given] != ranked[due]:
                yield _against_rank(floor, end, given, due)


def _against_rank(floor: Floor, end: str, given: str, due: str) -> Finding:
    hint = {
        "first": N_("by 'first:' it is '{given}' who speaks first, by rank '{due}'"),
        "last": N_("by 'last:' it is '{given}' who speaks last, by rank '{due}'"),
    }[end]
    path = (*floor.speakers, end)
    return finding("W310", path, item=floor.item.id, hint=hint, given=given, due=due)


def _first_difference(
    one: Sequence[Delegation], other: Sequence[Delegation]
) -> tuple[Delegation, Delegation] | None:
    return next(((a, b) for a, b in zip(one, other, strict=True) if a.id != b.id), None)
