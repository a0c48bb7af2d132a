"""Which column of a table says what: guessed from the headings, and changed by a person."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from orchestrator import languages
from orchestrator.agendas.models import Agenda
from orchestrator.languages import NAMES, OWN_NAMES, TAGS, Translator, translator
from orchestrator.rosters.headings import GIVEN, LABELS, PART, SHORT, TEXTS, WORDS
from orchestrator.rosters.tables import Table

# A field of a person: `email`, or `name:ru` for a text in a language.
Field = str
NONE: Field = ""
# Above the headings there may be a title and a date.
LOOKED_AT = 10
LONGEST = 120
APOSTROPHES = dict.fromkeys(map(ord, "'’‘`ʻʼ"), None)
# Words between a heading and its language: "Name in English".
BETWEEN = frozenset({"in", "на", "по"})
SCRIPTS = {
    "en": "LATIN",
    "ru": "CYRILLIC",
    "zh-Hans": "CJK",
    "hi": "DEVANAGARI",
    "kk": "CYRILLIC",
    "ky": "CYRILLIC",
    "ur": "ARABIC",
    "tg": "CYRILLIC",
    "uz": "LATIN",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a heading most likely means: a kind of column, and in which language its texts are.

    `tag` is what the heading says of it; `own` are the languages the heading itself is in.
    """

    kind: str
    tag: str = ""
    own: tuple[str, ...] = ()


def fields(agenda: Agenda) -> tuple[Field, ...]:
    """Return the fields that a column can be for, in the order of a list to choose from."""
    tags = (*agenda.languages.all, *(tag for tag in TAGS if tag not in agenda.languages.all))
    texts = (f"{kind}:{tag}" for kind in TEXTS for tag in tags)
    first, *rest = LABELS
    return (first, *texts, *rest)


def label(field: Field, words: Translator) -> str:
    """Return what stands above a column of a field in a table of ours."""
    kind, _, tag = field.partition(":")
    return words.say(TEXTS[kind], tag=tag) if tag else words.say(LABELS[kind])


def heading(table: Table) -> int:
    """Return the place of the row with the headings: the one of which most is understood."""
    lines = table.lines[:LOOKED_AT]
    known = [sum(_guess(cell) is not None for cell in line.cells) for line in lines]
    return known.index(max(known)) if known else 0


def guessed(table: Table, top: int, agenda: Agenda) -> tuple[Field, ...]:
    """Return the field of each column, empty where nothing is known of it."""
    found: dict[int, Field] = {}
    parts: dict[int, Field] = {}
    for column in range(table.width):
        guess = _guess(table.lines[top].cell(column))
        if guess is None:
            continue
        taken = frozenset() if guess.kind == PART else frozenset(found.values())
        field = _field(guess, _values(table, top, column), agenda, taken)
        if guess.kind == PART:
            parts[column] = field
        elif field not in found.values():
            found[column] = field
    found |= _parts(table, top, found, parts)
    return tuple(found.get(column, NONE) for column in range(table.width))


def _parts(
    table: Table, top: int, found: Mapping[int, Field], parts: Mapping[int, Field]
) -> Mapping[int, Field]:
    """Return the columns of parts of a name; beside the whole of it they say nothing more."""
    given = frozenset(map(plain, GIVEN))
    whole = {
        field
        for column, field in found.items()
        if plain(table.lines[top].cell(column)) not in given
    }
    return {column: field for column, field in parts.items() if field not in whole}


def _values(table: Table, top: int, column: int) -> str:
    return " ".join(line.cell(column) for line in table.lines[top + 1 :])


def _field(guess: Guess, values: str, agenda: Agenda, taken: Collection[Field]) -> Field:
    kind = "name" if guess.kind == PART else guess.kind
    if kind not in TEXTS:
        return kind
    tags = (guess.tag,) if guess.tag else _tongues_of(guess, values, agenda)
    free = (f"{kind}:{tag}" for tag in tags if f"{kind}:{tag}" not in taken)
    return next(free, f"{kind}:{tags[0]}")


def _tongues_of(guess: Guess, values: str, agenda: Agenda) -> tuple[str, ...]:
    """Return the languages that texts may be in: by their letters, then by the heading's own."""
    script = _script(values)
    tags = agenda.languages.all
    own = [tag for tag in guess.own if tag in tags]
    fitting = [tag for tag in (*own, *tags) if script in (None, SCRIPTS[tag])]
    return tuple(dict.fromkeys(fitting or _others(script) or tags))


def _others(script: str | None) -> list[str]:
    """Return the languages of a script; Latin letters are in use for names of every language."""
    return [tag for tag in TAGS if script == SCRIPTS[tag] != SCRIPTS["en"]]


