"""My data: what is kept is said, and erased to the last row."""

import pytest
from sqlalchemy import inspect, text
from sqlmodel import select

from bot.conversation.registration import CONSENT_VERSION
from scheduler.models import Consent
from tests.bot.conversation.stories import enrols, enrols_in_chat, patients


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
    await enrols_in_chat(ana)
    await ana.says("/delete")
    await ana.presses("Yes, erase it")
    await ana.presses("Erase it now")
    await enrols_in_chat(ana)

    assert ana.reads[-1].startswith("Your treatment: today, 2 pm")


async def test_privacy_says_what_is_kept_and_how_long(talk):
    """It is short, and names Telegram's part."""
    ana = talk.person("Ana")
    await ana.says("/privacy")

    assert "180 days" in ana.reads[-1]
    assert "not end-to-end encrypted" in ana.reads[-1]
    assert "/delete" in ana.reads[-1]


async def test_privacy_says_when_she_agreed_and_offers_the_ways_out(talk):
    """It names day and version, and has a copy, withdrawing and erasing as buttons."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/privacy")

    assert f"You agreed on Friday 20 November (version {CONSENT_VERSION})." in ana.reads[-1]
    assert ana.buttons == ["Send me a copy", "Withdraw my consent", "Erase everything"]


async def test_withdrawing_stops_everything_and_erases_nothing(talk):
    """It asks first, sends nothing more, and keeps what was kept."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    await ana.says("/privacy")
    await ana.presses("Withdraw my consent")
    assert ana.reads[-1].startswith("Shall I stop?")
    await ana.presses("Yes, withdraw my consent")
    assert ana.reads[-1].startswith("You have withdrawn your consent")
    read = ana.reads
    await talk.pass_time(days=10)

    assert ana.reads == read
    assert len(await patients(talk)) == 1


async def test_a_withdrawn_consent_can_be_left_in_force(talk):
    """It changes nothing after a no."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/privacy")
    await ana.presses("Withdraw my consent")
    await ana.presses("No, go on")
    await talk.pass_time(days=2)

    assert any("You can again" in read for read in ana.reads)


async def test_consent_can_be_given_again(either_talk):
    """It goes on with the same treatment, and asks nothing that it knows."""
    ana = either_talk.person("Ana")
    await enrols(ana)
    await ana.says("/privacy")
    await ana.presses("Withdraw my consent")
    await ana.presses("Yes, withdraw my consent")
    await ana.says("/start")
    await ana.presses("Yes, I agree")

    assert ana.reads[-1].startswith("Your reminders are set up. Your treatment: today, 2 pm.")
    read = len(ana.reads)
    await either_talk.pass_time(days=2)
    assert len(ana.reads) > read


async def test_saying_no_after_withdrawing_erases_nothing(talk):
    """It leaves erasing to /delete."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/privacy")
    await ana.presses("Withdraw my consent")
    await ana.presses("Yes, withdraw my consent")
    await ana.says("/start")
    await ana.presses("No, I do not agree")

    assert ana.reads[-1].startswith("You have withdrawn your consent")
    assert len(await patients(talk)) == 1


async def test_without_consent_questions_get_their_general_answer(talk):
    """It answers, and goes by nothing that it knows of her."""
    ana = talk.person("Ana")
    await enrols(ana)
    await ana.says("/privacy")
    await ana.presses("Withdraw my consent")
    await ana.presses("Yes, withdraw my consent")
    await ana.says("When can I wear make-up?")

    assert "from 48 hours after your treatment" in ana.reads[-1]


@pytest.fixture
async def ana_of_before(talk):
    """Ana, who agreed to an earlier version."""
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    async with talk.database.session() as session:
        [consent] = (await session.exec(select(Consent))).all()
        consent.version = "2020-01"
    return ana


@pytest.mark.parametrize("message", ["/start", "When can I wear make-up?"])
async def test_a_new_version_is_asked_of_who_agreed_to_an_earlier(talk, ana_of_before, message):
    """It answers, then asks again; the reminders go on meanwhile."""
    ana = ana_of_before
    await ana.says(message)
    assert ana.reads[-2].startswith("What I ask you to agree to has changed.")
    assert ana.reads[-1].startswith("Before we begin:")
    await talk.pass_time(days=2)
    assert any("You can again" in read for read in ana.reads)

    await ana.presses("Yes, I agree")

    assert ana.reads[-1].startswith("Your reminders are set up.")
    assert [one.version for one in await consents(talk) if not one.withdrawn_at] == [CONSENT_VERSION]


async def test_a_no_to_the_new_version_stops_and_erases_nothing(talk, ana_of_before):
    """It takes the no for withdrawing."""
    ana = ana_of_before
    await ana.says("/start")
    await ana.presses("No, I do not agree")

    assert ana.reads[-1].startswith("You have withdrawn your consent")
    assert [one for one in await consents(talk) if not one.withdrawn_at] == []
    assert len(await patients(talk)) == 1


async def test_the_new_version_is_not_asked_beside_a_warning_sign(talk, ana_of_before):
    """It waits for a better moment."""
    ana = ana_of_before
    await ana.says("my throat is swelling and I cannot breathe")

    assert not any("has changed" in read for read in ana.reads)


async def consents(talk):
    async with talk.database.reading() as session:
        return list((await session.exec(select(Consent).order_by(Consent.id))).all())
