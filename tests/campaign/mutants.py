"""Engines with one thing broken, which the campaign must catch: `python -m tests.campaign.mutants`.

Each is a copy of the package with one piece of text replaced; where that text is no longer there,
the mutant fails loudly and is to be made anew.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.campaign.run import said

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 180
BESIDE = ("templates", "locales", "agendas", "tests", "pyproject.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One replacement in one file, and the round that shows it."""

    name: str
    file: str
    old: str
    new: str
    round: str = "points-sqlite"


KEY = "step.person, step.thing, purpose, {}, resend=resend"
MUTANTS = (
    Mutant(
        name="sent before DATA",
        file="secretariat/dispatch.py",
        old="            return await self._noted(self._intent(row, mail))\n",
        new="            now = self._desk.now()\n"
        "            return await self._noted(marks.sent(row.id, _owner(row), now=now))\n",
    ),
    Mutant(
        name="intent not committed",
        file="secretariat/dispatch.py",
        old="            return await self._noted(self._intent(row, mail))\n",
        new="            return True\n",
    ),
    Mutant(
        name="no fencing",
        file="storage/marks.py",
        old="    return {delivery for delivery, owner in found if owners[delivery] == owner}\n",
        new="    return {mark.id for mark in marks} if found else set()\n",
        round="stands-still",
    ),
    Mutant(
        name="no recovery",
        file="storage/claims.py",
        old='    dead = deliveries.c.state == "leased"\n',
        new='    dead = deliveries.c.state == "never"\n',
    ),
    Mutant(
        name="recovery without a doubt",
        file="storage/claims.py",
        old="            doubt=doubt,\n",
        new="            doubt=row.doubt,\n",
    ),
    Mutant(
        name="key by SEQUENCE",
        file="secretariat/queueing.py",
        old=KEY.format("publication.number"),
        new=KEY.format("step.sequence"),
        round="relay-down",
    ),
    Mutant(
        name="key by content",
        file="secretariat/queueing.py",
        old=KEY.format("publication.number"),
        new=KEY.format("__import__('zlib').crc32(repr(step.to).encode())"),
        round="there-and-back",
    ),
    Mutant(
        name="supersede ignored",
        file="secretariat/publish.py",
        old="    if await deliveries.supersede(kept, ids, now=publication.at) != len(ids):\n"
        "        raise TakenMeanwhile\n",
        new="    return\n",
        round="there-and-back",
    ),
    Mutant(
        name="doubt of a lost answer forgotten",
        file="secretariat/dispatch.py",
        old="return await self._later(row, SOON, reply or IN_DOUBT, doubt=True)",
        new="return await self._later(row, SOON, reply or IN_DOUBT)",
        round="chaos-sqlite",
    ),
)
QUICK = ("sent before DATA", "intent not committed")


def planted(mutant: Mutant, folder: Path) -> None:
    """Copy the package into a folder, with the mutant in it."""
    shutil.copytree(
        ROOT / "orchestrator", folder / "orchestrator", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in BESIDE:
        (folder / name).symlink_to(ROOT / name)
    path = folder / "orchestrator" / mutant.file
    text = path.read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        message = f"'{mutant.name}' cannot be planted: its text is gone from {mutant.file}"
        raise LookupError(message)
    path.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")


def unmeasured() -> dict[str, str]:
    """Return our environment without coverage: its processes are killed before they could tell."""
    return {name: each for name, each in os.environ.items() if not name.startswith("COVERAGE_")}


def fought(mutant: Mutant, seed: int) -> tuple[bool, str]:
    """Tell whether the campaign caught a mutant, and what it said."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        planted(mutant, Path(folder))
        done = subprocess.run(
            [sys.executable, "-m", "tests.campaign.run", "--seed", str(seed), mutant.round],
            cwd=folder,
            env=unmeasured() | {"PYTHONPATH": folder, "CAMPAIGN_PATIENCE": "10"},
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
    found = [line for line in done.stdout.splitlines() if line.startswith(f"{mutant.round}, seed")]
    return done.returncode == 1 and bool(found), (found or [done.stdout + done.stderr])[0]


def escaped(mutants: Sequence[Mutant], seed: int) -> list[str]:
    """Return the names of those that the campaign did not catch; say what it said of each."""
    gone = []
    for mutant in mutants:
        caught, words = fought(mutant, seed)
        said(f"{'caught ' if caught else 'ESCAPED'}  {mutant.name}: {words[:160]}")
        gone += [] if caught else [mutant.name]
    return gone


def main() -> int:
    """Fight all of them, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("names", nargs="*")
    told = parser.parse_args()
    wanted = [each for each in MUTANTS if not told.names or each.name in told.names]
    return bool(escaped(wanted, told.seed))


if __name__ == "__main__":
    sys.exit(main())