def open_tongues(table: Table, top: int) -> frozenset[int]:
    """Return the columns of texts whose heading names no language."""
    guesses = ((column, _guess(table.lines[top].cell(column))) for column in range(table.width))
    return frozenset(
        column
        for column, guess in guesses
        if guess and not guess.tag and guess.kind in (PART, *TEXTS)
    )


def in_tongue(field: Field, heading_said: str, given: str, language: str, agenda: Agenda) -> Field:
    """Return the field of a text under a heading that names no language, by its own letters.

    Where the heading is in a language of these letters, that is meant; else the person's own.
    """
    guess, script = _guess(heading_said), _script(given)
    kind, _, tag = field.partition(":")
    if guess is None or script is None or (SCRIPTS[tag] == script and tag in guess.own):
        return field
    tags = (*guess.own, language, tag, *agenda.languages.all, *_others(script))
    return next((f"{kind}:{each}" for each in tags if SCRIPTS.get(each) == script), field)


def _script(values: str) -> str | None:
    """Return the script that most letters of a column are in."""
    letters = (each for each in values[:5_000] if each.isalpha())
    found = Counter(unicodedata.name(each, "?").partition(" ")[0] for each in letters)
    return found.most_common(1)[0][0] if found else None


@cache
def plain(text: str) -> str:
    """Return a text as it is compared: small letters, words parted by single spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(APOSTROPHES)
    words = (" " if unicodedata.category(each)[0] in "PSZC" else each for each in folded)
    return " ".join("".join(words).split())


def _guess(heading_said: str) -> Guess | None:
    """Return what a heading means, None where nothing of it is known."""
    said = plain(heading_said[:LONGEST])
    if not said:
        return None
    known = _known(said)
    if known is not None:
        return known
    rest, tag = _without_tongue(said)
    found = _known(rest) or _within(rest)
    return Guess(kind=found.kind, tag=tag, own=found.own) if found else None


def _without_tongue(said: str) -> tuple[str, str]:
    """Return a heading without the language at its end or beginning, and that language."""
    words = said.split()
    for length in range(min(3, len(words) - 1), 0, -1):
        for tail, rest in ((words[-length:], words[:-length]), (words[:length], words[length:])):
            tag = _tongue(" ".join(tail))
            if tag:
                return " ".join(word for word in rest if word not in BETWEEN) or said, tag
    return said, ""


def _tongue(word: str) -> str:
    known = _tongues().get(word) or (languages.match(word) if len(word) == 2 else None)
    if known:
        return known
    begun = (tag for short, tag in SHORT.items() if len(short) > 2 and word.startswith(short))
    return next(begun, "") if " " not in word else ""


@cache
def _tongues() -> Mapping[str, str]:
    """Return the names of the nine languages in each of them, with their tags."""
    named = {plain(translator(tongue).lookup(NAMES[tag])): tag for tongue in TAGS for tag in TAGS}
    named |= {plain(name): tag for tag, name in OWN_NAMES.items()}
    return {**named, **{plain(tag): tag for tag in TAGS}, **SHORT}


def tongue(text: str) -> str | None:
    """Return the tag of a language by its tag or its name in any of the nine languages."""
    return _tongues().get(plain(text)) or languages.match(text.strip())


def _known(said: str) -> Guess | None:
    return _vocabulary().get(said)


def _within(said: str) -> Guess | None:
    """Return what the longest known words within a heading mean."""
    fitting = [known for known in _vocabulary() if _is_within(known, said)]
    return _vocabulary()[max(fitting, key=len)] if fitting else None


def _is_within(known: str, said: str) -> bool:
    if not known.isascii() and SCRIPTS["zh-Hans"] in unicodedata.name(known[0], ""):
        return known in said
    return f" {known} " in f" {said} "


@cache
def _vocabulary() -> Mapping[str, Guess]:
    """Return every heading that is known, as it is compared, with what it means."""
    found: dict[str, Guess] = {}
    for said, kind, tag in (*_ours(), *_theirs()):
        before = found.get(said, Guess(kind=kind))
        if before.kind == kind:
            own = (*before.own, tag) if tag in TAGS else before.own
            found[said] = Guess(kind=kind, own=tuple(dict.fromkeys(own)))
    return found


def _ours() -> Iterator[tuple[str, str, str]]:
    for tag in TAGS:
        words = translator(tag)
        for kind, message in LABELS.items():
            yield plain(words.say(message)), kind, tag
        for kind, message in TEXTS.items():
            yield plain(words.say(message, tag="")), kind, tag


def _theirs() -> Iterator[tuple[str, str, str]]:
    for kind, by_tag in WORDS.items():
        for tag, several in by_tag.items():
            for said in several:
                yield plain(said), kind, tag
