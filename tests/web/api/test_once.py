"""Asked twice under one key it is done once: the second is told what the first was told."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from orchestrator.storage import deliveries, requests
from orchestrator.web.api.turns import MOST
from orchestrator.web.application import SERVICE
from tests.web.api.machine import OWN, ROOT, Machine, machine
from tests.web.house import FORUM, NOW, SOURCE, House

MESSAGE = {"audience": "head-pk", "text": {"en": "The link has changed."}}
MOVED = SOURCE.replace("starts: 2020-10-28 12:00", "starts: 2020-10-28 11:50")


@pytest.fixture
async def own(house: House) -> Machine:
    return await machine(house)


async def queued(house: House) -> int:
    async with house.store.reading() as kept:
        return len(await deliveries.of(kept, FORUM))


async def write(own: Machine, key: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    return await own.post("/message", body or MESSAGE, Idempotency_Key=key, **headers)


async def test_a_message_that_is_asked_for_twice_goes_out_once(own: Machine, house: House) -> None:
    first = await write(own, "one")
    count = await queued(house)
    house.clock.forward(minutes=10)
    assert (first[0], await write(own, "one"), await queued(house)) == (200, first, count)
    assert (await write(own, "two"))[0] == 200
    assert await queued(house) == 2 * count


async def test_without_a_key_it_goes_out_as_often_as_it_is_asked_for(
    own: Machine, house: House
) -> None:
    for minutes in (0, 1):
        house.clock.forward(minutes=minutes)
        assert (await own.post("/message", MESSAGE))[0] == 200
    assert await queued(house) > 1


async def test_of_two_at_once_only_one_is_done(own: Machine, house: House) -> None:
    alone = await queued(house)
    done = await asyncio.gather(*(write(own, "one") for _ in range(4)))
    assert {status for status, _ in done} <= {200, 409}
    assert 200 in {status for status, _ in done}
    assert await queued(house) - alone == (await write(own, "one"))[1]["queued"]


async def test_a_key_is_not_for_another_request(own: Machine, house: House) -> None:
    await write(own, "one")
    count = await queued(house)
    status, told = await write(own, "one", MESSAGE | {"audience": "heads"})
    assert (status, told["detail"].startswith("This Idempotency-Key was sent")) == (422, True)
    status, _ = await own.post("/resend", {"person": "head-pk"}, Idempotency_Key="one")
    assert (status, await queued(house)) == (422, count)


async def test_a_publication_is_told_again_though_its_state_is_past(
    own: Machine, house: House
) -> None:
    headers = {"If_Match": await own.mark(), "Idempotency_Key": "one"}
    first = await own.post("/publish", {"text": MOVED}, **headers)
    count = await queued(house)
    assert (first[0], await own.post("/publish", {"text": MOVED}, **headers)) == (200, first)
    assert await queued(house) == count
    headers["Idempotency_Key"] = "two"
    assert (await own.post("/publish", {"text": MOVED}, **headers))[0] == 412


async def test_a_key_is_not_for_another_state(own: Machine, house: House) -> None:
    """Whoever has read the forum anew asks for something else, and is told so."""
    mark = await own.mark()
    first = await own.post("/publish", {"text": MOVED}, If_Match=mark, Idempotency_Key="one")
    count = await queued(house)
    newer = await own.mark()
    status, told = await own.post(
        "/publish", {"text": MOVED}, If_Match=newer, Idempotency_Key="one"
    )
    assert (first[0], mark != newer, status) == (200, True, 422)
    assert told["detail"].startswith("This Idempotency-Key was sent with another request")
    assert await queued(house) == count


async def test_the_mark_of_what_was_kept_is_told_again(own: Machine) -> None:
    asked: dict[str, Any] = {
        "json": {"text": MOVED},
        "headers": {"If-Match": '"1-open"', "Idempotency-Key": "one"},
    }
    told = [await own.ask("PUT", f"{OWN}/source", **asked) for _ in range(2)]
    assert [(each.status, each.headers["ETag"]) for each in told] == [(200, '"2-open"')] * 2


async def test_what_was_refused_may_be_asked_again_under_its_key(own: Machine) -> None:
    assert (await write(own, "one", MESSAGE | {"audience": "nobody"}))[0] == 422
    assert (await write(own, "one"))[0] == 200


async def test_a_request_that_was_cut_off_is_not_done_again(own: Machine, house: House) -> None:
    """The program ended in the midst: whether the message went out nobody knows."""
    first = await write(own, "one")
    async with house.store.transaction() as kept:
        found = await requests.begin(kept, token=1, key="one", digest="", now=NOW)
        assert found is not None
        await requests.drop(kept, 1, "one")
        await requests.begin(kept, token=1, key="one", digest=found.digest, now=NOW)
    count = await queued(house)
    again = {"json": MESSAGE, "headers": {"Idempotency-Key": "one"}}
    second = await own.ask("POST", f"{OWN}/message", **again)
    assert (first[0], second.status, second.headers["Retry-After"]) == (200, 409, "5")
    assert "was cut off" in (await second.json())["detail"]
    assert await queued(house) == count


async def test_a_key_is_forgotten_after_a_day(own: Machine, house: House) -> None:
    await write(own, "one")
    count = await queued(house)
    house.clock.forward(hours=23)
    await write(own, "one")
    assert await queued(house) == count
    house.clock.forward(hours=2)
    await write(own, "one")
    assert await queued(house) == 2 * count


async def test_the_keys_of_two_tokens_are_apart(own: Machine, house: House) -> None:
    other = await machine(house)
    await write(own, "one")
    count = await queued(house)
    house.clock.forward(minutes=1)
    await write(other, "one")
    assert await queued(house) == 2 * count


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201, "ключ"])
async def test_what_no_key_is_is_refused(own: Machine, key: str) -> None:
    response = await own.ask(
        "POST",
        f"{OWN}/message",
        json=MESSAGE,
        headers={"Idempotency-Key": key},
    )
    assert response.status == 400


async def test_a_machine_does_not_take_all_hands(own: Machine, house: House) -> None:
    at_work = house.app[SERVICE].at_work
    other = await machine(house)
    at_work[1] = MOST
    found = [
        await each.ask("POST", f"{ROOT}/check", json={"text": SOURCE}) for each in (own, other)
    ]
    told = [(each.status, each.headers.get("Retry-After")) for each in found]
    assert (told, at_work[1], at_work[2]) == ([(429, "1"), (200, None)], MOST, 0)
