"""What the models say about a place in a file: which keys may stand there, and which must."""

import difflib
import types
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from orchestrator.agendas.models import Agenda
from orchestrator.findings import Path

# More names than this are no vocabulary: comparing with all of them would take long.
MOST_NAMES = 3000


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Return the name that a mistyped word most likely stands for."""
    folded = {name.casefold(): name for name in names}
    if len(folded) > MOST_NAMES or len(word) > 100:
        return None
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


@cache
def fields(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """Return the fields of a model by the keys that stand for them in a file."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def keys(path: Path) -> tuple[str, ...]:
    """Return the keys that may stand in what a path leads to; none where it has none of its own."""
    return tuple(key for model in _models(_kind(path)) for key in fields(model))


def field_at(path: Path) -> FieldInfo | None:
    """Return the field that a path ends at, None for entries of lists and maps."""
    if not path or isinstance(path[-1], int):
        return None
    found = (fields(model).get(path[-1]) for model in _models(_kind(path[:-1])))
    return next((field for field in found if field is not None), None)


def is_text_in_language(path: Path) -> bool:
    """Tell whether a path leads to one language of a text."""
    return bool(path) and is_texts(_kind(path[:-1]))


def is_texts(kind: Any) -> bool:  # noqa: ANN401 - annotations have no type of their own
    """Tell whether an annotation is that of a text in several languages."""
    return any(get_origin(each) is dict for each in _flat(kind))


def _kind(path: Path) -> Any:  # noqa: ANN401 - annotations have no type of their own
    kind: Any = Agenda
    for step in path:
        kind = next(_inside(kind, step), None)
    return kind


def _inside(kind: Any, step: str | int) -> Iterator[Any]:  # noqa: ANN401 - see above
    for each in _flat(kind):
        origin, inner = get_origin(each), get_args(each)
        if origin is tuple and isinstance(step, int):
            yield inner[0]
        elif origin is tuple:
            # `speakers: [{person: kim}]` leaves out the list of those who speak together.
            yield from _inside(inner[0], step)
        elif origin is not None and isinstance(step, str):
            yield inner[1]
        elif isinstance(step, str) and each in _models(each) and step in fields(each):
            yield fields(each)[step].annotation


def _flat(kind: Any) -> Iterator[Any]:  # noqa: ANN401 - see above
    if get_origin(kind) is Annotated:
        yield from _flat(get_args(kind)[0])
    elif get_origin(kind) in (Union, types.UnionType):
        for each in get_args(kind):
            yield from _flat(each)
    else:
        yield kind


def _models(kind: Any) -> list[type[BaseModel]]:  # noqa: ANN401 - see above
    flat = list(_flat(kind))
    found = [each for each in flat if isinstance(each, type) and issubclass(each, BaseModel)]
    lists = (get_args(each)[0] for each in flat if get_origin(each) is tuple)
    return found or [model for inner in lists for model in _models(inner)]
