"""The marks by which a filled form is known again: keys, bookmark names, and what stood there.

A key is `o/opening/summary` (a field of an item), `i/opening` (its heading), `h/chair` (a field of
the head), `d/kz` (the row of a delegation) or `s/norov/1` (the row of a speaker's nth statement).
"""

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Word cuts longer bookmark names, and takes nothing but letters, digits and underscores.
LONGEST = 40
# A custom property longer than this is cut by Word's own dialogue.
PIECE = 240
PROPERTY = "minutes-"
# The controls of Unicode's bidi algorithm: they belong to a paper, each of which sets its own.
CONTROLS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])

LISTS = {"attendance": 3, "statements": 2, "decisions": 2, "actions": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a form says about itself: whose it is, in which language, of which revision."""

    forum: str
    session: str
    language: str
    kind: str
    revision: str

    def __str__(self) -> str:
        """Return it as the core property `identifier` carries it."""
        return f"{self.forum}/{self.session}/{self.language}/{self.kind}/{self.revision}"


def identity(text: str) -> Identity | None:
    """Read what a form says about itself; None where it says nothing that we wrote."""
    parts = text.strip().split("/")
    if len(parts) != 5 or not all(parts):
        return None
    forum, session, language, kind, revision = parts
    return Identity(forum=forum, session=session, language=language, kind=kind, revision=revision)


def bookmark(key: str) -> str:
    """Return the bookmark of a key; a long one is cut in the middle and told apart by a digest."""
    name = key.replace("/", "_").replace("-", "_")
    if len(name) <= LONGEST:
        return name
    kind, middle, *rest = key.split("/")
    tail = "_".join(("", hashlib.sha256(key.encode()).hexdigest()[:6], *rest))
    tail = tail.replace("-", "_")[-(LONGEST - 12) :]
    return f"{kind}_{middle.replace('-', '_')}"[: LONGEST - len(tail)] + tail


def key_of(name: str, known: Mapping[str, str]) -> str | None:
    """Return the key of a bookmark, through the form's own list or by its shape; else None."""
    if name in known:
        return known[name]
    kind, _, rest = name.partition("_")
    if kind in ("d", "i") and rest:
        return f"{kind}/{rest.replace('_', '-')}"
    if kind == "h" and rest:
        return f"h/{rest}"
    middle, _, last = rest.rpartition("_")
    if kind in ("o", "s") and middle and last:
        return f"{kind}/{middle.replace('_', '-')}/{last}"
    return None


def item_of(key: str) -> str | None:
    """Return the item that a key belongs to, if it belongs to one."""
    return key.split("/")[1] if key.startswith(("o/", "i/")) else None


def field_of(key: str) -> str:
    """Return the name of the field that a key stands for."""
    return key.rpartition("/")[2]


def is_list(key: str) -> bool:
    """Tell whether people add rows to what this key stands for."""
    return key.startswith(("o/", "h/")) and field_of(key) in LISTS


def plain(text: str) -> str:
    """Return a text without direction controls, its lines trimmed, empty ones left out."""
    lines = (" ".join(line.split()) for line in text.translate(CONTROLS).split("\n"))
    return "\n".join(line for line in lines if line)


def digest(text: str) -> str:
    """Return a short digest of a text, blind to spaces and direction controls."""
    flat = " ".join(plain(text).split())
    return f"{zlib.crc32(flat.encode()):08x}"


def written(base: Mapping[str, str], own: Iterable[str]) -> dict[str, str]:
    """Return what stood in a new form, key by key, and its own words, to travel with the file.

    The own words are there so that a form is read when a later version of the program words its
    labels differently.
    """
    pieces = [""]
    entries = [f"{key}={value}" for key, value in base.items()]
    for entry in (*entries, *sorted({digest(text) for text in own})):
        if len(pieces[-1]) + len(entry) >= PIECE:
            pieces.append("")
        pieces[-1] += f" {entry}" if pieces[-1] else entry
    return {f"{PROPERTY}{number}": piece for number, piece in enumerate(pieces, start=1)}


def read(properties: Mapping[str, str]) -> dict[str, str]:
    """Read back what stood in the form when it was new; empty where that was lost."""
    pieces = (value for name, value in properties.items() if name.startswith(PROPERTY))
    entries = (entry.partition("=") for piece in pieces for entry in piece.split())
    return {key: value for key, equals, value in entries if equals}


def own_words(properties: Mapping[str, str]) -> frozenset[str]:
    """Return the digests of the words that the form itself brought along."""
    pieces = (value for name, value in properties.items() if name.startswith(PROPERTY))
    return frozenset(entry for piece in pieces for entry in piece.split() if "=" not in entry)


def revision(base: Mapping[str, str]) -> str:
    """Return a name for what a form held when it was made."""
    held = " ".join(f"{key}={value}" for key, value in base.items())
    return hashlib.sha256(held.encode()).hexdigest()[:12]


def bookmarks(keys: Iterable[str]) -> dict[str, str]:
    """Return the keys by their bookmarks."""
    return {bookmark(key): key for key in keys}
