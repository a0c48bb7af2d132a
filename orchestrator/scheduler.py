"""What rings: intervals and exact moments. The only importer of apscheduler.

The database is the only truth: what is here may be lost at any moment, and costs nothing. What
apscheduler does by itself is not wanted: it drops what is a second late, stands still for as long
as the clock went back, and cancels what runs when it is shut down.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from orchestrator.errors import OrchestratorError

Job = Callable[[], Awaitable[object]]

MANNERS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
# A clock that is set right by less than this moves no timer far enough to matter.
JUMP = 1.0

log = logging.getLogger(__name__)
# That a job still runs when its turn comes again is no news; what fails is logged here, once.
logging.getLogger("apscheduler").setLevel(logging.ERROR)


class Scheduler:
    """Jobs by name, each at its interval and at one exact moment, never twice at once.

    `now` is the clock of the moments that are asked for; `wall` that of the machine, in seconds,
    which may jump; `pace` is how often the watchdog looks at it, in seconds.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        wall: Callable[[], float] = time.time,
        pace: float = 0.5,
    ) -> None:
        self._now, self._wall, self._pace = now, wall, pace
        self._ringing = AsyncIOScheduler(timezone=UTC, job_defaults=MANNERS)
        self._jobs: dict[str, Job] = {}
        self._completed: dict[str, float] = {}
        self._running: dict[str, asyncio.Task[object] | None] = {}
        self._again: set[str] = set()
        self._troubles: dict[str, str] = {}
        self._watchdog: asyncio.Task[None] | None = None
        self._stopping = False

    def every(self, seconds: float, job: Job, name: str) -> None:
        """Run a job at once and then at every interval; one that fails lives on."""
        self._jobs[name] = job
        self._ringing.add_job(
            partial(self._run, name),
            IntervalTrigger(seconds=seconds, timezone=UTC),
            id=name,
            name=name,
            next_run_time=_machine_now(),
        )

    def at(self, moment: datetime | None, name: str) -> None:
        """Run a job besides at this moment, in place of the one asked for before; None for none."""
        exact = f"{name} at its moment"
        if moment is None:
            with suppress(LookupError):
                self._ringing.remove_job(exact)
            return
        # Apscheduler knows only the machine's clock, and ours may be another one.
        at = _machine_now() + (moment - self._now())
        self._ringing.add_job(
            partial(self._run, name),
            DateTrigger(run_date=at, timezone=UTC),
            id=exact,
            name=exact,
            replace_existing=True,
            max_instances=2,  # a job asks for its next moment while it runs
        )

    def wake(self, name: str) -> None:
        """Run a job now; one that runs already runs once more when it is done."""
        self.at(self._now(), name)

    def ages(self) -> dict[str, float | None]:
        """Return how many seconds ago each job was last done without a fault; None for never."""
        now = time.monotonic()
        done = {name: self._completed.get(name) for name in self._jobs}
        return {name: None if at is None else now - at for name, at in done.items()}

    def start(self) -> None:
        """Begin to ring, in the running event loop."""
        self._ringing.start()
        self._watchdog = asyncio.get_running_loop().create_task(self._watch())

    async def stop(self, grace: float) -> None:
        """Begin nothing more, let what runs end within so many seconds, and cancel the rest."""
        self._stopping = True
        self._ringing.pause()
        self._again.clear()
        if self._watchdog:
            self._watchdog.cancel()
        running = [task for task in self._running.values() if task]
        if running:
            await asyncio.wait(running, timeout=grace)
        # It cancels what still runs, and does so in the next round of the event loop.
        self._ringing.shutdown()
        await asyncio.gather(*running, return_exceptions=True)
        await asyncio.sleep(0)

    async def _run(self, name: str) -> None:
        # What apscheduler has begun and we have not is cancelled at once: it must not reach for a
        # connection, of which nobody knows what a cancelled reach leaves behind.
        if self._stopping:
            return
        if name in self._running:
            self._again.add(name)
            return
        self._running[name] = asyncio.current_task()
        try:
            await self._once(name)
            while name in self._again:
                self._again.discard(name)
                await self._once(name)
        finally:
            del self._running[name]

    async def _once(self, name: str) -> None:
        try:
            await self._jobs[name]()
        except asyncio.CancelledError:
            # The task ends here anyway; apscheduler would print where the job was.
            log.warning("The job %s was stopped before it was done.", name)
        except OrchestratorError as wrong:
            # A database or server that is away is said once, not every second.
            self._tell(name, str(wrong))
        except Exception:
            # Whatever it was: the next run may succeed, and without it nothing would be sent.
            log.exception("The job %s failed; it runs again at its next turn.", name)
        else:
            self._completed[name] = time.monotonic()
            self._tell(name, None)

    def _tell(self, name: str, trouble: str | None) -> None:
        before = self._troubles.pop(name, None)
        if trouble is not None:
            self._troubles[name] = trouble
        if trouble and trouble != before:
            log.error("The job %s failed and goes on trying: %s", name, trouble)
        elif before and not trouble:
            log.warning("The job %s works again.", name)

    async def _watch(self) -> None:
        """Wake everything after the machine's clock was put forward or back.

        Timers wait for the machine's clock: one put back by an hour would silence us for an hour.
        """
        usual = self._wall() - time.monotonic()
        while True:
            await asyncio.sleep(self._pace)
            apart = self._wall() - time.monotonic()
            if abs(apart - usual) >= JUMP:
                log.warning("The clock jumped by %+.1f s.", apart - usual)
                usual = apart
                for name in self._jobs:
                    self._ringing.modify_job(name, next_run_time=_machine_now())


def _machine_now() -> datetime:
    return datetime.now(UTC)
