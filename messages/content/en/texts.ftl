## Answers

answer_refusal =
    That is not something I can answer.
    I can help with care after micro-needling, side effects and how the treatment works.
    For anything else, please ask your clinic.

## Meeting, consent and enrolment

welcome =
    <b>Hello. I am the aftercare companion of { $clinic }.</b>
    I remind you of each care step after micro-needling when it helps, and I answer questions about side effects.
consent =
    Before we begin:
    • I give general information about care after micro-needling, prepared from published sources for { $clinic }.
    • I am not a doctor or nurse. I cannot examine you, tell you what you have, or change your treatment.
    • Your clinic's own instructions come first.
    • In an emergency call { $emergency_number }. Do not wait for a reply here: I am automatic, and nobody reads along.
    • I keep your treatment date, your time zone and what you tap, to send your reminders. Telegram's bot chats are not end-to-end encrypted. Everything is erased { $retention_days } days after your course, or at once with /delete.

    May I keep this and send you reminders?
consent_not_approved = This content has not yet been reviewed by a clinician.
consent_yes = Yes, I agree
consent_no = No
consent_declined =
    That is fine. I have kept nothing.
    You can still ask me questions. If you change your mind, send /start.
ask_adult = Are you 18 or older?
answer_yes = Yes
answer_no = No
ask_procedure = What was done, or will be done?
procedure_plain = Micro-needling only
procedure_more = Something more
procedure_hint =
    “Micro-needling only” means a pen, a stamp or a roller, at the clinic.
    Choose “something more” for radio-frequency, PRP, a peel, a laser, a filler, the scalp, or needling at home.
no_schedule =
    My reminders are made for plain micro-needling of adults, so I will not send you a plan that could be wrong.
    Your clinic's own sheet leads. I can still answer general questions, and I know the warning signs.
ask_day = When is your treatment, or when was it? Tap a day, or type it, such as “yesterday 3pm” or “20 November 15:00”.
day_today = Today
day_yesterday = Yesterday
day_other = Another day
ask_time = At what time did it end, or will it end? Tap it, or type it, such as “3:30 pm”.
day_ambiguous = I can read that in two ways. Which day do you mean?
time_ambiguous = Morning or afternoon?
day_too_long_ago =
    That is more than 8 weeks ago, so this aftercare is over.
    Ask me anything, or tell me the date of a later treatment.
day_too_far_ahead =
    That is more than 90 days ahead.
    Please come back within 90 days of your treatment, or tell me another date.
day_not_understood = I could not read that as a date. Tap a day, or type it, such as “yesterday 3pm” or “20 November 15:00”.
time_not_understood = I could not read that as a time. Tap one, or type it, such as “3:30 pm” or “15:30”.
ask_zone = Is it { $time } where you are?
zone_yes = Yes
zone_no = No, another time
ask_city = Where are you? Type your city, or share your location. I only keep the time zone.
share_location = Share my location
city_ambiguous = Which one?
city_not_found = I do not know that city. Please type a larger one nearby, or share your location.
registered = <b>Your treatment: { $treated }</b> ({ $zone } time)
plan_at_glance = Your plan at a glance:
next_reminder = Next: { $when }
button_correct_date = Correct the date
button_set_up = Set up my reminders
enrolled_already = Your reminders are set up. Your treatment: { $treated }.
enrolment_goes_on = Let us go on where we stopped.

## Dates that patients type: lists of words, with commas

when_at = at, around, about
when_morning = in the morning, this morning
when_afternoon = in the afternoon, this afternoon, in the evening, this evening, tonight
when_noon = noon, midday
when_last = last, past
when_next = next, coming
when_filler = on, the, of, it was

## Dates and times
# The patterns are Unicode's: EEEE weekday, d day, MMMM month, H hour to 23, h hour to 12, mm minutes, a am/pm,
# 'other words' in quotes. `date_locale` is the language and country whose names are used.

date_locale = en_GB
pattern_weekday = EEEE
pattern_date = EEEE d MMMM
pattern_clock = h:mm a
pattern_full_hour = h a
pattern_noon = h 'noon'
pattern_midnight = h 'midnight'
day_today_word = today
day_tomorrow_word = tomorrow
day_yesterday_word = yesterday
# `hour` is for languages whose words depend on it.
day_at_clock =
    { $hour ->
       *[other] { $day }, { $clock }
    }
from_when = from { $when }, in { $span }
since_when = since { $when }
from_hours_after =
    { $count ->
        [one] from 1 hour after your treatment
       *[other] from { $count } hours after your treatment
    }
from_days_after =
    { $count ->
        [one] from 1 day after your treatment
       *[other] from { $count } days after your treatment
    }
span_minutes = { $count } min
span_hours = { $count } h
span_days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
span_two_units = { $larger } { $smaller }
