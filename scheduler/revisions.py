"""Revisions: which migration the tables stand at, and bringing them to the newest one.

Alembic runs the migrations. It is imported when there is one to run: most starts can do without a quarter of a second
and 10 MB.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
KNOWN = tuple(sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")))
NEWEST = KNOWN[-1]


def current_revision(connection: Connection) -> str | None:
    """Return the revision that the tables stand at, None where there are none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return str(revision) if revision else None


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, in the connection's transaction."""
    from alembic import command

    command.upgrade(alembic_config(connection), NEWEST)


def alembic_config(connection: Connection) -> "Config":
    """Return what Alembic's commands take to work on a connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
