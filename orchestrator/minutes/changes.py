"""What differs between two revisions of a record, place by place."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from orchestrator.minutes.answers import Answers, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A text that is another one; `place` is the heading that it stands under."""

    key: str
    place: str
    before: str
    after: str


def changes(before: Answers, after: Answers) -> Iterator[Change]:
    """Yield what differs, in the order of the record."""
    for key in dict.fromkeys((*before.fields, *after.fields)):
        old, new = before.fields.get(key, ""), after.fields.get(key, "")
        if old != new:
            yield Change(key=key, place=_place(key, before, after), before=old, after=new)
    for key in dict.fromkeys((*before.lists, *after.lists)):
        rows = _rows(before.lists.get(key, ()), after.lists.get(key, ()))
        for old, new in rows:
            yield Change(key=key, place=_place(key, before, after), before=old, after=new)


def _place(key: str, before: Answers, after: Answers) -> str:
    return after.place(key) or before.place(key)


def _rows(old: tuple[Entry, ...], new: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    """Yield the rows that differ: those with keys by these, others in their order."""
    known = {each.key: _said(each) for each in old if each.key}
    for each in new:
        if each.key and known.get(each.key, "") != _said(each):
            yield known.get(each.key, ""), _said(each)
    gone = known.keys() - {each.key for each in new}
    yield from ((text, "") for key, text in known.items() if key in gone)
    loose = [[_said(each) for each in rows if not each.key] for rows in (old, new)]
    stays = set(loose[0]) & set(loose[1])
    pairs = [[text for text in texts if text not in stays] for texts in loose]
    yield from zip_longest(*pairs, fillvalue="")


def _said(entry: Entry) -> str:
    return " | ".join(filter(None, entry.cells))
