"""A plan as its organiser reads it: person by person, what they would be told, and when it is."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from orchestrator import agendas
from orchestrator.agendas.models import Agenda
from orchestrator.cli.terminal import Terminal
from orchestrator.findings import N_, Phrase
from orchestrator.invites.voice import Voice
from orchestrator.languages import Translator
from orchestrator.layout.isolation import CLOSER, OPENERS
from orchestrator.running_orders import Facts, delegation_name, person_name
from orchestrator.running_orders.compare import KINDS
from orchestrator.secretariat import queueing
from orchestrator.secretariat.cases import title
from orchestrator.secretariat.desk import Desk
from orchestrator.secretariat.plan import Proposal
from orchestrator.secretariat.steps import Step

UNSENT = N_("taken back before it was sent")
METHODS = {"REQUEST": N_("invitation"), "CANCEL": N_("cancellation"), None: N_("nothing")}
# A terminal turns right-to-left texts as it likes: isolates would only be seen as blanks.
ISOLATES = str.maketrans("", "", "".join((*OPENERS.values(), CLOSER)))


def tell(terminal: Terminal, own: Desk, proposal: Proposal) -> None:
    """Print a plan, its sums, and what stands against it."""
    for line in lines(proposal, terminal.words):
        terminal.result(line.translate(ISOLATES))
    if proposal.is_empty:
        terminal.result(terminal.words.say(nothing(own)))
    if proposal.checked.counts["publish"]:
        name = proposal.checked.source.name
        terminal.talk(
            terminal.words.say(
                "Findings stand against publishing: orchestrator check {file}", file=name
            )
        )
    terminal.talk(terminal.words.say("Plan {id}. Nothing was sent.", id=proposal.id))


def nothing(own: Desk) -> str:
    """Return what to say where there is nothing to send: honest about a folder."""
    if own.tells:
        return N_("Everybody knows what there is to know: nothing to send.")
    return N_("Everything lies in the folder of outgoing mail already: nothing to send.")


def lines(proposal: Proposal, words: Translator) -> Iterator[str]:
    """Yield a plan line by line."""
    teller = Teller(proposal, words)
    places = {step.person: place for place, step in reversed([*enumerate(proposal.steps)])}
    by_person = sorted(proposal.steps, key=lambda step: places[step.person])
    for person, steps in groupby(by_person, key=lambda step: step.person):
        yield teller.person(person)
        for step in steps:
            yield f"  {teller.step(step)}"
            yield from (f"    {when}" for when in teller.times(step))
    yield from _sums(proposal, words)


def _sums(proposal: Proposal, words: Translator) -> Iterator[str]:
    sent = [step for step in proposal.steps if step.method]
    if sent:
        to = [each for step in sent for each, _ in queueing.readers(proposal.order, step).values()]
        yield words.say(
            "People: {people}. Entries: {entries}. Mails: {mails}. Addresses: {addresses}.",
            people=len({step.person for step in sent}),
            entries=len({(step.person, step.thing) for step in sent}),
            mails=len(to),
            addresses=len({each.lower() for each in to}),
        )
    elif not proposal.is_empty:
        yield words.say("Nobody would get a message.")
    counts = proposal.reminders.counts()
    if any(counts.values()):
        yield words.say(
            "Reminders: {new} new, {moved} moved, {withdrawn} withdrawn.",
            new=counts["new"],
            moved=counts["moved"],
            withdrawn=counts["withdrawn"],
        )
    if proposal.withdrawn:
        yield words.plural(
            "{n} entry is withdrawn: publishing it takes --cancel {n}.",
            "{n} entries are withdrawn: publishing them takes --cancel {n}.",
            proposal.withdrawn,
        )


class Teller:
    """Says the parts of a plan in the reader's language; who has left keeps their old name."""

    def __init__(self, proposal: Proposal, words: Translator) -> None:
        self._agenda, self._words = proposal.order.agenda, words
        self._former = _former(proposal)
        self._voice = Voice(words=words, official=self._agenda.languages.official)

    def person(self, name: str) -> str:
        """Say whom it is about: name, delegation and id."""
        agenda = self._agenda if name in self._agenda.person else self._former
        found = agenda.person.get(name) if agenda else None
        if agenda is None or found is None:
            return name
        delegation = agenda.delegation.get(found.delegation or "")
        called = person_name(agenda, found, self._words.language)
        if delegation is None:
            return self._words.say("{name} ({id})", name=called, id=name)
        return self._words.say(
            "{name}, {delegation} ({id})",
            name=called,
            delegation=delegation_name(agenda, delegation, self._words.language),
            id=name,
        )

    def step(self, step: Step) -> str:
        """Say what is told of which entry."""
        words = self._words
        kinds = words.say(", ").join(words.lookup(KINDS.get(kind, UNSENT)) for kind in step.kinds)
        return words.say(
            "{entry}: {changes} ({message}, SEQUENCE {sequence})",
            entry=self._title(step.thing),
            changes=kinds,
            message=words.lookup(METHODS[step.method]),
            sequence=step.sequence,
        )

    def _title(self, thing: str) -> str:
        for agenda in (self._agenda, self._former):
            found = title(agenda, thing) if agenda else None
            if isinstance(found, Phrase):
                return self._words.phrase(found)
            if isinstance(found, Mapping):
                return self._voice.name(found)
        return thing

    def times(self, step: Step) -> Iterator[str]:
        """Say when it is on the forum's clock and on the person's, and when it was before."""
        shown = _shown(step)
        one = all(facts.offset == facts.session_offset for facts in shown)
        for zone in ("session_zone",) if one else ("session_zone", "zone"):
            told = [self._when(facts, zone) for facts in shown]
            first, *then = dict.fromkeys(told)
            yield first
            yield from (f"→ {each}" for each in then)  # a line of its own: both fill a screen's

    def _when(self, facts: Facts, clock: str) -> str:
        zone, start, end = getattr(facts, clock), facts.start, facts.end
        if start is None or end is None:
            return "–"
        return self._voice.span(start, end, zone)


def _shown(step: Step) -> list[Facts]:
    """Return what was told and what will be, where the hours of both differ; else either."""
    both = [facts for facts in (step.from_, step.to) if facts]
    return both if {"moved", "zone"} & {*step.kinds} else both[-1:]


def _former(proposal: Proposal) -> Agenda | None:
    """Return the agenda that the store has, where the new one no longer knows somebody."""
    if proposal.head is None or not proposal.withdrawn:
        return None
    return agendas.read(proposal.head.text.encode()).agenda
