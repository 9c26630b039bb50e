"""What Alembic runs: the migrations on the connection that scheduler/database.py opened."""

from alembic import context
from sqlmodel import SQLModel

import scheduler.models  # noqa: F401 - the tables register themselves

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
