"""Carries mail: out by SMTP or into a folder, in from a folder or by IMAP."""

from orchestrator.delivery.addresses import domain
from orchestrator.delivery.mail import Inbox, Letter, Mail, Mark, Transport
from orchestrator.delivery.mailboxes import ImapInbox, Mailbox, MailboxError, mailbox
from orchestrator.delivery.mailfolders import FolderInbox
from orchestrator.delivery.outbox import FOLDER, FolderTransport
from orchestrator.delivery.outcomes import (
    Deferred,
    Fenced,
    Outcome,
    Rejected,
    Uncertain,
    Untried,
)
from orchestrator.delivery.relays import Relay, relay
from orchestrator.delivery.servers import ServerError
from orchestrator.delivery.smtp import SmtpTransport

__all__ = [
    "FOLDER",
    "Deferred",
    "Fenced",
    "FolderInbox",
    "FolderTransport",
    "ImapInbox",
    "Inbox",
    "Letter",
    "Mail",
    "Mailbox",
    "MailboxError",
    "Mark",
    "Outcome",
    "Rejected",
    "Relay",
    "ServerError",
    "SmtpTransport",
    "Transport",
    "Uncertain",
    "Untried",
    "domain",
    "mailbox",
    "relay",
]
