from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from orchestrator.storage import deliveries, meta
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
    assert "orchestrator_oldest_due_age_seconds 60.0" in lines
    assert not any("nowhere" in line for line in lines)
