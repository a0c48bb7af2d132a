"""Composes a letter: its subject, and one body that is said as text and as a page."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from markupsafe import escape

from orchestrator import languages
from orchestrator.findings import N_
from orchestrator.invites.paragraph import in_language, paragraph, spoken, values
from orchestrator.invites.voice import Voice
from orchestrator.invites.wording import worth
from orchestrator.languages import Chosen, Translator
from orchestrator.letters.about import About, Kind, Letter
from orchestrator.letters.bodies import Body, Own, page, text
from orchestrator.letters.leads import lead
from orchestrator.letters.marked import Marked, upright
from orchestrator.letters.rows import rows
from orchestrator.letters.shifts import shifts
from orchestrator.letters.subjects import subject
from orchestrator.running_orders import person_names

# What the link to the reader's page is for.
ANSWER = N_("Answer on your page")
PURPOSES: Mapping[Kind, str] = {
    "note": N_("Confirm or change your answer on your page"),
    "form": N_("Fill in the form on your page"),
    "chaser": N_("Fill in the form on your page"),
}
OPEN = N_("Your page")
# What is told at an address that is no longer the reader's holds no way to their page.
WITHOUT_LINK: frozenset[Kind] = frozenset({"address"})
# Stands where each reader's own link comes; no text of an agenda may have it.
PLACE = "\x1a"


def compose(kind: Kind, about: About, words: Translator) -> Letter:
    """Return the letter of a kind, in the language of its words."""
    voice = Marked(words=words, official=about.order.agenda.languages.official)
    title, body = subject(kind, about, words), _body(kind, about, voice)
    said, shown = _both(replace(body, link=PLACE if body.link else None), voice, title)
    link = body.link or ""
    return Letter(
        subject=title,
        text=said.replace(PLACE, link),
        html=shown.replace(PLACE, str(escape(link))),
        language=words.language,
    )


@lru_cache(maxsize=512)
def _both(body: Body, voice: Marked, title: str) -> tuple[str, str]:
    """Return the text and the page of a body, made once for all who are told the same."""
    return text(body, voice), page(body, voice, title)


def _body(kind: Kind, about: About, voice: Marked) -> Body:
    link = None if kind in WITHOUT_LINK else about.link
    return Body(
        lead=lead(kind, about, voice),
        marks=tuple(_marks(about, voice)),
        own=tuple(_own(kind, about, voice)),
        shifts=shifts(about, voice) if kind == "change" else (),
        rows=rows(kind, about, voice),
        link=link,
        link_label=voice.say(_label(kind, about)) if link else "",
        notes=tuple(_notes(kind, about, voice, linked=link is not None)),
    )


def _label(kind: Kind, about: About) -> str:
    return ANSWER if _asks(kind, about) else PURPOSES.get(kind, OPEN)


def _asks(kind: Kind, about: About) -> bool:
    """Tell whether the letter asks for an answer to an invitation."""
    if about.entry is None or not about.entry.is_session:
        return False
    return kind in ("invitation", "nudge") or (kind == "change" and "moved" in about.kinds)


def _marks(about: About, voice: Marked) -> Iterator[str]:
    if about.trial:
        yield voice.say(
            "This is a trial: it went to the organizer alone, nobody else has received it."
        )
    if about.copy_for:
        person = voice.name(person_names(about.order.agenda, about.copy_for))
        yield voice.say(
            "You receive this copy because you do the mail of {person}."
            " Times and places in it are those of {person}.",
            person=person,
        )


def _own(kind: Kind, about: About, voice: Marked) -> Iterator[Own]:
    """Return the organizer's own words: the paragraph of an invitation, or a whole message."""
    order = about.order
    if kind == "message" and about.own:
        yield from _paragraphs(voice.choose(about.own), about, voice)
    if kind == "invitation" and about.entry and about.entry.is_session and order.agenda.invitation:
        said = paragraph(about.entry, order, voice)
        if said:
            yield _written(said, voice.choose(order.agenda.invitation.text))


def _paragraphs(chosen: Chosen, about: About, voice: Marked) -> Iterator[Own]:
    said = spoken(chosen, _values(about, in_language(voice, chosen)), voice)
    yield from (_written(part, chosen) for part in said.split("\n\n") if part.strip())


def _values(about: About, voice: Voice) -> Mapping[str, str]:
    agenda, person, entry = about.order.agenda, about.person, about.entry
    if entry is not None and entry.start is not None:
        return values(entry, about.order, voice, entry.start)
    return {
        "person": voice.name(person_names(agenda, person)),
        "office": voice.name(person.office or {}),
        "forum": voice.name(agenda.title),
    }


def _written(said: str, chosen: Chosen) -> Own:
    direction = languages.direction(chosen.language)
    return Own(text=upright(said), language=chosen.language, direction=direction)


def _notes(kind: Kind, about: About, voice: Marked, *, linked: bool) -> Iterator[str]:
    if _asks(kind, about) and not about.copy_for:
        yield _way_to_answer(about, voice, linked=linked)
    if linked:
        yield voice.say("The link is meant for you alone: please do not pass it on.")
    yield from worth(about.order.agenda, voice)


def _way_to_answer(about: About, voice: Marked, *, linked: bool) -> str:
    if linked:
        return voice.say("You can also answer with the buttons that your calendar shows.")
    address = voice.left(about.order.agenda.organizer.email)
    return voice.say(
        "Please answer the invitation in your calendar or write to {address}.", address=address
    )
