"""An agenda on the clock: who has the floor, when, and why there."""

from orchestrator.running_orders.availability import past
from orchestrator.running_orders.build import build
from orchestrator.running_orders.compare import Change, Facts, all_facts, compare, facts, renamed
from orchestrator.running_orders.entries import Entry, entries
from orchestrator.running_orders.explain import Explanation, explain
from orchestrator.running_orders.naming import KIND_NAMES, person_name, person_names
from orchestrator.running_orders.order import RunningOrder, Slot, TimedItem, TimedSession
from orchestrator.running_orders.shifts import Shift, shifts
from orchestrator.running_orders.states import delegation_name, delegation_names

__all__ = [
    "KIND_NAMES",
    "Change",
    "Entry",
    "Explanation",
    "Facts",
    "RunningOrder",
    "Shift",
    "Slot",
    "TimedItem",
    "TimedSession",
    "all_facts",
    "build",
    "compare",
    "delegation_name",
    "delegation_names",
    "entries",
    "explain",
    "facts",
    "past",
    "person_name",
    "person_names",
    "renamed",
    "shifts",
]
