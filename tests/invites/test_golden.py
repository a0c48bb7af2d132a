"""Calendar files are compared byte by byte with those a person has read.

After a change that is meant, or of a catalogue: `ORCHESTRATOR_TEST_REFRESH=1 uv run pytest
tests/invites/test_golden.py`, then read `git diff tests/invites/golden`.
"""

from __future__ import annotations

import os

import pytest

from orchestrator.invites import wire
from tests.invites.kinds import GOLDEN, KINDS, TAGS


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_calendar_file_is_as_it_was_read_and_found_good(kind: str, tag: str) -> None:
    made, path = KINDS[kind](tag), GOLDEN / f"{kind}.{tag}.ics"
    if os.environ.get("ORCHESTRATOR_TEST_REFRESH"):
        path.write_bytes(made)
    kept = path.read_bytes()
    assert (made == kept, wire.check(kept)) == (True, []), made.decode()


def test_every_golden_file_belongs_to_a_kind_and_a_language() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {
        f"{kind}.{tag}.ics" for kind in KINDS for tag in TAGS
    }
