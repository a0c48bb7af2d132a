"""Texts in all languages of the forum: none of an official one may be missing."""

from collections.abc import Iterator, Mapping

from orchestrator.agendas import placeholders
from orchestrator.agendas.checks.subject import Subject
from orchestrator.agendas.models import Languages
from orchestrator.agendas.translations import completeness, texts
from orchestrator.findings import N_, Finding, Path, Phrase, finding, phrase

# What a text is, by the key under which it stands.
NAMES = {
    "title": phrase(N_("title")),
    "name": phrase(N_("name")),
    "office": phrase(N_("office")),
    "region": phrase(N_("region")),
    "place": phrase(N_("place")),
    "text": phrase(N_("text")),
    "when": phrase(N_("date in words")),
    "because": phrase(N_("reason")),
}
FORUM = phrase(N_("the forum"))


def translations(subject: Subject) -> Iterator[Finding]:
    """Find texts that are missing in a language of the forum, or that nobody has reviewed."""
    languages = subject.agenda.languages
    lacking = {
        tag: [path for path in paths if not subject.translated(path, tag)]
        for tag, paths in completeness(subject.agenda).items()
    }
    every = sum(1 for _ in texts(subject.agenda))
    for tag in languages.official:
        yield from (_missing(subject, tag, path) for path in lacking[tag])
    for path, tag in _tags(languages):
        if tag not in languages.official and lacking[tag]:
            yield finding("W302", path, tag=tag, count=len(lacking[tag]))
        unread = tag != languages.official[0] and tag not in languages.reviewed
        if unread and len(lacking[tag]) < every:
            yield finding("W340", path, tag=tag)


def _missing(subject: Subject, tag: str, path: Path) -> Finding:
    what, place = _said(subject, path)
    return finding("P301", path, on_key=True, tag=tag, what=what, place=place)


def _said(subject: Subject, path: Path) -> tuple[Phrase, Phrase]:
    if path[0] == "states":
        return NAMES["name"], subject.place(path)
    return NAMES[str(path[-1])], subject.place(path[:-1]) if path[:-1] else FORUM


def _tags(languages: Languages) -> Iterator[tuple[Path, str]]:
    """Return every language of the forum once, with the path to it."""
    seen: set[str] = set()
    for path, tag in _listed(languages):
        if tag not in seen:
            yield path, tag
        seen.add(tag)


def _listed(languages: Languages) -> Iterator[tuple[Path, str]]:
    for key in ("official", "working", "courtesy"):
        for number, tag in enumerate(getattr(languages, key)):
            yield ("languages", key, number), tag


def languages(subject: Subject) -> Iterator[Finding]:
    """Find languages that are named twice, and those that people have but the forum has not."""
    known = subject.agenda.languages
    first: dict[str, Path] = {}
    for path, tag in _listed(known):
        if tag in first:
            yield finding("E138", path, tag=tag, first=subject.line(first[tag]))
        first.setdefault(tag, path)
    for path, language in _used(subject):
        if language is not None and language not in first:
            yield finding("W303", path, tag=language)


def _used(subject: Subject) -> Iterator[tuple[Path, str | None]]:
    agenda = subject.agenda
    for number, tag in enumerate(agenda.languages.reviewed):
        yield ("languages", "reviewed", number), tag
    for number, delegation in enumerate(agenda.delegations):
        yield ("delegations", number, "language"), delegation.language
    for number, person in enumerate(agenda.people):
        yield ("people", number, "language"), person.language
        for place, assistant in enumerate(person.assistants):
            yield ("people", number, "assistants", place, "language"), assistant.language
    yield ("record", "language"), agenda.record.language


def invitation(subject: Subject) -> Iterator[Finding]:
    """Find places in the organizer's own words that nothing fills."""
    if subject.agenda.invitation is None:
        return
    texts_of_it = subject.agenda.invitation.text
    for tag, text in texts_of_it.items():
        yield from _places(("invitation", "text", tag), text)
    yield from _differing(subject, texts_of_it)


def _places(path: Path, text: str) -> Iterator[Finding]:
    known = ", ".join(f"{{{name}}}" for name in placeholders.KNOWN)
    # Each mistake once, however often it is made: a hostile text may hold thousands.
    for name in list(dict.fromkeys(placeholders.names(text)))[:20]:
        if not name:
            yield finding("E141", path)
        elif name not in placeholders.KNOWN:
            yield finding("E140", path, name=name[:80], known=known)


def _differing(subject: Subject, said: Mapping[str, str]) -> Iterator[Finding]:
    tags = [tag for tag in subject.agenda.languages.all if tag in said]
    for tag in tags[1:]:
        one, other = (_known(said[each]) for each in (tag, tags[0]))
        if one != other:
            names = ", ".join(f"{{{name}}}" for name in sorted(one ^ other))
            path = ("invitation", "text", tag)
            yield finding("W341", path, tag=tag, other=tags[0], names=names)


def _known(text: str) -> frozenset[str]:
    return frozenset(placeholders.names(text)) & frozenset(placeholders.KNOWN)
