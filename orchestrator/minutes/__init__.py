"""The rapporteur's form: made from the running order, filled anywhere, read back as values."""

from orchestrator.minutes.answers import Answers, answers
from orchestrator.minutes.form import form, forms
from orchestrator.minutes.keeping import kept
from orchestrator.minutes.markdown import read_markdown, write_markdown
from orchestrator.minutes.merging import merged
from orchestrator.minutes.opendocument import read_odt, write_odt
from orchestrator.minutes.page import Report, page, report, values
from orchestrator.minutes.prints import printed
from orchestrator.minutes.reading import Record, record
from orchestrator.minutes.word import read_docx, write_docx

__all__ = [
    "Answers",
    "Record",
    "Report",
    "answers",
    "form",
    "forms",
    "kept",
    "merged",
    "page",
    "printed",
    "read_docx",
    "read_markdown",
    "read_odt",
    "record",
    "report",
    "values",
    "write_docx",
    "write_markdown",
    "write_odt",
]
