"""What machines get, as models: answers are described by them, and tests hold answers to them."""

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from orchestrator.languages import TAGS
from orchestrator.storage.deliveries import Purpose, State

T = TypeVar("T")
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Instant = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
Texts = dict[str, str]
Language = Annotated[str, Field(json_schema_extra={"enum": [*TAGS]})]


class Told(BaseModel):
    """What a machine gets."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Listed(Told, Generic[T]):
    """A page of a list; `next` names the one after it."""

    items: list[T]
    next: str | None


class Index(Told):
    """Where to look."""

    openapi: str
    docs: str
    forums: str


class Edition(Told):
    """What participants were told last."""

    revision: int
    at: Instant


class Forum(Told):
    """A forum and its state."""

    forum: Id
    title: Texts
    visibility: str | None
    held: bool
    head: int | None
    published: Edition | None


class Source(Told):
    """The newest text of an agenda file."""

    forum: Id
    revision: int
    published: Instant | None
    made: Instant
    text: str


class Times(Told):
    """When, in UTC and on the clock of `zone`."""

    zone: str
    offset: str | None
    start: Instant | None
    end: Instant | None
    wall_start: str | None
    wall_end: str | None


class Turn(Times):
    """Somebody's turn in an item."""

    place: int | None
    person: str | None
    delegation: str | None
    state: str | None


class Paper(Told):
    """A document of an item."""

    title: Texts
    url: str


class Item(Times):
    """An item of a session."""

    id: Id
    number: int | None
    kind: str
    title: Texts | None
    minutes: int
    slots: list[Turn]
    documents: list[Paper]


class Session(Times):
    """A session of a forum."""

    id: Id
    title: Texts
    status: str
    when: Texts | None
    place: Texts | None
    chair: str | None
    items: list[Item]


class Delegation(Told):
    """A delegation."""

    id: Id
    state: str | None
    status: str
    host: bool
    name: Texts
    region: Texts | None
    zone: str | None


class Person(Told):
    """Somebody who speaks or presides."""

    id: Id
    delegation: str | None
    head: bool
    name: Texts | None
    office: Texts | None


class Languages(Told):
    """The languages of a forum."""

    official: list[Language]
    working: list[Language]
    courtesy: list[Language]


class Organizer(Told):
    """Who invites."""

    name: Texts


class Agenda(Told):
    """The agenda as everybody may read it: no addresses, no join links."""

    forum: Id
    title: Texts
    languages: Languages
    zone: str
    organizer: Organizer
    delegations: list[Delegation]
    people: list[Person]
    sessions: list[Session]


class Slot(Told):
    """One slot, with the reason for its place."""

    session: Id
    item: Id
    kind: str
    person: str | None
    delegation: str | None
    state: str | None
    start: Instant | None
    end: Instant | None
    because: str
    place: int | None
    nth: int | None


class RunningOrder(Told):
    """Every slot in order."""

    forum: Id
    slots: list[Slot]


class Entry(Told):
    """A calendar entry of one person."""

    person: Id
    entry: str
    uid: str
    sequence: int
    answer: str
    verified: bool


class Answer(Told):
    """One person's answer to one session."""

    session: Id
    delegation: str | None
    person: Id
    answer: str
    verified: bool
    given: Instant | None
    way: str | None
    comment: str


class Waiting(Told):
    """What waits for the organiser to decide."""

    id: int
    kind: str
    person: str | None
    entry: str | None
    made: Instant
    details: dict[str, JsonValue]


class Answers(Told):
    """Who has answered what; `counts` are over all pages."""

    forum: Id
    counts: dict[str, dict[str, int]]
    answers: list[Answer]
    next: str | None


class Delivery(Told):
    """One message to one person, from being owed to its end; neither address nor words."""

    id: int
    person: Id
    entry: str | None
    purpose: Purpose
    revision: int
    copy_: int = Field(alias="copy", description="0 for the person, n for their nth assistant.")
    state: State
    due: Instant
    expires: Instant | None
    ended: Instant | None
    attempts: int
    in_doubt: bool
    declared: bool
    reason: str | None


class RecordState(Told):
    """The newest revision of a session's record."""

    session: Id
    revision: int = Field(description="0 while nobody has written anything.")
    language: str
    state: Literal["form", "draft", "submitted", "approved"]
    made: Instant | None


class Row(Told):
    """A row of a list; one that somebody added has no key."""

    key: str | None
    cells: list[str]


class Form(RecordState):
    """What can be filled in, and what stands there; `titles` are those of the items."""

    titles: Texts
    fields: Texts
    lists: dict[str, list[Row]]


class Conflicting(Told):
    """A text that was changed here and by somebody else meanwhile."""

    key: str
    row: int | None
    cell: int | None
    mine: str
    theirs: str
    both: str


class Record(RecordState):
    """A record as it stands; `record` is what `minutes read --json` prints."""

    record: dict[str, JsonValue]


class Finding(Told):
    """Something to be said about an agenda file, at its place."""

    code: str
    severity: Literal["error", "publish", "warning"]
    path: str
    file: str
    line: int
    column: int
    message: str
    hint: str | None


class Checked(Told):
    """Everything that is to be said about an agenda file."""

    findings: list[Finding]


class Drafted(Checked):
    """A text that was kept."""

    forum: Id
    revision: int


class Step(Told):
    """What becomes of one entry of one person, and what they are told of it."""

    person: Id
    entry: str
    change: str
    changes: list[str]
    method: str | None
    sequence: int
    from_: str | None = Field(alias="from")
    to: str | None
    told: dict[str, JsonValue] | None
    will: dict[str, JsonValue] | None


class Plan(Checked):
    """What publishing would send."""

    plan: str
    base: int | None
    entries: list[Step]
    reminders: dict[str, int]


class Published(Plan):
    """What was published."""

    revision: int | None
    queued: int


class Held(Told):
    """Whether a forum is on hold."""

    forum: Id
    held: bool


class Queued(Told):
    """How many messages are to be sent."""

    forum: Id
    queued: int


class Addressed(Queued):
    """Whom a message goes to."""

    persons: list[Id]


class Wrong(Told):
    """What is wrong with a part of a request."""

    pointer: str
    detail: str


class Doubt(Told):
    """What speaks against a step until it is said that it is meant."""

    code: str
    message: str


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    model_config = ConfigDict(frozen=True, extra="allow")

    type: str
    title: str
    status: int
    detail: str
    errors: list[Wrong] = Field(default=[], description="What is wrong, part by part.")
    findings: list[Finding] = Field(default=[], description="What stands against publishing.")
    undecided: list[Id] = Field(default=[], description="Items without the decision they are for.")
    doubts: list[Doubt] = Field(default=[], description="What `anyway` has to confirm.")
    form: Form | None = Field(default=None, description="The form with both changes in it.")
    conflicts: list[Conflicting] = Field(default=[], description="What both have changed.")
