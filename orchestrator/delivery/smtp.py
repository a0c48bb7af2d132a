"""Mail goes out by SMTP, one message for one recipient at a time on each connection."""

from orchestrator.delivery.addresses import domain
from orchestrator.delivery.connections import Patience, Pool
from orchestrator.delivery.conversation import Conversation, StaleError
from orchestrator.delivery.mail import Mail, Mark
from orchestrator.delivery.outcomes import Fenced
from orchestrator.delivery.relays import Relay
from orchestrator.delivery.turns import Turns


class SmtpTransport:
    """Carries mail to a relay on kept connections."""

    tells = True

    def __init__(self, relay: Relay, patience: Patience | None = None) -> None:
        """Connect to nothing yet."""
        self._patience = patience or Patience()
        self._pool = Pool(relay, self._patience)
        self._turns = Turns(relay.per_domain, relay.rate, self._patience.turn)

    async def send(self, mail: Mail, before_data: Mark) -> str:
        """Send one message and return the relay's final reply."""
        talk = Conversation(mail, before_data, self._patience)
        async with self._turns.turn(domain(mail.recipient)):
            try:
                reply = await self._over(talk, fresh=False)
            except StaleError:
                reply = await self._over(talk, fresh=True)
        if reply is None:
            raise Fenced
        return reply

    async def close(self) -> None:
        """Say goodbye to the relay."""
        await self._pool.close()

    async def _over(self, talk: Conversation, *, fresh: bool) -> str | None:
        async with self._pool.connection(fresh=fresh) as connection:
            return await talk.run(connection)
