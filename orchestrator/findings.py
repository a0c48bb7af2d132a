"""What is to be said about an agenda file: a code, a place in it, and values for the words.

Position and language are joined at the border (terminal, page, API), never in the rooms that find.
`E` stops a build, `P` stops publishing, `W` warns. Codes are for life: they are never given anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a text for the catalogues; it is translated where it is said."""
    return message


SEVERITIES = {"E": "error", "P": "publish", "W": "warning"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A sentence or a part of one, kept as a catalogue key and its values until it is said."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say it in English: for logs, where no reader's language is known."""
        return self.text.format_map(self.values)


def phrase(text: str, /, **values: object) -> Phrase:
    """Return a phrase from its catalogue key and values."""
    return Phrase(text=text, values=values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found: `path` leads into the file, `on_key` points at the key instead of the value.

    `mark` (line, column; from 1, columns in code points) is set only where no path leads there.
    """

    code: str
    path: Path = ()
    message: Phrase
    hint: Phrase | None = None
    on_key: bool = False
    mark: tuple[int, int] | None = None

    @property
    def severity(self) -> str:
        """Return `error` (stops a build), `publish` (stops publishing) or `warning`."""
        return SEVERITIES[self.code[0]]

    @property
    def pointer(self) -> str:
        """Return the path as a JSON Pointer (RFC 6901)."""
        return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in self.path)


# Code: message, hint. A hint whose places have no values is left out.
CODES: Mapping[str, tuple[str, str]] = {
    # E0xx: the file cannot be read
    "E001": (N_("the file is not UTF-8 text"), N_("save it as UTF-8 without a byte order mark")),
    "E002": (N_("the file is larger than {limit} MiB"), ""),
    "E003": (
        N_("the text cannot be read as YAML here"),
        N_("compare the indentation with the lines above"),
    ),
    "E004": (N_("a tab is used as indentation"), N_("indent with spaces")),
    "E005": (
        N_("a second colon stands in a text without quotation marks"),
        N_("put the text in quotation marks"),
    ),
    "E006": (N_("a quotation mark or bracket that was opened is not closed"), ""),
    "E007": (
        N_("anchors, aliases and tags (&, *, !) are not used in agenda files"),
        N_("write the text out, or put it in quotation marks"),
    ),
    "E008": (N_("the file is nested more than {limit} levels deep"), ""),
    "E009": (N_("the file has more than {limit} values"), ""),
    "E010": (N_("key '{key}' stands twice"), N_("first on line {first}")),
    "E011": (
        N_("an invisible control character (U+{number}) stands in the text"),
        N_("type the text again"),
    ),
    "E012": (N_("a comma ends a text inside {{ }}"), N_("put the text in quotation marks")),
    "E013": (
        N_("an agenda file is a list of keys such as 'title:' and 'sessions:'"),
        N_("'orchestrator new' writes one to start from"),
    ),
    "E014": (
        N_("a second document begins here"),
        N_("an agenda file holds one forum: remove the line '---'"),
    ),
    "E015": (N_("the file is empty"), N_("'orchestrator new' writes one to start from")),
    "E016": (
        N_("the file is UTF-16, not UTF-8"),
        N_("save it as UTF-8 without a byte order mark"),
    ),
    "E017": (
        N_("the file begins with an invisible byte order mark"),
        N_("save it as UTF-8 without a byte order mark"),
    ),
    "E018": (
        N_("a key must be a word, not a list or a map"),
        N_("put the text in quotation marks"),
    ),
    "E019": (N_("there are more problems than the {limit} that are shown"), ""),
    "E020": (
        N_("a line begins with %: directives are not used in agenda files"),
        N_("put the text in quotation marks"),
    ),
    "E021": (N_("a letter carries more marks than can be read"), N_("type the text again")),
    "E022": (
        N_("{rounds} sessions and rounds with {people} people are more than one forum can have"),
        "",
    ),
    "E023": (
        N_("{turns} turns to speak are more than the {limit} that one forum can have"),
        "",
    ),
    # E1xx: a part of it is not as it must be
    "E101": (N_("unknown key '{key}' in {place}"), N_("did you mean '{near}'?")),
    "E102": (N_("key '{key}' is missing in {place}"), ""),
    "E103": (N_("'{key}' must be {expected}"), ""),
    "E104": (N_("'{given}' is not allowed for '{key}'"), N_("allowed: {allowed}")),
    "E105": (N_("the text of '{key}' is empty or too long"), ""),
    "E106": (N_("'{given}' is no whole number that fits here"), ""),
    "E107": (N_("format version '{given}' is unknown"), N_("this program reads 'format: 1'")),
    "E108": (N_("nothing stands after '{key}:'"), N_("give it a value, or remove the line")),
    "E109": (
        N_("entry {number} of '{key}' is empty"),
        N_("give it a value, or remove the line"),
    ),
    "E110": (N_("unknown time zone '{given}'"), N_("did you mean '{near}'?")),
    "E111": (N_("'{given}' is no date and time"), N_("write it as 2020-10-29 12:00")),
    "E112": (N_("'{given}' is no time of day"), N_("write it as 14:30, on the 24-hour clock")),
    "E113": (N_("'{given}' is no duration"), N_("write it as 5 min, 1 h 30, 2 days or 7 min each")),
    "E114": (N_("'{given}' is no part of a day"), N_("write it as 12:00–14:00")),
    "E115": (N_("unknown language '{given}'"), N_("known: {known}")),
    "E116": (N_("'{given}' is no e-mail address"), ""),
    "E117": (N_("'{given}' is no link"), N_("links begin with https://")),
    "E118": (
        N_("'{given}' cannot be an id"),
        N_("use small Latin letters, digits and hyphens, such as {example}"),
    ),
    "E119": (
        N_("'{given}' is no code of a state"),
        N_("use the two capital letters of ISO 3166, such as KZ"),
    ),
    "E120": (N_("{kind} id '{id}' is used twice"), N_("first on line {first}")),
    "E121": (N_("there is no {kind} '{id}'"), N_("did you mean '{near}'?")),
    "E122": (
        N_("'{given}' cannot be an id: the word has a meaning of its own"),
        N_("choose another, such as {example}"),
    ),
    "E123": (N_("'{given}' is no telephone number"), N_("write it as +7 351 000 00 00")),
    "E124": (N_("{place} needs a person, a delegation or a group: exactly one of them"), ""),
    "E125": (N_("{place} has neither a name nor an office"), N_("give 'name:' or 'office:'")),
    "E126": (
        N_("delegation '{id}' has neither a state nor a name"),
        N_("give 'state:' or 'name:'"),
    ),
    "E127": (
        N_("the program has no name for the state '{state}'"),
        N_("bring its names along under 'states:'"),
    ),
    "E128": (N_("entry {number} of '{key}' must be {expected}"), ""),
    "E129": (
        N_("delegation '{id}' has two heads: '{first}' and '{second}'"),
        N_("leave 'head: true' with one of them"),
    ),
    "E130": (
        N_("the time {time} does not exist in {zone}: the clocks are put forward over it"),
        N_("choose {before} or {after}"),
    ),
    "E131": (
        N_("the time {time} exists twice in {zone}: {first} and {second}"),
        N_("choose a time outside that hour"),
    ),
    "E132": (N_("session '{id}' ends at the moment it starts"), ""),
    "E133": (N_("person '{id}' heads no delegation"), N_("give 'delegation:'")),
    "E134": (
        N_("session '{id}' has both 'starts:' and 'when:'"),
        N_("keep the one that holds"),
    ),
    "E135": (
        N_("session '{id}' has neither 'starts:' nor 'when:'"),
        N_("say in 'when:' when it is expected"),
    ),
    "E136": (
        N_("session '{id}' has no items"),
        N_("give 'items:', or mark it 'status: tentative'"),
    ),
    "E137": (N_("'was: {id}' names an id that is still in use"), ""),
    "E138": (N_("language '{tag}' stands twice"), N_("first on line {first}")),
    "E139": (N_("{place} needs a person or a delegation: exactly one of them"), ""),
    "E140": (N_("unknown placeholder {{{name}}} in the text"), N_("known: {known}")),
    "E141": (
        N_("an opening or closing brace stands alone in the text"),
        N_("write {{{{ or }}}} for a brace"),
    ),
    "E142": (N_("'{id}' stands twice in '{key}'"), N_("first on line {first}")),
    "E143": (
        N_("'{id}' stands twice among those who speak together"),
        N_("first on line {first}"),
    ),
    "E144": (N_("'{key}' has more than {limit} entries"), ""),
    "E145": (
        N_("no font of the papers has the character {character} ({name}) in '{text}'"),
        N_("write it in another way, or name a font that has it in ORCHESTRATOR_FONTS"),
    ),
    # E2xx: no running order can be made of it
    "E201": (
        N_("item '{item}' is pinned to {pinned}, but the items before it end at {end}"),
        N_("shorten them or move it by {over}"),
    ),
    "E202": (
        N_("nobody is found for '{group}' in item '{item}'"),
        N_("give delegations the 'status:' that is called for"),
    ),
    "E203": (N_("'{id}' does not speak in item '{item}'"), ""),
    "E204": (
        N_("'{state}' cannot be put into the order of this language: {language}"),
        N_(
            "under 'states:' write its short name in the letters of that language; in Chinese also "
            "'key:', the pinyin with tones, such as meng3 gu3"
        ),
    ),
    "E205": (
        N_("'{person}' has no rank, but item '{item}' is ordered by rank"),
        N_("give 'rank:'"),
    ),
    "E206": (N_("two rules give '{id}' different places in item '{item}'"), ""),
    "E207": (N_("no delegation is marked 'host: true'"), N_("mark the host, or name the speaker")),
    "E208": (N_("session '{id}' has no chair who could speak first or last"), N_("give 'chair:'")),
    "E209": (
        N_("the place of '{id}' in item '{item}' needs exactly one of 'before:' and 'after:'"),
        "",
    ),
    "E210": (
        N_("session '{id}' lasts longer than any session can: more than {days} days"),
        "",
    ),
    # P3xx: it can be built, but not be published
    "P301": (N_("'{tag}' {what} of {place} is missing"), N_("an official language")),
    "P302": (N_("{person} is invited but has no address"), N_("give 'email:'")),
    "P303": (N_("session '{id}' has nobody to chair it"), N_("give 'chair:'")),
    "P304": (N_("session '{id}' has nobody to take the record"), N_("give 'rapporteur:'")),
    "P305": (
        N_("session '{id}' has neither a join link nor a place"),
        N_("give 'join:' or 'place:'"),
    ),
    "P320": (N_("session '{id}' needs {needs} but ends after {has}"), N_("{over} over")),
    "P322": (
        N_("session '{id}' starts at {start} and ends at {end} on the next day, {has} later"),
        N_("a time earlier than the session's start means the next day"),
    ),
    # W3xx: worth a look
    "P321": (N_("nothing says when session '{id}' ends"), N_("give 'ends:' or its items")),
    "W302": (
        N_("texts missing in '{tag}': {count}"),
        N_("readers see them in another language, marked"),
    ),
    "W303": (
        N_("'{tag}' is not among the languages of the forum"),
        N_("add it to 'languages: courtesy:'"),
    ),
    "W304": (N_("there are more findings than the {limit} that are shown"), ""),
    "W306": (N_("session '{id}' lies in the past"), ""),
    "W307": (
        N_("session '{id}' is postponed: nobody is invited on the date it has"),
        N_("when a new date is known, write it with 'status: confirmed'"),
    ),
    "W308": (
        N_("item '{item}' starts {buffer} after the end of the item before it"),
        N_("a time earlier than the session's start means the next day"),
    ),
    "W309": (N_("nobody is found for '{group}' among those invited to session '{id}'"), ""),
    "W310": (
        N_("two rules decide the order of item '{item}' differently"),
        N_("'{first}' stands first by one and not by the other"),
    ),
    "W311": (
        N_("answers for session '{id}' are asked for until after it starts"),
        "",
    ),
    "W312": (
        N_("nobody is named yet who speaks for delegation '{id}'"),
        N_("give one of its people 'head: true'"),
    ),
    "W313": (N_("nobody is named yet who speaks in item '{id}'"), N_("give 'speakers:'")),
    "W330": (N_("{person} would speak at {time} own time"), N_("between 22:00 and 07:00")),
    "W331": (N_("{person} would speak at {time} own time, outside {windows}"), N_("{proposal}")),
    "W332": (
        N_("{person} is expected in two places at {time}"),
        N_("in '{first}' and in '{second}'"),
    ),
    "W340": (
        N_("the texts in '{tag}' are not marked as reviewed"),
        N_("when a competent reader has read them, add it to 'languages: reviewed:'"),
    ),
    "W341": (
        N_("the texts in '{tag}' and '{other}' have different placeholders"),
        N_("only in one of them: {names}"),
    ),
    # W4xx: a filled form of the minutes
    "W401": (
        N_("the cell '{field}' under '{place}' is missing from the form"),
        N_("if it was deleted by mistake, make the form again with --keep"),
    ),
    "W402": (N_("'{field}' under '{place}' has lost its mark and was known by its label only"), ""),
    "W403": (N_("words outside the cells under '{place}' were kept as a note: '{text}'"), ""),
    "W404": (N_("the row of '{row}' is missing from the form"), ""),
    "W405": (N_("item '{item}' is not in the agenda"), N_("what stands under it was kept")),
    "W406": (N_("the heading of item '{item}' is missing from the form"), ""),
    "W407": (
        N_("action item {number} under '{place}': '{given}' can be read as more than one date"),
        N_("write it as 2020-12-31"),
    ),
    "W408": (
        N_("action item {number} under '{place}': '{given}' is no date"),
        N_("write it as 2020-12-31"),
    ),
    "W409": (N_("decision {number} under '{place}': nothing says how it was adopted"), ""),
    "W410": (
        N_("decision {number} under '{place}': '{given}' is no way of adopting it"),
        N_("by consensus, by vote, or noted"),
    ),
    "W411": (N_("action item {number} under '{place}' names nobody"), ""),
    "W412": (N_("action item {number} under '{place}' has no due date"), ""),
    "W413": (
        N_(
            "'{field}' under '{place}' was changed in the form and in the agenda; the form's stands"
        ),
        N_("in the form: {mine}; in the agenda: {theirs}"),
    ),
    "W414": (
        N_("the attendance of '{name}' is not understood: '{given}'"),
        N_("present, absent, or represented"),
    ),
    "W415": (N_("delegations of which nothing says whether they were present: {count}"), ""),
    "W417": (N_("a blank is left in '{field}' under '{place}'"), ""),
    "W418": (N_("statements of which nothing was written down: {count}"), ""),
    "W419": (
        N_("'{given}' in '{field}' under '{place}' is no time of day"),
        N_("write it as 14:30, on the 24-hour clock"),
    ),
    "W420": (N_("item '{item}' stands at another place than in the agenda"), ""),
    "W421": (N_("nothing was decided under '{place}'"), ""),
    "W422": (N_("'{field}' under '{place}' stands twice; the second was kept as a note"), ""),
    "W423": (
        N_(
            "the record is empty: no attendance, no summary, no statement and no decision was "
            "written into it"
        ),
        "",
    ),
    "W424": (N_("the session is not over yet: by the agenda it ends on {day}"), ""),
}


def finding(
    code: str,
    path: Path = (),
    *,
    on_key: bool = False,
    mark: tuple[int, int] | None = None,
    hint: str | None = None,
    **values: object,
) -> Finding:
    """Return a finding in the words of its code; `hint` replaces the code's own hint."""
    message, usual = CODES[code]
    advice = usual if hint is None else hint
    fits = advice and all(f"{{{name}}}" not in advice or name in values for name in _places(advice))
    return Finding(
        code=code,
        path=path,
        message=Phrase(text=message, values=values),
        hint=Phrase(text=advice, values=values) if fits else None,
        on_key=on_key,
        mark=mark,
    )


def _places(template: str) -> Iterable[str]:
    return (part.partition("}")[0] for part in template.replace("{{", "").split("{")[1:])


def stops_build(findings: Iterable[Finding]) -> bool:
    """Tell whether any of the findings stops a build."""
    return any(each.severity == "error" for each in findings)


def stops_publishing(findings: Iterable[Finding]) -> bool:
    """Tell whether any of the findings stops publishing."""
    return any(each.severity != "warning" for each in findings)
