"""The papers of a forum as people edit them: what goes to the press, in headings and tables."""

from collections.abc import Callable, Mapping
from typing import Any

from orchestrator.documents.word import agendas, orders, participants
from orchestrator.documents.word.frame import framed
from orchestrator.layout.papers import Block, Paper
from orchestrator.layout.press import Print

Blocks = Callable[[Mapping[str, Any]], tuple[Block, ...]]
TEMPLATES: Mapping[str, Blocks] = {
    "agenda": agendas.blocks,
    "running-order": orders.blocks,
    "participants": participants.blocks,
}


def paper(given: Print, forum: str) -> Paper | None:
    """Return what goes to the press as a paper to edit; None of papers that nobody edits."""
    blocks = TEMPLATES.get(given.template)
    if blocks is None:
        return None
    return framed(given.values, blocks(given.values), f"{forum}/{given.template}")


__all__ = ["paper"]
