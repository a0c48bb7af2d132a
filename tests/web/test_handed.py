from __future__ import annotations

from tests.web import seen
from tests.web.house import FORUM, House

# Delegations in the order of the file, and within one by name; those of none come last.
ORDER = [
    "Head of delegation, India",
    "Head of delegation, China",
    "Alexei Teksler",
    "Rapporteur, Secretariat of the Forum",
    "Head of delegation, Uzbekistan",
]


async def test_links_stand_by_delegation_and_then_by_name(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    for person in ("secretary", "head-uz", "teksler", "head-cn", "head-in"):
        await house.link(person)
    said = seen.text(await house.page(f"/desk/{FORUM}/links?language=en"))
    assert sorted(ORDER, key=said.index) == ORDER


async def test_names_stand_in_the_order_of_the_readers_alphabet(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    for person in ("secretary", "teksler", "coordinator"):
        await house.link(person)
    said = seen.text(await house.page(f"/desk/{FORUM}/links?language=ru"))
    own = ["Алексей Текслер", "Секретарь заседания", "Технический координатор"]
    assert sorted(own, key=said.index) == own
