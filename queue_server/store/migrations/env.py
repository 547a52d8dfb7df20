"""What Alembic runs: the steps, on the connection that was handed to it, in its transaction."""

from alembic import context

from queue_server.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    # SQLite changes a table by making a new one
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
