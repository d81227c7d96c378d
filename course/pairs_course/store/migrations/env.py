"""Runs migrations on the connection that the store opened; there is no other way to run them."""

from alembic import context

from pairs_course.store.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    transactional_ddl=True,  # SQLite can: the store begins the transaction itself
    render_as_batch=True,
)
context.run_migrations()
