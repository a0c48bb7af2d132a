"""The texts of an agenda, and the languages in which they are missing."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from orchestrator.agendas.models import Agenda, Part
from orchestrator.agendas.vocabulary import is_texts
from orchestrator.findings import Path


def texts(agenda: Agenda) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """Return every text of an agenda by language, with its path; names of states are texts too."""
    yield from _within(agenda, ())
    for code, names in agenda.states.items():
        yield ("states", code), names


def completeness(agenda: Agenda) -> Mapping[str, tuple[Path, ...]]:
    """Return for each language of the forum the paths of the texts that it lacks."""
    missing: dict[str, list[Path]] = {tag: [] for tag in agenda.languages.all}
    for path, text in texts(agenda):
        for tag in missing.keys() - text.keys():
            missing[tag].append(path)
    return {tag: tuple(paths) for tag, paths in missing.items()}


def _within(part: Part, path: Path) -> Iterator[tuple[Path, Mapping[str, object]]]:
    for name, key, is_text in _parts(type(part)):
        value = getattr(part, name)
        if is_text and value is not None:
            yield (*path, key), value
        elif isinstance(value, Part):
            yield from _within(value, (*path, key))
        elif isinstance(value, tuple):
            yield from _in_list(value, (*path, key))


def _in_list(values: Sequence[object], path: Path) -> Iterator[tuple[Path, Mapping[str, object]]]:
    for number, value in enumerate(values):
        if isinstance(value, Part):
            yield from _within(value, (*path, number))


@cache
def _parts(model: type[Part]) -> tuple[tuple[str, str, bool], ...]:
    """Return a model's fields: the attribute, the key in the file, and whether it is a text."""
    return tuple(
        (name, field.alias or name, is_texts(field.annotation))
        for name, field in model.model_fields.items()
    )
