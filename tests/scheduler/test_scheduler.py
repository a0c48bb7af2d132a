"""What rings, on the real clock with short intervals; jumps of the clock are told by argument."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest

from orchestrator.errors import OrchestratorError
from orchestrator.scheduler import Scheduler

SOON = 0.05
PATIENCE = 5.0


def now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """The machine's clock, which a test may put forward or back."""

    def __init__(self) -> None:
        self.off = 0.0

    def __call__(self) -> float:
        return time.time() + self.off


class Bell:
    """A job that counts its runs, and may fail, take long or hold up the event loop."""

    def __init__(
        self,
        *,
        takes: float = 0,
        fails: Callable[[int], bool] = lambda _: False,
        wrong: Exception | None = None,
    ) -> None:
        self.begun, self.done, self.together, self.most = 0, 0, 0, 0
        self.takes, self.fails = takes, fails
        self.wrong = wrong or RuntimeError("as asked")

    async def __call__(self) -> None:
        self.begun += 1
        self.together += 1
        self.most = max(self.most, self.together)
        try:
            await asyncio.sleep(self.takes)
            if self.fails(self.begun):
                raise self.wrong
            self.done += 1
        finally:
            self.together -= 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def scheduler(clock: Clock) -> AsyncIterator[Scheduler]:
    ringing = Scheduler(now, wall=clock, pace=SOON)
    ringing.start()
    yield ringing
    await ringing.stop(grace=0)


async def until(holds: Callable[[], bool]) -> float:
    """Wait until something holds; return how many seconds that took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < PATIENCE, "it never came true"
        await asyncio.sleep(0.005)
    return time.monotonic() - began


async def test_a_job_runs_at_once_and_at_every_interval(scheduler: Scheduler) -> None:
    bell = Bell()
    scheduler.every(0.1, bell, "sweep")
    assert await until(lambda: bell.done == 1) < 0.09
    assert 0.15 < await until(lambda: bell.done == 3) < 0.5


async def test_a_job_that_fails_is_logged_and_lives_on(
    scheduler: Scheduler, caplog: pytest.LogCaptureFixture
) -> None:
    bell = Bell(fails=lambda run: run < 3)
    scheduler.every(SOON, bell, "sweep")
    await until(lambda: bell.done == 2)
    assert bell.begun == 4
    failed = "The job sweep failed; it runs again at its next turn."
    assert [each.getMessage() for each in caplog.records] == [failed, failed]
    assert all(each.exc_info for each in caplog.records)


async def test_what_is_away_for_a_while_is_said_once_and_so_is_its_return(
    scheduler: Scheduler, caplog: pytest.LogCaptureFixture
) -> None:
    away = OrchestratorError("The server {name} is away.", name="mail")
    bell = Bell(fails=lambda run: run < 4, wrong=away)
    scheduler.every(SOON, bell, "sweep")
    await until(lambda: bell.done == 2)
    assert [(each.getMessage(), each.exc_info) for each in caplog.records] == [
        ("The job sweep failed and goes on trying: The server mail is away.", None),
        ("The job sweep works again.", None),
    ]


async def test_a_job_rings_at_its_exact_moment(scheduler: Scheduler) -> None:
    bell = Bell()
    scheduler.every(3600, bell, "sweep")
    await until(lambda: bell.done == 1)
    moment = now() + timedelta(seconds=0.2)
    scheduler.at(moment, "sweep")
    await until(lambda: bell.done == 2)
    assert timedelta() <= now() - moment < timedelta(seconds=0.15)


async def test_a_later_moment_takes_the_place_of_the_one_before(scheduler: Scheduler) -> None:
    bell = Bell()
    scheduler.every(3600, bell, "sweep")
    for wait in (3000, 0.1, 0.2):
        scheduler.at(now() + timedelta(seconds=wait), "sweep")
    await asyncio.sleep(0.4)
    assert bell.done == 2
    scheduler.at(now() + timedelta(seconds=0.1), "sweep")
    scheduler.at(None, "sweep")
    scheduler.at(None, "sweep")
    await asyncio.sleep(0.2)
    assert bell.done == 2


async def test_a_moment_is_one_of_the_clock_that_was_given() -> None:
    began = time.monotonic()

    def then() -> datetime:
        return datetime(2020, 10, 29, tzinfo=UTC) + timedelta(seconds=time.monotonic() - began)

    ringing, bell = Scheduler(then), Bell()
    ringing.every(3600, bell, "sweep")
    ringing.start()
    ringing.at(then() + timedelta(seconds=0.2), "sweep")
    assert 0.1 < await until(lambda: bell.done == 2) < 0.5
    await ringing.stop(grace=0)


async def test_a_job_never_runs_twice_at_once(scheduler: Scheduler) -> None:
    bell = Bell(takes=0.2)
    scheduler.every(SOON, bell, "sweep")
    await until(lambda: bell.begun == 1)
    for _ in range(3):
        scheduler.wake("sweep")
        await asyncio.sleep(0.02)
    await until(lambda: bell.done == 3)
    assert bell.most == 1


async def test_who_is_woken_while_running_runs_once_more(scheduler: Scheduler) -> None:
    bell = Bell(takes=0.1)
    scheduler.every(3600, bell, "sweep")
    await until(lambda: bell.begun == 1)
    scheduler.wake("sweep")
    await until(lambda: bell.done == 2)
    await asyncio.sleep(0.15)
    assert bell.begun == 2


async def test_what_is_late_rings_all_the_same_and_once(scheduler: Scheduler) -> None:
    """Apscheduler's own grace of a second would drop it, and its list of misses would all ring."""
    sweep, exact = Bell(), Bell()
    scheduler.every(0.1, sweep, "sweep")
    scheduler.every(3600, exact, "exact")
    await until(lambda: exact.done == 1)
    scheduler.at(now() + timedelta(seconds=0.1), "exact")
    before = sweep.done
    time.sleep(1.5)  # noqa: ASYNC251 - the event loop is held up on purpose
    await until(lambda: exact.done == 2)
    assert sweep.done - before <= 2


