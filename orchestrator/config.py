"""The settings of an installation, read from options and `ORCHESTRATOR_*`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from orchestrator.findings import N_

# No forum is planned outside these years, and at the calendar's ends arithmetic fails.
EARLIEST, LATEST = 1970, 2199
LAST_SECOND = int(datetime(LATEST, 12, 31, tzinfo=UTC).timestamp())


def _instant(value: object) -> object:
    """Read an instant; one without an offset is UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        value = value if value.tzinfo else value.replace(tzinfo=UTC)
        if not EARLIEST <= value.year <= LATEST:
            raise ValueError(value)
    return value


Instant = Annotated[datetime, BeforeValidator(_instant)]


class Settings(BaseModel):
    """What an installation is told from outside."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path = Field(
        default=Path(".orchestrator"), description=N_("Folder in which the program keeps its data.")
    )
    now: Instant | None = Field(
        default=None, description=N_("For tests: the clock starts at this instant and runs.")
    )
    fonts: Path | None = Field(
        default=None,
        description=N_("Fonts for characters that the papers' own lack: a file or a folder."),
    )
    tzdata: Path | None = Field(
        default=None, description=N_("For tests: a zoneinfo folder with other zone rules.")
    )
    source_date_epoch: int | None = Field(
        default=None,
        ge=0,
        le=LAST_SECOND,
        description=N_("Date of the documents in seconds since 1970, for identical builds."),
    )


# Where each setting is read from; SOURCE_DATE_EPOCH is the name that reproducible builds agreed on.
VARIABLES = {
    "data": "ORCHESTRATOR_DATA",
    "fonts": "ORCHESTRATOR_FONTS",
    "now": "ORCHESTRATOR_NOW",
    "tzdata": "ORCHESTRATOR_TZDATA",
    "source_date_epoch": "SOURCE_DATE_EPOCH",
}
