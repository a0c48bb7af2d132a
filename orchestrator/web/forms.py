"""What a form sends, read with care: fields may be missing, doubled or files."""

from collections.abc import Mapping

Form = Mapping[str, object]


def said(form: Form, name: str) -> str:
    """Return a field as text without the spaces around it; empty where there is none."""
    return whole(form, name).strip()


def whole(form: Form, name: str) -> str:
    """Return a field as it was typed: a password's spaces belong to it."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def number(form: Form, name: str) -> int | None:
    """Return a field as a number; None where it is none."""
    return whole_number(said(form, name))


def whole_number(text: str) -> int | None:
    """Return a text as a number; None where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
