"""Migrations: each brings a database that holds the former version's data up to date, and loses nothing."""

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from scheduler.database import Database
from scheduler.models import Feedback, KeptQuestion, RecordReading
from scheduler.outgoing import claim_due
from scheduler.patients import consent_of, erase, find_patient
from scheduler.revisions import KNOWN, alembic_config
from tests.scheduler.world import NOW

ANA = 7_000_000_001


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_database(request, tmp_path):
    """A database without tables."""
    url = f"sqlite:///{tmp_path}/data/afterglow.db" if request.param == "sqlite" else None
    database = Database(url or request.getfixturevalue("postgresql_url"))
    yield database
    await database.close()


def test_the_known_revisions_are_those_of_alembic():
    """Their files are named after them, one after the other: the last is Alembic's head."""
    scripts = ScriptDirectory.from_config(alembic_config(None))

    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == KNOWN
    assert scripts.get_current_head() == KNOWN[-1]


async def test_feedback_and_kept_questions_come_to_who_was_there_before(empty_database):
    """It leaves a patient of the first version as they were, and their answers and questions are erased with them."""
    await _migrate_to(empty_database, "0001")
    await _add_ana(empty_database)

    await empty_database.migrate()
    await empty_database.require_current()

    async with empty_database.session() as session:
        ana = await find_patient(session, ANA)
        assert (await consent_of(session, ana)).version == "1"
        session.add(
            Feedback(patient_id=ana.id, message_id=5, topic="redness", language="en", helped=True, given_at=NOW)
        )
        session.add(KeptQuestion(patient_id=ana.id, message_id=6, sent_at=NOW, language="en", words="May I dance?"))
    async with empty_database.session() as session:
        counts = await erase(session, await find_patient(session, ANA), NOW)
    assert counts == {"patient": 1, "consent": 1, "feedback": 1, "kept_question": 1}


async def test_the_second_migration_can_be_taken_back(empty_database):
    """It goes back to the first version's tables, with everybody in them."""
    await _migrate_to(empty_database, "0002")
    await _add_ana(empty_database)

    await _run(empty_database, lambda connection: command.downgrade(alembic_config(connection), "0001"))

    def look(connection):
        assert connection.exec_driver_sql("SELECT chat_id FROM patient").all() == [(ANA,)]
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").all() == [("0001",)]

    await _run(empty_database, look)


async def test_who_was_there_before_can_have_their_record_read(empty_database):
    """It leaves a patient of the second version as they were, and the readings are erased with them."""
    await _migrate_to(empty_database, "0002")
    await _add_ana(empty_database)

    await empty_database.migrate()

    async with empty_database.session() as session:
        ana = await find_patient(session, ANA)
        session.add(RecordReading(patient_id=ana.id, read_at=NOW, reader="Carla", reader_id=7_000_000_009))
    async with empty_database.session() as session:
        counts = await erase(session, await find_patient(session, ANA), NOW)
    assert counts == {"patient": 1, "consent": 1, "record_reading": 1}


async def test_the_third_migration_can_be_taken_back(empty_database):
    """It goes back to the second version's tables, with everybody in them."""
    await _migrate_to(empty_database, "0003")
    await _add_ana(empty_database)

    await _run(empty_database, lambda connection: command.downgrade(alembic_config(connection), "0002"))

    def look(connection):
        assert connection.exec_driver_sql("SELECT chat_id FROM patient").all() == [(ANA,)]
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").all() == [("0002",)]

    await _run(empty_database, look)


async def test_what_was_planned_before_is_claimed_after(empty_database):
    """It leaves a message of the third version due, and it is erased with its patient."""
    await _migrate_to(empty_database, "0003")
    await _add_ana(empty_database)
    await _add_reminder(empty_database)

    await empty_database.migrate()

    async with empty_database.session() as session:
        claimed = await claim_due(session, now=NOW, owner="this process", limit=50)
        assert [row.text for row in claimed] == ["Good morning."]
    async with empty_database.session() as session:
        counts = await erase(session, await find_patient(session, ANA), NOW)
    assert counts == {"patient": 1, "consent": 1, "outgoing": 1}


async def test_the_fourth_migration_can_be_taken_back(empty_database):
    """It goes back to the third version's tables, with everybody and their messages in them."""
    await _migrate_to(empty_database, "0004")
    await _add_ana(empty_database)
    await _add_reminder(empty_database)

    await _run(empty_database, lambda connection: command.downgrade(alembic_config(connection), "0003"))

    def look(connection):
        assert connection.exec_driver_sql("SELECT patient_id, text FROM outgoing").all() == [(1, "Good morning.")]
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").all() == [("0003",)]

    await _run(empty_database, look)


async def _migrate_to(database, revision):
    await _run(database, lambda connection: command.upgrade(alembic_config(connection), revision))


async def _add_ana(database):
    """Somebody who agreed, with what a patient had in the first version."""

    def add(connection):
        connection.exec_driver_sql(
            "INSERT INTO patient (id, chat_id, language, created_at, draft, wake, sleep, level, muted) VALUES"
            f" (1, {ANA}, 'en', '2026-11-20 14:00:00', '{{}}', '08:00:00', '22:00:00', 'all', '[]')"
        )
        connection.exec_driver_sql(
            "INSERT INTO consent (id, patient_id, version, language, given_at) VALUES"
            " (1, 1, '1', 'en', '2026-11-20 14:00:00')"
        )

    await _run(database, add)


async def _add_reminder(database):
    """A message to Ana that is due, with what a message had in the first version."""

    def add(connection):
        connection.exec_driver_sql(
            "INSERT INTO outgoing (id, patient_id, chat_id, kind, priority, due_at, expires_at, state, steps,"
            " course_hash, attempts, unanswered, text, copies, created_at) VALUES"
            f" (1, 1, {ANA}, 'reminder', 50, '2026-11-20 13:00:00', '2026-11-20 20:00:00', 'planned', '[]', '',"
            " 0, false, 'Good morning.', false, '2026-11-19 14:00:00')"
        )

    await _run(database, add)


async def _run(database, work):
    await database._with_connection(work, database._migrator)
