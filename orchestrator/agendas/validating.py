"""Plain data becomes an Agenda; what is wrong with it is said all at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from orchestrator.agendas.models import Agenda
from orchestrator.agendas.places import Raw, value_at
from orchestrator.agendas.salvaging import CUT, Repaired, repair_for, repaired, undated
from orchestrator.agendas.vocabulary import is_text_in_language, keys, nearest
from orchestrator.agendas.walking import Tree
from orchestrator.agendas.wording import Wrong, words, wrong
from orchestrator.findings import Finding, Path, finding
from orchestrator.languages import TAGS

MOST_FINDINGS = 200
MOST_ERRORS = 2_000
# Each round takes away what the repairs of the one before have laid bare.
ROUNDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """An agenda as far as it could be saved, and what had to be repaired in the data for it."""

    agenda: Agenda | None
    findings: tuple[Finding, ...]
    repaired: Repaired
    repairs: Mapping[Path, Raw] = field(default_factory=dict)


def validate(tree: Tree) -> Validated:
    """Make an agenda of plain data, and say everything that is wrong with it."""
    repairs: dict[Path, Raw] = dict.fromkeys(tree.holes, CUT)
    found = [*_blanks(tree)]
    for turn in range(ROUNDS):
        mended = repaired(tree.data, repairs) if repairs else Repaired(data=tree.data)
        agenda, errors = _attempt(mended)
        if turn == 0:
            found += _said(errors, mended, tree)
        if agenda is not None or len(errors) > MOST_ERRORS:
            break
        repairs |= _repairs(errors, mended, repairs)
        repairs |= undated(tree.data, repairs)
    return Validated(agenda=agenda, findings=tuple(found), repaired=mended, repairs=repairs)


def first_language(data: Raw) -> str:
    """Return the first official language, in which plain strings are written."""
    tag = value_at(data, ("languages", "official", 0))
    return tag if tag in TAGS else "en"


def _attempt(mended: Repaired) -> tuple[Agenda | None, list[Wrong]]:
    data = mended.data
    try:
        return Agenda.model_validate(data, context={"language": first_language(data)}), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
        return None, _without_echoes([wrong(data, each) for each in errors[: MOST_ERRORS + 1]])


def _without_echoes(errors: list[Wrong]) -> list[Wrong]:
    """Leave out that a list is too short, where its entries are what is wrong."""
    # A speaker alone is a list of one: its error stands at the path of the list.
    blamed = {it.path for it in errors if it.kind != "too_short"}
    blamed |= {it.path[:length] for it in errors for length in range(len(it.path))}
    return [it for it in errors if it.kind != "too_short" or it.path not in blamed]


def _blanks(tree: Tree) -> Iterator[Finding]:
    for path in tree.blanks[:MOST_FINDINGS]:
        *outer, last = path
        if isinstance(last, int):
            key = next((step for step in reversed(outer) if isinstance(step, str)), "")
            yield finding("E109", path, key=key, number=last + 1)
        elif not is_text_in_language(path):  # a translation that is not there yet: P301, W302
            yield finding("E108", path, on_key=True, key=last)


def _said(errors: list[Wrong], mended: Repaired, tree: Tree) -> Iterator[Finding]:
    said = [it for it in _without_misspelt(errors) if not _is_told(it, mended, tree)]
    for it in said[:MOST_FINDINGS]:
        found = words(mended.data, it)
        yield Finding(
            code=found.code,
            path=mended.original(found.path),
            message=found.message,
            hint=found.hint,
            on_key=found.on_key,
        )
    if len(said) > MOST_FINDINGS:
        path = mended.original(said[MOST_FINDINGS].path)
        yield finding("E019", path, limit=MOST_FINDINGS)


def _is_told(it: Wrong, mended: Repaired, tree: Tree) -> bool:
    """Tell whether an error only follows from an empty place that is reported anyway."""
    path = mended.original(it.path)
    if it.missing:
        return (*path, it.missing) in tree.holes
    return it.kind == "too_short" and any(hole[: len(path)] == path for hole in tree.holes)


def _without_misspelt(errors: list[Wrong]) -> list[Wrong]:
    """Leave out that a key is missing, where an unknown key beside it was meant for it."""
    meant = {
        (*it.path[:-1], nearest(str(it.path[-1]), keys(it.path[:-1])))
        for it in errors[:MOST_FINDINGS]
        if it.kind == "extra_forbidden"
    }
    return [it for it in errors if not it.missing or (*it.path, it.missing) not in meant]


def _repairs(errors: list[Wrong], mended: Repaired, made: Mapping[Path, Raw]) -> Mapping[Path, Raw]:
    found: dict[Path, Raw] = {}
    for it in errors:
        found |= repair_for(it, mended.original(it.path), made)
    return found
