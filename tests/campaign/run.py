"""The fault campaign: `python -m tests.campaign.run [--seed N] [--minutes M] [ROUND…]`.

Prints its seed and a table of what was seen; ends with 1 where something was that must not be.
With minutes it goes on with the next seeds until they are over.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.campaign.rounds import ALONE, ON_SQLITE, ROUNDS, Camp, Result, table
from tests.storage import servers

AT_ONCE = 3


async def fought(camp: Camp, names: Sequence[str], seed: int) -> list[Result]:
    """Fight some rounds, a few at once, and those that take the server away after them."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(name: str) -> Result:
        async with turns:
            return await camp.fight(name, seed)

    found = await asyncio.gather(*(one(name) for name in names if name not in ALONE))
    return [*found, *[await one(name) for name in names if name in ALONE]]


def said(words: str) -> None:
    """Print at once: a campaign is long."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def campaign(names: Sequence[str], seed: int, minutes: float, seconds: float) -> list[Result]:
    """Fight rounds with one seed after the other, until the time is over."""
    results: list[Result] = []
    until = time.monotonic() + minutes * 60
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="campaign-")))
        programs = None if set(names) <= {*ON_SQLITE} else servers.programs()
        server = stack.enter_context(servers.running(programs)) if programs else None
        numbers = itertools.count(1)
        for each in itertools.count(seed):
            camp = Camp(folder=folder, server=server, seconds=seconds, numbers=numbers)
            fresh = asyncio.run(fought(camp, names, each))
            results += fresh
            said(table(fresh))
            for result in fresh:
                for wrong in result.wrong[:20]:
                    said(f"{result.name}, seed {each}: {wrong}")
            if time.monotonic() >= until:
                return results
    raise AssertionError  # it returns above


def main() -> int:
    """Fight what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311 - printed
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--seconds", type=float, default=6, help="of chaos in a round")
    parser.add_argument("rounds", nargs="*", default=ROUNDS)
    told = parser.parse_args()
    said(f"seed {told.seed}")
    results = campaign(told.rounds, told.seed, told.minutes, told.seconds)
    failed = [result for result in results if result.wrong]
    said(f"{len(results)} rounds, {len(failed)} failed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
