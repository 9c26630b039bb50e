"""Recording: `record` as an operator types it, while the bot runs."""

from sqlmodel import select

from scheduler.models import RecordReading
from tests.bot.conversation.stories import enrols
from tests.bot.test_reporting import does


async def readings(talk):
    async with talk.database.reading() as session:
        return [(one.patient_id, one.reader, one.reader_id) for one in await session.exec(select(RecordReading))]


async def test_it_prints_the_whole_record_and_keeps_that_it_was_read(either_talk):
    """It says what was due and sent, and that somebody read it at the command line."""
    ana = either_talk.person("Ana")
    await enrols(ana)
    await either_talk.dispatch()

    code, written = await does(either_talk, "record", "1")

    assert code == 0
    assert written.startswith("Record of care: Patient 1")
    assert "shade and a hat: sent on time" in written
    assert "At the command line of the server" in written
    assert await readings(either_talk) == [(1, "", None)]


async def test_the_patient_sees_that_it_was_read(talk):
    """It stands in the copy of everything."""
    ana = talk.person("Ana")
    await enrols(ana)
    await does(talk, "record", "1")
    await ana.says("/export")

    documents = [one.content["document"] for one in ana.person.messages() if "document" in one.content]
    assert "Somebody at the clinic&#x27;s server" in talk.world.files.find(documents[0]["file_id"]).data.decode()


async def test_it_writes_a_pdf(talk, tmp_path):
    """It says which file, and prints nothing of the patient."""
    await enrols(talk.person("Ana"))
    file = tmp_path / "ana.pdf"

    code, written = await does(talk, "record", "1", "--out", str(file))

    assert code == 0
    assert written.strip() == f"{file}: the record of care of patient 1"
    assert file.read_bytes().startswith(b"%PDF")


async def test_a_file_that_cannot_be_written_is_one_line(talk, tmp_path):
    """It says what to do, with exit code 1."""
    await enrols(talk.person("Ana"))

    code, written = await does(talk, "record", "1", "--out", str(tmp_path / "no" / "such" / "folder.pdf"))

    assert code == 1
    assert "choose another file" in written


async def test_nobody_of_that_number_is_one_line(talk):
    """It names the command that lists them."""
    code, written = await does(talk, "record", "99")

    assert (code, written.strip()) == (1, "afterglow: there is no patient 99: `afterglow patients` lists them")
