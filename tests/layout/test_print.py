from __future__ import annotations

import re

import pytest

from orchestrator import resources

RULE = re.compile(r"^  (?P<what>\S[^{}]*?) \{ (?P<says>[^{}]*) \}$", re.MULTILINE)


def printed() -> list[tuple[str, str]]:
    """Return the rules for paper: selector and declarations."""
    style = resources.text("templates", "layout/print.css")
    return [(rule["what"], rule["says"]) for rule in RULE.finditer(style)]


def said(selector: str) -> str:
    """Return everything that the rules naming a selector say."""
    return " ".join(says for what, says in printed() if selector in what.split(", "))


@pytest.mark.parametrize("block", ["h2", "footer", ".top", ".sheet .sitting", "tr"])
def test_what_belongs_together_stands_on_one_page(block: str) -> None:
    assert "break-inside: avoid;" in said(block)


def test_a_heading_stands_on_the_page_of_what_it_heads() -> None:
    assert "break-after: avoid;" in said("h2")
    assert "break-after: avoid;" in said(".top:not(:has(+ .beside))")


def test_eight_clocks_stand_in_two_rows_of_four() -> None:
    assert "grid-template-columns: repeat(4, 1fr);" in said(".clocks")


def test_a_paper_that_is_linked_says_where_it_is_from_left_to_right() -> None:
    assert r'content: " \2066" attr(href) "\2069";' in said(".papers a::after")
