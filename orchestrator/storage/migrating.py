"""The schema is brought up to date at start, forward only."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from orchestrator.storage.faults import DAMAGED, NEWER, StoreError

FOLDER = Path(__file__).resolve().parent / "migrations"
# Every step that this version knows, oldest first; named here because reading them costs Alembic's
# start-up time, and nearly always there is nothing to do.
SCHEMAS = ("1", "2", "3")
TABLE = "alembic_version"
# Processes that start at once take turns; any number will do, as long as it stays.
TURN = 7_041_976


async def schema(kept: AsyncConnection) -> str | None:
    """Return the schema that the database has, None where it is empty."""
    if not await kept.run_sync(lambda connection: inspect(connection).has_table(TABLE)):
        return None
    found: str | None = await kept.scalar(text(f"SELECT version_num FROM {TABLE}"))  # noqa: S608 - our own constant
    return found


async def current(kept: AsyncConnection, where: str) -> bool:
    """Tell whether the schema is this version's; one that is newer or foreign is refused."""
    found = await schema(kept)
    if found is None and await kept.run_sync(_is_foreign):
        raise StoreError(DAMAGED, place=where)
    if found is not None and found not in SCHEMAS:
        raise StoreError(NEWER, place=where, schema=found)
    return found == SCHEMAS[-1]


def _is_foreign(connection: Connection) -> bool:
    """Tell whether a file has somebody else's tables; a server's schema may be shared."""
    return connection.dialect.name == "sqlite" and bool(inspect(connection).get_table_names())


async def migrate(kept: AsyncConnection, where: str) -> None:
    """Bring the schema up to date in this transaction."""
    if kept.dialect.name == "postgresql":
        await kept.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
    if not await current(kept, where):  # another process may have done it while we waited
        await kept.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    # Half of the store's start-up time, and an up-to-date schema needs none of it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
