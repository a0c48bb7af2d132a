"""Why something that a machine asks for is not done, each under its HTTP status."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import ValidationError

from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_
from orchestrator.storage import Conflict, StoreError
from orchestrator.web.faults import RequestError

MOST_WRONG = 20
Plain = dict[str, Any]
UNFIT = N_("Parts of the request do not fit: 'errors' names each of them.")
STANDS = N_("Findings stand against it: 'findings' names each of them.")
NO_STATE = N_(
    "Say of which state this was meant: send the forum's ETag as If-Match, or 'If-None-Match: *' "
    "for a forum that is new."
)
NO_FORM = N_("Say of which state this was meant: send the ETag of the record's form as If-Match.")
CHANGED = N_("The forum has changed since. Read it again and look what is new.")


class UnfitError(RequestError):
    """Parts of a request that do not fit their model."""

    status = 422

    def __init__(self, wrong: ValidationError) -> None:
        super().__init__(UNFIT)
        found = wrong.errors(include_url=False, include_context=False, include_input=False)
        told = [{"pointer": pointer(each["loc"]), "detail": each["msg"]} for each in found]
        self.more = {"errors": told[:MOST_WRONG]}


class KindError(RequestError):
    """A body of another kind than the one that is read."""

    status = 415

    def __init__(self, kinds: Iterable[str]) -> None:
        super().__init__(
            N_("Send the body as one of these, and not compressed: {kinds}."),
            kinds=", ".join(kinds),
        )


class UnconditionalError(RequestError):
    """A change that does not say of which state it was meant."""

    status = 428

    def __init__(self, said: str = NO_STATE) -> None:
        super().__init__(said)


class StaleError(RequestError):
    """A change that was meant of another state than the one that is."""

    status = 412

    def __init__(self, said: str = CHANGED, more: Mapping[str, object] | None = None) -> None:
        super().__init__(said)
        self.more = more or {}


class RefusalError(RequestError):
    """What was asked for is understood, and is not done as things stand."""

    status = 409

    def __init__(self, wrong: OrchestratorError) -> None:
        super().__init__(wrong.message, **wrong.values)


class UnusableError(RequestError):
    """What was sent fits its model, but is of no use."""

    status = 422


class StandingError(UnusableError):
    """A text against which findings stand."""

    def __init__(self, findings: list[Plain]) -> None:
        super().__init__(STANDS)
        self.more = {"findings": findings}


class BusyError(RequestError):
    """A machine that asks for more at once than it is given."""

    status = 429
    after = 1

    def __init__(self) -> None:
        super().__init__(
            N_("This token asks for too much at once. Wait for the answers, then ask again.")
        )


@contextmanager
def usable() -> Iterator[None]:
    """Tell what a verb finds wrong as a fault of what was sent: a machine can do better."""
    try:
        yield
    except (RequestError, StoreError, Conflict):
        raise
    except OrchestratorError as wrong:
        raise UnusableError(wrong.message, **wrong.values) from None


def pointer(path: Iterable[str | int]) -> str:
    """Return a place in a body as JSON has it (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
