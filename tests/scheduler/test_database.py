"""Database: transactions, migrations, and clear words when it cannot be used."""

import sqlite3

import pytest
from sqlmodel import SQLModel, select

from scheduler import patients
from scheduler.database import Database, DatabaseTrouble
from scheduler.models import Consent, Patient
from tests.scheduler.world import NOW


async def test_it_commits_when_the_block_is_left_and_rolls_back_on_an_exception(database):
    """It keeps all of a block or nothing."""
    async with database.session() as session:
        session.add(Patient(chat_id=1, language="en", created_at=NOW))

    async def break_off():
        async with database.session() as session:
            session.add(Patient(chat_id=2, language="en", created_at=NOW))
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await break_off()

    async with database.reading() as session:
        assert (await session.exec(select(Patient.chat_id))).all() == [1]


async def test_instants_come_back_aware_and_in_utc(database):
    """It never loses the zone of an instant."""
    async with database.session() as session:
        session.add(Patient(chat_id=1, language="en", created_at=NOW))
    async with database.reading() as session:
        [patient] = (await session.exec(select(Patient))).all()

    assert (patient.created_at, patient.created_at.utcoffset().total_seconds()) == (NOW, 0)


async def test_migrating_twice_changes_nothing_and_the_tables_are_those_of_the_models(database):
    """It has migrations for everything the models say."""
    await database.migrate()
    await database.require_current()

    def differences(connection):
        from alembic.autogenerate import compare_metadata
        from alembic.runtime.migration import MigrationContext

        return compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)

    async with database._writer.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_migration_that_rebuilds_a_table_loses_nobody(database):
    """It keeps what hangs on the rows of the table, also where a table is changed by copying it."""
    async with database.session() as session:
        ana = await patients.meet(session, 1, "en", NOW)
        await patients.give_consent(session, ana, "1", NOW)

    def rebuild(connection):
        from alembic.operations import Operations
        from alembic.runtime.migration import MigrationContext

        with Operations(MigrationContext.configure(connection)).batch_alter_table("patient", recreate="auto") as batch:
            batch.alter_column("language", nullable=True)

    await database._with_connection(rebuild, database._migrator)

    async with database.reading() as session:
        assert len((await session.exec(select(Consent))).all()) == 1


async def test_tables_that_are_not_up_to_date_are_refused(postgresql_url):
    """It says which command to run."""
    database = Database(postgresql_url)

    with pytest.raises(DatabaseTrouble, match="afterglow migrate"):
        await database.require_current()
    await database.close()


async def test_a_database_of_a_newer_version_is_refused(database):
    """It does not touch tables it does not know."""
    async with database._writer.begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(DatabaseTrouble, match="newer version"):
        await database.migrate()
    with pytest.raises(DatabaseTrouble, match="newer version"):
        await database.require_current()


async def test_a_damaged_file_is_one_clear_line(tmp_path):
    """It names the address and the way out."""
    (tmp_path / "afterglow.db").write_bytes(b"no database at all" * 100)
    database = Database(f"sqlite:///{tmp_path}/afterglow.db")

    with pytest.raises(DatabaseTrouble, match=r"DATABASE_URL sqlite:.*damaged.*restore a backup"):
        await database.migrate()
    await database.close()


async def test_an_unreachable_server_is_one_clear_line_without_the_password():
    """It never shows the password."""
    database = Database("postgresql://clinic:secret@127.0.0.1:1/afterglow")

    with pytest.raises(
        DatabaseTrouble, match=r"DATABASE_URL postgresql://clinic:\*\*\*@127.0.0.1:1/afterglow: "
    ) as trouble:
        await database.migrate()
    await database.close()

    assert "secret" not in str(trouble.value)
    assert "\n" not in str(trouble.value)


async def test_a_missing_folder_is_made(tmp_path):
    """It starts in an empty directory."""
    database = Database(f"sqlite:///{tmp_path}/data/clinic/afterglow.db")
    await database.migrate()
    await database.close()

    with sqlite3.connect(tmp_path / "data" / "clinic" / "afterglow.db") as connection:
        assert connection.execute("SELECT count(*) FROM patient").fetchone() == (0,)
