"""Handling: effects and replies together, each chat in order, failures tried again and then put aside."""

import asyncio
from datetime import timedelta

import pytest
import structlog
from sqlalchemy import func, update
from sqlmodel import select
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot import replying
from bot.buttons import Action, pack
from bot.handling import Workers
from bot.preview.faults import Cut, Fault, Slow
from bot.preview.refusals import forbidden, server_trouble, too_many_requests
from bot.speech import Button
from scheduler.database import Database
from scheduler.incoming import claim_next, take_back
from scheduler.models import Handling, Incoming, Patient
from scheduler.patients import find_patient, meet


async def enrol(update, context):
    await meet(context.session, context.exchange.chat_id, context.language, context.now)
    context.say("Welcome")


async def repeat(update, context):
    context.say(update.effective_message.text)


async def break_down(update, context):
    await enrol(update, context)
    raise ValueError(update.effective_message.text)


HANDLERS = [
    CommandHandler("start", enrol),
    CommandHandler("break", break_down),
    MessageHandler(filters.TEXT & ~filters.COMMAND, repeat),
]


async def patients(talk):
    async with talk.database.session() as session:
        return [patient.chat_id for patient in (await session.exec(select(Patient))).all()]


async def states(talk):
    async with talk.database.session() as session:
        return [row.state for row in (await session.exec(select(Incoming).order_by(Incoming.update_id))).all()]


async def test_a_chat_is_answered_in_order(open_talk):
    """It answers one message after the other, also when many came at once."""
    talk = await open_talk(HANDLERS)
    ana, bea = talk.person("Ana"), talk.person("Bea")
    for number in range(6):
        ana.person.send_text(f"a{number}")
        bea.person.send_text(f"b{number}")

    await talk.settle()

    assert ana.reads == ["a0", "a1", "a2", "a3", "a4", "a5"]
    assert bea.reads == ["b0", "b1", "b2", "b3", "b4", "b5"]


async def test_a_slow_chat_holds_up_nobody_else(open_talk):
    """It answers the others while Telegram takes its time with one reply."""
    talk = await open_talk(HANDLERS)
    ana, bea = talk.person("Ana"), talk.person("Bea")
    asked, release = asyncio.Event(), asyncio.Event()

    async def wait(seconds):
        asked.set()
        await release.wait()

    talk.world.wait = wait
    talk.world.faults.append(Fault(what=Slow(seconds=9, taken=False), method="sendMessage", chat_id=ana.chat_id))
    working = asyncio.create_task(talk.engine.workers.run())
    ana.person.send_text("one")
    await talk.engine.poller.take_waiting(hold=0)
    async with asyncio.timeout(10):
        await asked.wait()

    bea.person.send_text("two")
    await talk.engine.poller.take_waiting(hold=0)
    await talk.world.until(lambda: bea.reads)
    while_ana_waits = list(ana.reads)
    release.set()
    await talk.engine.workers.stop(within=10)
    await working

    assert (while_ana_waits, bea.reads) == ([], ["two"])
    assert ana.reads == ["one"]


async def test_what_a_failing_handler_did_is_undone(open_talk):
    """It rolls back the effects and says nothing of them."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")

    await ana.says("/break")

    assert await patients(talk) == []
    assert ana.reads == []
    assert await states(talk) == [Handling.STORED]


async def test_a_failing_update_is_put_aside_with_an_apology(open_talk):
    """It tries five times, longer apart each time, then says sorry and goes on with the next."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana", language_code="es")
    await ana.says("/break")
    await ana.says("hola")

    for _ in range(5):
        await talk.pass_time(minutes=1)

    assert [said.split(",")[0] for said in ana.reads] == ["Lo siento", "hola"]
    assert await states(talk) == [Handling.ASIDE, Handling.HANDLED]


async def test_a_failure_is_logged_without_the_patients_words(open_talk):
    """It names the class and the place of the failure, and the id of the update."""
    talk = await open_talk(HANDLERS)

    with structlog.testing.capture_logs() as logs:
        await talk.person("Ana").says("/break my skin hurts")

    (line,) = [line for line in logs if line.get("action") == "update_failed"]
    assert line["error"] == "ValueError"
    assert line["where"].startswith("bot/test_handling.py:")
    assert "my skin hurts" not in str(logs)