@pytest.mark.parametrize("jump", [-3600.0, 3600.0])
async def test_after_a_jump_of_the_clock_everything_is_woken(
    scheduler: Scheduler, clock: Clock, jump: float, caplog: pytest.LogCaptureFixture
) -> None:
    bell = Bell()
    scheduler.every(3600, bell, "sweep")  # as far off as the clock puts every timer that goes back
    await until(lambda: bell.done == 1)
    clock.off += jump
    assert await until(lambda: bell.done == 2) < 1
    clock.off += 0.5
    await asyncio.sleep(4 * SOON)
    assert bell.done == 2
    assert [each.getMessage() for each in caplog.records] == [f"The clock jumped by {jump:+.1f} s."]


async def test_the_age_is_that_of_the_last_run_that_was_done(scheduler: Scheduler) -> None:
    good, bad, long = Bell(), Bell(fails=lambda run: run > 1), Bell(takes=3600)
    for name, bell in {"good": good, "bad": bad, "long": long}.items():
        scheduler.every(SOON, bell, name)
    await until(lambda: good.done > 5 and bad.begun > 5)
    ages = scheduler.ages()
    assert ages["good"] is not None
    assert ages["bad"] is not None
    assert ages["good"] < 0.15 < ages["bad"]
    assert ages["long"] is None


async def test_stopping_lets_what_runs_end() -> None:
    ringing, bell, other = Scheduler(now), Bell(takes=0.3), Bell()
    ringing.every(3600, bell, "sweep")
    ringing.every(SOON, other, "other")
    ringing.start()
    await until(lambda: bell.begun == 1)
    ringing.wake("sweep")
    await asyncio.sleep(0.02)
    before = other.begun
    await ringing.stop(grace=5)
    assert (bell.begun, bell.done) == (1, 1)
    await asyncio.sleep(0.1)
    assert (bell.begun, other.begun) == (1, before)


async def test_stopping_does_not_wait_for_ever(caplog: pytest.LogCaptureFixture) -> None:
    ringing, bell = Scheduler(now), Bell(takes=3600)
    ringing.every(SOON, bell, "sweep")
    ringing.start()
    await until(lambda: bell.begun == 1)
    began = time.monotonic()
    async with asyncio.timeout(PATIENCE):
        await ringing.stop(grace=0.1)
    assert time.monotonic() - began < 1
    assert (bell.done, bell.together) == (0, 0)
    assert [each.getMessage() for each in caplog.records] == [
        "The job sweep was stopped before it was done."
    ]


async def test_ringing_every_second_is_not_news(
    scheduler: Scheduler, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "orchestrator")
    bell = Bell(takes=0.2)
    scheduler.every(SOON, bell, "sweep")
    await until(lambda: bell.done == 2)
    assert caplog.records == []


async def test_a_job_may_ask_for_its_next_moment_while_it_runs(scheduler: Scheduler) -> None:
    runs: list[float] = []

    async def job() -> None:
        runs.append(time.monotonic())
        if len(runs) == 1:
            return
        if len(runs) == 2:
            scheduler.at(now(), "job")  # it is over before this run is
            await asyncio.sleep(SOON)

    scheduler.every(3600, job, "job")
    await until(lambda: len(runs) == 1)
    scheduler.at(now(), "job")
    await until(lambda: len(runs) == 3)


@pytest.mark.parametrize("rounds", range(5))
async def test_stopped_right_after_its_start_it_cuts_off_nothing(rounds: int) -> None:
    bell, scheduler = Bell(takes=0.01), Scheduler(now)
    scheduler.every(60, bell, "bell")
    scheduler.start()
    for _ in range(rounds):
        await asyncio.sleep(0)
    await scheduler.stop(PATIENCE)
    assert bell.begun == bell.done
