"""Places of a record as whoever reads of them knows them: headings and labels in their language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from orchestrator import languages
from orchestrator.findings import Finding, Phrase, phrase
from orchestrator.languages import TAGS, Translator
from orchestrator.minutes import labels
from orchestrator.minutes.answers import Answers
from orchestrator.running_orders.naming import KIND_NAMES
from orchestrator.running_orders.order import RunningOrder, TimedItem

Texts = Mapping[str, str]


def headings(order: RunningOrder, session: str) -> Mapping[str, Texts]:
    """Return the numbered heading of each item of a session, in every language that it has."""
    official = order.agenda.languages.official
    timed = next((each for each in order.sessions if each.session.id == session), None)
    return {each.item.id: _heading(each, official) for each in (timed.items if timed else ())}


def _heading(timed: TimedItem, official: Sequence[str]) -> Texts:
    kind = KIND_NAMES[timed.item.kind]
    texts = timed.item.title or {tag: languages.translator(tag).say(kind) for tag in TAGS}
    tags = [*(tag for tag in official if tag in texts), *texts]
    number = f"{timed.number}. " if timed.number else ""
    return {tag: f"{number}{texts[tag]}" for tag in tags}


def sessions(order: RunningOrder) -> Texts:
    """Return the ids and titles of all sessions as one text, in every language."""
    held, official = order.agenda.sessions, order.agenda.languages.official

    def named(tag: str) -> Iterator[str]:
        for each in held:
            yield f"{each.id} ({languages.choose(each.title, tag, official).text})"

    return {tag: ", ".join(named(tag)) for tag in (*official, *TAGS)}


def under(items: Sequence[str], filled: Answers, known: Mapping[str, Texts]) -> Texts:
    """Return the headings of some items as one text, in every language."""
    shown = [_shown(item, filled, known) for item in items]
    tags = dict.fromkeys(tag for texts in shown for tag in texts)
    return {tag: "; ".join(languages.choose(texts, tag).text for texts in shown) for tag in tags}


def _shown(item: str, filled: Answers, known: Mapping[str, Texts]) -> Texts:
    """Return the heading of an item; one that the rapporteur worded anew stays theirs."""
    title = filled.titles.get(item)
    is_theirs = title and filled.changed(f"i/{item}", title)
    own = {filled.language: title or item}
    return own if is_theirs else known.get(item, own)


def addressed(
    found: Iterable[Finding], filled: Answers, known: Mapping[str, Texts]
) -> tuple[Finding, ...]:
    """Return findings that name places in the language of their reader, not of the record."""
    ours = _labels(languages.translator(filled.language))
    return tuple(_addressed(each, filled, known, ours) for each in found)


def _labels(words: Translator) -> Mapping[str, object]:
    tables = (labels.HEAD, labels.ITEM, labels.HEADINGS, labels.TITLES)
    return {words.say(text): phrase(text) for table in tables for text in table.values()}


def _addressed(
    each: Finding, filled: Answers, known: Mapping[str, Texts], ours: Mapping[str, object]
) -> Finding:
    places = dict(ours)
    if each.path[:1] == ("items",):
        item = str(each.path[1])
        places[filled.titles.get(item) or item] = _shown(item, filled, known)
    values = {
        name: places.get(str(value), value) if name in ("place", "field") else value
        for name, value in each.message.values.items()
    }
    hint = each.hint and Phrase(text=each.hint.text, values=values)
    return replace(each, message=Phrase(text=each.message.text, values=values), hint=hint)
