"""The schema: one set of tables for SQLite and PostgreSQL.

`migrations/` makes these tables; a test compares both. A change here needs a step there.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    false,
)

from orchestrator.storage.columns import Instant, Number, Words

metadata = MetaData(
    # SQLite's batch mode can drop a constraint only by its name.
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

forums = Table(
    "forums",
    metadata,
    Column("id", Words, primary_key=True),
    Column("held", Boolean, nullable=False, server_default=false()),
    Column("head", Integer),  # the newest revision
    Column("created", Instant, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("forum", Words, ForeignKey("forums.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", Words, nullable=False),
    Column("digest", Words, nullable=False),
    Column("origin", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("made", Instant, nullable=False),
    Column("published", Instant),
)

entries = Table(
    "entries",
    metadata,
    Column("forum", Words, ForeignKey("forums.id"), primary_key=True),
    Column("person", Words, primary_key=True),
    Column("thing", Words, primary_key=True),
    Column("uid", Words, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("changed", Integer, nullable=False),  # the SEQUENCE of the last significant change
    Column("partstat", Words, nullable=False, server_default="NEEDS-ACTION"),
    Column("answer_sequence", Integer),
    Column("answer_stamp", Instant),
    Column("verified", Boolean, nullable=False, server_default=false()),
    Column("thread", Words),  # Message-ID of the first invitation
    UniqueConstraint("uid", "forum"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Number, primary_key=True),
    Column("key", Words, nullable=False, unique=True),
    Column("forum", Words, ForeignKey("forums.id"), nullable=False),
    Column("person", Words, nullable=False),
    Column("thing", Words),
    Column("purpose", Words, nullable=False),
    Column("publication", Integer, nullable=False),
    Column("resend", Integer, nullable=False, server_default="0"),
    Column("copy", Integer, nullable=False, server_default="0"),  # 0 the person, n an assistant
    Column("rule", Words),
    Column("recipient", Words, nullable=False),
    Column("domain", Words, nullable=False),
    Column("state", Words, nullable=False, server_default="pending"),
    Column("due", Instant, nullable=False),
    Column("expires", Instant),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("owner", Words),
    Column("lease", Instant),  # on the database's clock
    Column("intent", Instant),  # DATA was about to begin
    Column("doubt", Boolean, nullable=False, server_default=false()),
    Column("body", LargeBinary),
    Column("message_id", Words, index=True),
    Column("details", JSON, nullable=False),
    Column("reason", Words),
    Column("declared", Boolean, nullable=False, server_default=false()),
    Column("created", Instant, nullable=False),
    Column("ended", Instant),
    Column("settled", Instant),  # when somebody saw to it that it had failed
    Index(None, "state", "due", "id"),
    Index(None, "forum", "person", "thing", "id"),
    sqlite_autoincrement=True,  # the order of ids is the order of tellings: none is given twice
)

answers = Table(
    "answers",
    metadata,
    Column("id", Number, primary_key=True),
    Column("forum", Words, ForeignKey("forums.id"), nullable=False),
    Column("person", Words, nullable=False),
    Column("thing", Words, nullable=False),
    Column("partstat", Words, nullable=False),
    Column("comment", Words),
    Column("sequence", Integer, nullable=False),
    Column("stamp", Instant, nullable=False),
    Column("given", Instant, nullable=False),
    Column("way", Words, nullable=False),
    Column("trust", Integer, nullable=False),
    Column("applied", Boolean, nullable=False),
    Column("mail", Number, ForeignKey("mails.id")),
    Index(None, "forum", "person", "thing", "id"),
    sqlite_autoincrement=True,
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", Number, primary_key=True),
    Column("forum", Words, ForeignKey("forums.id"), nullable=False),
    Column("person", Words),
    Column("thing", Words),
    Column("kind", Words, nullable=False),
    Column("details", JSON, nullable=False),
    Column("mail", Number, ForeignKey("mails.id")),
    Column("made", Instant, nullable=False),
    Column("closed", Instant),
    Index(None, "forum", "id"),
    sqlite_autoincrement=True,
)

mails = Table(
    "mails",
    metadata,
    Column("id", Number, primary_key=True),
    Column("digest", Words, nullable=False, unique=True),
    Column("message_id", Words, index=True),
    Column("raw", LargeBinary, nullable=False),
    Column("received", Instant, nullable=False),
    Column("outcome", Words, nullable=False),
    sqlite_autoincrement=True,
)

records = Table(
    "records",
    metadata,
    Column("forum", Words, ForeignKey("forums.id"), primary_key=True),
    Column("session", Words, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("language", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("content", JSON, nullable=False),
    Column("by", Words, nullable=False),
    Column("made", Instant, nullable=False),
)

links = Table(
    "links",
    metadata,
    Column("id", Words, primary_key=True),
    Column("forum", Words, ForeignKey("forums.id"), nullable=False),
    Column("person", Words, nullable=False),  # empty where a link is the forum's own
    Column("scope", Words, nullable=False),
    Column("generation", Integer, nullable=False, server_default="1"),
    Column("expires", Instant),
    Column("revoked", Instant),
    Column("used", Instant),
    UniqueConstraint("forum", "person", "scope"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Number, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("forum", Words),
    Column("object", Words, nullable=False),
    Column("details", JSON, nullable=False),
    Index(None, "forum", "id"),
    sqlite_autoincrement=True,
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Number, primary_key=True),
    Column("name", Words, unique=True),  # none until its one-time link was used
    Column("password", Words),  # as argon2id keeps it
    Column("role", Words, nullable=False),
    Column("forums", JSON(none_as_null=True)),  # none: all of them
    Column("made", Instant, nullable=False),
    Column("locked", Instant),
    Column("once", Words, unique=True),  # the hash of a one-time link
    Column("once_expires", Instant),
    sqlite_autoincrement=True,  # the audit names accounts by their ids: none is given twice
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("id", Number, primary_key=True),
    Column("hash", Words, nullable=False, unique=True),  # of what the browser holds
    Column("account", Number, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("agent", Words, nullable=False),
    Column("made", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("fresh", Instant, nullable=False),  # when the password was last given
    sqlite_autoincrement=True,
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Number, primary_key=True),
    Column("hash", Words, nullable=False, unique=True),
    Column("name", Words, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("forum", Words, ForeignKey("forums.id")),  # none: all of them
    Column("account", Number, ForeignKey("accounts.id")),  # who made it; none: the command line
    Column("made", Instant, nullable=False),
    Column("expires", Instant),
    Column("revoked", Instant),
    Column("used", Instant),
    sqlite_autoincrement=True,
)

# Sign-ins that failed, by account and by address: too many of them shut the door for a while.
tries = Table(
    "tries",
    metadata,
    Column("id", Number, primary_key=True),
    Column("subject", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "subject", "at"),
    sqlite_autoincrement=True,
)

# What a machine asked for under an Idempotency-Key: asked again it gets the answer that it got.
requests = Table(
    "requests",
    metadata,
    Column("token", Number, ForeignKey("tokens.id"), primary_key=True, autoincrement=False),
    Column("key", Words, primary_key=True),
    Column("digest", Words, nullable=False),  # of method, path and body
    Column("status", Integer),  # none while it is being done
    Column("etag", Words),
    Column("body", LargeBinary),
    Column("made", Instant, nullable=False, index=True),
)

meta = Table(
    "meta",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)
