from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from orchestrator.findings import phrase
from orchestrator.languages import Chosen, Translator
from orchestrator.layout import Form, Ltr, Pen
from orchestrator.layout.environment import environment

NOON = datetime(2020, 10, 29, 7, 0, tzinfo=UTC)
LATER = datetime(2020, 10, 29, 10, 0, tzinfo=UTC)
NIGHT = datetime(2020, 10, 29, 18, 30, tzinfo=UTC)
CHELYABINSK = "Asia/Yekaterinburg"
FSI, LRI, RLI, PDI = "\u2068", "\u2066", "\u2067", "\u2069"


def pen(language: str = "en", form: Form = "html") -> Pen:
    return Pen(words=Translator(language=language), form=form)


def filled(source: str, writer: Pen, **values: object) -> str:
    return environment().from_string(source).render({"pen": writer, "_": writer.say, **values})


def test_a_range_of_times_is_one_isolate() -> None:
    assert pen("ur").hours(NOON, LATER, CHELYABINSK) == (
        '<bdi dir="ltr" class="whole"><time datetime="2020-10-29T07:00:00Z">12:00</time>–'
        '<time datetime="2020-10-29T10:00:00Z">15:00</time></bdi>'
    )


def test_a_range_past_midnight_names_the_day_it_ends() -> None:
    said = pen("en", "txt").hours(NIGHT, datetime(2020, 10, 29, 20, 0, tzinfo=UTC), CHELYABINSK)
    assert said == "23:30–01:00 (until Friday, 30 October 2020)"


def test_text_is_isolated_only_where_directions_can_meet() -> None:
    assert pen("ru", "txt").hours(NOON, LATER, CHELYABINSK) == "12:00–15:00"
    assert pen("ur", "txt").hours(NOON, LATER, CHELYABINSK) == f"{LRI}12:00–15:00{PDI}"
    name = Chosen(text="اردو", language="ur")
    assert pen("ru", "txt").say("For {name}", name=name) == f"For {RLI}اردو{PDI}"


def test_a_text_is_isolated_in_the_direction_of_its_language_not_of_its_first_letter() -> None:
    title = Chosen(text="SCO کا فورم", language="ur")
    assert pen("ur").show(title) == '<bdi dir="rtl">SCO کا فورم</bdi>'


def test_a_text_that_fell_back_is_marked_in_every_form() -> None:
    name = Chosen(text="Алексей", language="ru", fallback=True)
    assert pen("ur").show(name) == '<span lang="ru" dir="ltr" class="fallback">Алексей</span>'
    assert pen("ur", "txt").show(name) == f"{LRI}Алексей{PDI} {LRI}[ru]{PDI}"
    assert pen("en", "md").show(name) == "Алексей [ru]"


def test_bare_text_in_a_sentence_is_isolated_whatever_its_language() -> None:
    assert pen().say("For {name}", name="<b>اردو</b>") == ("For <bdi>&lt;b&gt;اردو&lt;/b&gt;</bdi>")
    assert pen("en", "txt").say("For {name}", name="اردو") == f"For {FSI}اردو{PDI}"


def test_values_of_all_kinds_are_said_in_the_readers_language() -> None:
    russian = pen("ru", "txt")
    assert russian.show(date(2020, 10, 29)) == "четверг, 29 октября 2020 года"
    assert russian.show(timedelta(minutes=90)) == "1 h 30 min"
    assert russian.show(phrase("{n} of {what}", n=2, what={"ru": "трёх", "en": "three"})) == (
        "2 of трёх"
    )
    assert russian.show(Ltr(text="running-order.json")) == "running-order.json"


def test_a_clock_names_city_and_offset() -> None:
    assert pen("ru", "txt").clock(NOON, CHELYABINSK) == "Екатеринбург, UTC+05:00"
    assert (
        pen("ur").clock(NOON, CHELYABINSK).endswith('<bdi dir="ltr" class="whole">UTC+05:00</bdi>')
    )


def test_lists_are_joined_as_the_reader_joins_them() -> None:
    assert [pen("en", "txt").listed("abc"[:n]) for n in range(4)] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_a_telephone_number_dials_what_can_be_dialled() -> None:
    assert pen().phone("+7 (351) 000-00-00,,12#") == (
        '<a href="tel:+73510000000"><bdi dir="ltr" class="whole">+7 (351) 000-00-00,,12#</bdi></a>'
    )


def test_links_in_every_form() -> None:
    url = "https://example.org/a?b=1&c=2"
    assert pen().link(url, "A & B") == (
        '<a href="https://example.org/a?b=1&amp;c=2"><bdi>A &amp; B</bdi></a>'
    )
    assert pen("en", "md").link(url, "[x]") == rf"[\[x\]](<{url}>)"
    assert pen("en", "txt").link(url, "Paper") == f"Paper: {url}"


@pytest.mark.parametrize("form", ["html", "txt"])
def test_a_sentence_whose_place_nobody_fills_is_refused(form: Form) -> None:
    assert pen("en", form).say("All {{ }} at once") == "All { } at once"
    with pytest.raises(KeyError, match="number"):
        pen("en", form).say("Revision {number}")


def test_what_a_template_writes_is_escaped_for_its_paper() -> None:
    wicked = '<img src="x"> *bold* [a](b) | `c`'
    assert filled("{{ x }}", pen(), x=wicked) == ("&lt;img src=&#34;x&#34;&gt; *bold* [a](b) | `c`")
    assert filled("{{ x }}", pen("en", "md"), x=wicked) == (
        r'\<img src="x"\> \*bold\* \[a\](b) \| \`c\`'
    )
    assert filled("{{ x }}", pen("en", "txt"), x="a\n\tb") == "a b"


def test_a_line_of_markdown_cannot_begin_with_what_was_written() -> None:
    markdown = pen("en", "md")
    written = [markdown.show(text) for text in ("# a", "- a", "1. a", "a\n# b", "> a")]
    assert written == [r"\# a", r"\- a", r"1\. a", "a # b", r"\> a"]


def test_what_is_ready_is_not_escaped_twice() -> None:
    assert filled("{{ _('For {name}', name=x) }}", pen(), x="A & B") == ("For <bdi>A &amp; B</bdi>")
    assert pen().show(Markup("<b>ours</b>")) == "<b>ours</b>"


def test_a_catalogue_cannot_bring_markup_in() -> None:
    assert pen().say("a < b & {c}", c="d") == "a &lt; b &amp; <bdi>d</bdi>"


def test_what_a_template_forgot_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="'who' is undefined"):
        filled("{{ who }}", pen())
