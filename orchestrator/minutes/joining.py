"""Two hands on one record: what only one of them changed is taken, the rest is theirs to choose."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from orchestrator.minutes import marks
from orchestrator.minutes.answers import Answers, Entry

Rows = tuple[Entry, ...]
# Where a row stands in my list, in theirs, and in the one that both began with.
Place = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A text that both changed; in a list `row` is its row in the joined one, `cell` its cell."""

    key: str
    row: int | None
    cell: int | None
    mine: str
    theirs: str

    @property
    def both(self) -> str:
        """Return both texts in one, neither of them twice."""
        return both(self.mine, self.theirs)

    def values(self) -> dict[str, object]:
        """Return it as values for JSON."""
        return {
            "key": self.key,
            "row": self.row,
            "cell": self.cell,
            "mine": self.mine,
            "theirs": self.theirs,
            "both": self.both,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Both hands' work in one; where both changed the same, mine stands and a conflict says so.

    `origins` tells of each row of a joined list which of my rows it is.
    """

    answers: Answers
    conflicts: tuple[Conflict, ...]
    origins: Mapping[str, tuple[int | None, ...]]


def both(mine: str, theirs: str) -> str:
    """Return two texts in one, neither of them twice."""
    if mine in theirs:
        return theirs
    return mine if theirs in mine else f"{theirs}\n{mine}"


def joined(base: Answers, mine: Answers, theirs: Answers, *, loose: bool = False) -> Joined:
    """Return my answers and theirs in one, both made from the same base.

    `loose` takes texts for the same that differ in spaces only, as a file gives them back. A text
    that the base does not tell was not the same for anybody.
    """
    joiner = _Joiner(base=base, mine=mine, theirs=theirs, loose=loose)
    titles = joiner.titles()
    fields = joiner.fields()
    lists = joiner.lists()
    answers = replace(
        theirs,
        base=theirs.base,
        titles=titles,
        fields=fields,
        lists=lists,
        notes=tuple(dict.fromkeys((*theirs.notes, *mine.notes))),
        findings=mine.findings,
    )
    return Joined(answers=answers, conflicts=tuple(joiner.conflicts), origins=joiner.origins)


def held(mine: Answers, theirs: Answers, known: Answers | None) -> Answers:
    """Return what a file held when it was made, as far as its digests and a revision tell."""
    fields = {**_known(mine, mine.fields), **_known(mine, theirs.fields)}
    titles = {**_titles(mine, mine.titles), **_titles(mine, theirs.titles)}
    lists = {key: tuple(_rows(key, mine, theirs, known)) for key in mine.lists}
    return replace(mine, fields=fields, titles=titles, lists=lists, notes=(), findings=())


def _known(mine: Answers, fields: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in fields.items() if _was(mine, key, text)}


def _titles(mine: Answers, titles: Mapping[str, str]) -> dict[str, str]:
    return {item: text for item, text in titles.items() if _was(mine, f"i/{item}", text)}


def _was(mine: Answers, key: str | None, text: str) -> bool:
    return key is not None and mine.base.get(key) == marks.digest(text)


def _rows(key: str, mine: Answers, theirs: Answers, known: Answers | None) -> Iterator[Entry]:
    """Yield the rows that a list had: those with keys by their digests, others from a revision."""
    told = {each.key: each for each in mine.lists[key] if _was(mine, each.key, each.text)}
    told = {
        each.key: each for each in theirs.lists.get(key, ()) if _was(mine, each.key, each.text)
    } | told
    before = known.lists.get(key, ()) if known else ()
    yield from (told.get(each.key, each) if each.key else each for each in before)
    yield from (each for name, each in told.items() if name not in {one.key for one in before})


@dataclass(slots=True)
class _Joiner:
    base: Answers
    mine: Answers
    theirs: Answers
    loose: bool
    conflicts: list[Conflict] = field(default_factory=list)
    origins: dict[str, tuple[int | None, ...]] = field(default_factory=dict)

    def same(self, one: str, other: str) -> bool:
        return one == other or (self.loose and marks.digest(one) == marks.digest(other))

    def text(self, was: str | None, mine: str | None, theirs: str | None) -> tuple[str, bool]:
        """Return the text that stands, and whether both had changed it."""
        if mine is None or theirs is None:
            return (theirs if mine is None else mine) or "", False
        if self.same(mine, theirs) or (was is not None and self.same(mine, was)):
            return theirs, False
        if was is not None and self.same(theirs, was):
            return mine, False
        if was is None and not (mine and theirs):
            return mine or theirs, False
        return mine, True

    def titles(self) -> dict[str, str]:
        items = dict.fromkeys((*self.theirs.titles, *self.mine.titles))
        told = [each.titles for each in (self.base, self.mine, self.theirs)]
        return {item: self.text(*(titles.get(item) for titles in told))[0] for item in items}

    def fields(self) -> dict[str, str]:
        keys = dict.fromkeys((*self.theirs.fields, *self.mine.fields))
        return {key: self.value(key) for key in keys}

    def value(self, key: str) -> str:
        mine, theirs = self.mine.fields.get(key), self.theirs.fields.get(key)
        text, is_conflict = self.text(self.base.fields.get(key), mine, theirs)
        if is_conflict:
            self.conflicts.append(
                Conflict(key=key, row=None, cell=None, mine=mine or "", theirs=theirs or "")
            )
        return text

    def lists(self) -> dict[str, Rows]:
        keys = dict.fromkeys((*self.theirs.lists, *self.mine.lists))
        return {key: self.rows(key) for key in keys}

    def rows(self, key: str) -> Rows:
        mine, theirs = self.mine.lists.get(key), self.theirs.lists.get(key)
        if mine is None or theirs is None:
            whole = (theirs if mine is None else mine) or ()
            self.origins[key] = tuple(range(len(whole))) if theirs is None else (None,) * len(whole)
            return whole
        found: list[Entry] = []
        origins: list[int | None] = []
        was = self.base.lists.get(key, ())
        for at_mine, at_theirs, at_base in _ordered(_places(was, mine, theirs), was, mine, theirs):
            place = (_at(mine, at_mine), _at(theirs, at_theirs), _at(was, at_base))
            entry = self.entry(key, len(found), *place)
            if entry is not None:
                found.append(entry)
                origins.append(at_mine)
        self.origins[key] = tuple(origins)
        return tuple(found)

    def entry(
        self, key: str, row: int, mine: Entry | None, theirs: Entry | None, was: Entry | None
    ) -> Entry | None:
        if mine is None or theirs is None:
            return self.alone(was, mine or theirs)
        cells = []
        for cell, (own, other) in enumerate(zip(mine.cells, theirs.cells, strict=True)):
            text, is_conflict = self.text(was.cells[cell] if was else None, own, other)
            cells.append(text)
            if is_conflict:
                self.conflicts.append(Conflict(key=key, row=row, cell=cell, mine=own, theirs=other))
        return replace(theirs, cells=tuple(cells))

    def alone(self, was: Entry | None, left: Entry | None) -> Entry | None:
        """Return a row that only one of us has: it is new, or changed, or the other took it out."""
        if was is None or left is None:
            return left
        pairs = zip(was.cells, left.cells, strict=True)
        return None if all(self.same(*pair) for pair in pairs) else left


def _at(rows: Rows, index: int | None) -> Entry | None:
    return None if index is None else rows[index]


def _places(base: Rows, mine: Rows, theirs: Rows) -> Iterator[Place]:
    """Yield every row of all three lists once, in an order that keeps that of each."""
    ours, my_new = _aligned(base, mine)
    others, their_new = _aligned(base, theirs)
    for index in range(len(base) + 1):
        mine_here, theirs_here = list(my_new[index]), list(their_new[index])
        for new in theirs_here:
            twin = next((each for each in mine_here if _alike(mine[each], theirs[new])), None)
            if twin is not None:
                mine_here.remove(twin)
            yield twin, new, None
        yield from ((new, None, None) for new in mine_here)
        if index < len(base):
            yield ours.get(index), others.get(index), index


def _ordered(places: Iterable[Place], base: Rows, mine: Rows, theirs: Rows) -> list[Place]:
    """Return the rows that have keys in the order into which somebody brought them."""
    found = list(places)
    wanted = _order(mine) if _moved(base, mine) else _order(theirs)
    keyed = {
        at: key
        for at, place in enumerate(found)
        if (key := _key(base, place[2]) or _key(mine, place[0]) or _key(theirs, place[1])) in wanted
    }
    moved = sorted(keyed, key=lambda at: wanted.index(keyed[at]))
    for at, other in zip(keyed, [found[each] for each in moved], strict=True):
        found[at] = other
    return found


def _order(rows: Rows) -> list[str]:
    return [each.key for each in rows if each.key]


def _moved(base: Rows, rows: Rows) -> bool:
    before, now = _order(base), _order(rows)
    return [each for each in before if each in now] != [each for each in now if each in before]


def _key(rows: Rows, index: int | None) -> str | None:
    entry = _at(rows, index)
    return entry.key if entry else None


def _alike(one: Entry, other: Entry) -> bool:
    return _token(one) == _token(other)


def _token(entry: Entry) -> object:
    return entry.key or tuple(marks.plain(cell) for cell in entry.cells)


def _aligned(base: Rows, other: Rows) -> tuple[dict[int, int], Mapping[int, Sequence[int]]]:
    """Return where each row of the base stands now, and the new rows by where they came in."""
    stays: dict[int, int] = {}
    new: defaultdict[int, list[int]] = defaultdict(list)
    named = {each.key: at for at, each in enumerate(other) if each.key}
    known = {each.key for each in base}
    tokens = [_token(each) for each in base], [_token(each) for each in other]
    for _, i1, i2, j1, j2 in SequenceMatcher(None, *tokens, autojunk=False).get_opcodes():
        # A row in whose place another one stands was written anew; one with a key is only itself.
        rows = [at for at in range(i1, i2) if not base[at].key]
        here = [at for at in range(j1, j2) if not other[at].key]
        stays |= dict(zip(rows, here, strict=False))
        come = [at for at in range(j1, j2) if other[at].key and other[at].key not in known]
        new[i2] += sorted(here[len(rows) :] + come)
    stays |= {at: named[each.key] for at, each in enumerate(base) if each.key in named}
    return stays, new
