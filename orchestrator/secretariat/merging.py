"""Two texts made from one: what only one of them changed is taken, the rest stands there twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff

Lines = Sequence[str]
MINE, BETWEEN, THEIRS = "<<<<<<<", "=======", ">>>>>>>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A merged text, and how many places hold both texts for a person to choose from."""

    text: str
    conflicts: int


def difference(mine: str, theirs: str, names: tuple[str, str]) -> str:
    """Return what differs between two texts, as people read patches."""
    pair = mine.splitlines(keepends=True), theirs.splitlines(keepends=True)
    return "".join(unified_diff(*pair, fromfile=names[0], tofile=names[1], n=1))


def merge(base: str, mine: str, theirs: str, names: tuple[str, str]) -> Merged:
    """Return both changes of a text in one; where they touch the same lines, both stand there."""
    whole = [_lines(each) for each in (base, mine, theirs)]
    lines: list[str] = []
    conflicts = 0
    for piece in _pieces(*whole):
        old, ours, others = piece
        if others in (ours, old):
            lines += ours
        elif ours == old:
            lines += others
        else:
            conflicts += 1
            lines += _both(ours, others, names)
    return Merged(text="".join(lines), conflicts=conflicts)


def _lines(text: str) -> Lines:
    # A last line without its end would run into the marker after it.
    return [f"{line}\n" for line in text.splitlines()]


def _both(mine: Lines, theirs: Lines, names: tuple[str, str]) -> Lines:
    return [f"{MINE} {names[0]}\n", *mine, f"{BETWEEN}\n", *theirs, f"{THEIRS} {names[1]}\n"]


def _pieces(base: Lines, mine: Lines, theirs: Lines) -> Iterator[tuple[Lines, Lines, Lines]]:
    """Yield the texts cut at every line in which all three agree."""
    ours, others = _kept(base, mine), _kept(base, theirs)
    at = (0, 0, 0)
    for line in sorted(ours.keys() & others.keys()):
        here = (line, ours[line], others[line])
        yield base[at[0] : here[0]], mine[at[1] : here[1]], theirs[at[2] : here[2]]
        yield ([base[line]],) * 3
        at = (here[0] + 1, here[1] + 1, here[2] + 1)
    yield base[at[0] :], mine[at[1] :], theirs[at[2] :]


def _kept(base: Lines, other: Lines) -> dict[int, int]:
    """Return where each line of the base that stayed stands in the other text."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {a + n: b + n for a, b, size in blocks for n in range(size)}
