"""The bytes of a file become a table: its first bytes tell what it is, and not its name."""

from orchestrator.findings import N_
from orchestrator.layout.archives import OLE, PDF
from orchestrator.rosters.commas import read_csv
from orchestrator.rosters.tables import MOST_BYTES, RosterError, Table
from orchestrator.rosters.workbooks import read_xlsx

ARCHIVE = b"PK\x03\x04"


def read(data: bytes, coding: str = "") -> Table:
    """Read a table from an Excel workbook, or from a text in the coding that is named, if any."""
    if len(data) > MOST_BYTES:
        raise RosterError(N_("The file is larger than {limit} MiB."), limit=MOST_BYTES >> 20)
    return read_xlsx(data) if data.startswith((ARCHIVE, PDF, OLE)) else read_csv(data, coding)
