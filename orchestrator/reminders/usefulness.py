"""Whether a reminder is still of use at the moment when it is about to be sent."""

from collections.abc import Mapping
from datetime import datetime

from orchestrator.findings import N_
from orchestrator.reminders.rules import stands
from orchestrator.running_orders.entries import Entry

# Why a reminder is not sent any more, in the words of `status` and of the desk.
POINTLESS: Mapping[str, str] = {
    "withdrawn": N_("its entry was withdrawn"),
    "replaced": N_("the time has changed, and another reminder took its place"),
    "answered": N_("the answer has come"),
    "declined": N_("its reader has declined"),
    "recorded": N_("the record has come"),
    "began": N_("what it reminds of has begun"),
    "late": N_("it is too late, or the next reminder is due"),
}
OF_RECORD = frozenset(("form", "chaser"))


def pointless(
    purpose: str,
    entry: Entry | None,
    now: datetime,
    expires: datetime,
    *,
    answered: bool = False,
    declined: bool = False,
    recorded: bool = False,
    replaced: bool = False,
) -> str | None:
    """Return why a reminder is of no use any more, a key of POINTLESS; None where it is.

    `entry` is what the newest order says of its thing; `answered` whether its person has answered
    for the session, `declined` whether they will not take part, `recorded` whether the session's
    record has come, `replaced` whether a later reminder of the same rule, person and thing is
    stored.
    """
    if entry is None or not stands(entry) or not _is_theirs(purpose, entry):
        return "withdrawn"
    found = {
        "replaced": replaced,
        "answered": answered and purpose == "nudge",
        "declined": declined and purpose == "reminder",
        "recorded": recorded and purpose in OF_RECORD,
        "began": purpose != "chaser" and entry.start is not None and entry.start <= now,
        "late": expires <= now,
    }
    return next((reason for reason, holds in found.items() if holds), None)


def _is_theirs(purpose: str, entry: Entry) -> bool:
    """Tell whether the form and the record are still the business of this person."""
    return purpose not in OF_RECORD or entry.person.id == entry.session.rapporteur
