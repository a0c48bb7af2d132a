from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestrator.delivery import FolderInbox
from orchestrator.delivery.bounds import HEAD, MOST_BYTES, MOST_LETTERS, TOO_LARGE
from orchestrator.errors import OrchestratorError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


def put(folder: Path, name: str, content: bytes = b"Subject: yes\r\n\r\n", age: float = 60) -> Path:
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (time.time() - age,) * 2)
    return path


async def names(folder: Path) -> list[str]:
    return [letter.handle.partition("/")[2] for letter in await FolderInbox(folder).fetch()]


async def test_letters_come_in_the_order_of_their_names_until_they_are_done(folder: Path) -> None:
    put(folder, "b.eml", b"two")
    put(folder, "a.eml", b"one")
    inbox = FolderInbox(folder)
    letters = await inbox.fetch()
    assert [letter.raw for letter in letters] == [b"one", b"two"]
    assert await inbox.fetch() == letters
    await inbox.done(letters[0].handle)
    assert [letter.raw for letter in await inbox.fetch()] == [b"two"]
    assert (folder / "read" / "a.eml").read_bytes() == b"one"
    await inbox.close()


async def test_a_folder_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    assert await names(tmp_path / "inbox") == []


async def test_only_complete_files_are_taken(folder: Path) -> None:
    put(folder, "done.eml")
    put(folder, "LOUD.EML")
    put(folder, ".writing.eml")
    put(folder, "writing.eml.part")
    put(folder, "fresh.eml", age=0.5)
    assert await names(folder) == ["LOUD.EML", "done.eml"]


async def test_a_file_with_a_time_to_come_is_taken(folder: Path) -> None:
    put(folder, "a.eml", age=-3600)
    assert await names(folder) == ["a.eml"]


async def test_pipes_links_and_folders_are_left_alone(folder: Path, tmp_path: Path) -> None:
    os.mkfifo(folder / "pipe.eml")
    (tmp_path / "secret.eml").write_bytes(b"key")
    (folder / "link.eml").symlink_to(tmp_path / "secret.eml")
    (folder / "folder.eml").mkdir()
    for name in ("pipe.eml", "link.eml", "folder.eml"):
        os.utime(folder / name, (time.time() - 60,) * 2, follow_symlinks=False)
    assert await names(folder) == []


async def test_no_letter_is_moved_over_another(folder: Path) -> None:
    inbox = FolderInbox(folder)
    for content in (b"one", b"two", b"three"):
        put(folder, "a.eml", content)
        (letter,) = await inbox.fetch()
        await inbox.done(letter.handle)
    kept = {path.name: path.read_bytes() for path in (folder / "read").iterdir()}
    assert kept == {"a.eml": b"one", "a.2.eml": b"two", "a.3.eml": b"three"}


async def test_a_file_that_took_the_name_of_one_that_was_read_is_not_lost(folder: Path) -> None:
    inbox = FolderInbox(folder)
    put(folder, "a.eml", b"one")
    (letter,) = await inbox.fetch()
    put(folder, "a.eml", b"other", age=30)
    await inbox.done(letter.handle)
    assert [letter.raw for letter in await inbox.fetch()] == [b"other"]


async def test_to_say_done_twice_is_no_fault(folder: Path) -> None:
    inbox = FolderInbox(folder)
    put(folder, "a.eml")
    (letter,) = await inbox.fetch()
    await inbox.done(letter.handle)
    await inbox.done(letter.handle)
    assert [path.name for path in (folder / "read").iterdir()] == ["a.eml"]


async def test_of_a_huge_letter_the_beginning_is_read(folder: Path) -> None:
    put(folder, "huge.eml", b"Subject: huge\r\n\r\n" + b"x" * MOST_BYTES)
    put(folder, "large.eml", b"x" * MOST_BYTES)
    huge, large = await FolderInbox(folder).fetch()
    assert (len(huge.raw), huge.raw[:13], huge.wrong) == (HEAD, b"Subject: huge", TOO_LARGE)
    assert (len(large.raw), large.wrong) == (MOST_BYTES, "")


async def test_not_more_is_taken_at_once_than_can_be_held(folder: Path) -> None:
    for number in range(MOST_LETTERS + 1):
        put(folder, f"{number:03}.eml")
    assert len(await names(folder)) == MOST_LETTERS
    for number in range(3):
        put(folder, f"{number:03}.eml", b"x" * MOST_BYTES)
    assert await names(folder) == ["000.eml", "001.eml"]


async def test_a_folder_that_cannot_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "inbox").write_text("no folder", encoding="utf-8")
    with pytest.raises(OrchestratorError, match="inbox"):
        await FolderInbox(tmp_path / "inbox").fetch()


READER = """
import asyncio, sys
from pathlib import Path
from orchestrator.delivery import FolderInbox

async def read():
    inbox = FolderInbox(Path(sys.argv[1]))
    for letter in await inbox.fetch():
        print(letter.raw.decode(), flush=True)
        sys.stdin.readline()
        await inbox.done(letter.handle)

asyncio.run(read())
"""


def test_a_reader_that_is_killed_loses_nothing(folder: Path, repository: Path) -> None:
    for number in range(3):
        put(folder, f"{number}.eml", str(number).encode())
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=repository,
        text=True,
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    assert reader.stdout.readline() == "0\n"
    reader.stdin.write("\n")
    reader.stdin.flush()
    assert reader.stdout.readline() == "1\n"
    reader.send_signal(signal.SIGKILL)
    reader.communicate(timeout=10)
    assert asyncio.run(names(folder)) == ["1.eml", "2.eml"]
