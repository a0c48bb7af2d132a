from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestrator.delivery import Fenced, FolderTransport, Untried
from tests.delivery.mails import Marks, mail

NOON = datetime(2026, 10, 20, 12, tzinfo=UTC)


def clock(*hours: int) -> Callable[[], datetime]:
    times: Iterator[datetime] = iter([NOON + timedelta(hours=hour) for hour in hours])
    return lambda: next(times)


def held(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_message_is_written_as_it_is_and_for_its_owner_only(tmp_path: Path) -> None:
    transport = FolderTransport(tmp_path / "outbox")
    name = await transport.send(mail(), Marks())
    written = tmp_path / "outbox" / name
    assert written.read_bytes() == mail().data
    assert (stat.S_IMODE(written.stat().st_mode), transport.tells) == (0o600, False)
    await transport.close()


async def test_names_sort_as_they_were_written_whatever_the_clock_does(tmp_path: Path) -> None:
    transport = FolderTransport(tmp_path, clock(0, 0, 1, -5, 2))
    names = [await transport.send(mail(number), Marks()) for number in range(5)]
    assert (held(tmp_path), len(set(names))) == (names, 5)
    assert names[0].startswith("20261020T120000.000000Z-")


async def test_names_tell_nothing_about_anybody(tmp_path: Path) -> None:
    name = await FolderTransport(tmp_path, clock(0)).send(mail(), Marks())
    assert set(name.removesuffix(".eml")) <= set("0123456789abcdefTZ.-")


async def test_what_is_not_ours_any_more_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(Fenced):
        await FolderTransport(tmp_path).send(mail(), Marks(ours=False))
    assert held(tmp_path) == []


async def test_the_mark_is_asked_before_the_file_has_its_name(tmp_path: Path) -> None:
    seen: list[list[str]] = []

    async def mark() -> bool:
        seen.append([name for name in held(tmp_path) if not name.startswith(".")])
        return True

    name = await FolderTransport(tmp_path).send(mail(), mark)
    assert (seen, held(tmp_path)) == ([[]], [name])


async def test_a_mark_that_fails_leaves_nothing_and_says_why(tmp_path: Path) -> None:
    async def mark() -> bool:
        raise ConnectionRefusedError

    with pytest.raises(ConnectionRefusedError):
        await FolderTransport(tmp_path).send(mail(), mark)
    assert held(tmp_path) == []


async def test_a_folder_that_cannot_be_written_costs_no_attempt(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("no folder", encoding="utf-8")
    marks = Marks()
    with pytest.raises(Untried):
        await FolderTransport(tmp_path / "outbox").send(mail(), marks)
    assert marks.asked == 0


async def test_what_a_killed_writer_left_is_swept_after_an_hour(tmp_path: Path) -> None:
    old, fresh, foreign = tmp_path / ".a.eml.1.new", tmp_path / ".b.eml.2.new", tmp_path / ".c"
    for path in (old, fresh, foreign):
        path.write_bytes(b"part")
    for path in (old, foreign):
        os.utime(path, (1_000_000_000,) * 2)
    name = await FolderTransport(tmp_path).send(mail(), Marks())
    assert held(tmp_path) == [".b.eml.2.new", ".c", name]
