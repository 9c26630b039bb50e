"""Erasing: `erase` as an operator types it, while the bot runs."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlmodel import SQLModel

from scheduler.models import Patient
from scheduler.patients import erase_all_listed
from tests.bot.conversation.stories import enrols, patients
from tests.bot.conversation.team import RED_FLAG, a_team, writes
from tests.bot.test_reporting import does


async def rows_of(talk, patient_id):
    """Return every table that still has a row of a patient."""
    async with talk.database.reading() as session:
        return [
            table.name
            for table in SQLModel.metadata.sorted_tables
            if "patient_id" in table.columns
            and (await session.exec(select(func.count()).where(table.columns.patient_id == patient_id))).scalar_one()
        ]


async def test_everything_of_one_patient_goes_and_of_nobody_else(either_talk):
    """It prints a count for each table, and leaves the others alone."""
    await a_team(either_talk)
    ana, bea = either_talk.person("Ana"), either_talk.person("Bea")
    await enrols(ana)
    await enrols(bea)
    await writes(either_talk, ana, RED_FLAG)
    [first, second] = await patients(either_talk)

    code, written = await does(either_talk, "erase", str(first.id), "--yes")

    assert code == 0
    for table in ("patient", "consent", "treatment", "outgoing", "question", "alert"):
        assert table in written
    assert [one.id for one in await patients(either_talk)] == [second.id]
    assert await rows_of(either_talk, first.id) == []
    assert "treatment" in await rows_of(either_talk, second.id)


async def test_the_team_hears_that_an_open_alert_is_over(talk):
    """It says so without a name, as when a patient erases their data."""
    team = await a_team(talk)
    ana = talk.person("Ana")
    await enrols(ana)
    await writes(talk, ana, RED_FLAG)

    await does(talk, "erase", "1", "--yes")
    await talk.dispatch()

    assert "erased" in team.reads[-1]
    assert "Ana" not in team.reads[-1]


async def test_a_restore_brings_nobody_back(either_talk):
    """It is in the journal of erasures, so that whoever comes back with an old copy is erased again."""
    await enrols(either_talk.person("Ana"))
    await does(either_talk, "erase", "1", "--yes")
    async with either_talk.database.session() as session:
        session.add(_an_old_copy(either_talk))

    async with either_talk.database.session() as session:
        assert await erase_all_listed(session) == 1


async def test_it_asks_once(talk):
    """It erases nothing without a yes, and everything with one."""
    await enrols(talk.person("Ana"))

    refused, asked = await does(talk, "erase", "1", input="n\n")
    kept = len(await patients(talk))
    agreed, _ = await does(talk, "erase", "1", input="y\n")

    assert "patient 1 (day 0, in course): erase everything about them, for good?" in asked
    assert (refused, kept) == (1, 1)
    assert (agreed, len(await patients(talk))) == (0, 0)


async def test_who_is_not_there_cannot_be_erased(talk):
    """It exits with 1 and says where to look; a name is no number and exits with 2."""
    assert await does(talk, "erase", "7", "--yes") == (
        1,
        "afterglow: there is no patient 7: `afterglow patients` lists them\n",
    )
    assert (await does(talk, "erase", "Ana"))[0] == 2


def _an_old_copy(talk):
    ana = next(person for person in talk.world.users.values() if person.first_name == "Ana")
    return Patient(chat_id=ana.id, language="en", created_at=talk.now - timedelta(days=30))
