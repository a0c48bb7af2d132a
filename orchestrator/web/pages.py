"""Pages: a template filled by the pen, with the addresses of its styles and scripts."""

from orchestrator.languages import Translator
from orchestrator.layout import Pen
from orchestrator.web import assets


def paper(words: Translator, template: str, **values: object) -> bytes:
    """Return a page in one language as bytes."""
    return Pen(words=words).paper(template, asset=assets.address, **values).encode()
