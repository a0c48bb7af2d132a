"""What is removed again, and when; everything else is kept.

Agendas, entries, the ledger's facts, answers, records and the audit stay: UIDs, SEQUENCEs and keys
hang on them for life, and they are how anybody can show what was sent to whom. What only served a
moment goes: the bytes of a message at its end, which are wiped where it ends because they hold
personal links, or, of one that was superseded and may have arrived, when it will not be sent again;
sign-ins and tries, which tell who was where; and what people wrote to us, once it
is decided. The digest of a letter stays, so that it is never read twice.
"""

import logging
from datetime import timedelta

from orchestrator.secretariat.desk import Desk
from orchestrator.storage import Store, deliveries, mails, proposals, requests, sign_ins, tries

# Long enough to look into an odd sign-in.
SHORT = timedelta(days=30)
# A question about an answer may come up until the next yearly meeting.
LONG = timedelta(days=365)

log = logging.getLogger(__name__)


async def tidy(desk: Desk, store: Store) -> int:
    """Remove what has served its time; return how many letters and decided questions went."""
    now = desk.now()
    async with store.transaction() as kept:
        await sign_ins.sweep(kept, now - SHORT)
        await tries.sweep(kept, now - SHORT)
        await deliveries.wipe(kept, now - SHORT)
        await requests.sweep(kept, now - SHORT)
        gone = await proposals.sweep(kept, now - LONG) + await mails.wipe(kept, now - LONG)
    if gone:
        log.info("%d letters and decided questions have served their time and are removed", gone)
    return gone
