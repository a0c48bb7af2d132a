"""Ids that changed (`was:` in the file): what is kept under the old one goes on under the new."""

from sqlalchemy import update

from orchestrator.agendas.models import Agenda
from orchestrator.running_orders import renamed
from orchestrator.storage import entries
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import answers, deliveries, proposals
from orchestrator.storage.tables import entries as table


async def rename(kept: Kept, agenda: Agenda) -> None:
    """Give every row of a renamed entry its new ids."""
    old = {key: key for key in await entries.of(kept, agenda.id)}
    changed = {new: key for new, key in renamed(agenda, old).items() if new != key}
    for (person, thing), (was_person, was_thing) in changed.items():
        for rows in (table, deliveries, answers, proposals):
            one = (rows.c.forum == agenda.id) & (rows.c.person == was_person)
            one &= rows.c.thing == was_thing
            await kept.execute(update(rows).where(one).values(person=person, thing=thing))