async def test_replies_that_a_crash_cut_off_are_sent_by_the_next_start(open_talk):
    """It does not repeat the effects: only what was to be said goes out."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")
    asked = asyncio.Event()

    async def wait(seconds):
        asked.set()
        await asyncio.Event().wait()

    talk.world.wait = wait
    talk.world.faults.append(Fault(what=Slow(seconds=9, taken=False), method="sendMessage"))
    ana.person.send_text("/start")
    working = asyncio.create_task(talk.settle())
    async with asyncio.timeout(10):
        await asked.wait()

    await talk.engine.workers.stop(within=0)
    await working
    after_the_crash = list(ana.reads), await patients(talk), await states(talk)
    await talk.restart()
    await talk.settle()

    assert after_the_crash == ([], [ana.chat_id], [Handling.REPLYING])
    assert ana.reads == ["Welcome"]
    assert await states(talk) == [Handling.HANDLED]


async def test_a_crash_between_replies_repeats_the_one_on_its_way_alone(open_talk):
    """It writes down what is left after each that went out."""

    async def say_three(update, context):
        for words in ("one", "two", "three"):
            context.say(words)

    talk = await open_talk([MessageHandler(filters.TEXT, say_three)])
    ana = talk.person("Ana")
    asked = asyncio.Event()

    async def wait(seconds):
        asked.set()
        await asyncio.Event().wait()

    talk.world.wait = wait
    talk.world.faults.append(Fault(what=Slow(seconds=9, taken=True), method="sendMessage", spare=1))
    ana.person.send_text("hello")
    working = asyncio.create_task(talk.settle())
    async with asyncio.timeout(10):
        await asked.wait()

    await talk.engine.workers.stop(within=0)
    await working
    await talk.restart()
    await talk.settle()

    assert ana.reads == ["one", "two", "two", "three"]


async def test_what_another_process_says_by_now_is_left_to_it(open_talk):
    """It says nothing more once its lease is lost."""

    async def say_both(update, context):
        context.say("one")
        context.say("two")

    talk = await open_talk([MessageHandler(filters.TEXT, say_both)])
    ana = talk.person("Ana")

    async def take_over(seconds):
        async with talk.database.session() as session:
            await session.exec(update(Incoming).values(owner="another process"))

    talk.world.wait = take_over
    talk.world.faults.append(Fault(what=Slow(seconds=1), method="sendMessage"))
    await ana.says("hello")

    assert ana.reads == ["one"]
    assert await states(talk) == [Handling.REPLYING]


@pytest.mark.parametrize(
    ("words", "writes"), [(["one"], 0), (["one", "two", "three"], 2)], ids=["a single reply", "three replies"]
)
async def test_what_is_left_costs_a_write_for_each_further_reply(open_talk, monkeypatch, words, writes):
    """It costs nothing for the single reply that most messages get, and for what may be done twice."""
    kept = []
    keep = replying.keep_rest
    monkeypatch.setattr(replying, "keep_rest", lambda *args: kept.append(1) or keep(*args))

    async def offer(update, context):
        context.say("Ready?", ((Button(label="Go", data=pack(Action.DONE, 1)),),))

    async def on_press(update, context):
        context.acknowledge()
        context.edit("Gone")
        for one in words:
            context.say(one)

    talk = await open_talk([CallbackQueryHandler(on_press), MessageHandler(filters.TEXT, offer)])
    ana = talk.person("Ana")
    await ana.says("hello")
    await ana.presses("Go")

    assert ana.reads == ["Gone", *words]
    assert len(kept) == writes


async def test_a_reply_waits_as_long_as_telegram_asks(open_talk):
    """It repeats what was refused for now, in order and once."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")
    talk.world.faults.append(Fault(what=too_many_requests(3), method="sendMessage"))

    await ana.says("one")

    assert ana.reads == ["one"]
    assert talk.time.seconds == 3


