"""An agenda in one of its languages: its texts chosen, its people named as the paper names them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from orchestrator.agendas.models import Agenda, Delegation, Person
from orchestrator.findings import N_, Phrase, phrase
from orchestrator.languages import NAMES, Chosen, Translator, choose
from orchestrator.running_orders.order import RunningOrder, Slot
from orchestrator.running_orders.protocol import members
from orchestrator.running_orders.states import delegation_names

OFFICIAL = N_("Official text")
# The text of an official language is no official text before somebody competent has read it.
UNREAD = N_("Official language of the forum")
UNNAMED = N_("speaker not yet named")
WORKING = N_("Working translation")
COURTESY = N_("Unofficial translation")


# A short name has no letter to spare, and Chinese ones do not inflect.
SHORT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A speaker as a paper names them: what to find them by, and the lines beneath it."""

    label: Chosen
    lines: tuple[tuple[Chosen, ...], ...]
    zone: str
    person: str | None
    delegation: str | None

    @property
    def whole(self) -> tuple[Chosen, ...]:
        """Return everything that is said of them, for one line of text."""
        return (self.label, *(text for line in self.lines for text in line))


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What was named once in a language: the same on every page, on whatever clock it is read."""

    people: dict[str, Who] = field(default_factory=dict)
    plates: dict[str, Who] = field(default_factory=dict)
    members: list[Delegation] = field(default_factory=list)
    delegations: dict[str, Chosen] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An agenda in one language; `names` may be shared by versions of the same agenda in it."""

    order: RunningOrder
    words: Translator
    names: Names = field(default_factory=Names, compare=False, repr=False)

    @property
    def language(self) -> str:
        """Return the language."""
        return self.words.language

    @property
    def agenda(self) -> Agenda:
        """Return the agenda itself."""
        return self.order.agenda

    @property
    def members(self) -> Sequence[Delegation]:
        """Return the member states' delegations in protocol order."""
        if not self.names.members:
            self.names.members[:] = members(self.agenda)  # at once: two threads may ask
        return self.names.members

    @property
    def title(self) -> Chosen:
        """Return the forum's title."""
        return self.text(self.agenda.title)

    @property
    def worth(self) -> Phrase:
        """Return what the texts in this language are worth."""
        languages = self.agenda.languages
        if self.language in languages.official:
            return phrase(OFFICIAL if self.language in languages.reviewed else UNREAD)
        return phrase(WORKING if self.language in languages.working else COURTESY)

    @property
    def caveat(self) -> Phrase | None:
        """Return what an internal paper says of its texts: that they are a translation, or none."""
        return None if self.language in self.agenda.languages.official else self.worth

    @property
    def unofficial(self) -> bool:
        """Tell whether this is a courtesy translation, which every page of it must say."""
        languages = self.agenda.languages
        return self.language not in (*languages.official, *languages.working)

    @property
    def official(self) -> tuple[Phrase, ...]:
        """Return the names of the official languages."""
        return tuple(phrase(NAMES[tag]) for tag in self.agenda.languages.official)

    def say(self, said: Phrase) -> str:
        """Say a phrase plainly, to compare it with a text."""
        return self.words.phrase(said)

    def text(self, texts: Mapping[str, str]) -> Chosen:
        """Choose a text, falling back to the official languages in order."""
        return choose(texts, self.language, self.agenda.languages.official)

    def delegation(self, delegation: Delegation) -> Chosen:
        """Return what a delegation is called."""
        held = self.names.delegations
        if delegation.id not in held:
            held[delegation.id] = self.text(delegation_names(self.agenda, delegation))
        return held[delegation.id]

    def called(self, delegation: Delegation | None) -> tuple[Chosen, ...]:
        """Return a delegation's name, and the region that takes part where that says more."""
        return tuple(map(self.text, self._naming(delegation))) if delegation else ()

    def _naming(self, delegation: Delegation) -> tuple[Mapping[str, str], ...]:
        name, region = delegation_names(self.agenda, delegation), delegation.region or {}
        source = self.agenda.languages.official
        told = choose(region, source[0], source).text in choose(name, source[0], source).text
        return (name,) if not region or told else (name, region)

    def person(self, person: Person) -> Who:
        """Return a person by name, office beneath; by office where no name is given."""
        held = self.names.people
        if person.id not in held:
            held[person.id] = self._named(person)
        return held[person.id]

    def _named(self, person: Person) -> Who:
        bare = self.bare(person)
        # "Head of delegation, India" needs no second "India" beneath it.
        delegation = self.agenda.delegation_of(person)
        named = self._naming(delegation) if delegation else ()
        called = (self.text(texts) for texts in named if not self._says(person, texts))
        line = (*(text for line in bare.lines for text in line), *called)
        return replace(bare, lines=(line,) if line else ())

    def _says(self, person: Person, texts: Mapping[str, str]) -> bool:
        """Tell whether name and office already say this, in every language of the forum.

        It is decided for all languages at once: side by side, two say the same of a person.
        """
        official = self.agenda.languages.official
        given = tuple(each for each in (person.name, person.office) if each)
        for tag in self.agenda.languages.all:
            known = " ".join(choose(each, tag, official).text for each in given)
            if _stem(choose(texts, tag, official).text) not in known:
                return False
        return True

    def bare(self, person: Person) -> Who:
        """Return a person by name and office, where the delegation is said elsewhere."""
        label, *beneath = [self.text(given) for given in (person.name, person.office) if given]
        return Who(
            label=label,
            lines=tuple((text,) for text in beneath),
            zone=self.agenda.zone_of(person),
            person=person.id,
            delegation=person.delegation,
        )

    def speaker(self, slot: Slot) -> Who | None:
        """Return who has the floor in a slot, if anybody in particular has."""
        person = self.order.person(slot)
        if person is not None:
            return self.person(person)
        delegation = self.agenda.delegation.get(slot.delegation or "")
        return self._unnamed(delegation) if delegation else None

    def _unnamed(self, delegation: Delegation) -> Who:
        label, *rest = self.called(delegation)
        return Who(
            label=label,
            lines=((*rest, self._unnamed_yet),),
            zone=delegation.zone or self.agenda.zone,
            person=None,
            delegation=delegation.id,
        )

    @property
    def _unnamed_yet(self) -> Chosen:
        return Chosen(text=self.say(phrase(UNNAMED)), language=self.language)

    def by_delegation(self, who: Who) -> Who:
        """Return a speaker under the name of their delegation, as on the nameplate before them."""
        delegation = self.agenda.delegation.get(who.delegation or "")
        if delegation is None or who.person is None:
            return who
        held = self.names.plates
        if who.person not in held:
            held[who.person] = self._plate(who, who.person, delegation)
        return held[who.person]

    def _plate(self, who: Who, named: str, delegation: Delegation) -> Who:
        person = self.bare(self.agenda.person[named])
        label, *region = self.called(delegation)
        return replace(who, label=label, lines=(*((text,) for text in region), person.whole))


def _stem(name: str) -> str:
    """Return a name without the letter that inflection may change: Индия, but «Глава Индии»."""
    return name[:-1] if len(name) > SHORT else name
