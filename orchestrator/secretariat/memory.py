"""Which revision an agenda file was made from: remembered in the data folder, not in the file.

Each file has a note of its own, which takes its place whole: two who publish different files at
once cannot lose each other's.
"""

import hashlib
import json
import os
import secrets
import shutil
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.secretariat.desk import Desk
from orchestrator.storage.revisions import Revision
from orchestrator.system import reason

FOLDER = "files"


class Note(BaseModel):
    """What is remembered of a file: `next` is the digest of a text that was about to be kept."""

    model_config = ConfigDict(frozen=True)

    store: str
    file: str
    forum: str
    revision: int | None = None
    next: str | None = None


def recall(desk: Desk, store: str, file: Path, forum: str, head: Revision | None) -> int | None:
    """Return the revision a file was last published from or pulled as; None where unknown.

    Whoever was killed after the store had kept their text and before they could note it made the
    head all the same.
    """
    note = _read(place(desk, store, file))
    if note is None or note.forum != forum:
        return None
    if head is not None and note.next == head.digest:
        return head.number
    return note.revision


def intend(desk: Desk, store: str, file: Path, forum: str, digest: str) -> None:
    """Note that the text with this digest is about to become a revision."""
    before = _read(place(desk, store, file))
    known = before.revision if before and before.forum == forum else None
    _write(desk, _note(store, file, forum).model_copy(update={"revision": known, "next": digest}))


def remember(desk: Desk, store: str, file: Path, forum: str, revision: int) -> None:
    """Note that a file now holds a revision of a store."""
    _write(desk, _note(store, file, forum).model_copy(update={"revision": revision}))


def forget(desk: Desk) -> None:
    """Forget every file: after a restore the numbers of revisions mean other texts."""
    shutil.rmtree(desk.data / FOLDER, ignore_errors=True)


def place(desk: Desk, store: str, file: Path) -> Path:
    """Return where the note of a file is."""
    name = hashlib.sha256(f"{store}\0{os.path.realpath(file)}".encode()).hexdigest()[:20]
    return desk.data / FOLDER / f"{name}.json"


def _note(store: str, file: Path, forum: str) -> Note:
    return Note(store=store, file=os.path.realpath(file), forum=forum)


def _read(path: Path) -> Note | None:
    try:
        return Note.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        # Without it a file counts as made from the head: the store still refuses what is stale.
        return None


def _write(desk: Desk, note: Note) -> None:
    path = place(desk, note.store, Path(note.file))
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    text = json.dumps(note.model_dump(exclude_none=True), ensure_ascii=False, indent=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    except OSError as wrong:
        fresh.unlink(missing_ok=True)
        raise OrchestratorError(
            N_("The file '{path}' cannot be written: {reason}."), path=path, reason=reason(wrong)
        ) from None
