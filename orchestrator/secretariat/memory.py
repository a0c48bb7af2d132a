"""Which revision an agenda file was made from: remembered in the data folder, not in the file."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.system import reason

NAME = "files.json"


def recall(desk: Desk, store: str, file: Path, forum: str) -> int | None:
    """Return the revision a file was last published from or pulled as; None where unknown."""
    found = _of(_of(_read(desk), store), _name(file))
    number = found.get("revision")
    return number if found.get("forum") == forum and isinstance(number, int) else None


def forget(desk: Desk) -> None:
    """Forget every file: after a restore the numbers of revisions mean other texts."""
    (desk.data / NAME).unlink(missing_ok=True)


def _of(known: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what stands under a name; what is of another shape is as good as nothing."""
    found = known.get(name)
    return found if isinstance(found, dict) else {}


def remember(desk: Desk, store: str, file: Path, forum: str, revision: int) -> None:
    """Note that a file now holds a revision of a store."""
    known = _read(desk)
    known[store] = _of(known, store) | {_name(file): {"forum": forum, "revision": revision}}
    path = desk.data / NAME
    fresh = path.with_name(f".{NAME}.{secrets.token_hex(4)}")
    try:
        fresh.write_text(json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8")
        fresh.replace(path)
    except OSError as wrong:
        fresh.unlink(missing_ok=True)
        raise OrchestratorError(
            N_("The file '{path}' cannot be written: {reason}."), path=path, reason=reason(wrong)
        ) from None


def _name(file: Path) -> str:
    return os.path.realpath(file)


def _read(desk: Desk) -> dict[str, Any]:
    try:
        found = json.loads((desk.data / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        # Without it a file counts as made from the head: the store still refuses what is stale.
        return {}
    return found if isinstance(found, dict) else {}
