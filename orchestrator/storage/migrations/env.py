"""What Alembic runs: the steps go through the connection that the store has open."""

from alembic import context

from orchestrator.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
context.run_migrations()
