"""The settings of an installation, read from options and `ORCHESTRATOR_*`."""

from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

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


def _senders(value: object) -> object:
    """Read addresses and domains parted by commas or spaces."""
    if isinstance(value, str):
        return tuple(each.lower().removeprefix("@") for each in value.replace(",", " ").split())
    return value


def _networks(value: object) -> object:
    """Read addresses and networks parted by commas or spaces."""
    if isinstance(value, str):
        return tuple(ip_network(each) for each in value.replace(",", " ").split())
    return value


def _address(value: str) -> str:
    """Refuse what no link can begin with: pages are reached by http or https."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(value)
    return value.rstrip("/")


Networks = tuple[IPv4Network | IPv6Network, ...]
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
    database_url: str | None = Field(
        default=None,
        repr=False,
        description=N_("Database: `postgresql+asyncpg://…`; default: SQLite in the data folder."),
    )
    smtp_url: str | None = Field(
        default=None,
        repr=False,
        description=N_(
            "Mail server: `smtp[s]://user:password@host:port`; default: a folder of files."
        ),
    )
    imap_url: str | None = Field(
        default=None,
        repr=False,
        description=N_("Mailbox of answers: `imap[s]://user:password@host:port/mailbox`."),
    )
    base_url: Annotated[str, AfterValidator(_address)] | None = Field(
        default=None, description=N_("Where participants reach the service: links begin with it.")
    )
    proxies: Annotated[Networks, BeforeValidator(_networks)] = Field(
        default=(),
        description=N_(
            "Networks of the proxies before the service: their word on a visitor counts."
        ),
    )
    senders: Annotated[tuple[str, ...], BeforeValidator(_senders)] | None = Field(
        default=None,
        description=N_("Addresses and domains that may stand in From; default: any organizer."),
    )
    trusted_mta: str | None = Field(
        default=None,
        description=N_("Name by which our mail server signs what it checked (authserv-id)."),
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
    **{
        name: f"ORCHESTRATOR_{name.upper()}"
        for name in (
            "database_url",
            "smtp_url",
            "imap_url",
            "base_url",
            "proxies",
            "senders",
            "trusted_mta",
        )
    },
    "source_date_epoch": "SOURCE_DATE_EPOCH",
}
