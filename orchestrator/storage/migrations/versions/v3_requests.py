"""What machines asked for under a key of their own, so that asked twice it is done once."""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of requests."""
    _requests()


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("token", NUMBER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["token"], ["tokens.id"], name="fk_requests_token"),
        sa.PrimaryKeyConstraint("token", "key", name="pk_requests"),
    )
    op.create_index("ix_requests_made", "requests", ["made"], unique=False)
