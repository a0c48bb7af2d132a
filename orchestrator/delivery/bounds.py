"""How much mail is taken in at a time."""

from orchestrator.findings import N_

MEGABYTE = 1024 * 1024
MOST_LETTERS = 100
# A form with attachments comes by mail too; a calendar's answer is bounded where it is read.
MOST_BYTES = 25 * MEGABYTE
MOST_AT_ONCE = 2 * MOST_BYTES
# Of a larger one the beginning is read: enough to say from whom it came.
HEAD = 64 * 1024

TOO_LARGE = N_("The message is larger than 25 MiB, so only its beginning was read.")
