"""Mails are compared byte by byte with those a person has read.

After a change that is meant, or of a catalogue: `ORCHESTRATOR_TEST_REFRESH=1 uv run pytest
tests/letters/test_golden.py`, then read the mails: a failing test shows what they say, decoded.
"""

from __future__ import annotations

import os
from email import message_from_bytes, policy

import pytest

from tests.letters.kinds import CASES, GOLDEN, TAGS


def readable(mail: bytes) -> str:
    """Return what a mail says, header by header and part by part, decoded."""
    message = message_from_bytes(mail, policy=policy.default)
    blocks = ["\n".join(f"{name}: {value}" for name, value in message.items())]
    for part in message.walk():
        if not part.is_multipart():
            said = part.get_content()
            text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
            blocks.append(f"--- {part['Content-Type']}\n{text}")
    return "\n\n".join(blocks).replace("\r\n", "\n")


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", CASES)
def test_a_mail_is_as_it_was_read_and_found_good(kind: str, tag: str) -> None:
    made, path = CASES[kind](tag).mail(), GOLDEN / f"{kind}.{tag}.eml"
    if os.environ.get("ORCHESTRATOR_TEST_REFRESH"):
        path.write_bytes(made)
    kept = path.read_bytes()
    assert readable(made) == readable(kept)
    assert made == kept


def test_every_golden_file_belongs_to_a_kind_and_a_language() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {
        f"{kind}.{tag}.eml" for kind in CASES for tag in TAGS
    }