async def test_replies_wait_while_telegram_is_away(open_talk):
    """It lets others go first, keeps what is left to say, and says it when Telegram is back."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")
    fault = Fault(what=server_trouble(502), method="sendMessage", times=None)
    talk.world.faults.append(fault)

    await ana.says("one")
    waiting = await states(talk)
    talk.world.faults.remove(fault)
    await talk.pass_time(minutes=2)

    assert waiting == [Handling.REPLYING]
    assert ana.reads == ["one"]
    assert await states(talk) == [Handling.HANDLED]


async def test_only_what_is_left_to_say_waits(open_talk):
    """It does not repeat what was said before Telegram went away."""

    async def say_both(update, context):
        context.say("one")
        context.say("two")

    talk = await open_talk([MessageHandler(filters.TEXT, say_both)])
    ana = talk.person("Ana")
    fault = Fault(what=server_trouble(502), method="sendMessage", times=None, spare=1)
    talk.world.faults.append(fault)

    await ana.says("hello")
    talk.world.faults.remove(fault)
    await talk.pass_time(minutes=2)

    assert ana.reads == ["one", "two"]


async def test_what_a_reply_announces_comes_after_it(open_talk):
    """It has what is due looked at once the reply is out."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")
    said_before = []
    workers = Workers(
        talk.house,
        talk.engine.application,
        talk.engine.sender,
        bot_id=talk.world.bot.id,
        committed=lambda: said_before.append(list(ana.reads)),
        sleep=talk.time.sleep,
    )
    ana.person.send_text("one")
    await talk.engine.poller.take_waiting(hold=0)

    await workers.until_idle()

    assert said_before == [["one"]]


async def test_an_update_that_another_process_took_over_is_left_to_it(open_talk):
    """It undoes its own effects and says nothing, so that nothing happens twice."""

    async def lose_the_lease(update, context):
        await enrol(update, context)
        (row,) = (await context.session.exec(select(Incoming))).all()
        row.owner = "another process"

    talk = await open_talk([MessageHandler(filters.TEXT, lose_the_lease)])
    ana = talk.person("Ana")

    await ana.says("hello")

    assert await patients(talk) == []
    assert ana.reads == []


async def test_a_reply_without_an_answer_is_repeated_once(open_talk):
    """It would rather say it twice than not at all."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")
    talk.world.faults.append(Fault(what=Cut(taken=False), method="sendMessage", times=1))

    await ana.says("one")

    assert ana.reads == ["one"]


async def test_somebody_who_blocked_the_bot_meanwhile_is_unreachable(open_talk):
    """It marks the patient, and counts the update as handled."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")
    await ana.says("/start")
    talk.world.faults.append(Fault(what=forbidden("bot was blocked by the user"), method="sendMessage"))

    await ana.says("hello")

    async with talk.database.session() as session:
        patient = await find_patient(session, ana.chat_id)
    assert patient.unreachable_at == talk.now
    assert await states(talk) == [Handling.HANDLED, Handling.HANDLED]


async def test_a_chat_that_writes_very_fast_is_slowed_and_told_once(open_talk):
    """It drops nothing: after twenty in a minute each message waits a little."""
    talk = await open_talk(HANDLERS)
    ana, bea = talk.person("Ana"), talk.person("Bea")
    for number in range(25):
        ana.person.send_text(f"a{number}")

    await talk.settle()
    slowed = talk.time.seconds
    await bea.says("hello")

    assert len([said for said in ana.reads if said.startswith("a")]) == 25
    assert len([said for said in ana.reads if "faster than I can answer" in said]) == 1
    assert slowed == 15
    assert talk.time.seconds == 15


async def test_a_database_that_fails_is_waited_for(open_talk):
    """It finishes what it had in hand when the database is back, and says the reply once."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")
    pauses = []

    async def break_meanwhile(seconds):
        talk.database.broken = True

    def mend(seconds):
        pauses.append(seconds)
        talk.database.broken = len(pauses) < 3

    talk.world.wait, talk.time.when_slept = break_meanwhile, mend
    talk.world.faults.append(Fault(what=Slow(seconds=1), method="sendMessage"))
    with structlog.testing.capture_logs() as logs:
        await ana.says("one")

    assert ana.reads == ["one"]
    assert pauses == [0.5, 1, 2]
    assert await states(talk) == [Handling.HANDLED]
    assert [line["action"] for line in logs] == ["database_fails", "database_back"]


async def test_a_press_is_acknowledged_before_anything_else(open_talk):
    """It ends the waiting sign first, with its passing note."""

    async def offer(update, context):
        context.say("Ready?", ((Button(label="Go", data=pack(Action.DONE, 1)),),))

    async def on_press(update, context):
        context.edit("Gone")
        context.acknowledge("Noted")

    talk = await open_talk([CallbackQueryHandler(on_press), MessageHandler(filters.TEXT, offer)])
    ana = talk.person("Ana")
    await ana.says("hello")

    await ana.presses("Go")

    assert ana.notes == ["Noted"]
    assert ana.reads == ["Gone"]


async def test_the_library_and_the_patients_language_are_at_hand(open_talk):
    """It speaks Telegram's language to strangers, and the patient's own afterwards."""
    spoken = []

    async def listen(update, context):
        spoken.append(context.language)
        patient = await meet(context.session, context.exchange.chat_id, context.language, context.now)
        patient.language = "en"

    talk = await open_talk([MessageHandler(filters.TEXT, listen)])
    ana = talk.person("Ana", language_code="es-MX")

    await ana.says("uno")
    await ana.says("dos")

    assert spoken == ["es", "en"]


async def test_a_reply_that_telegram_will_not_take_becomes_an_apology(open_talk):
    """It leaves nobody without an answer."""

    async def say_too_much(update, context):
        context.say("x" * 5000)

    talk = await open_talk([CommandHandler("start", enrol), MessageHandler(filters.TEXT, say_too_much)])
    ana = talk.person("Ana", language_code="es")
    await ana.says("/start")

    await ana.says("hola")

    assert ana.reads[-1].startswith("Lo siento")
    assert await states(talk) == [Handling.HANDLED, Handling.HANDLED]


async def test_an_update_that_ends_its_process_is_put_aside_with_an_apology(open_talk):
    """It does not end every process in turn: after five it is left, and the next of its chat is answered."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")
    ana.person.send_text("one")
    ana.person.send_text("two")
    await talk.engine.poller.take_waiting(hold=0)
    for number in range(5):
        async with talk.database.session() as session:
            await claim_next(session, talk.world.bot.id, f"process {number}", talk.now, 1)
            await take_back(session)

    await talk.settle()

    assert [said.split(",")[0] for said in ana.reads] == ["Sorry", "two"]
    assert await states(talk) == [Handling.ASIDE, Handling.HANDLED]


