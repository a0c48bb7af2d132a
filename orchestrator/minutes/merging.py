"""Three-way: what was written into a form, what the form held when new, what it would hold now."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from orchestrator import languages
from orchestrator.findings import Finding, finding
from orchestrator.minutes import labels, marks
from orchestrator.minutes.answers import Answers, Entry


def merged(mine: Answers, theirs: Answers) -> Answers:
    """Return a filled form brought to what the agenda says now; nothing that was filled is lost.

    What was changed in the file only is the file's, what was changed in the agenda only is the
    agenda's; changed on both sides the file's stands and a finding shows both texts.
    """
    merger = _Merger(mine=_with_base(mine, theirs), theirs=theirs)
    fields = merger.fields()
    lists = merger.lists()
    return replace(
        mine,
        identity=theirs.identity,
        titles=merger.titles(),
        fields=fields,
        lists=lists,
        findings=(*mine.findings, *merger.findings, *_moved(mine, theirs)),
    )


def _with_base(mine: Answers, theirs: Answers) -> Answers:
    """Where the file lost what it held when new, the form of today stands in for it."""
    return mine if mine.base else replace(mine, base=theirs.base)


@dataclass(slots=True)
class _Merger:
    mine: Answers
    theirs: Answers
    findings: list[Finding] = field(default_factory=list)

    def titles(self) -> dict[str, str]:
        both = {**self.mine.titles}
        for item, title in self.theirs.titles.items():
            key = f"i/{item}"
            if item not in both or not self.mine.changed(key, both[item]):
                both[item] = title
        for item in self.mine.titles.keys() - self.theirs.titles.keys():
            self.findings.append(finding("W405", ("items", item), item=item))
        return both

    def fields(self) -> dict[str, str]:
        keys = dict.fromkeys((*self.mine.fields, *self.theirs.fields))
        return {key: self.value(key) for key in keys}

    def value(self, key: str) -> str:
        own, new = self.mine.fields.get(key), self.theirs.fields.get(key)
        if own is None or (new is not None and not self.mine.changed(key, own)):
            return new or ""
        if new is not None and self.conflict(key, own, new):
            self.tell(key, own, new)
        return own

    def conflict(self, key: str, own: str, new: str) -> bool:
        same = marks.digest(own) == marks.digest(new)
        return key in self.mine.base and self.mine.changed(key, new) and not same

    def tell(self, key: str, own: str, new: str) -> None:
        item = marks.item_of(key)
        words = languages.translator(self.mine.language)
        self.findings.append(
            finding(
                "W413",
                ("items", item) if item else (),
                field=labels.label(key, words),
                place=self.mine.place(key) or labels.title(words),
                mine=own,
                theirs=new,
            )
        )

    def lists(self) -> dict[str, tuple[Entry, ...]]:
        keys = dict.fromkeys((*self.mine.lists, *self.theirs.lists))
        return {key: tuple(self.entries(key)) for key in keys}

    def entries(self, key: str) -> Iterator[Entry]:
        """Return the rows in the file's order; rows new in the agenda stand at the end."""
        new = {entry.key: entry for entry in self.theirs.lists.get(key, ()) if entry.key}
        own = self.mine.lists.get(key, ())
        for entry in own:
            fresh = new.get(entry.key or "")
            if entry.key is None or (fresh is None and self.filled(entry)):
                yield entry
            elif fresh is not None:
                yield self.entry(key, entry, fresh)
        present = {entry.key for entry in own}
        # A row that the form held and the file lacks was taken out by hand.
        added = (each for each in new.values() if each.key not in present)
        yield from (each for each in added if each.key not in self.mine.base)

    def filled(self, entry: Entry) -> bool:
        return self.mine.changed(entry.key or "", entry.text)

    def entry(self, key: str, own: Entry, fresh: Entry) -> Entry:
        if not self.filled(own):
            return fresh
        if self.mine.changed(str(own.key), fresh.text) and own.cells != fresh.cells:
            self.tell(key, " | ".join(own.cells), " | ".join(fresh.cells))
        return own


def _moved(mine: Answers, theirs: Answers) -> Iterator[Finding]:
    """Tell of items that stand in another order than in the agenda."""
    shared = [item for item in theirs.titles if item in mine.titles]
    here = [item for item in mine.titles if item in theirs.titles]
    moved = [item for item, other in zip(here, shared, strict=True) if item != other]
    if moved:
        yield finding("W420", ("items", moved[0]), item=moved[0])
