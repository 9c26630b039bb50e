"""My data: what is kept is said, and erased to the last row."""

import pytest
from sqlalchemy import inspect, text

from tests.bot.conversation.stories import enrols, patients


async def rows_with(talk, chat_id, patient_id):
    """Every row of every table that names the chat or the patient."""
    async with talk.database.reading() as session:
        connection = await session.connection()
        columns = await connection.run_sync(
            lambda sync: {
                table: [column["name"] for column in inspect(sync).get_columns(table)]
                for table in inspect(sync).get_table_names()
            }
        )
        found = {}
        for table, names in columns.items():
            for name, wanted in (("chat_id", chat_id), ("patient_id", patient_id)):
                if name in names:
                    query = text(f"SELECT count(*) FROM {table} WHERE {name} = :wanted")
                    if count := (await connection.execute(query, {"wanted": wanted})).scalar_one():
                        found[f"{table}.{name}"] = count
        return found


async def test_deleting_leaves_no_row_that_names_her(either_talk):
    """It leaves nothing of Ana in any table, and everything of Bea."""
    ana, bea = either_talk.person("Ana"), either_talk.person("Bea")
    await enrols(ana)
    await enrols(bea)
    await either_talk.pass_time(hours=26)
    await ana.says("How long will redness last?")
    of_ana, of_bea = [patient.id for patient in await patients(either_talk)]
    assert len(await rows_with(either_talk, ana.chat_id, of_ana)) > 4

    await ana.says("/delete")
    await ana.presses("Yes, erase it")
    await ana.presses("Erase it now")

    assert await rows_with(either_talk, ana.chat_id, of_ana) == {}
    assert "treatment.patient_id" in await rows_with(either_talk, bea.chat_id, of_bea)


async def test_deleting_counts_what_was_erased(talk):
    """It names the number of entries as proof, and sends nothing afterwards."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/delete")
    await ana.presses("Yes, erase it")
    await ana.presses("Erase it now")

    assert ana.reads[-1].startswith("Done. I have erased everything I kept about you: 4 entries.")

    read = ana.reads
    await talk.pass_time(hours=48)

    assert ana.reads == read


async def test_deleting_is_asked_twice(talk):
    """It erases nothing at the first yes, but asks again."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/delete")
    await ana.presses("Yes, erase it")

    assert ana.reads[-1] == "This cannot be undone. Shall I really erase everything now?"
    assert len(await patients(talk)) == 1


@pytest.mark.parametrize("labels", [["No, keep it"], ["Yes, erase it", "No, keep it"]])
async def test_no_keeps_everything(talk, labels):
    """It erases nothing after either no."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/delete")
    for label in labels:
        await ana.presses(label)

    assert ana.reads[-1] == "All right. I have erased nothing."
    assert len(await patients(talk)) == 1


async def test_there_is_nothing_to_delete_of_a_stranger(talk):
    """It says so."""
    ana = talk.person("Ana")
    await ana.says("/delete")

    assert ana.reads[-1] == "I keep nothing about you."


async def test_erased_one_can_begin_again(talk):
    """It meets her as for the first time."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/delete")
    await ana.presses("Yes, erase it")
    await ana.presses("Erase it now")
    await enrols(ana)

    assert ana.reads[-1].startswith("Your treatment: today, 2 pm")


async def test_privacy_says_what_is_kept_and_how_long(talk):
    """It is short, and names Telegram's part."""
    ana = talk.person("Ana")
    await ana.says("/privacy")

    assert "180 days" in ana.reads[-1]
    assert "not end-to-end encrypted" in ana.reads[-1]
    assert "/delete" in ana.reads[-1]
