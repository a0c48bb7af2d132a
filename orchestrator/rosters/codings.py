"""In which coding a table's letters are, where the file does not say: guessed by its words.

Libraries that guess need more text than a table has: on tables of one or two rows in our languages
charset-normalizer missed a quarter. Our own catalogues tell which letters follow each other.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from orchestrator import resources
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_

# The languages that a coding is used for; of two that fit as well the first is meant.
CODINGS: Mapping[str, tuple[str, ...]] = {
    "windows-1251": ("ru", "ky", "kk", "tg"),
    "windows-1254": (),  # Latin letters: those of Western Europe and the Turkish ones
    "gb18030": ("zh-Hans",),
    "koi8-r": ("ru", "tg"),
    "windows-1256": ("ur",),
    "kz1048": ("kk", "ru"),
    "koi8-t": ("ru", "tg"),
    "ibm866": ("ru",),
    "iso8859-5": ("ru",),
    "mac-cyrillic": ("ru",),
}
# What a person may choose besides: files that say it themselves, or that ASCII fits.
TOLD = ("utf-8", "utf-16")
EVERY = (*TOLD, *CODINGS)
WORD = re.compile(r"[^\W\d_]+")
# Marks that stand in texts of every language.
MARKS = frozenset("«»“”„‘’–—…№°·،؛؟、，。；：（）《》 \u200c\u200d")
LOOKED_AT = 60_000  # bytes
# How improbable things are (natural logarithms): pairs and letters never met, signs, marks, letters
# of two scripts in a word, accents.
RARE, UNMET, SIGN, MARK, MIXED, ACCENTED = -8.0, -12.0, -12.0, -4.0, -10.0, -3.5
# What is less like words than this is no text: names alone are at -6.
LEAST = -8.0
# The first byte of the last of the 3,755 signs that everybody writes (GB 2312, level 1).
LAST_COMMON = 0xD7
# Pairs never met count as if a part of one had been.
SMALL = 0.05

UNKNOWN = N_("The encoding '{given}' is unknown; known are {known}.")


class UnknownCodingError(OrchestratorError):
    """A name of a coding that nobody reads here."""


def known(name: str) -> str:
    """Return a coding by its name, as it is written here."""
    found = name.strip().lower().replace("_", "-")
    if found not in EVERY:
        raise UnknownCodingError(UNKNOWN, given=name[:40], known=", ".join(EVERY))
    return found


def guess(data: bytes) -> str | None:
    """Return the coding in which bytes are most like words; None where they fit in none."""
    begun = data[:LOOKED_AT].rpartition(b"\n")[0] if len(data) > LOOKED_AT else data
    found = {coding: _likeness(begun, coding) for coding in CODINGS if _fits(data, coding)}
    best = max(found, key=lambda coding: found[coding], default=None)
    return best if best and found[best] > LEAST else None


def _fits(data: bytes, coding: str) -> bool:
    try:
        data.decode(coding)
    except UnicodeDecodeError:
        return False
    return True


def _likeness(data: bytes, coding: str) -> float:
    """Return how probable the letters beyond ASCII are, for each byte of them."""
    text = data.decode(coding)
    weight = sum(byte > 0x7F for byte in data)
    others = [each for each in text if not (each.isascii() or each.isalpha())]
    marks = sum(each in MARKS for each in others)
    signs = SIGN * (len(others) - marks) + MARK * marks
    words = Counter(each for each in WORD.findall(text) if not each.isascii())
    tags = CODINGS[coding]
    of_words = (
        max((_word(each, tag) for tag in tags), default=_latin(each)) * n
        for each, n in words.items()
    )
    return (sum(of_words) + signs) / max(weight, 1)


def _latin(word: str) -> float:
    """Return how probable a word with accents is: most of its letters have none."""
    plain = sum(each.isascii() for each in word)
    strange = sum(not unicodedata.name(each, "").startswith("LATIN") for each in word)
    accents = len(word) - plain - strange
    each = ACCENTED if plain >= accents else MIXED
    return each * accents + MIXED * strange


def _word(word: str, tag: str) -> float:
    """Return how probable a word is in a language: letter after letter."""
    if any(each.isascii() for each in word):
        return MIXED * sum(not each.isascii() for each in word)
    pairs, letters = _model(tag)
    folded = f" {word.lower()}"
    # Chinese has too many letters for pairs to be met.
    if tag == "zh-Hans":
        total = letters.total()
        return sum(math.log((letters[each] or _rarely(each)) / total) for each in word)
    found = 0.0
    for before, each in pairwise(folded):
        often = math.log((pairs[before + each] + SMALL) / (letters[before] + 1))
        found += max(often, RARE) if each in letters else UNMET
    return found


def _rarely(sign: str) -> float:
    """Return how often a Chinese sign counts beyond our own words: names have many."""
    try:
        common = sign.encode("gb2312")[0] <= LAST_COMMON
    except UnicodeEncodeError:
        common = False
    return 0.5 if common else SMALL


@cache
def _model(tag: str) -> tuple[Counter[str], Counter[str]]:
    """Return how often pairs of letters, and letters, stand in our own words of a language."""
    pairs: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    text = resources.text("locales", f"{tag}/LC_MESSAGES/messages.po")
    for word in WORD.findall(text):
        if not word.isascii():
            folded = f" {word.lower()}"
            letters.update(folded)
            pairs.update(map("".join, pairwise(folded)))
    return pairs, letters
