"""Pages: a template filled by the pen, with the addresses of its styles and scripts."""

from orchestrator.languages import Translator
from orchestrator.layout import Pen
from orchestrator.web import assets

# What every page of this process says first; only a demonstration has something to say.
_notices: list[str] = []


def announce(sentence: str | None) -> None:
    """Say a sentence on every page from now on, or nothing any more."""
    _notices[:] = [sentence] if sentence else []


def paper(words: Translator, template: str, **values: object) -> bytes:
    """Return a page in one language as bytes."""
    pen = Pen(words=words)
    return pen.paper(template, asset=assets.address, notices=_notices, **values).encode()
