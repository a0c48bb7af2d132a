"""The one jinja2 environment: everything is escaped, everything undefined is an error."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from orchestrator import resources


@pass_context
def _written(context: Context, value: object) -> Markup:
    """Let the page's pen write what stands in `{{ }}`: it knows the language and the paper."""
    shown: Markup = context["pen"].show(value)
    return shown


@cache
def environment() -> Environment:
    """Return the environment that all papers share, its templates compiled once."""
    return Environment(
        loader=FileSystemLoader(resources.folder("templates"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_written,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,  # all are ours and none goes: no order of use is kept
    )
