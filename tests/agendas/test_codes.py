"""Every code that this room can find is seen by a test at its exact place."""

from __future__ import annotations

import re
from pathlib import Path

from orchestrator.findings import CODES
from tests.agendas import test_checks, test_faults, test_parts
from tests.agendas.shapes import shapes

# Found on the whole of a file, not at a place in it; each has a test of its own.
WHOLE = {"E001", "E002", "E016", "E017", "W304"}
# Said where there is too much to show all; the hostile files earn them.
BOUNDS = {"E008", "E009", "E019", "E021", "E022", "E023"}
IN_WORDS = {"E010", "E011", "E012"}


def emitted(folder: Path) -> set[str]:
    """Return the codes that stand in the code of a room."""
    texts = (path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    return {code for text in texts for code in re.findall(r'"([EPW]\d{3})"', text)}


def test_every_code_of_the_room_is_seen_at_its_place(repository: Path) -> None:
    tables = (test_faults.FAULTS, test_parts.PARTS, test_checks.ALL)
    seen = {code for table in tables for code, _ in table.values()}
    found = emitted(repository / "orchestrator" / "agendas")
    assert found - seen - WHOLE - BOUNDS - IN_WORDS == set()
    assert found <= CODES.keys()


def test_the_bounds_are_met_by_hostile_files() -> None:
    earned = {code for code, _ in shapes(100, 2).values()}
    assert earned >= BOUNDS - {"E019"}
