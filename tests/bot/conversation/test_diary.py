"""The photo diary: only what is wanted is kept, only by its name, and only for her own eyes."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.buttons import Action, pack
from scheduler.models import DiaryPhoto
from tests.bot.conversation.stories import enrols, enrols_in_chat, patients


@pytest.fixture
async def ana(talk):
    ana = talk.person("Ana")
    await enrols(ana)
    await talk.dispatch()
    return ana


async def photos(talk):
    async with talk.database.reading() as session:
        return list((await session.exec(select(DiaryPhoto).order_by(DiaryPhoto.id))).all())


async def keeps(ana):
    await ana.sends_photo()
    await ana.presses("Yes, keep it")


def shown(ana):
    """The photos that the bot has sent."""
    return [one for one in ana.person.messages() if one.sender.is_bot and "photo" in one.content]


async def test_a_photo_is_kept_only_after_a_yes(talk, ana):
    """It asks first, and keeps nothing but Telegram's name and the instant."""
    await ana.sends_photo()
    assert ana.reads[-1].startswith("I cannot look at photos")
    assert "Shall I keep it in your diary?" in ana.reads[-1]
    assert await photos(talk) == []

    await ana.presses("Yes, keep it")

    assert ana.reads[-1] == (
        "It is in your diary: Treatment day, Friday 20 November. With /diary you can see it or delete it."
    )
    [photo] = await photos(talk)
    assert photo.sent_at == talk.now


async def test_after_a_no_nothing_is_kept(talk, ana):
    """It says so."""
    await ana.sends_photo()
    await ana.presses("No, do not keep it")

    assert ana.reads[-1] == "All right. I have not kept it."
    assert await photos(talk) == []


async def test_before_consent_nothing_is_offered(talk):
    """It says the usual kind line, and has no button to keep it."""
    ana = talk.person("Ana")
    await ana.sends_photo()

    assert ana.reads[-1].startswith("I cannot look at photos, and I have not kept it.")
    assert "diary" not in ana.reads[-1]


async def test_the_offer_keeps_the_right_one_of_several(talk, ana):
    """It keeps the photo that the pressed question stands under."""
    await ana.sends_photo()
    first = ana.person.messages()[-2].content["photo"][-1]["file_id"]
    keep_first = [one for one in ana.person.messages() if one.sender.is_bot][-1]
    await ana.sends_photo()
    ana.person.press("Yes, keep it", message_id=keep_first.id)
    await talk.settle()

    assert [one.file_id for one in await photos(talk)] == [first]


async def test_a_photo_deleted_meanwhile_is_asked_for_again(talk, ana):
    """It keeps nothing that Telegram no longer has."""
    await ana.sends_photo()
    chat = talk.world.chats[ana.chat_id]
    del chat.messages[ana.person.messages()[-2].id]
    await ana.presses("Yes, keep it")

    assert ana.reads[-1] == "I no longer have this photo at hand. Please send it again."
    assert await photos(talk) == []


async def test_the_same_photo_is_kept_once(talk, ana):
    """It makes a second tap harmless."""
    await ana.sends_photo()
    keep = ana.data_of("Yes, keep it")
    message = [one for one in ana.person.messages() if one.sender.is_bot][-1]
    for _ in range(2):
        ana.person.press_data(message.id, keep)
        await talk.settle()

    assert ana.reads[-1] == "It is in your diary already."
    assert len(await photos(talk)) == 1


async def test_the_diary_shows_photos_by_day_and_protects_them(talk, ana):
    """It has a button for each day, and sends that day's with the day in words."""
    await keeps(ana)
    await talk.pass_time(days=3)
    await keeps(ana)
    await keeps(ana)
    await ana.says("/diary")
    assert ana.buttons == ["Friday 20 November: 1 photo", "Monday 23 November: 2 photos", "Delete all photos"]

    await ana.presses("Monday 23 November: 2 photos")

    assert [one.content["caption"] for one in shown(ana)] == ["3 days after your treatment, Monday 23 November"] * 2
    assert all(one.content["has_protected_content"] for one in shown(ana))


async def test_a_photo_that_telegram_lost_gets_a_kind_line(talk, ana):
    """It says which one is gone, and lets her delete it; no apology for a failure."""
    await keeps(ana)
    async with talk.database.session() as session:
        [photo] = (await session.exec(select(DiaryPhoto))).all()
        photo.file_id = "of-another-bot"
    await ana.says("/diary")
    await ana.presses("Friday 20 November: 1 photo")

    assert ana.reads[-1].startswith("Telegram no longer has this photo")
    assert ana.buttons == ["Delete this photo"]
    assert not any("something went wrong" in read for read in ana.reads)


async def test_one_photo_is_deleted(talk, ana):
    """It deletes this one, and says that the chat keeps its own."""
    await keeps(ana)
    await ana.says("/diary")
    await ana.presses("Friday 20 November: 1 photo")
    await ana.presses("Delete this photo")

    assert ana.reads[-1] == "Deleted from your diary. In this chat it stays until you delete it here."
    assert await photos(talk) == []
    await ana.says("/diary")
    assert ana.reads[-1].startswith("Your diary is empty.")


async def test_all_photos_are_deleted_after_a_second_question(talk, ana):
    """It deletes nothing at the first tap."""
    await keeps(ana)
    await keeps(ana)
    await ana.says("/diary")
    await ana.presses("Delete all photos")
    assert len(await photos(talk)) == 2
    await ana.presses("Yes, delete them")

    assert ana.reads[-1].startswith("Deleted from your diary: 2 photos.")
    assert await photos(talk) == []


async def test_bea_neither_sees_nor_deletes_what_is_ana_s(talk, ana):
    """It takes no button of Bea's for Ana's diary."""
    await keeps(ana)
    [photo] = await photos(talk)
    bea = talk.person("Bea")
    await enrols_in_chat(bea)
    await bea.forges(pack(Action.DIARY, photo.id, "drop"))
    await bea.forges(pack(Action.DIARY, None, "2026-11-20"))

    assert await photos(talk) == [photo]
    assert shown(bea) == []


async def test_erasing_takes_the_diary_along(either_talk):
    """It leaves no photo behind."""
    ana = either_talk.person("Ana")
    await enrols(ana)
    await keeps(ana)
    await ana.says("/delete")
    await ana.presses("Yes, erase it")
    await ana.presses("Erase it now")

    assert await patients(either_talk) == []
    assert await photos(either_talk) == []


async def test_a_full_diary_says_so(talk, ana):
    """It keeps at most ten photos of a day."""
    for _ in range(11):
        await talk.pass_time(minutes=1)  # who writes faster is told so instead
        await keeps(ana)

    assert ana.reads[-1].startswith("Your diary has no room for it")
    assert len(await photos(talk)) == 10

    talk.time.pass_to(talk.now + timedelta(days=1))
    await keeps(ana)

    assert len(await photos(talk)) == 11


async def test_an_urgent_caption_leaves_the_diary_aside(ana):
    """It asks nothing beside a warning sign."""
    await ana.sends_photo("there is yellow pus coming out and it smells")

    assert not any("diary" in read for read in ana.reads)
    assert "Yes, keep it" not in ana.buttons


async def test_a_plain_caption_is_answered_and_the_photo_offered(ana):
    """It answers first, and asks about the photo after it."""
    await ana.sends_photo("When can I wear make-up?")

    assert any(read.startswith("Make-up") for read in ana.reads)
    assert ana.reads[-1].startswith("Shall I keep it in your diary?")
