"""What every test shares: a quiet environment, a way to start the program, no silent skips."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import starts

ROOT = Path(__file__).resolve().parents[1]

Run = starts.Run

TOLD_BY_A_SHELL = re.compile(
    r"ORCHESTRATOR_(?!TEST_)|LC_|(LANG|LANGUAGE|FORCE_COLOR|NO_COLOR|COLUMNS|TZ|SOURCE_DATE_EPOCH)$"
)

# Timings of single examples tell about the machine, not about the code.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")


def pytest_configure() -> None:
    """Take away what the caller's shell would tell the program: settings, language, colour."""
    for name in filter(TOLD_BY_A_SHELL.match, list(os.environ)):
        del os.environ[name]
    os.environ["LC_ALL"] = "C.UTF-8"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in CI that skipped anything: there, everything a test needs is installed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why tests were skipped and that this fails the run."""
    skipped = terminalreporter.stats.get("skipped", [])
    if not (os.environ.get("CI") and skipped):
        return
    terminalreporter.section("skipped, and so failed: with CI set nothing may be skipped", red=True)
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.write_line(f"{report.nodeid}: {reason}")


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """Return the folder of node packages that read our calendar files back."""
    folder = Path(os.environ.get("ORCHESTRATOR_TEST_NODE_MODULES", ROOT / "tests" / "node_modules"))
    if not (folder / "ical.js" / "package.json").is_file():
        pytest.skip(
            "ical.js is not installed: `npm install --no-save --prefix tests ical.js@2.2.1`, "
            "or name its folder in ORCHESTRATOR_TEST_NODE_MODULES"
        )
    return folder


@pytest.fixture(scope="session")
def starter() -> Iterator[starts.Starter]:
    """Return the program, loaded once for all of its starts."""
    with starts.starter() as loaded:
        yield loaded


@pytest.fixture
def program(starter: starts.Starter, tmp_path: Path) -> Callable[..., Run]:
    """Return a function that runs `orchestrator` as its own process in an empty folder."""

    def run(*arguments: str, **environment: str) -> Run:
        return starter.run(arguments, tmp_path, os.environ | environment)

    return run
