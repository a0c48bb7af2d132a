"""The rapporteur's form: made from the running order, filled anywhere, read back as values."""

from orchestrator.minutes.answers import Answers, answers
from orchestrator.minutes.changes import Change, changes
from orchestrator.minutes.form import form, forms
from orchestrator.minutes.joining import Conflict, Joined, held, joined
from orchestrator.minutes.keeping import filled, folded, kept, stamped, standing
from orchestrator.minutes.markdown import read_markdown, write_markdown
from orchestrator.minutes.merging import merged
from orchestrator.minutes.opendocument import read_odt, write_odt
from orchestrator.minutes.page import Report, body, page, report, values
from orchestrator.minutes.paper import written
from orchestrator.minutes.places import addressed, headings, sessions, under
from orchestrator.minutes.prints import printed
from orchestrator.minutes.reading import Record, numbered, record
from orchestrator.minutes.word import read_docx, write_docx

__all__ = [
    "Answers",
    "Change",
    "Conflict",
    "Joined",
    "Record",
    "Report",
    "addressed",
    "answers",
    "body",
    "changes",
    "filled",
    "folded",
    "form",
    "forms",
    "headings",
    "held",
    "joined",
    "kept",
    "merged",
    "numbered",
    "page",
    "printed",
    "read_docx",
    "read_markdown",
    "read_odt",
    "record",
    "report",
    "sessions",
    "stamped",
    "standing",
    "under",
    "values",
    "write_docx",
    "write_markdown",
    "write_odt",
    "written",
]
