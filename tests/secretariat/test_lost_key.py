"""A store knows which key it was begun with: none is made in silence in the place of a lost one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from orchestrator import bootstrap, languages
from orchestrator.errors import OrchestratorError
from orchestrator.secretariat import dispatch, handed, serve
from orchestrator.secretariat.build import build
from orchestrator.secretariat.checkup import checkup
from orchestrator.secretariat.resend import resend
from orchestrator.secretariat.source import fetch
from orchestrator.storage.lock import DispatcherRunsError, dispatching
from tests.flows.office import Office


@pytest.fixture
async def office(tmp_path: Path) -> Office:
    office = Office(folder=tmp_path, base_url="https://forum.example.org")
    await office.tell()
    return office


def key(office: Office) -> Path:
    return office.folder / "data" / "key"


async def refuses(office: Office) -> str:
    """Return why a changed file is not published."""
    office.edit(("{ru: Пленарное", "{ru: Общее"))
    with pytest.raises(OrchestratorError) as refused:
        await office.publish()
    return refused.value.message


async def test_a_lost_key_is_not_replaced_by_publishing(office: Office) -> None:
    key(office).unlink()
    assert await refuses(office) == bootstrap.LOST
    assert not key(office).exists()


async def test_whoever_needs_the_key_says_that_it_is_lost(office: Office) -> None:
    key(office).unlink()
    with pytest.raises(OrchestratorError):
        await dispatch.once(office.desk)
    with pytest.raises(OrchestratorError):
        await serve.serve(office.desk, lambda: None)
    with pytest.raises(OrchestratorError):
        await resend(office.desk, "head-kz", None)
    with pytest.raises(OrchestratorError):
        await build(office.desk, fetch(office.file), office.folder / "out")
    assert not key(office).exists()
    assert (await office.plan()).is_empty  # what sends nothing goes on


async def test_another_key_is_refused(office: Office) -> None:
    key(office).unlink()
    bootstrap.key(office.folder / "data")
    assert await refuses(office) == bootstrap.FOREIGN


async def test_the_key_that_is_put_back_will_do(office: Office) -> None:
    held = key(office).read_bytes()
    key(office).unlink()
    await refuses(office)
    key(office).write_bytes(held)
    assert len(await office.tell()) == 3  # those who read Russian, and the assistant


async def test_a_store_older_than_marks_refuses_a_missing_key_and_takes_the_one_it_has(
    office: Office,
) -> None:
    held = key(office).read_bytes()
    with sqlite3.connect(office.folder / "data/orchestrator.sqlite") as store:
        store.execute("DELETE FROM meta WHERE name = 'key'")
    key(office).unlink()
    assert await refuses(office) == bootstrap.LOST
    key(office).write_bytes(held)
    await office.tell()
    key(office).unlink()
    bootstrap.key(office.folder / "data")
    office.edit(("{ru: Общее", "{ru: Пленарное"))
    with pytest.raises(OrchestratorError):
        await office.publish()


async def test_no_new_key_while_a_service_answers_the_old_links(office: Office) -> None:
    before = office.desk.key()
    served = dispatching(dispatch.lock_path(office.desk), office.desk.now())
    with served, pytest.raises(DispatcherRunsError):
        await handed.new_key(office.desk)
    assert office.desk.key() == before


async def test_a_new_key_is_made_on_purpose_and_said_in_the_audit(office: Office) -> None:
    _, before = await handed.handed(office.desk, None)
    key(office).unlink()
    assert await handed.new_key(office.desk) is None
    _, after = await handed.handed(office.desk, None)
    assert [each.link.id for each in after] == [each.link.id for each in before]
    assert not {each.url for each in after} & {each.url for each in before}
    old = key(office).read_bytes()
    kept = await handed.new_key(office.desk)
    assert kept is not None
    assert kept.read_bytes() == old
    office.edit(("{ru: Пленарное", "{ru: Общее"))
    assert len(await office.tell()) == 3


async def test_a_second_machine_is_told_to_bring_the_key_along(office: Office) -> None:
    ring = bootstrap.Keyring(office.folder / "second")
    async with office.desk.store() as store:
        await ring.meet(store)
    with pytest.raises(OrchestratorError) as refused:
        ring()
    assert refused.value.message == bootstrap.LOST


async def test_doctor_says_that_the_key_is_lost(office: Office) -> None:
    key(office).unlink()
    found = await checkup(office.desk, languages.translator("en"))
    (lost,) = [each for each in found if each.name == "key"]
    assert (lost.fine, "links --new-key" in lost.sentence) == (False, True)
