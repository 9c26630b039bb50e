"""Wording: what a patient reads, whole, in both languages."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from messages.course import Day, StepKind, step_instant
from messages.wording import Bundle, Opening, PlanEntry, glance_html, moment_html, plan_pages
from tests.content import LIBRARY

STEPS = LIBRARY.courses["microneedling"].steps
MADRID = ZoneInfo("Europe/Madrid")
TREATED = datetime(2026, 11, 20, 14, tzinfo=UTC)  # a Friday, 3 pm in Madrid
INSTANTS = {step.id: step_instant(step, TREATED, Day(zone=MADRID)) for step in STEPS.values()}
EVENING = ("cleanser", "moisturizer", "no_makeup", "no_exercise", "no_heat_swim", "no_actives", "hands_off")


def a_bundle(*step_ids, hours=0.0, opening=Opening.PLAIN, late=(), next_hours=None, **about):
    return Bundle(
        opening=opening,
        step_ids=step_ids,
        late_ids=frozenset(late),
        instants=INSTANTS,
        treated_at=TREATED,
        now=TREATED + timedelta(hours=hours),
        zone=MADRID,
        next_at=None if next_hours is None else TREATED + timedelta(hours=next_hours),
        **about,
    )


def said(language, *step_ids, **about):
    return moment_html(LIBRARY, language, a_bundle(*step_ids, **about))


def test_right_after_the_treatment_it_says_what_counts_now():
    """It names ice, washing, cream and shade, what to leave for now, whose word comes first, and what is next."""
    first = ("ice_packs", "cleanser", "moisturizer", "sun_shade")

    assert said("en", *first, opening=Opening.START, next_hours=1) == (
        "<b>What counts right now</b>\n\n"
        "• Ice pack, once feeling is back: wrap it in a clean cloth, 10 minutes at most, then at least an hour off. "
        "Skip it if your clinic said no ice.\n"
        "• Wash gently: a mild cleanser, lukewarm water, clean fingertips. Pat dry.\n"
        "• Put on a plain moisturizer without perfume.\n"
        "• Stay out of the sun: use shade and a hat. Sunscreen starts Sunday, 8 am, or sooner if your clinic said so."
        "\n\n"
        "For now: no make-up, sport, heat or alcohol, and hands off. Your clinic's own instructions come first.\n\n"
        "Next: today, 4 pm"
    )


def test_the_first_evening_stays_within_a_screen():
    """It says eight steps in twelve lines, each thing to leave out with its own end."""
    words = said("en", *EVENING, "alcohol_smoking", hours=5, next_hours=17)

    assert words.startswith("Good evening.\n\n• Gentle cleanser\n• Plain moisturizer\n\n<b>For now, leave out:</b>\n")
    assert "• Make-up, until Sunday, 3 pm\n" in words
    assert "• Retinol, acids, vitamin C and scrubs, until Friday 27 November, 3 pm\n" in words
    assert words.endswith("\n\nNext: tomorrow, 8 am")
    assert len([line for line in words.splitlines() if line]) <= 12


def test_the_second_day_in_spanish():
    """It says what is allowed again, then asks."""
    words = said("es", "makeup_ok", "exercise_ok", "healed_check", "checkin_48h", hours=48, next_hours=53)

    assert words == (
        "Buenas tardes.\n\n"
        "La mayoría se recupera en unos 2 días. A veces la piel sigue un poco rosada o seca hasta una semana.\n\n"
        "<b>Ya puedes volver a:</b>\n"
        "• Maquillarte, si tu piel está cerrada y no duele. Usa brochas limpias.\n"
        "• Hacer ejercicio. Si tu piel sigue roja o caliente, espera un día más.\n\n"
        "¿Cómo está tu piel hoy?\n\n"
        "Lo próximo: hoy a las 20:00"
    )


def test_one_step_speaks_for_itself():
    """It greets nobody for a single line."""
    assert said("en", "sunscreen", hours=65) == (
        "Put on sunscreen, SPF 30 or more. Outdoors, put it on again every 2 hours."
    )


@pytest.mark.parametrize(
    ("hours", "greeting"),
    [(17, "Good morning."), (24, "Good afternoon."), (29, "Good evening."), (34, "Good evening.")],
)
def test_it_greets_by_the_patient_s_clock(hours, greeting):
    """It says good morning at 8, and good evening also after midnight."""
    assert said("en", "cleanser", "moisturizer", hours=hours).startswith(greeting)


def test_a_catch_up_names_late_care_in_a_line_each():
    """It says late routine short, and what must be said in full still in full."""
    words = said("en", "cleanser", "ice_packs", hours=4, opening=Opening.CATCH_UP, late=("cleanser", "ice_packs"))

    assert words.startswith("<b>Some reminders are late. This still counts:</b>\n\n• Ice pack, once feeling is back")
    assert words.endswith("\n• Gentle cleanser")


def test_steps_stand_in_the_order_of_the_course():
    """It says the same thing whatever fell due first."""
    assert said("en", "moisturizer", "cleanser") == said("en", "cleanser", "moisturizer")


def test_before_a_treatment_it_names_the_day():
    """It speaks of tomorrow the evening before."""
    assert said("en", "arrive_early", hours=-19) == (
        "Your treatment is tomorrow. Be there 15 to 30 minutes early, with no make-up on."
    )
    assert said("en", "coldsore_prevention", hours=-240, opening=Opening.AHEAD).startswith(
        "<b>Before your treatment</b>\n\nDo you get cold sores?"
    )


def test_the_end_announces_nothing():
    """It leaves out a next message that is months away."""
    assert "Next" not in said("en", "course_end", hours=42 * 24, next_hours=84 * 24)


@pytest.mark.parametrize(
    ("language", "first", "again"),
    [
        ("en", "Ask your clinic first", "<b>If your clinic says yes, you can again:</b>"),
        ("es", "Pregunta primero a tu clínica", "<b>Si tu clínica dice que sí, puedes volver a:</b>"),
    ],
)
def test_who_told_of_a_sign_asks_the_clinic_before_what_is_usual(language, first, again):
    """It calms nobody who said that it got worse."""
    words = said(language, "healed_check", "makeup_ok", hours=48, is_worse=True)

    assert words.index(first) < words.index(LIBRARY.text(language, "step_healed_check")) < words.index(again)
    assert LIBRARY.text(language, "list_allowed") not in words


def test_care_goes_on_after_a_sign():
    """It says nothing more where nothing is allowed again."""
    assert said("en", "cleanser", hours=40, is_worse=True) == said("en", "cleanser", hours=40)


def test_the_question_comes_after_the_plan():
    """It ends with how the skin is, not with where the patient stands."""
    words = said("en", "actives_ok", "checkin_7d", hours=168, standing="Day 7")

    assert words.index("Day 7") < words.index("How is your skin today?")


def test_worse_gets_the_same_general_advice_for_everyone():
    """It says when to call whom, in five lines and one for the rest, and judges nobody."""
    words = LIBRARY.text("en", "check_in_reply_worse", clinic="Luz", emergency_number="112")

    assert "<b>Call Luz today for:</b>" in words
    assert "<b>Call 112 now for:</b>" in words
    assert "your result" not in words


def test_the_glance_has_this_patient_s_own_dates():
    """It fits eight lines."""
    asks_at = [TREATED + timedelta(days=days) for days in (1, 28)]
    ends_at = TREATED + timedelta(days=42)
    words = glance_html(LIBRARY, "en", INSTANTS, asks_at=asks_at, ends_at=ends_at, now=TREATED, zone=MADRID)

    assert words == (
        "• From Sunday, 3 pm: make-up again, exercise again\n"
        "• From Monday, 3 pm: pools and saunas again, shaving again\n"
        "• From Friday 27 November, 3 pm: retinol and acids again\n"
        "• From Friday 4 December, 3 pm: waxing and other treatments again\n"
        "• Sun protection: until Friday 18 December at least\n"
        "• I ask how your skin is: tomorrow, 3 pm, and then until Friday 18 December\n"
        "• The plan ends: Friday 1 January"
    )


def test_a_late_glance_begins_with_what_is_allowed_by_now():
    """It says so in one line."""
    now, ends_at = TREATED + timedelta(days=4), TREATED + timedelta(days=42)
    words = glance_html(LIBRARY, "es", INSTANTS, asks_at=[], ends_at=ends_at, now=now, zone=MADRID)

    assert words.startswith(
        "• Ya puedes: volver a maquillarte, volver al ejercicio, volver a la piscina y la sauna, volver a afeitarte\n"
        "• Desde el viernes a las 15:00 puedes: volver al retinol y los ácidos\n"
    )


def a_plan(*entries):
    return [PlanEntry(at=TREATED + timedelta(hours=hours), step_ids=tuple(step_ids)) for hours, *step_ids in entries]


def test_the_plan_is_by_day_with_short_names():
    """It groups what comes by the patient's own days."""
    entries = a_plan((1, "ice_packs"), (5, "cleanser", "no_makeup"), (17, "cleanser", "sun_shade"))

    assert plan_pages(LIBRARY, "en", entries, now=TREATED, zone=MADRID) == [
        "<b>Today</b>\n"
        "4 pm: ice pack (10 minutes at most)\n"
        "8 pm: gentle cleanser, no make-up\n\n"
        "<b>Tomorrow</b>\n"
        "8 am: gentle cleanser, shade and a hat"
    ]


