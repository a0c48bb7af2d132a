"""The people, delegations and offices of an agenda file, and the languages they read."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from orchestrator.agendas.texts import (
    DayWindow,
    Email,
    Id,
    Phone,
    State,
    Tag,
    Text,
    Texts,
    Whole,
    ZoneName,
)
from orchestrator.findings import N_

# Hours that can be told of one day; every slot is held against each of them.
MOST_WINDOWS = 50

DelegationStatus = Literal["member", "observer", "partner", "guest", "organ"]


class Part(BaseModel):
    """A part of an agenda file: unknown keys are refused, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class StateName(Part):
    """The name of a state in one language."""

    short: Text = Field(description=N_("Official short name."))
    official: Text | None = Field(default=None, description=N_("Official full name."))
    key: Text | None = Field(
        default=None,
        description=N_("What it is sorted by: default the short name; in Chinese its pinyin."),
    )


class Languages(Part):
    """The languages of the forum, by what their texts are worth."""

    official: tuple[Tag, ...] = Field(
        min_length=1, description=N_("Authentic texts; the first is the source.")
    )
    working: tuple[Tag, ...] = Field(
        default=(), description=N_("Languages the secretariat works in.")
    )
    courtesy: tuple[Tag, ...] = Field(default=(), description=N_("Unofficial translations."))
    reviewed: tuple[Tag, ...] = Field(
        default=(),
        description=N_("Languages whose texts in this file a competent reader has reviewed."),
    )

    @property
    def all(self) -> tuple[str, ...]:
        """Return every language of the forum, official ones first, each once."""
        return tuple(dict.fromkeys((*self.official, *self.working, *self.courtesy)))


class Contact(Part):
    """An office that can be written to or called."""

    name: Texts = Field(description=N_("Name of the office."))
    email: Email | None = Field(default=None, description=N_("Its address."))
    phone: Phone | None = Field(default=None, description=N_("Its telephone number."))


class Organizer(Part):
    """The office that invites: it stands as ORGANIZER in every calendar entry."""

    name: Texts = Field(description=N_("Name of the office."))
    email: Email = Field(description=N_("Its address."))
    phone: Phone | None = Field(default=None, description=N_("Its telephone number."))


class Invitation(Part):
    """What the organizer adds to every invitation."""

    text: Texts = Field(
        description=N_("A paragraph of the organizer's own; {placeholders} from a fixed list.")
    )


class Delegation(Part):
    """A delegation: a state, one of its regions, or an organ."""

    id: Id = Field(description=N_("For life."))
    was: Id | None = Field(default=None, description=N_("The id it had before."))
    state: State | None = Field(
        default=None, description=N_("ISO 3166 alpha-2 code; none for an organ.")
    )
    region: Texts | None = Field(
        default=None, description=N_("The region of the state that takes part.")
    )
    name: Texts | None = Field(
        default=None, description=N_("Name, where it is not that of state or region.")
    )
    language: Tag | None = Field(default=None, description=N_("Default language of its people."))
    zone: ZoneName | None = Field(default=None, description=N_("Default clock of its people."))
    status: DelegationStatus = Field(default="member", description=N_("Standing in the forum."))
    host: bool = Field(default=False, description=N_("Hosts the forum."))


class Assistant(Part):
    """Somebody who does the mail of a head: gets copies, may answer."""

    email: Email = Field(description=N_("Address."))
    name: Texts | None = Field(default=None, description=N_("Name or office."))
    language: Tag | None = Field(
        default=None, description=N_("Default: that of the person assisted.")
    )


class Person(Part):
    """Somebody who takes part, by name or by office."""

    id: Id = Field(description=N_("For life; a new holder of an office is a new person."))
    was: Id | None = Field(default=None, description=N_("The id they had before."))
    delegation: Id | None = Field(default=None, description=N_("Their delegation."))
    head: bool = Field(default=False, description=N_("Heads the delegation."))
    name: Texts | None = Field(
        default=None, description=N_("Name; where absent the office stands for it.")
    )
    office: Texts | None = Field(default=None, description=N_("Office held."))
    rank: Whole | None = Field(
        default=None, ge=1, le=9999, description=N_("Place in `order: rank`.")
    )
    email: Email | None = Field(default=None, description=N_("Address for invitations."))
    language: Tag | None = Field(default=None, description=N_("Default: the delegation's."))
    zone: ZoneName | None = Field(
        default=None, description=N_("Own clock; default: the delegation's.")
    )
    available: tuple[DayWindow, ...] = Field(
        default=(),
        max_length=MOST_WINDOWS,
        description=N_("When they can speak, on their own clock."),
    )
    assistants: tuple[Assistant, ...] = Field(default=(), description=N_("Who does their mail."))