async def test_what_breaks_outside_the_handlers_is_tried_again(open_talk, monkeypatch):
    """It never leaves an update in hand for ever."""
    talk = await open_talk(HANDLERS)
    ana = talk.person("Ana")
    monkeypatch.setattr("bot.handling.load", lambda replies: [][1])
    monkeypatch.setattr(talk.engine.workers._replies, "deliver", lambda speech: [][1])
    await ana.says("one")
    broken = await states(talk)
    monkeypatch.undo()
    await talk.pass_time(minutes=1)

    assert broken == [Handling.REPLYING]
    assert ana.reads == ["one"]


async def test_what_takes_long_is_held_on_to(open_talk, postgresql_url):
    """It renews its leases, so that no other process answers as well."""
    database = Database(postgresql_url)
    await database.migrate()
    talk = await open_talk(HANDLERS, database_url=postgresql_url)
    asked, release = asyncio.Event(), asyncio.Event()

    async def wait(seconds):
        asked.set()
        await release.wait()

    talk.world.wait = wait
    talk.world.faults.append(Fault(what=Slow(seconds=9), method="sendMessage"))
    ana = talk.person("Ana")
    ana.person.send_text("one")
    await talk.engine.poller.take_waiting(hold=0)
    working = asyncio.create_task(talk.engine.workers.run())
    async with asyncio.timeout(10):
        await asked.wait()
    async with database.session() as session:
        await session.exec(update(Incoming).values(lease_until=talk.now - timedelta(days=365)))
    talk.time.seconds += 15
    talk.engine.workers.wake()
    async with asyncio.timeout(10):
        await until_leased(database)
    async with database.session() as session:
        taken_over = await claim_next(session, talk.world.bot.id, "another process", talk.now, 1)
    release.set()
    await talk.engine.workers.stop(within=10)
    await working
    await database.close()

    assert taken_over == []
    assert ana.reads == ["one"]


async def until_leased(database):
    """Wait until a row is held again."""
    held = select(Incoming).where(Incoming.lease_until > func.now())
    found = []
    while not found:
        async with database.reading() as session:
            found = (await session.exec(held)).all()


async def test_what_is_left_at_the_end_is_let_go(open_talk):
    """It leaves nothing to wait for."""
    talk = await open_talk(HANDLERS)
    asked = asyncio.Event()

    async def wait(seconds):
        asked.set()
        await asyncio.Event().wait()

    talk.world.wait = wait
    talk.world.faults.append(Fault(what=Slow(seconds=9, taken=False), method="sendMessage"))
    talk.person("Ana").person.send_text("one")
    working = asyncio.create_task(talk.settle())
    async with asyncio.timeout(10):
        await asked.wait()
    await talk.engine.workers.stop(within=0)
    await working

    assert await talk.engine.workers.let_go() == 1
    async with talk.database.session() as session:
        assert len(await claim_next(session, talk.world.bot.id, "the next", talk.now, 1)) == 1
