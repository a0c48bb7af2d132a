"""No hour stands alone: on whose clock it is can be read beside it, on a telephone too."""

from __future__ import annotations

import re

import pytest

from orchestrator.storage import tokens
from tests.web.api.machine import machine
from tests.web.house import NOW, SOURCE, House
from tests.web.test_desk import DESK, failing, post, proposed
from tests.web.test_outbox import written

HOUR = re.compile(r"\b\d{2}:\d{2}\b")
PLACE = re.compile(r"<(td|dd|li|p)\b[^>]*>.*?</\1>", re.DOTALL)
PAGES = (
    DESK,
    f"{DESK}/deliveries",
    f"{DESK}/audit",
    f"{DESK}/links",
    f"{DESK}/mail",
    f"{DESK}/publish",
    f"{DESK}/answers",
    "/account",
    "/tokens",
)
# They say days, and no hours.
WITHOUT = {f"{DESK}/links", f"{DESK}/answers"}


@pytest.mark.parametrize("path", PAGES)
async def test_every_hour_of_the_desk_names_its_clock(house: House, path: str) -> None:
    await house.sign_in("owner")
    await failing(house, "failed")
    await proposed(house, "counter", start="2020-10-30T07:00:00Z")
    await written(house)
    await machine(house)
    async with house.store.transaction() as kept:
        for each in await tokens.every(kept):
            await tokens.use(kept, each.id, NOW)
    moved = SOURCE.replace("starts: 2020-10-28 12:00", "starts: 2020-10-28 11:50")
    await post(house, "agenda", {"base": "1", "text": moved, "do": "save"})
    page = await house.page(f"{path}?language=en")
    said = [each[0] for each in PLACE.finditer(page) if HOUR.search(each[0])]
    assert [each for each in said if "UTC" not in each] == []
    assert bool(said) == (path not in WITHOUT)
