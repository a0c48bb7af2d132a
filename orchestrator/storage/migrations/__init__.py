"""The schema's steps, run at start, forward only (Alembic)."""
