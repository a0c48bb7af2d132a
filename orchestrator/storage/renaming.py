"""Ids that changed (`was:` in the file): what is kept under the old one goes on under the new."""

from collections.abc import Mapping

from sqlalchemy import Table, select, update

from orchestrator.agendas.models import Agenda
from orchestrator.running_orders import renamed
from orchestrator.running_orders.compare import Key
from orchestrator.storage import entries
from orchestrator.storage.store import Kept
from orchestrator.storage.tables import answers, deliveries, links, proposals
from orchestrator.storage.tables import entries as entry_rows

OF_ENTRIES = (entry_rows, deliveries, answers, proposals)


async def rename(kept: Kept, agenda: Agenda) -> None:
    """Give every row of what was renamed its new ids."""
    old = {key: key for key in await entries.of(kept, agenda.id)}
    # An id that is in use is nobody's old one (E137), so no two rows can meet.
    changed = {was: new for new, was in renamed(agenda, old).items() if new != was}
    for table in OF_ENTRIES:
        await _move(kept, agenda.id, table, changed)
    await _rename_persons(kept, agenda)


async def _move(kept: Kept, forum: str, table: Table, moves: Mapping[Key, Key]) -> None:
    for (was_person, was_thing), (person, thing) in moves.items():
        one = (table.c.forum == forum) & (table.c.person == was_person)
        one &= table.c.thing == was_thing
        await kept.execute(update(table).where(one).values(person=person, thing=thing))


async def _rename_persons(kept: Kept, agenda: Agenda) -> None:
    """Give messages about nothing in particular, and links, their persons' new ids."""
    linked = select(links.c.person).where(links.c.forum == agenda.id).distinct()
    known = {*(await kept.execute(linked)).scalars()}
    for person in agenda.people:
        if person.was is None:
            continue
        own = (deliveries.c.forum == agenda.id) & (deliveries.c.person == person.was)
        own &= deliveries.c.thing.is_(None)
        await kept.execute(update(deliveries).where(own).values(person=person.id))
        if person.was in known and person.id not in known:
            of_person = (links.c.forum == agenda.id) & (links.c.person == person.was)
            await kept.execute(update(links).where(of_person).values(person=person.id))
