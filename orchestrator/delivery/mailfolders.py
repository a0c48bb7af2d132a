"""A folder into which mail is put as `.eml` files, by a mail server's rule or by hand."""

import asyncio
import os
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from orchestrator.delivery.bounds import HEAD, MOST_AT_ONCE, MOST_BYTES, MOST_LETTERS, TOO_LARGE
from orchestrator.delivery.mail import Letter
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_

UNREADABLE = N_("The file cannot be read; see who may read it.")
DONE = "read"
SUFFIX = ".eml"
# Whoever writes a file in place touches it more often than this; better is to write it under
# another name and rename it.
SETTLED = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as it was when it was looked at."""

    name: str
    size: int
    changed: int
    inode: int

    @property
    def handle(self) -> str:
        """Return what tells this file from another that takes its name later."""
        return f"{self.inode}.{self.changed}.{self.size}/{self.name}"


class FolderInbox:
    """Gives the files of a folder in the order of their names, until each is done.

    Done ones are moved into `read/` beside them. A file that is named `.something`, or was written
    to a moment ago, is not complete yet.
    """

    def __init__(self, folder: Path, settled: float = SETTLED) -> None:
        """Look into a folder, which need not exist yet."""
        self._folder = folder
        self._settled = settled

    async def fetch(self) -> Sequence[Letter]:
        """Return the next complete files."""
        try:
            return await asyncio.to_thread(lambda: tuple(self._letters()))
        except OSError:
            raise OrchestratorError(
                N_("The folder of incoming mail '{folder}' cannot be read."), folder=self._folder
            ) from None

    async def done(self, handle: str) -> None:
        """Move a file into `read/`, unless another has taken its place."""
        try:
            await asyncio.to_thread(self._move, handle)
        except OSError:
            raise OrchestratorError(
                N_("A file in the folder of incoming mail '{folder}' cannot be moved to '{done}'."),
                folder=self._folder,
                done=DONE,
            ) from None

    async def close(self) -> None:
        """Nothing is kept open."""

    def _letters(self) -> Iterator[Letter]:
        total = 0
        for file in self._complete()[:MOST_LETTERS]:
            total += min(file.size, MOST_BYTES)
            if total > MOST_AT_ONCE:
                return
            letter = self._letter(file)
            if letter is not None:
                yield letter

    def _complete(self) -> list[File]:
        before = time.time_ns() - int(self._settled * 1e9)
        now = time.time_ns()
        # A time in the future is that of a clock set back or of another machine: it says nothing.
        return [file for file in self._files() if file.changed <= before or file.changed > now]

    def _files(self) -> Iterator[File]:
        try:
            names = sorted(os.listdir(self._folder))  # noqa: PTH208 - names are all that is needed
        except FileNotFoundError:
            return
        for name in names:
            if name.lower().endswith(SUFFIX) and not name.startswith("."):
                with suppress(FileNotFoundError):
                    found = (self._folder / name).lstat()
                    if stat.S_ISREG(found.st_mode):  # a pipe would never answer, a link leads away
                        yield _file(name, found)

    def _letter(self, file: File) -> Letter | None:
        path = self._folder / file.name
        most = HEAD if file.size > MOST_BYTES else MOST_BYTES
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(descriptor, "rb") as opened:
                raw = opened.read(most)
                after = _file(file.name, os.fstat(opened.fileno()))
        except FileNotFoundError:
            return None
        except OSError:
            return Letter(handle=file.handle, raw=b"", wrong=UNREADABLE)
        if after != file:  # written to while it was read: not complete after all
            return None
        return Letter(handle=file.handle, raw=raw, wrong=TOO_LARGE if most == HEAD else "")

    def _move(self, handle: str) -> None:
        name = handle.partition("/")[2]
        path = self._folder / name
        with suppress(FileNotFoundError):  # moved before: a crash came between that and our note
            if _file(name, path.lstat()).handle != handle:
                return
            read = self._folder / DONE
            read.mkdir(mode=0o700, exist_ok=True)
            path.rename(_free(read, name))


def _file(name: str, found: os.stat_result) -> File:
    return File(name=name, size=found.st_size, changed=found.st_mtime_ns, inode=found.st_ino)


def _free(folder: Path, name: str) -> Path:
    """Return a path in a folder that nothing stands at: no letter is written over another."""
    stem = name[: -len(SUFFIX)]
    path, number = folder / name, 1
    while os.path.lexists(path):
        number += 1
        path = folder / f"{stem}.{number}{SUFFIX}"
    return path
