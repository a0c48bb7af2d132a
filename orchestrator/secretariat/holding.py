"""Stop all sending of a forum at once, let it go on, and declare what was told by other means."""

from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.which import which
from orchestrator.storage import audit, deliveries, forums


async def hold(desk: Desk, named: str | None, *, actor: str = "cli") -> str:
    """Stop everything that a forum would send; return its id."""
    return await _set(desk, named, held=True, actor=actor)


async def release(desk: Desk, named: str | None, *, actor: str = "cli") -> str:
    """Let a forum send again, what was kept back in doubt too; return its id."""
    return await _set(desk, named, held=False, actor=actor)


async def _set(desk: Desk, named: str | None, *, held: bool, actor: str) -> str:
    async with desk.store() as store, store.transaction() as kept:
        forum = await which(kept, named)
        news = await (forums.hold if held else forums.release)(kept, forum)
        resumed = 0
        if not held:
            doubtful = await deliveries.of(kept, forum, states=["held"])
            resumed = await deliveries.resume(kept, [row.id for row in doubtful], now=desk.now())
        if news or resumed:
            action = "hold" if held else "release"
            await audit.add(kept, at=desk.now(), actor=actor, action=action, forum=forum)
    return forum


async def told(desk: Desk, named: str | None, *, actor: str = "cli") -> tuple[str, int]:
    """Declare what was written to the folder as told; return the forum and how many messages."""
    async with desk.store() as store, store.transaction() as kept:
        forum = await which(kept, named)
        count = await deliveries.declare(kept, forum)
        if count:
            await audit.add(
                kept,
                at=desk.now(),
                actor=actor,
                action="told",
                forum=forum,
                details={"messages": count},
            )
    return forum, count
