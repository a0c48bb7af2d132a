"""What is asked before a record is handed on: whether it is meant to be empty, or so early."""

from dataclasses import replace
from datetime import datetime

from orchestrator import minutes, zones
from orchestrator.errors import OrchestratorError
from orchestrator.findings import N_, Finding, finding
from orchestrator.languages import Translator
from orchestrator.secretariat.standing import Hand, Standing


class DoubtError(OrchestratorError):
    """Something speaks against a step; whoever means it says so, and it is taken."""

    exit_code = 4

    def __init__(self, doubts: tuple[Finding, ...]) -> None:
        super().__init__(N_("The record stays as it is until you confirm that this is meant so."))
        self.doubts = doubts

    def told(self, words: Translator) -> minutes.Report:
        """Return what speaks against it as values, in the words of a language."""
        return minutes.report(self.doubts, words)


def empty(found: Standing) -> tuple[Finding, ...]:
    """Return the doubt whether a record has anything in it but its prepared words."""
    return (finding("W423"),) if found.answers.is_blank else ()


def early(found: Standing, now: datetime) -> tuple[Finding, ...]:
    """Return the doubt whether there is a session to be recorded already."""
    session = found.place.session
    timed = next(each for each in found.order.sessions if each.session.id == session)
    if timed.end is None or timed.end <= now:
        return ()
    return (finding("W424", day=zones.local(timed.end, timed.zone).date()),)


def of(found: Standing, now: datetime) -> tuple[Finding, ...]:
    """Return everything that speaks against approving a record."""
    return (*empty(found), *early(found, now))


def confirmed(doubts: tuple[Finding, ...], hand: Hand) -> Hand:
    """Return who takes a step, with what they were asked; raise where they were not yet."""
    if doubts and not hand.anyway:
        raise DoubtError(doubts)
    asked = {"confirmed": [each.code for each in doubts]} if doubts else {}
    return replace(hand, details={**hand.details, **asked})
