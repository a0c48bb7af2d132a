"""The words that stand on a form: titles, labels, and the words that answer its cells."""

from collections.abc import Iterator, Mapping

from orchestrator.findings import N_
from orchestrator.languages import Translator
from orchestrator.minutes.marks import field_of, plain

# What is left for the hand: a line that no sentence of anybody's own contains.
BLANK = "_____"

SUMMARY = "summary"
TITLES = {SUMMARY: N_("Minutes"), "decisions": N_("Record of decisions")}
HELP = N_(
    "Write into the white cells. Rows may be added to any table; a row that is not needed stays "
    "empty. Text outside the cells is kept as a note."
)
# In the head of the form.
HEAD = {
    "forum": N_("Forum"),
    "session": N_("Session"),
    "date": N_("Date and time"),
    "place": N_("Place"),
    "chair": N_("Chair"),
    "rapporteur": N_("Rapporteur"),
    "number": N_("Number of the record"),
    "notes": N_("Notes"),
}
# Of an item.
ITEM = {
    "planned": N_("Planned time"),
    "start": N_("Actual start"),
    "end": N_("Actual end"),
    "summary": N_("Summary"),
    "notes": N_("Notes"),
}
HEADINGS = {
    "attendance": N_("Attendance"),
    "statements": N_("Statements"),
    "decisions": N_("Decisions"),
    "actions": N_("Action items"),
}
NOTES_HEADING = N_("Notes")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "attendance": (
        N_("Delegation"),
        N_("Present, absent or represented"),
        N_("Represented by"),
    ),
    "statements": (N_("Speaker"), N_("Statement")),
    "decisions": (N_("Decision"), N_("Adopted by consensus, by vote, or noted")),
    "actions": (N_("What is to be done"), N_("Who"), N_("Due date")),
}
WIDTHS = {"attendance": (5, 3, 4), "statements": (4, 8), "decisions": (9, 3), "actions": (6, 4, 3)}
FIELD_WIDTHS = (7, 19)

# What stands in JSON: the words that are understood for it.
ADOPTED = {
    "consensus": (N_("consensus"), N_("by consensus")),
    "vote": (N_("vote"), N_("by vote")),
    "noted": (N_("noted"),),
}
ATTENDED = {
    "present": (N_("present"),),
    "absent": (N_("absent"),),
    "represented": (N_("represented"),),
}

# Standing phrases of the record.
OPENED = N_("The Chair opened the session at {time}.")
CLOSED = N_("The Chair closed the session at {time}.")
FLOOR = N_("The floor was given to {speaker}.")


def label(key: str, words: Translator) -> str:
    """Return what a field or list is called on the form."""
    field = field_of(key)
    if field in HEADINGS:
        return words.say(HEADINGS[field])
    return words.say({**HEAD, **ITEM}.get(field, NOTES_HEADING))


def called(kind: str) -> str:
    """Return the catalogue key of what the record is called, by its kind."""
    return TITLES[kind if kind in TITLES else SUMMARY]


def title(words: Translator, kind: str = SUMMARY) -> str:
    """Return what the record is called, by its kind."""
    return words.say(called(kind))


def ours(words: Translator) -> frozenset[str]:
    """Return the texts that the form brings along: titles, labels, columns."""
    return frozenset(plain(words.say(text)) for text in _own())


def _own() -> Iterator[str]:
    yield from (HELP, NOTES_HEADING)
    for table in (TITLES, HEADINGS, HEAD, ITEM):
        yield from table.values()
    for columns in COLUMNS.values():
        yield from columns


def understood(text: str, meanings: Mapping[str, tuple[str, ...]], words: Translator) -> str | None:
    """Return what an answer from a fixed list means; the words are understood in English too."""
    if not text:
        return None
    said = plain(text).casefold().strip(" .;。।۔")
    for meaning, spoken in meanings.items():
        if said in {meaning, *(words.say(each).casefold() for each in spoken), *spoken}:
            return meaning
    return None
