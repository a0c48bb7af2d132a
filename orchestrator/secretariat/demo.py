"""Build the shipped forum of 2020: the whole main job in one command."""

from pathlib import Path

from orchestrator import resources
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.secretariat.build import Built, build
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.source import fetch

FORUM = "sco-heads-of-regions-2020.yaml"
DATA = "data"  # what a demonstration that is served keeps, beside the documents


async def demo(desk: Desk, out: Path) -> Built:
    """Build every document of the First SCO Heads of Regions Forum, as of 20 October 2020."""
    if (out / DATA).exists():
        raise OrchestratorError(
            N_(
                "The folder '{folder}' holds the data of a demonstration that was served. Name "
                "another with --out, or remove it."
            ),
            folder=out,
        )
    source = fetch(resources.folder("agendas") / FORUM)
    return await build(desk, source, out, beside=(("ru", "zh-Hans"),))
