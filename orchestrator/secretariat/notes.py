"""The note on an answer that nobody can vouch for: its owner can contradict it on their page."""

from collections.abc import Iterator

from orchestrator.agendas.models import Person
from orchestrator.secretariat.queueing import Publication, assistants
from orchestrator.storage import keys
from orchestrator.storage.deliveries import New
from orchestrator.storage.entries import Entry


def notes(
    publication: Publication, entry: Entry, person: Person, partstat: str, answer: int
) -> Iterator[New]:
    """Yield the note to a person, and copies to those who do their mail, about one answer."""
    order = publication.order
    own = (person.email or "", order.agenda.language_of(person))
    for copy, (address, language) in enumerate((own, *assistants(order, person))):
        name = keys.telling(
            entry.forum,
            entry.person,
            entry.thing,
            "note",
            publication.number,
            resend=answer,  # each answer has a note of its own
            copy=copy,
        )
        if address:
            yield New(
                key=name,
                forum=entry.forum,
                person=entry.person,
                thing=entry.thing,
                purpose="note",
                publication=publication.number,
                resend=answer,
                copy=copy,
                recipient=address,
                due=publication.at,
                created=publication.at,
                message_id=publication.message_id(name),
                details={"language": language, "partstat": partstat, "kinds": []},
            )
