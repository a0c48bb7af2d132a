"""The vocabulary of an agenda file: what may stand in it, and what each word means."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field
from pydantic import Tag as Branch
from pydantic_core import PydanticCustomError

from orchestrator.agendas.participants import (
    Assistant,
    Contact,
    Delegation,
    DelegationStatus,
    Invitation,
    Languages,
    Organizer,
    Part,
    Person,
    StateName,
)
from orchestrator.agendas.texts import (
    ClockTime,
    Duration,
    Id,
    Link,
    Phone,
    QuietTime,
    RoleOrId,
    State,
    Tag,
    TakesTime,
    Text,
    Texts,
    WallTime,
    ZoneName,
)
from orchestrator.findings import N_

__all__ = [
    "GROUPS",
    "Agenda",
    "Assistant",
    "Audience",
    "AudienceRef",
    "Contact",
    "Delegation",
    "DelegationStatus",
    "Document",
    "Group",
    "Invitation",
    "Item",
    "Join",
    "Joint",
    "Kind",
    "Languages",
    "Notices",
    "Organizer",
    "Part",
    "Person",
    "Placing",
    "Record",
    "Reminder",
    "Round",
    "Session",
    "SessionStatus",
    "Speaker",
    "SpeakerRef",
    "Speakers",
    "StateName",
]

# More names than this in one list are no list that anybody wrote; a round is ordered by its rule,
# and a place beside it is the exception.
MOST_NAMED = 2_000
MOST_PLACED = 200

Kind = Literal[
    "opening",
    "agenda",
    "address",
    "statements",
    "discussion",
    "decision",
    "signing",
    "break",
    "rehearsal",
    "closing",
]
SessionStatus = Literal["confirmed", "tentative", "postponed", "cancelled"]
GROUPS = (
    "heads",
    "members",
    "observers",
    "delegations",
    "speakers",
    "everyone",
    "chair",
    "rapporteur",
    "unanswered",
)
Group = Literal[
    "heads",
    "members",
    "observers",
    "delegations",
    "speakers",
    "everyone",
    "chair",
    "rapporteur",
    "unanswered",
]


def _named(value: object) -> object:
    """Read a plain id as short for `{person: id}`."""
    return {"person": value} if isinstance(value, str) else value


def _group_or_person(value: object) -> object:
    """Read a plain word as a group where it is one, else as the id of a person."""
    if isinstance(value, str):
        return {"group" if value in GROUPS else "person": value}
    return value


class Speaker(Part):
    """A person, or a delegation whose speaker is not yet named."""

    person: Id | None = Field(default=None, description=N_("Id of a person."))
    delegation: Id | None = Field(
        default=None, description=N_("Id of a delegation whose speaker is not yet named.")
    )


class Audience(Part):
    """A person, everybody of a delegation, or a group."""

    person: Id | None = Field(default=None, description=N_("Id of a person."))
    delegation: Id | None = Field(default=None, description=N_("Everybody of a delegation."))
    group: Group | None = Field(default=None, description=N_("A group of people."))


def _exactly_one(value: Part) -> Part:
    """Refuse somebody who is nobody, or two at once."""
    if sum(said is not None for _, said in value) != 1:
        raise PydanticCustomError("exactly_one", "")
    return value


SpeakerRef = Annotated[Speaker, BeforeValidator(_named), AfterValidator(_exactly_one)]
AudienceRef = Annotated[Audience, BeforeValidator(_group_or_person), AfterValidator(_exactly_one)]


class Placing(Part):
    """A place that no rule gives, with its reason."""

    speaker: Id = Field(description=N_("Id of the person or delegation that is moved."))
    before: Id | None = Field(default=None, description=N_("Speaks directly before this one."))
    after: Id | None = Field(default=None, description=N_("Speaks directly after this one."))
    because: Texts = Field(description=N_("Why; read out by `explain`."))


# The standing of the delegations that a round calls for; `delegations` means any.
CALLED = {"heads": "member", "observers": "observer"}


class Round(Part):
    """A round of statements whose order is a matter of protocol."""

    all: Literal["heads", "observers", "delegations"] = Field(
        description=N_(
            "Who speaks: heads of member delegations, of observers, or of all delegations."
        )
    )
    order: Literal["alphabetical", "rank"] = Field(
        default="alphabetical", description=N_("The rule.")
    )
    by: Tag | None = Field(
        default=None, description=N_("Whose alphabet; default: the first official language.")
    )
    first: RoleOrId | None = Field(
        default=None, description=N_("Id of a speaker, or `host`, or `chair`.")
    )
    last: RoleOrId | None = Field(
        default=None, description=N_("Id of a speaker, or `host`, or `chair`.")
    )
    except_: tuple[Id, ...] = Field(
        default=(),
        alias="except",
        max_length=MOST_NAMED,
        description=N_("Who does not speak in it."),
    )
    placed: tuple[Placing, ...] = Field(
        default=(), max_length=MOST_PLACED, description=N_("Places that no rule gives.")
    )


def _joint(value: object) -> object:
    """Read a speaker alone as a group of one; `[a, b]` in the list are two who speak together."""
    return value if isinstance(value, list | tuple) else [value]


def _shape(value: object) -> str:
    return "round" if isinstance(value, dict | Round) else "list"


Joint = Annotated[tuple[SpeakerRef, ...], Field(min_length=1), BeforeValidator(_joint)]
Speakers = Annotated[
    Annotated[tuple[Joint, ...], Branch("list")] | Annotated[Round, Branch("round")],
    Discriminator(_shape),
]


class Document(Part):
    """A paper that belongs to an item."""

    title: Texts = Field(description=N_("Title of the paper."))
    url: Link = Field(description=N_("Where it can be read."))


class Item(Part):
    """An item of the agenda."""

    id: Id = Field(description=N_("For life, unique in the forum."))
    was: Id | None = Field(default=None, description=N_("The id it had before."))
    kind: Kind = Field(description=N_("What is done."))
    title: Texts | None = Field(default=None, description=N_("Default: the name of its kind."))
    starts: ClockTime | None = Field(
        default=None, description=N_("Pinned to this time of the session's clock.")
    )
    takes: TakesTime = Field(description=N_("How long: `10 min`, `1 h 30`, `7 min each`."))
    speakers: Speakers = Field(
        default=(),
        description=N_(
            "Who speaks: a list in that order ([a, b] in it speak together), or a round."
        ),
    )
    documents: tuple[Document, ...] = Field(default=(), description=N_("Its papers."))


class Join(Part):
    """How one joins the videoconference."""

    url: Link | None = Field(default=None, description=N_("Link to the conference."))
    dial: Phone | None = Field(default=None, description=N_("Telephone number."))
    code: Text | None = Field(default=None, description=N_("Access code."))
    languages: Mapping[Tag, Link] = Field(
        default={}, description=N_("Links by language of interpretation.")
    )


class Session(Part):
    """A sitting of the forum."""

    id: Id = Field(description=N_("For life, unique in the forum."))
    was: Id | None = Field(default=None, description=N_("The id it had before."))
    title: Texts = Field(description=N_("Title."))
    starts: WallTime | None = Field(default=None, description=N_("Day and time on its clock."))
    when: Texts | None = Field(default=None, description=N_("In words, while it has no date."))
    ends: ClockTime | None = Field(default=None, description=N_("Hard end."))
    zone: ZoneName | None = Field(default=None, description=N_("Its clock; default: the forum's."))
    status: SessionStatus = Field(default="confirmed", description=N_("How firm it is."))
    place: Texts | None = Field(default=None, description=N_("Where, for a meeting in person."))
    join: Join | None = Field(default=None, description=N_("How to join, for a videoconference."))
    opens: Duration | None = Field(
        default=None, description=N_("The line is open so long before the start.")
    )
    answer_by: WallTime | None = Field(
        default=None, description=N_("Answers are asked for until then.")
    )
    chair: Id | None = Field(default=None, description=N_("Who presides."))
    rapporteur: Id | None = Field(default=None, description=N_("Who takes the record."))
    contact: Contact | None = Field(
        default=None, description=N_("Whom to call; default: the organizer.")
    )
    invited: tuple[AudienceRef, ...] = Field(
        default=(),
        max_length=MOST_NAMED,
        description=N_("Default: all who have a part in it."),
    )
    items: tuple[Item, ...] = Field(default=(), description=N_("Its agenda."))


class Reminder(Part):
    """A rule for reminders."""

    id: Id = Field(description=N_("For life."))
    before: Duration = Field(description=N_("How long before."))
    at: ClockTime | None = Field(
        default=None, description=N_("At this time of the recipient's own clock.")
    )
    of: Literal["session", "slot", "answer"] = Field(
        default="session", description=N_("Before what.")
    )
    to: AudienceRef = Field(default=Audience(group="everyone"), description=N_("To whom."))


class Record(Part):
    """How the minutes are taken."""

    form: Literal["summary", "decisions"] = Field(
        default="summary", description=N_("Kind of record.")
    )
    language: Tag | None = Field(
        default=None, description=N_("Default: the first official language.")
    )
    sent: Duration | None = Field(
        default=None, description=N_("The form goes to the rapporteur so long before.")
    )
    due: Duration | None = Field(default=None, description=N_("The record is due so long after."))


class Notices(Part):
    """What is worth a message, and who sees whom."""

    quiet: QuietTime | None = Field(
        default=None, description=N_("Smaller moves of a slot are not mailed.")
    )
    guests: Literal["hidden", "visible"] = Field(
        default="hidden", description=N_("Who sees whom in invitations.")
    )


class Agenda(Part):
    """An agenda file: one edition of a forum."""

    format: Annotated[Literal[1], BeforeValidator(lambda value: 1 if value == "1" else value)] = (
        Field(description=N_("Version of this format."))
    )
    id: Id = Field(description=N_("For life: UIDs, links and records hang on it."))
    title: Texts = Field(description=N_("Title of the forum."))
    languages: Languages = Field(description=N_("Languages of the forum."))
    zone: ZoneName = Field(description=N_("The forum's own clock."))
    organizer: Organizer = Field(description=N_("Who invites."))
    visibility: Literal["private", "link", "public"] = Field(
        default="private", description=N_("Who may read it.")
    )
    invitation: Invitation | None = Field(
        default=None, description=N_("Own words in every invitation.")
    )
    states: Mapping[State, Mapping[Tag, StateName]] = Field(
        default={},
        description=N_("Names of states that the program's table lacks, by code and language."),
    )
    delegations: tuple[Delegation, ...] = Field(default=(), description=N_("Who is represented."))
    people: tuple[Person, ...] = Field(default=(), description=N_("Who takes part."))
    sessions: tuple[Session, ...] = Field(min_length=1, description=N_("The sittings."))
    reminders: tuple[Reminder, ...] = Field(default=(), description=N_("Rules for reminders."))
    record: Record = Field(default=Record(), description=N_("How the minutes are taken."))
    notices: Notices = Field(default=Notices(), description=N_("What is worth a message."))

    @cached_property
    def person(self) -> Mapping[str, Person]:
        """Return the people by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def delegation(self) -> Mapping[str, Delegation]:
        """Return the delegations by id."""
        return {delegation.id: delegation for delegation in self.delegations}

    @cached_property
    def session(self) -> Mapping[str, Session]:
        """Return the sessions by id."""
        return {session.id: session for session in self.sessions}

    @cached_property
    def head(self) -> Mapping[str, Person]:
        """Return the first head of each delegation that has one, by the delegation's id."""
        heads = (person for person in reversed(self.people) if person.head)
        return {person.delegation: person for person in heads if person.delegation}

    def delegation_of(self, person: Person) -> Delegation | None:
        """Return the person's delegation, if they belong to one."""
        return self.delegation.get(person.delegation or "")

    def language_of(self, person: Person) -> str:
        """Return the language a person is written to in: own, delegation's, the forum's first."""
        delegation = self.delegation_of(person)
        return person.language or (delegation and delegation.language) or self.languages.official[0]

    def zone_of(self, person: Person) -> str:
        """Return the zone of a person's clock: own, the delegation's, the forum's."""
        delegation = self.delegation_of(person)
        return person.zone or (delegation and delegation.zone) or self.zone

    def zone_of_session(self, session: Session) -> str:
        """Return the zone in which a session's times are written."""
        return session.zone or self.zone

    def head_of(self, delegation: Delegation) -> Person | None:
        """Return the head of a delegation, if one is named."""
        return self.head.get(delegation.id)
