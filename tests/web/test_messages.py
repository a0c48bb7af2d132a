"""A message from the desk: written, looked at, sent once to just those who were looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from aiohttp import ClientResponse

from orchestrator.storage import audit, deliveries
from tests.web import seen
from tests.web.house import FORUM, OURS, SOURCE, House, publish

PAGE = f"/desk/{FORUM}/message"
WORDS = {"to": "heads", "subject-ru": "Зал", "text-ru": "{person}, зал другой.\r\n\r\nЖдём."}


async def post(house: House, form: Mapping[str, str]) -> ClientResponse:
    """Press a button of the page."""
    return await house.client.post(
        f"{PAGE}?language=en", data=form, headers=OURS, allow_redirects=False
    )


async def looked(house: House, **form: str) -> dict[str, str]:
    """Look at a message, and return what its button would send."""
    response = await post(house, {**WORDS, **form, "do": "look"})
    page = await response.text()
    assert response.status == 200, seen.text(page)
    held = {name: re.findall(rf'name="{name}" value="(\w+)"', page)[0] for name in HELD}
    return {**WORDS, **form, **held, "do": "send"}


HELD = ("agreed", "once")


async def queued(house: House) -> list[tuple[str, str]]:
    """Return to whom messages are on their way."""
    async with house.store.reading() as kept:
        rows = await deliveries.of(kept, FORUM)
    return sorted((row.person, row.recipient) for row in rows if row.purpose == "message")


async def test_a_message_is_looked_at_and_then_sent(house: House) -> None:
    account = await house.sign_in("organiser", FORUM)
    shown = await (await post(house, {**WORDS, "do": "look"})).text()
    said = seen.text(shown)
    assert seen.wrong(shown) == []
    assert "8 people: Heads of the member delegations" in said
    assert "Глава делегации Пакистана" in said or "зал другой" in said
    assert await queued(house) == []
    done = await post(house, await looked(house))
    assert done.headers["Location"] == f"/desk/{FORUM}/deliveries?said=messaged"
    found = await queued(house)
    assert {"head-pk", "teksler"} <= {person for person, _ in found}
    async with house.store.reading() as kept:
        (deed,) = await audit.latest(kept, forum=FORUM)
    assert (deed.actor, deed.action, deed.object) == (f"account:{account}", "message", "heads")
    assert "Message" in seen.text(await house.page(f"/desk/{FORUM}/deliveries?language=en"))


async def test_a_button_that_is_pressed_twice_sends_once(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    form = await looked(house)
    first, second = await post(house, form), await post(house, form)
    found = await queued(house)
    assert (first.status, second.status, len(found)) == (303, 303, len(set(found)))


async def test_the_same_words_can_be_sent_once_more_on_purpose(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    await post(house, await looked(house))
    once = len(await queued(house))
    await post(house, await looked(house))
    assert len(await queued(house)) == 2 * once


async def test_what_has_changed_since_it_was_looked_at_is_looked_at_again(house: House) -> None:
    await house.sign_in("organiser", FORUM)
    form = await looked(house)
    await publish(house.store, SOURCE.replace("head.pk@example.org", "new.pk@example.org"))
    response = await post(house, form)
    said = seen.text(await response.text())
    assert (response.status, await queued(house)) == (409, [])
    assert "Since you looked, the people or the agenda have changed." in said
    assert "зал другой" in said


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text-ru": ""}, "Write the message in at least one language."),
        ({"text-ru": "{session} is moved"}, "Nothing fills {session} in a message"),
        ({"text-ru": "x" * 20_001}, "The message is too long."),
        ({"to": "nobody-here"}, "'nobody-here' is nobody here"),
    ],
)
async def test_what_cannot_be_sent_is_said_and_nothing_is_lost(
    house: House, change: Mapping[str, str], sentence: str
) -> None:
    await house.sign_in("organiser", FORUM)
    response = await post(house, {**WORDS, **change, "do": "look"})
    page = await response.text()
    plain = re.sub("[\u2066-\u2069]", "", seen.text(page))
    assert (response.status, sentence in plain) == (422, True)
    assert 'value="Зал"' in page


async def test_who_signed_in_a_while_ago_gives_the_password_and_loses_no_word(
    house: House,
) -> None:
    await house.sign_in("organiser", FORUM)
    house.clock.forward(hours=1)
    form = await looked(house)
    refused = await post(house, {**form, "password": "wrong"})
    page = await refused.text()
    assert (refused.status, await queued(house)) == (409, [])
    assert ('type="password"' in page, "зал другой" in page) == (True, True)


async def test_a_message_is_for_those_who_may_write(house: House) -> None:
    await house.sign_in("viewer", FORUM)
    assert (await post(house, {**WORDS, "do": "send"})).status == 404
    assert await queued(house) == []
