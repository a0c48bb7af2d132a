"""The same journey on PostgreSQL, where any number of processes may publish and send at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from orchestrator.secretariat.publish import RefusedError
from tests.flows.office import Office
from tests.storage.conftest import server  # noqa: F401 - a fixture
from tests.storage.servers import Server


async def test_of_five_publishers_one_wins_and_five_senders_send_each_message_once(
    server: Server,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    url = server.make("journey")
    office = Office(folder=tmp_path, database_url=url)
    assert len(await office.tell()) == 9
    office.edit(("10-10 12:00", "10-10 12:20"))
    proposal = await office.plan()
    ends = await asyncio.gather(
        *(office.publish(agreed=proposal.id) for _ in range(5)), return_exceptions=True
    )
    refused = [end for end in ends if isinstance(end, RefusedError)]
    kept = [end for end in ends if not isinstance(end, BaseException)]
    assert (len(refused) + len(kept), {end.revision for end in kept}) == (5, {2})
    tallies = await asyncio.gather(*(office.send() for _ in range(5)))
    mails = office.mails()
    assert (sum(tally.sent for tally in tallies), len(mails)) == (9, 9)
    assert {each.sequence for each in mails} == {1}
