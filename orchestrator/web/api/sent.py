"""What machines send, as models that read it: bodies, and which part of a list is wanted."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from orchestrator.languages import TAGS
from orchestrator.storage.deliveries import State
from orchestrator.web.api.models import Id
from orchestrator.web.filling import LONGEST, MOST_ROWS

LONGEST_AGENDA, LONGEST_MESSAGE, MOST_PEOPLE = 8_000_000, 20_000, 5_000
NUL = r"^[^\x00]*$"
Written = Annotated[str, StringConstraints(max_length=LONGEST)]
Key = Annotated[str, StringConstraints(max_length=140)]


class Sent(BaseModel):
    """What a machine sends; a key that nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Page(Sent):
    """Which part of a list is wanted."""

    limit: int = Field(default=100, ge=1, le=500, description="At most so many.")
    after: str | None = Field(
        default=None, max_length=200, description="What the page before named as `next`."
    )


class DeliveryPage(Page):
    """Which messages are wanted."""

    state: State | None = Field(default=None, description="Only those in this state.")


class Sure(Sent):
    """Whether a step is meant although something speaks against it."""

    anyway: bool = Field(
        default=False, description="Also if the record is empty, or its session is not over yet."
    )


class Handing(Sent):
    """How a filled form is taken."""

    over: bool = Field(
        default=False,
        description="Where the record was changed too, the form's words stand.",
    )


class Text(Sent):
    """The text of an agenda file."""

    text: str = Field(max_length=LONGEST_AGENDA, description="The agenda file, YAML.")


class Wanted(Text):
    """A text, and whose entries alone are looked at."""

    only: tuple[Id, ...] = Field(
        default=(), max_length=MOST_PEOPLE, description="Only these people; default: all."
    )


class Publication(Wanted):
    """A text to publish."""

    plan: str | None = Field(
        default=None, max_length=64, description="Publish only if the plan is still this one."
    )
    cancel: int = Field(
        default=0, ge=0, le=100_000, description="How many entries may be withdrawn."
    )


class Resending(Sent):
    """Who is sent once more what they were told."""

    person: Id


class Message(Sent):
    """The organiser's own words, by language."""

    audience: str = Field(
        min_length=1,
        max_length=64,
        pattern=NUL,
        description="`everyone`, `heads`, `speakers` …, or an id: person, delegation, session.",
    )
    text: dict[Literal[TAGS], Annotated[str, Field(max_length=LONGEST_MESSAGE)]] = Field(  # type: ignore[valid-type]
        min_length=1, description="The paragraphs."
    )
    subject: dict[Literal[TAGS], Annotated[str, Field(max_length=200)]] = Field(  # type: ignore[valid-type]
        default_factory=dict, description="The subject; default: that of the forum."
    )


class NewRow(Sent):
    """A row of a list of a form; one that was there keeps its key, a new one has none."""

    key: str | None = Field(default=None, max_length=140)
    cells: tuple[Written, ...] = Field(max_length=3)


class Writing(Sent):
    """What is written into a form; what is not sent stays as it is."""

    fields: dict[Key, Written] = Field(default_factory=dict, description="Texts, by their keys.")
    lists: dict[Key, Annotated[tuple[NewRow, ...], Field(max_length=MOST_ROWS)]] = Field(
        default_factory=dict, description="All rows of a list, by its key."
    )
    seen: bool = Field(
        default=False, description="Put away what was to be said about a file that came back."
    )
