"""Write a folder whole or not at all, and never over somebody else's."""

import glob
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from orchestrator import __version__
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.system import reason

# A folder that holds this file is ours to replace.
MARKER = ".orchestrator-build.json"
TRIES = 20
# A build takes seconds: what is an hour old belongs to none that still runs.
STALE = 3600
LEFTOVER = re.compile(r"\..+\.(new|old)-[a-z0-9_]{8}")


class ForeignFolderError(OrchestratorError):
    """The folder holds something that this program did not write."""


def replace(out: Path, files: Mapping[str, bytes], forum: str) -> None:
    """Put a folder with these files in the place of `out`; if that fails the old one stays."""
    target = real(out)
    refuse_foreign(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _fresh_folder(target) as fresh:
            _write(fresh, {**files, MARKER: _marker(forum)})
            _swap(fresh, target)
        _sweep(target)
    except OSError as wrong:
        raise OrchestratorError(
            N_("The folder '{folder}' cannot be written: {reason}."),
            folder=out,
            reason=reason(wrong),
        ) from None


def real(out: Path) -> Path:
    """Return where a folder really stands; a ring of links is refused when it is read."""
    return Path(os.path.realpath(out))


def refuse_foreign(target: Path) -> None:
    """Refuse a file, and a folder with something in it that is not ours."""
    try:
        foreign = _is_foreign(target)
    except OSError as wrong:
        raise OrchestratorError(
            N_("The folder '{folder}' cannot be read: {reason}."),
            folder=target,
            reason=reason(wrong),
        ) from None
    if foreign:
        raise ForeignFolderError(
            N_(
                "The folder '{folder}' holds files that this program did not make; nothing was "
                "written. Name an empty or a new folder with --out."
            ),
            folder=target,
        )


def mark(target: Path, forum: str) -> None:
    """Make a folder where there is none, and note in it that it is ours."""
    try:
        target.mkdir(parents=True, exist_ok=True)
        (target / MARKER).write_bytes(_marker(forum))
    except OSError as wrong:
        raise OrchestratorError(
            N_("The folder '{folder}' cannot be written: {reason}."),
            folder=target,
            reason=reason(wrong),
        ) from None


def _is_foreign(target: Path) -> bool:
    # One look only: another build may put its folder there at any moment.
    try:
        held = [each.name for each in target.iterdir()]
    except FileNotFoundError:
        return False
    except NotADirectoryError:  # a file, but also a device: --out /dev/null
        return True
    return bool(held) and MARKER not in held


def _marker(forum: str) -> bytes:
    held = {"program": "orchestrator", "version": __version__, "forum": forum}
    return json.dumps(held, indent=1).encode() + b"\n"


@contextmanager
def _fresh_folder(target: Path) -> Iterator[Path]:
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name in sorted({str(Path(name).parent) for name in files}):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    # mkdtemp makes private folders; what is handed out has the rights of an ordinary folder.
    folder.chmod(0o777 & ~_umask())


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _swap(fresh: Path, target: Path) -> None:
    """Move the old folder aside and the fresh one in; of two builds at once the later stands."""
    old = fresh.with_name(fresh.name.replace(".new-", ".old-"))
    for attempt in range(TRIES):
        try:
            if target.exists():
                target.rename(old)
            fresh.rename(target)
            break
        except OSError:
            # Another build was quicker: if its folder stands, what was moved aside is of no use.
            if old.exists() and not target.exists():
                old.rename(target)
            shutil.rmtree(old, ignore_errors=True)
            if attempt == TRIES - 1:
                raise
    shutil.rmtree(old, ignore_errors=True)


def _sweep(target: Path) -> None:
    """Remove what builds that were killed have left beside the folder."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.???-*"):
        with suppress(OSError):
            if LEFTOVER.fullmatch(left.name) and time.time() - left.stat().st_mtime > STALE:
                shutil.rmtree(left, ignore_errors=True)
