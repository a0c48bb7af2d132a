"""How long a forum's personal links lead somewhere: until well after its last session."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from orchestrator.secretariat.publish import Given, publish
from orchestrator.secretariat.source import Source
from orchestrator.storage import links
from tests.web.house import FORUM, NOW, SOURCE, desk_in

ASSISTANT = "office.pk@example.org"


async def ends(folder: Path, text: str) -> dict[str, set[datetime | None]]:
    """Publish a text, and return when the links of each assistant end; of all others under ""."""
    desk = desk_in(folder)
    done = await publish(desk, Source(name="forum.yaml", data=text.encode()), Given(cancel=99))
    assert not done.refused
    found: dict[str, set[datetime | None]] = {}
    async with desk.store() as store, store.reading() as kept:
        for each in await links.of(kept, FORUM):
            found.setdefault(each.reader, set()).add(each.expires)
    return found


async def test_links_end_half_a_year_after_the_last_session(tmp_path: Path) -> None:
    found = await ends(tmp_path, SOURCE)
    (last,) = found[""]
    assert last is not None
    assert (last - NOW).days in range(180, 200)
    moved = await ends(tmp_path, SOURCE.replace("2020-10-29", "2020-11-29"))
    (later,) = moved[""]
    assert later is not None
    assert (later - last).days == 31


async def test_links_do_not_end_while_a_session_waits_for_a_new_day(tmp_path: Path) -> None:
    await ends(tmp_path, SOURCE)
    postponed = SOURCE.replace("status: tentative", "status: postponed")
    assert postponed != SOURCE
    assert (await ends(tmp_path, postponed))[""] == {None}


async def test_the_link_of_a_former_assistant_ends_at_once(tmp_path: Path) -> None:
    before = await ends(tmp_path, SOURCE)
    assert before[ASSISTANT] == before[""]
    gone = SOURCE.replace(ASSISTANT, "new.office.pk@example.org")
    after = await ends(tmp_path, gone)
    (ended,) = after[ASSISTANT]
    assert ended is not None
    assert (ended <= NOW, after["new.office.pk@example.org"]) == (True, before[""])
    back = await ends(tmp_path, SOURCE)
    assert back[ASSISTANT] == before[""]
