"""Which revision a file was made from is remembered, whoever else publishes or is killed."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from orchestrator.secretariat import memory
from orchestrator.secretariat.publish import RefusedError, publish
from orchestrator.secretariat.pull import pull
from orchestrator.secretariat.source import fetch
from orchestrator.storage import revisions
from tests.flows.office import Office

FILES = 40
START = "starts: 2030-10-10 12:00"
# Publishing opens the store to plan, to recall, to keep, and then to note what it kept.
NOTING = 3


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(folder=tmp_path)


def test_two_who_publish_different_files_at_once_lose_no_note(office: Office) -> None:
    files = [office.folder / f"{n}.yaml" for n in range(FILES)]
    desk = office.desk
    gate = threading.Barrier(2)

    def note(some: list[Path]) -> None:
        gate.wait()
        for file in some:
            memory.remember(desk, "store", file, "forum", 7)

    threads = [threading.Thread(target=note, args=(files[start::2],)) for start in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [memory.recall(desk, "store", file, "forum", None) for file in files] == [7] * FILES


class Killed(Exception):  # noqa: N818 - nobody is told of it
    """The publisher is gone."""


async def killed(office: Office) -> None:
    """Publish a file and be gone after the store kept it, before that could be noted."""
    office.file.write_text(office.text, encoding="utf-8")
    desk, opened = office.desk, iter(range(100))

    def store() -> Any:
        if next(opened) == NOTING:
            raise Killed
        return desk.store()

    with pytest.raises(Killed):
        await publish(replace(desk, store=store), fetch(office.file))


async def test_a_file_edited_after_its_publisher_was_killed_is_no_stranger(office: Office) -> None:
    await office.tell()
    office.edit((START, "starts: 2030-10-10 12:20"))
    await killed(office)
    office.edit(("starts: 2030-10-10 12:20", "starts: 2030-10-10 12:40"))
    assert (await office.publish()).revision == 3


async def test_what_was_not_kept_after_all_makes_nobody_the_author_of_the_head(
    office: Office,
) -> None:
    await office.tell()
    another = replace(office, folder=office.folder)
    office.edit((START, "starts: 2030-10-10 12:20"))
    office.file.write_text(office.text, encoding="utf-8")
    desk = office.desk
    async with desk.store() as store:
        memory.intend(desk, store.place, office.file, "regions-2030", "of what was not kept")
    other = office.folder / "other.yaml"
    await pull(desk, other, None)
    other.write_text(another.text.replace(START, "starts: 2030-10-10 13:00"), encoding="utf-8")
    await publish(desk, fetch(other))
    with pytest.raises(RefusedError):
        await office.publish()


async def test_a_file_that_holds_the_heads_text_was_made_from_it(office: Office) -> None:
    await office.tell()
    copy = office.folder / "copy.yaml"
    copy.write_text(office.text, encoding="utf-8")
    assert (await publish(office.desk, fetch(copy))).revision == 1
    desk = office.desk
    async with desk.store() as store, store.reading() as kept:
        head = await revisions.head(kept, "regions-2030")
        assert memory.recall(desk, store.place, copy, "regions-2030", head) == 1


async def test_an_empty_store_under_a_published_file_names_the_note(office: Office) -> None:
    await office.tell()
    (office.folder / "data/orchestrator.sqlite").unlink()
    with pytest.raises(RefusedError) as refused:
        await office.publish()
    await asyncio.to_thread(Path(str(refused.value.values["file"])).unlink)  # it is there
    assert (await office.publish()).revision == 1
