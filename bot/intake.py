"""Intake: what arrives is looked through for red flags, then stored. Only what is stored may be acknowledged.

Advice in an emergency depends on the message alone: it goes out before anything is stored, and when nothing can be.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from bot.context import advice_of
from bot.conversation.short_answers import phrases_of
from bot.conversation.typed import CITY_AWAITED
from bot.conversation.where import find_cities, may_be_city
from bot.house import House
from bot.sending import Sender
from bot.speech import Say
from bot.updates import Arrival, read_update
from messages.answering import Situation, answer
from messages.countries import country_of_zone
from messages.triage import Finding, Urgency, check
from scheduler.incoming import Raw, store
from scheduler.outgoing import Outcome
from scheduler.patients import find_patient
from scheduler.tracing import where

AGAIN_AT_ONCE = (Outcome.UNKNOWN, Outcome.LATER)

log = structlog.get_logger()


class Intake:
    """Takes the updates of one bot; `stored` is called after each commit."""

    def __init__(self, house: House, bot_id: int, sender: Sender, stored: Callable[[], None]) -> None:
        self._house = house
        self._bot_id = bot_id
        self._sender = sender
        self._stored = stored
        self._advised: dict[int, str] = {}  # update id -> rule, until it is stored: advice goes out once

    async def take(self, raws: Sequence[Any]) -> None:
        """Advise and store updates as Telegram sent them.

        1. Red flags: the advice goes out at once.
        2. All are stored and committed. What the database raises is raised: then nothing may be acknowledged.
        """
        arrivals = [arrival for raw in raws if (arrival := read_update(raw))]
        if len(arrivals) < len(raws):
            log.error("An update without an id was left out", action="update_without_id")
        await asyncio.gather(*(self._advise(arrival) for arrival in arrivals))
        rows = [
            Raw(
                update_id=arrival.update_id,
                chat_id=arrival.chat_id,
                payload=arrival.payload,
                advised=self._advised.get(arrival.update_id),
            )
            for arrival in arrivals
        ]
        async with self._house.database.session() as session:
            await store(session, self._bot_id, rows, self._house.clock())
        for arrival in arrivals:
            self._advised.pop(arrival.update_id, None)
        self._stored()

    async def _advise(self, arrival: Arrival) -> None:
        if not arrival.text or arrival.chat_id is None or arrival.update_id in self._advised:
            return
        try:
            # in a thread: a long message must not keep the next one waiting for its advice
            finding = await asyncio.to_thread(check, self._house.library, arrival.text)
            if finding is None or finding.urgency is not Urgency.EMERGENCY or await self._is_place(arrival, finding):
                return
            situation = self._situation(finding.language)
            card = answer(self._house.library, arrival.text, situation).html
            outcome = await self._send(Say(chat_id=arrival.chat_id, html=card))
        except Exception as error:  # a fault in the rules, or in sending, must not keep the message from being stored
            log.error(  # noqa: TRY400 - a traceback may quote the patient
                "Triage failed",
                action="triage_failed",
                update=arrival.update_id,
                error=type(error).__name__,
                where=where(error),
            )
            return
        log.warning("Advice in an emergency", action="advised", rule=finding.rule_id, outcome=outcome)
        if outcome is Outcome.DELIVERED:
            self._advised[arrival.update_id] = advice_of(situation.emergency_number)

    async def _send(self, say: Say) -> Outcome:
        delivery = await self._sender.perform(say, urgent=True)
        if delivery.outcome in AGAIN_AT_ONCE:
            delivery = await self._sender.perform(say, urgent=True)  # two cards harm nobody, none may
        return delivery.outcome

    async def _is_place(self, arrival: Arrival, finding: Finding) -> bool:
        """Return whether the model alone hears an emergency in a place's name: one that is known, or one asked for."""
        if not finding.by_model or not arrival.text or arrival.chat_id is None:
            return False
        leads = phrases_of(self._house.library, "place")
        if await asyncio.to_thread(find_cities, arrival.text, leads):
            return True
        return may_be_city(arrival.text, leads) and await self._awaits_city(arrival.chat_id)

    async def _awaits_city(self, chat_id: int) -> bool:
        """Without the database none is awaited: then the advice goes out."""
        try:
            async with self._house.database.reading() as session:
                patient = await find_patient(session, chat_id)
                return patient is not None and patient.awaiting in CITY_AWAITED
        except Exception as error:  # whatever the driver raises
            log.warning("No look at what is awaited", action="awaited_unknown", error=type(error).__name__)
            return False

    def _situation(self, language: str) -> Situation:
        settings, library = self._house.settings, self._house.library
        return Situation(
            language=language,
            clinic_name=settings.clinic_name,
            clinic_phone=settings.clinic_phone,
            emergency_number=settings.emergency_number
            or library.emergency_number(country_of_zone(settings.clinic_timezone))
            or "112",
        )
