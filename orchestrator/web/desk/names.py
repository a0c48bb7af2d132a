"""What people and things are called: their names in the reader's language, never their ids."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from orchestrator import zones
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.languages import Chosen, choose
from orchestrator.layout import Ltr
from orchestrator.running_orders import RunningOrder, alphabets, delegation_names, person_names
from orchestrator.secretariat.cases import FORMER, title
from orchestrator.storage.proposals import Proposal

PURPOSES: Mapping[str, str] = {
    "request": N_("Invitation"),
    "cancel": N_("Cancellation"),
    "reminder": N_("Reminder"),
    "nudge": N_("Request for an answer"),
    "form": N_("Form for the record"),
    "chaser": N_("Reminder of the record"),
    "note": N_("Note on an answer"),
    "message": N_("Message"),
    "trial": N_("Trial"),
}
STATES: Mapping[str, str] = {
    "pending": N_("waits"),
    "leased": N_("on its way"),
    "sent": N_("sent"),
    "written": N_("written to a folder"),
    "failed": N_("failed"),
    "superseded": N_("taken back"),
    "expired": N_("no longer of use"),
    "held": N_("held back: it may have arrived"),
}
NOBODY = N_("people of no delegation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names in a forum for readers of one language; `order` is None where it has errors."""

    order: RunningOrder | None
    language: str
    forum: str

    @property
    def title(self) -> object:
        """Return the forum's title; its id only where nothing else can be read."""
        return self._chosen(self.order.agenda.title) if self.order else self.forum

    @property
    def called(self) -> str:
        """Return the forum's title as plain text, for the name of a tab."""
        return self._chosen(self.order.agenda.title).text if self.order else self.forum

    def person(self, name: str | None) -> object:
        """Return what a person is called."""
        found = self.order.agenda.person.get(name or "") if self.order else None
        if self.order is None or found is None:
            return phrase(FORMER)
        return self._chosen(person_names(self.order.agenda, found))

    def place(self, name: str | None) -> tuple[int, str, str]:
        """Return where a person stands in a list: delegations as in the file, then by name."""
        agenda = self.order.agenda if self.order else None
        found = agenda.person.get(name or "") if agenda else None
        if agenda is None or found is None:
            return sys.maxsize, "", name or ""
        ranks = [each.id for each in agenda.delegations]
        own = found.delegation
        rank = ranks.index(own) if own in ranks else len(ranks)
        called = self._chosen(person_names(agenda, found))
        return rank, alphabets.key(called.text, called.language), name or ""

    def delegation(self, name: str | None) -> object:
        """Return what a delegation is called."""
        found = self.order.agenda.delegation.get(name or "") if self.order else None
        if self.order is None or found is None:
            return phrase(NOBODY)
        return self._chosen(delegation_names(self.order.agenda, found))

    def session(self, name: str) -> object:
        """Return a session's title."""
        return self.thing(f"session-{name}")

    def thing(self, name: str | None) -> object:
        """Return what an entry is about."""
        if self.order is None or not name:
            return ""
        found = title(self.order.agenda, name)
        return self._chosen(found) if isinstance(found, Mapping) else found

    def moment(self, proposal: Proposal) -> Phrase:
        """Return the time that is proposed on the forum's clock, else as it was written."""
        zone = self.order.agenda.zone if self.order else "UTC"
        moment = proposal.start
        if moment is None:
            return phrase("{text}", text=proposal.said)
        hour = f"{zones.hour(moment, zone)} ({zones.offset_name(moment, zone)})"
        return phrase(
            N_("{day}, {hour}"), day=zones.local(moment, zone).date(), hour=Ltr(text=hour)
        )

    def _chosen(self, texts: Mapping[str, str]) -> Chosen:
        official = self.order.agenda.languages.official if self.order else ()
        return choose(texts, self.language, official)
