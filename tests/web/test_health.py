from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import update

from orchestrator.storage import deliveries, meta, tables
from orchestrator.web import SERVICE, admin, start
from tests.web.house import FORUM, NOW, House


@pytest.fixture
async def watch(house: House) -> AsyncIterator[ClientSession]:
    serving = await start(admin(house.app[SERVICE]), "127.0.0.1", 0)
    async with ClientSession(serving.url) as client:
        yield client
    await serving.stop()


async def mail_due(house: House, minutes: int) -> None:
    async with house.store.transaction() as kept:
        row = deliveries.New(
            key=f"key {minutes}",
            forum=FORUM,
            person="head-pk",
            thing="session-plenary",
            purpose="request",
            publication=1,
            recipient="head-pk@example.org",
            due=NOW - timedelta(minutes=minutes),
            created=NOW,
            details={},
        )
        await deliveries.queue(kept, [row])


async def test_a_service_that_runs_is_live(watch: ClientSession) -> None:
    assert (await watch.get("/livez")).status == 200


async def test_a_service_with_its_database_is_ready(house: House, watch: ClientSession) -> None:
    async with house.store.transaction() as kept:
        await meta.put(kept, "last_sweep", "2020-10-20T06:59:30Z")
    await mail_due(house, 3)
    response = await watch.get("/readyz")
    told = await response.json()
    del told["schema"]
    assert (response.status, told) == (
        200,
        {"ready": True, "database": "writable", "last_sweep_age": 30.0, "oldest_due_age": 180.0},
    )


async def test_a_service_whose_database_is_busy_is_not_ready(
    house: House, watch: ClientSession
) -> None:
    (house.folder / "orchestrator.sqlite").write_bytes(b"no database any more" * 500)
    response = await watch.get("/readyz")
    assert (response.status, (await response.json())["ready"]) == (503, False)


async def test_looking_after_the_service_changes_nothing(
    house: House, watch: ClientSession
) -> None:
    before = await house.digest()
    for path in ("/livez", "/readyz", "/metrics"):
        await watch.get(path)
    assert await house.digest() == before


async def test_metrics_count_answers_by_route_and_messages_by_state(
    house: House, watch: ClientSession
) -> None:
    await mail_due(house, 1)
    await house.client.get("/")
    await house.client.get("/nowhere/at/all")
    lines = (await (await watch.get("/metrics")).text()).splitlines()
    assert 'orchestrator_http_requests_total{route="/",method="GET",status="200"} 1' in lines
    assert 'orchestrator_http_requests_total{route="(none)",method="GET",status="404"} 1' in lines
    assert 'orchestrator_http_request_seconds_bucket{route="/",le="+Inf"} 1' in lines
    assert 'orchestrator_messages{kind="deliveries",state="pending"} 1' in lines
    assert "orchestrator_database_up 1" in lines
    assert "orchestrator_oldest_due_age_seconds 60.0" in lines
    assert not any("nowhere" in line for line in lines)


async def test_metrics_are_read_by_prometheus_and_say_what_they_are(
    house: House, watch: ClientSession
) -> None:
    async with house.store.transaction() as kept:
        await meta.put(kept, "last_sweep", "2020-10-20T06:59:30Z")
    await mail_due(house, 1)
    await house.client.get("/")
    text = await (await watch.get("/metrics")).text()
    families = [*text_string_to_metric_families(text)]
    assert {each.name: each.type for each in families} == {
        "orchestrator_http_requests": "counter",
        "orchestrator_http_request_seconds": "histogram",
        "orchestrator_database_up": "gauge",
        "orchestrator_messages": "gauge",
        "orchestrator_messages_in_doubt": "gauge",
        "orchestrator_last_sweep_age_seconds": "gauge",
        "orchestrator_oldest_due_age_seconds": "gauge",
    }
    assert [each.name for each in families if not each.documentation or not each.samples] == []


async def test_a_message_in_doubt_counts_once_in_the_sum_over_states(
    house: House, watch: ClientSession
) -> None:
    await mail_due(house, 1)
    async with house.store.transaction() as kept:
        await kept.execute(update(tables.deliveries).values(doubt=True))
    families = text_string_to_metric_families(await (await watch.get("/metrics")).text())
    sums = {each.name: sum(sample.value for sample in each.samples) for each in families}
    assert sums["orchestrator_messages"] == sums["orchestrator_messages_in_doubt"] == 1


async def test_without_its_database_metrics_tell_that_and_the_answers(
    house: House, watch: ClientSession
) -> None:
    await house.client.get("/")
    await house.store.close()
    (house.folder / "orchestrator.sqlite").write_bytes(b"no database any more" * 500)
    response = await watch.get("/metrics")
    lines = (await response.text()).splitlines()
    assert response.status == 200
    assert "orchestrator_database_up 0" in lines
    assert 'orchestrator_http_requests_total{route="/",method="GET",status="200"} 1' in lines
    assert not any("_age_" in line or "orchestrator_messages" in line for line in lines)


async def test_whoever_asks_is_not_kept_waiting_by_a_busy_database(house: House) -> None:
    serving = await start(admin(house.app[SERVICE], patience=0.05), "127.0.0.1", 0)
    async with ClientSession(serving.url) as client:
        async with house.store.transaction():
            found = [await client.get("/readyz") for _ in range(2)]
            told = [(each.status, (await each.json())["database"]) for each in found]
        assert told == [(503, "slow")] * 2
        await asyncio.sleep(0.05)
        assert (await client.get("/readyz")).status == 200
    await serving.stop()


@pytest.mark.parametrize("another", [True, False])
async def test_a_service_whose_file_was_taken_away_is_not_ready(
    house: House, watch: ClientSession, *, another: bool
) -> None:
    path = house.folder / "orchestrator.sqlite"
    path.rename(house.folder / "elsewhere.sqlite")
    if another:
        path.write_bytes(b"")
    response = await watch.get("/readyz")
    assert (response.status, (await response.json())["database"]) == (503, "replaced")


async def test_a_service_without_room_for_its_store_is_not_ready(house: House) -> None:
    serving = await start(admin(house.app[SERVICE], room=10**18), "127.0.0.1", 0)
    async with ClientSession(serving.url) as client:
        response = await client.get("/readyz")
        assert (response.status, (await response.json())["database"]) == (503, "full")
    await serving.stop()
