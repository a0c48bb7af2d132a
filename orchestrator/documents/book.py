"""The whole book of a forum: every paper by its path in the folder."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args

from orchestrator import zones
from orchestrator.documents.agendas import agenda, side_by_side
from orchestrator.documents.call_sheets import call_sheet, called
from orchestrator.documents.indexes import internal_index, public_index
from orchestrator.documents.machine import agenda_json, running_order_json
from orchestrator.documents.orders import running_order
from orchestrator.documents.participants import participants
from orchestrator.languages import Translator
from orchestrator.layout import Form
from orchestrator.running_orders.order import RunningOrder

FORMS: tuple[Form, ...] = get_args(Form)
PAGES: tuple[Form, ...] = ("html", "md")

Papers = Iterator[tuple[str, str]]
Pair = tuple[str, str]


def book(
    order: RunningOrder,
    *,
    translators: Mapping[str, Translator],
    dated: datetime,
    beside: Sequence[Pair] = (),
    calendars: Sequence[str] = (),
    forms: Sequence[str] = (),
) -> dict[str, bytes]:
    """Return every paper of a forum by its path; others fill those of calendars and forms.

    `dated` is an instant; the papers show its date on the forum's clock.
    """
    desk = _Desk(
        order=order,
        translators=translators,
        day=zones.local(dated, order.agenda.zone).date(),
        calendars=tuple(calendars),
        forms=tuple(forms),
    )
    papers = (*_public(desk, beside), *_internal(desk))
    return {name: text.encode() for name, text in papers}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What every paper of the book is made from."""

    order: RunningOrder
    translators: Mapping[str, Translator]
    day: date
    calendars: Sequence[str]
    forms: Sequence[str]

    @property
    def words(self) -> tuple[Translator, ...]:
        return tuple(self.translators[tag] for tag in self.order.agenda.languages.all)


def _public(desk: _Desk, pairs: Sequence[Pair]) -> Papers:
    order, day = desk.order, desk.day
    index = public_index(order, desk.words, day, beside=pairs, calendars=desk.calendars)
    yield "public/index.html", index
    yield "public/agenda.json", agenda_json(order)
    for words in desk.words:
        for form in FORMS:
            yield f"public/agenda.{words.language}.{form}", agenda(order, words, day, form)
    for pair in pairs:
        one, other = (desk.translators[tag] for tag in pair)
        name = f"public/agenda.{one.language}+{other.language}.html"
        yield name, side_by_side(order, (one, other), day)


def _internal(desk: _Desk) -> Papers:
    order, day = desk.order, desk.day
    index = internal_index(order, desk.words[0], day, calendars=desk.calendars, forms=desk.forms)
    yield "internal/index.html", index
    yield "internal/running-order.json", running_order_json(order)
    for words in desk.words:
        tag = words.language
        for form in FORMS:
            yield f"internal/running-order.{tag}.{form}", running_order(order, words, day, form)
        for form in PAGES:
            yield f"internal/participants.{tag}.{form}", participants(order, words, day, form)
    for person in called(order):
        words = desk.translators[order.agenda.language_of(person)]
        yield f"internal/call-sheets/{person.id}.html", call_sheet(order, person, words, day)