def test_mornings_that_only_repeat_are_one_entry():
    """It sums up the sunscreen of later weeks."""
    entries = a_plan(*((hours, "sunscreen") for hours in (209, 257, 305)))

    assert plan_pages(LIBRARY, "es", entries, now=TREATED, zone=MADRID) == [
        "<b>Desde el domingo 29 de noviembre hasta el jueves 3 de diciembre</b>\n"
        "3 veces: protector solar (FPS 30 o más)"
    ]


@pytest.mark.parametrize("language", LIBRARY.languages)
def test_a_long_plan_is_divided_between_days(language):
    """It fits each page on a phone's screen, and loses no day."""
    entries = a_plan(*((24 * day + hour, *EVENING) for day in range(40) for hour in (1, 5)))
    pages = plan_pages(LIBRARY, language, entries, now=TREATED, zone=MADRID)

    assert max(len(page) for page in pages) <= 900
    assert all(page.startswith("<b>") for page in pages)
    assert sum(page.count("<b>") for page in pages) == 40


@pytest.mark.parametrize("language", LIBRARY.languages)
@pytest.mark.parametrize("step_id", STEPS)
def test_every_step_is_worded_in_every_language(language, step_id):
    """It says each on its own, late and in time, as well-formed HTML, on one screen, and without a double full stop."""
    hours = STEPS[step_id].counts_from / timedelta(hours=1)
    for opening in Opening:
        words = said(language, step_id, hours=hours, opening=opening, late=[step_id], next_hours=hours + 5)

        assert is_well_formed(words)
        assert len(words) <= 700
        assert not re.search(r"\.\.|\{|  ", words)


@pytest.mark.parametrize("language", LIBRARY.languages)
def test_short_names_need_nothing_to_be_said(language):
    """It can name a step in any list."""
    for step_id in STEPS:
        assert len(LIBRARY.label(language, f"step_{step_id}_short")) <= 40


def test_what_is_to_be_left_out_says_until_when():
    """It gives every "not now" an end, but for picking, which is never a good idea."""
    avoided = {step.id for step in STEPS.values() if step.kind is StepKind.AVOID}
    for language in LIBRARY.languages:
        endless = {one for one in avoided if "until" not in LIBRARY.variables(language, f"step_{one}")}

        assert endless == {"hands_off"}


def is_well_formed(html):
    """Return whether every tag is closed in order and is one that Telegram knows."""
    stack: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _: stack.append(tag)  # type: ignore[method-assign]
    parser.handle_endtag = lambda tag: stack.pop() if stack and stack[-1] == tag else stack.append("unclosed")  # type: ignore[method-assign]
    parser.feed(html)
    return not stack and set(re.findall(r"<(\w+)", html)) <= {"b", "i", "u", "s", "a", "code", "blockquote"}
