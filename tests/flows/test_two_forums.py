"""Several forums in one store do not know each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestrator.errors import UsageError
from orchestrator.secretariat import holding
from tests.flows.office import FORUM, Office

OTHER = FORUM.replace("id: regions-2030", "id: cities-2030")


async def test_forums_of_one_store_are_published_and_held_apart(tmp_path: Path) -> None:
    regions, cities = Office(folder=tmp_path), Office(folder=tmp_path, text=OTHER)
    first = await regions.tell()
    cities.read = set(regions.read)
    second = await cities.tell()
    assert len(second) == len(first) == 9
    assert {each.uid for each in first} & {each.uid for each in second} == set()
    regions.read |= cities.read
    with pytest.raises(UsageError, match="cities-2030, regions-2030"):
        await holding.hold(regions.desk, None)
    await holding.hold(regions.desk, "cities-2030")
    cities.edit(("10-10 12:00", "10-10 12:20"))
    regions.edit(("10-10 12:00", "10-10 12:40"))
    await cities.publish()
    await regions.publish()
    assert (await regions.send()).sent == 9
    assert {each.start.minute for each in regions.mails() if each.event} == {40, 50, 0}
    await holding.release(cities.desk, "cities-2030")
    assert (await cities.send()).sent == 9
