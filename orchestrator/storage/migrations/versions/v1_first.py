"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# The audit is only ever added to.
GUARDS = {
    "sqlite": (
        """CREATE TRIGGER audit_stays_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END""",
        """CREATE TRIGGER audit_stays_deleted BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$""",
        """CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()""",
    ),
}


def upgrade() -> None:
    """Make every table."""
    _audit()
    _forums()
    _mails()
    _meta()
    _answers()
    _deliveries()
    _entries()
    _links()
    _proposals()
    _records()
    _revisions()
    for guard in GUARDS[op.get_bind().dialect.name]:
        op.execute(guard)


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("forum", sa.Text(), nullable=True),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_forum_id", "audit", ["forum", "id"], unique=False)


def _forums() -> None:
    op.create_table(
        "forums",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("held", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("head", sa.Integer(), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_forums"),
    )


def _mails() -> None:
    op.create_table(
        "mails",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mails"),
        sa.UniqueConstraint("digest", name="uq_mails_digest"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mails_message_id", "mails", ["message_id"], unique=False)


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("forum", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("partstat", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("given", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("trust", sa.Integer(), nullable=False),
        sa.Column("applied", sa.Boolean(), nullable=False),
        sa.Column("mail", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["forum"], ["forums.id"], name="fk_answers_forum"),
        sa.ForeignKeyConstraint(["mail"], ["mails.id"], name="fk_answers_mail"),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_answers_forum_person_thing_id",
        "answers",
        ["forum", "person", "thing", "id"],
        unique=False,
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("forum", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("publication", sa.Integer(), nullable=False),
        sa.Column("resend", sa.Integer(), server_default="0", nullable=False),
        sa.Column("copy", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="pending", nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("lease", sa.BigInteger(), nullable=True),
        sa.Column("intent", sa.BigInteger(), nullable=True),
        sa.Column("doubt", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("declared", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["forum"], ["forums.id"], name="fk_deliveries_forum"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_deliveries_forum_person_thing_id",
        "deliveries",
        ["forum", "person", "thing", "id"],
        unique=False,
    )
    op.create_index("ix_deliveries_message_id", "deliveries", ["message_id"], unique=False)
    op.create_index(
        "ix_deliveries_state_due_id", "deliveries", ["state", "due", "id"], unique=False
    )


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("forum", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("partstat", sa.Text(), server_default="NEEDS-ACTION", nullable=False),
        sa.Column("answer_sequence", sa.Integer(), nullable=True),
        sa.Column("answer_stamp", sa.BigInteger(), nullable=True),
        sa.Column("verified", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["forum"], ["forums.id"], name="fk_entries_forum"),
        sa.PrimaryKeyConstraint("forum", "person", "thing", name="pk_entries"),
        sa.UniqueConstraint("uid", "forum", name="uq_entries_uid_forum"),
    )


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("forum", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("generation", sa.Integer(), server_default="1", nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=True),
        sa.Column("revoked", sa.BigInteger(), nullable=True),
        sa.Column("used", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["forum"], ["forums.id"], name="fk_links_forum"),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sa.UniqueConstraint("forum", "person", "scope", name="uq_links_forum_person_scope"),
    )


def _proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("forum", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("thing", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("mail", NUMBER, nullable=True),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["forum"], ["forums.id"], name="fk_proposals_forum"),
        sa.ForeignKeyConstraint(["mail"], ["mails.id"], name="fk_proposals_mail"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_proposals_forum_id", "proposals", ["forum", "id"], unique=False)


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("forum", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["forum"], ["forums.id"], name="fk_records_forum"),
        sa.PrimaryKeyConstraint("forum", "session", "revision", name="pk_records"),
    )


def _revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("forum", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["forum"], ["forums.id"], name="fk_revisions_forum"),
        sa.PrimaryKeyConstraint("forum", "number", name="pk_revisions"),
    )
