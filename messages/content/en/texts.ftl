## Answers

answer_refusal =
    That is not something I can answer.
    I can help with care after micro-needling, side effects and how the treatment works.
    For anything else, please ask your clinic.
choices_question = Which of these do you mean?
choices_safety = If breathing is hard, or your lips or tongue swell, call { $emergency_number } now.
part_helps = What helps
part_normal = What to expect
part_call = When to call
answer_general_minor = You told me that you are under 18. This is general advice for adults, so your clinic's own sheet comes first.
answer_warned = You told me of a warning sign. If you have not called about it yet, please do that first; in an emergency call { $emergency_number }.
answer_ahead = Your own dates and times come after your treatment. Your clinic's own instructions come first.
answer_general = This is general advice. Your treatment was a different one, so your clinic's own sheet comes first.
answer_clinic_phone = { $clinic }: { $phone }
safety_net_clinic = Call or write to { $clinic } within a day if you have signs like these.
safety_net_urgent = Call { $clinic } today if you have signs like these.
safety_net_urgent_closed = If it is closed or does not answer, go to urgent care.
sources_heading = Where this comes from
sources_checked = Checked { $day }.
sources_none = No sources are listed for this.

## Emergencies: the card, and what follows it

emergency_call = Call { $emergency_number } now.
emergency_words = I say this because you wrote “{ $words }”.
emergency_words_e10_self_harm = I take it seriously that you wrote “{ $words }”.
while_you_wait = While you wait: do not drive yourself.
while_you_wait_e1 = While you wait: lie down, or sit up if breathing is hard. If a doctor gave you your own auto-injector, use it. Do not drive yourself.
while_you_wait_e2 = While you wait: lie down, or sit up if breathing is hard. If a doctor gave you your own auto-injector, use it. Do not drive yourself.
while_you_wait_e3 = While you wait: lie down, or sit up if breathing is hard. If a doctor gave you your own auto-injector, use it. Do not drive yourself.
while_you_wait_e7 = While you wait: keep your hands away from your eyes. Do not drive yourself.
while_you_wait_e9 = While you wait: press firmly on it with a clean cloth. Do not keep lifting the cloth to look.
while_you_wait_e10_model = While you wait: do not stay alone if someone can be with you. Do not drive yourself.
while_you_wait_e10_self_harm = I am glad that you told me. You do not have to carry this alone: call now, and stay with someone you trust until help is there.

## Small talk: what is said

small_talk_greeting = Hello. Ask me anything about your skin after micro-needling. You can write it in your own words.
small_talk_thanks = You are welcome. I am here whenever you have a question.
small_talk_goodbye = Take care. I am here whenever you have a question.
small_talk_about =
    I am an automatic companion for care after micro-needling. I am not a doctor or nurse. Do not count on a person reading along.
    Ask me about your skin, side effects or the treatment. In an emergency call { $emergency_number }.
small_talk_human =
    I answer by myself, without a person.
    To speak with a person, please call your clinic.
small_talk_appointment =
    Appointments are your clinic's: I cannot see, make, move or cancel them. Please call, or tap “Ask the clinic”.
    If the day of your treatment has changed, tell me the new date with /start.
small_talk_abuse = I am sorry this was no help. Your clinic can answer what I cannot.
small_talk_wordless = I can only read words. What would you like to know?
other_language = I can only read and write English.

## Small talk: what patients write, as lists of phrases with commas

phrases_greeting =
    hi, hello, hey, hiya, heya, hello again, hi again, hey again, good morning, good afternoon, good evening, morning, evening,
    howdy, yo, greetings, how are you, how are you doing, how is it going, hows it going, whats up, sup, nice to meet you,
    anyone there, anybody there, is anyone there, are you there, you there, happy new year, merry christmas
phrases_thanks =
    thanks, thank you, thank u, thankyou, thx, ty, tysm, cheers, ta, many thanks, appreciated, appreciate it, much appreciated,
    that helps, that helped, helpful, you have been a great help, you have been so helpful, you have helped me so much, i appreciate it, i really appreciate it, i appreciate your help, so grateful, grateful, bless you, god bless, god bless you, great, perfect, awesome, brilliant, lovely, good to know, got it, ok, okay, k, alright,
    all right, understood, makes sense, will do, cool, nice, noted, you are the best, youre the best, good bot, love it
phrases_goodbye = bye, goodbye, bye bye, good night, goodnight, night, see you, see you later, see ya, take care, talk later, ttyl
phrases_about =
    who are you, what are you, who is this, whos this, what is this, are you a bot, are you a robot, are you human,
    are you a human, are you real, are you a real person, are you a doctor, are you a nurse, are you ai, is this a bot,
    is this automatic, is this a real person, am i talking to a person, am i talking to a robot, what can you do,
    what do you do, what can i ask, what can i ask you, how does this work, how do you work, what is your name,
    whats your name, who made you, help, help me, can you help, can you help me, i need help, i have a question, question
phrases_human =
    talk to a human, speak to a human, talk to a person, speak to a person, real person, a real person, human, human please,
    talk to someone, speak to someone, speak with someone, talk to somebody, speak to somebody, talk to a nurse,
    speak to a nurse, talk to a doctor, speak to a doctor, talk to my doctor, operator, agent, receptionist, a human
# Appointments. A message is about one if it has a noun and a verb, a verb right before a session, or a phrase that says it
# alone. The sign * at the end of a word stands for any ending. After one of the times, and before one of the words that say it is over, an
# appointment only tells when.
phrases_appointment_nouns = appointment*, appt, appts, booking, bookings, reservation, time slot, slot
phrases_appointment_sessions = session, sessions, treatment, visit, needling, microneedling, checkup, check up, follow up
phrases_appointment_verbs =
    move, be moved, moving, change, be changed, changing, cancel*, postpone*, postponing, push, be pushed, put off, delay, be delayed,
    swap, shift, switch, book, be booked, booking, confirm, confirmed, brought forward, forward, can i have an, could i have an,
    may i have an, schedule, what time, when is, when do i have, missed, running late, be late, late for, forgot, forgotten, make it,
    come in, fit me in
phrases_appointment_alone =
    reschedul*, rebook*, anything free, any openings, any opening, any availability, free slot, free slots, fit me in,
    another slot, earlier slot, later slot, any slots, waiting list, cant make it, cannot make it, wont make it, make an appointment,
    make a booking, book me in, get an appointment, earlier appointment, later appointment, sooner appointment, another appointment
phrases_appointment_between = my, the, a, an, next, second, third, first, last, our, this, that, in, for, up, back, tomorrows, todays
phrases_appointment_passive = be, i, we, it
phrases_appointment_times = after, since, before, until, till, by, between, at, during
phrases_appointment_over = was
phrases_abuse =
    stupid, idiot, dumb, moron, useless, rubbish, garbage, crap, shit, bullshit, fuck, fuck you, fuck off, fucking, piss off,
    shut up, you suck, sucks, hate you, i hate you, worst, pathetic, asshole, bitch, waste of time, trash, go away
phrases_filler =
    there, so, much, very, a lot, lots, again, everyone, love, lovely, hun, honey, darling, mate, dear, sir, madam, doctor, doc, bot, robot, chat, you, are, is, this,
    that, it, a, an, the, for, your, all, really, please, just, and, oh, ah, well, my, friend, to, today, i, can, could,
    for your help, for all your help, for all the help, for the help, for helping, for helping me, of your help, for your support,
    for all your support, for the support, for your time, for your patience, for your advice, for the advice, for the info,
    for the information, for the answer, for your answer, for your answers, for the reply, for your reply, for replying,
    for answering, for letting me know, for the reminder, for the reminders, for reminding me, for checking, for checking in,
    for checking in on me, for checking on me, for asking, for being there, for being here, for everything,
    for all of it, for the explanation, for explaining, for taking care of me, to you all, guys, team, both, again, once more,
    want, would, like, need, now, me, with, haha, lol, thing, answer, answers, help, kind, sweet, then, nope, no, yes, yep, yeah, tomorrow, tonight
phrases_before_a_name =
    my name is, name is, i am, im, this is, called, mr, mrs, ms, dr, doctor, nurse, sister, brother, husband, wife, friend,
    daughter, son, with, regards, greetings
phrases_follow_up =
    and, what about, how about, and what about, but, then, so, also, still, why, why not, how long, how often, how much, how,
    when, for how long, until when, since when, is that normal, is it normal, what then, what else, anything else, tell me more, more,
    does it last, should it last, it last, each time, a day, per day, do i do it, how do i do that, is that ok, is it ok, is this ok, is that okay, is it okay, is it all right, is that bad, is it bad,
    is this normal, when do i call, when should i call, should i worry, should i call, what should i do, what can i do,
    what do i do, what helps, does it hurt, will it, should i, do i, does that, if it does not, if not
phrases_ahead =
    before my next session, before my second session, before my third session, before my first session, before my session,
    before the session, before my treatment, before my next treatment, before the treatment, before my appointment,
    before my next appointment, before the appointment, before my microneedling, before microneedling, before needling,
    before treatment, before getting it done, before i get it done, until my next session, till my next session,
    until my next treatment, till my next treatment, until my treatment, till my treatment, session is tomorrow,
    treatment is tomorrow, appointment is tomorrow, microneedling is tomorrow, session tomorrow, treatment tomorrow,
    appointment tomorrow, microneedling tomorrow, session is next week, treatment is next week, appointment is next week,
    session next week, treatment next week, appointment next week, my next session is, my second session is,
    my third session is, my first session is, my next treatment is, my next appointment is
phrases_other_language =
    ich, nicht, und, mein, meine, kann, wie, habe, nach, darf, ist, je, est, les, des, une, mon, ma, puis, pas, avec,
    não, eu, meu, minha, posso, você, uma, sono, che, mia, della, quando, dopo, ik, niet, mijn, het, een, czy, jak, jest

## Meeting, consent and enrolment

welcome =
    <b>Hello. I am the aftercare companion of { $clinic }.</b>
    I remind you of each care step after micro-needling when it helps, and I answer questions about side effects.
consent =
    Before we begin:
    • I give general information about care after micro-needling, prepared from published sources for { $clinic }.
    • I am not a doctor or nurse. I cannot examine you, tell you what you have, or change your treatment.
    • Your clinic's own instructions come first.
    • In an emergency call { $emergency_number }. Do not wait for a reply here: I am automatic, and nobody may be reading.
    • If you write about a warning sign, I may also tell the team of { $clinic }: your first name, your day of recovery and what you wrote. They may see it late, so still call.
    • I keep your treatment date, your time zone and what you tap, to send your reminders; and what you send to the team. Telegram's bot chats are not end-to-end encrypted. Everything is erased { $retention_days } days after your course, or at once with /delete.

    May I keep this and send you reminders?
consent_not_approved = This content has not yet been reviewed by a clinician.
consent_yes = Yes, I agree
consent_no = No, I do not agree
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
date_noted = Noted: { $when }.
consent_not_understood = I could not read that as yes or no. Do you agree to what is said above?
adult_not_understood = I could not read that as yes or no. Are you 18 or older?
procedure_not_understood = I could not read that. Was it micro-needling only, or something more? Tap one.
zone_not_understood = I could not read that as yes or no. Tap one, or type your city.
invited_not_understood = I could not read that. Please tap one of the buttons.
time_not_understood = I could not read that as a time. Tap one, or type it, such as “3:30 pm” or “15:30”.
# `hour` is for languages whose words depend on it.
ask_zone =
    { $hour ->
       *[other] Is it { $time } where you are?
    }
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
correct_far = I have { $known } as your treatment, and { $new } is far from that. Was the date wrong, or is it a new treatment?
button_date_wrong = The date was wrong
button_set_up = Set up my reminders
enrolled_already = Your reminders are set up. Your treatment: { $treated }.
treatment_coming = Your next treatment: { $treated }.
enrolment_goes_on = Let us go on where we stopped.
your_clinic = your clinic
language_name = English
consent_again = Do you agree to what is said above?
# What is typed instead of a tap: lists of words, with commas. `typed_beside` stands beside an answer and is none.
typed_yes = yes, yes please, yes i agree, i agree, agreed, yep, yup, yeah, yea, sure, of course, i do
typed_no = no, no thanks, nope, nah, no way, i am not, im not
typed_beside =
    ok, okay, well, so, please, thanks, thank you, hi, hello, hey, i am, im, it is, thats right, that is right, that is fine, thats fine,
    fine
typed_age = i am, im, age, aged, years, year, old, yo, my age is, i turned, only, just
typed_plain =
    microneedling, micro needling, microneedles, needling, needles, collagen induction, dermapen, derma pen, skinpen, skin pen, pen,
    dermaroller, derma roller, roller, stamp, dermastamp, derma stamp
typed_more =
    something else, something more, rf, radiofrequency, radio frequency, morpheus8, morpheus 8, morpheus, prp, plasma, platelets,
    vampire facial, exosomes, peel, a peeling, peeling, chemical peel, laser, filler, fillers, botox, mesotherapy, scalp, hair,
    at home, home, by myself, myself
typed_procedure =
    just, only, plain, normal, it was, was, is, with, a, an, the, my, on, for, i had, i got, had, got, they did, did, they used, used,
    and, plus, treatment, session, facial, clinic, at the clinic, face, neck
typed_set_up = set up reminders, set up the reminders, i want reminders, i would like reminders, start my reminders, remind me
typed_privacy =
    what do you keep, what do you keep about me, what do you keep of me, what do you store, what do you store about me,
    what do you save about me, what do you know about me, what data do you keep, what data do you have, my data,
    what data do you have about me, what data do you keep about me, what data do you store, privacy, is this private
typed_asked_beside =
    please, pls, plz, thanks, thank you, thx, hi, hello, hey, sorry, ok, okay, now, just, can you, could you, can you please, would you,
    i want you to, i would like you to, so, oh, wait, and, but, i think
typed_stop =
    stop, stop it, stop messaging, stop messaging me, stop messages, stop the messages, stop these messages, stop all messages,
    stop sending, stop sending me messages, stop sending me these messages, stop sending me these, stop sending these,
    stop sending these messages, stop sending messages, stop sending me reminders, stop sending reminders, stop texting,
    stop texting me, stop writing, stop writing me, stop writing to me, stop contacting me, stop bothering me, stop asking me,
    stop asking, stop reminding me, stop the reminders, stop reminders, stop my reminders, stop these reminders,
    stop all reminders, stop the notifications, stop notifications, stop this, stop this bot, do not message me, dont message me,
    do not message me anymore, dont message me anymore, do not text me, dont text me, do not write to me, dont write to me,
    no more messages, no more reminders, no more texts, i want no more messages, i do not want messages, i dont want messages,
    i do not want any more messages, i dont want any more messages, i dont want these messages, i do not want these messages,
    i dont want these messages anymore, i dont want reminders, i do not want reminders, i dont want these reminders,
    i dont want any more reminders, i do not want any more reminders, unsubscribe, unsubscribe me, opt out, i want to opt out,
    leave me alone, too many messages, too many reminders, you send too many messages, you send me too many messages,
    how do i stop the messages, how do i stop these messages, how do i stop messages, how do i stop the reminders,
    how do i stop reminders, how do i stop these reminders, how can i stop the messages, how can i stop these messages,
    how can i stop the reminders, how do i unsubscribe, turn off the reminders, turn off reminders, turn the reminders off,
    mute, mute the reminders, cancel the reminders, cancel my reminders, fewer messages, less messages, fewer reminders
typed_correct =
    the date is wrong, date is wrong, the date was wrong, that date is wrong, my date is wrong, this date is wrong, wrong date,
    the day is wrong, the day was wrong, that day is wrong, wrong day, the time is wrong, the time was wrong, that time is wrong,
    wrong time, the date is not right, the date isnt right, the day is not right, the time is not right, the date is incorrect,
    i got the date wrong, i got the day wrong, i got the time wrong, i put the wrong date, i put the wrong day,
    i put the wrong time, i put in the wrong date, i entered the wrong date, i entered the wrong day, i entered the wrong time,
    i gave you the wrong date, i gave the wrong date, i gave you the wrong day, i gave you the wrong time, i typed the wrong date,
    i said the wrong date, i said the wrong day, i told you the wrong date, i told you the wrong day, i told you the wrong time,
    you have the wrong date, you have the wrong day, you have the wrong time, the date of my treatment is wrong,
    my treatment date is wrong, the treatment date is wrong, i made a mistake with the date, i made a mistake in the date,
    i need to change the date, i want to change the date, change the date, correct the date, i need to correct the date,
    i want to correct the date, fix the date, change my treatment date, change the treatment date, correct my treatment date,
    change the date of my treatment, correct the date of my treatment, i want to change the date of my treatment,
    i need to change the date of my treatment, i want to correct the date of my treatment,
    how do i change the date, how do i correct the date, how do i fix the date, how can i change the date,
    how can i correct the date, how do i change the date of my treatment, how do i correct the date of my treatment,
    how can i change the date of my treatment, how can i correct the date of my treatment, how do i change my treatment date,
    how can i change my treatment date, how do i change the treatment date, how do i change the day of my treatment
typed_it_was =
    it was, it was actually, actually it was, it actually was, my treatment was, my treatment was actually, the treatment was,
    the treatment was actually, my session was, my session was actually, the session was, i had it, i actually had it, i had it done,
    i actually had it done, i had my treatment, i actually had my treatment, i had the treatment, i was treated, it happened
typed_day =
    today, yesterday, the day before yesterday, last night, this morning, this afternoon, monday, tuesday, wednesday, thursday,
    friday, saturday, sunday, days ago, a week ago, one week ago, weeks ago, january, february, march, april, may, june, july,
    august, september, october, november, december, am, pm, oclock
typed_date_beside =
    at, on, the, of, not, instead of, instead, and not, actually, really, last, this, morning, afternoon, evening, night, noon,
    midday, one, two, three, four, five, six, seven, th, st, nd, rd, sorry, my mistake, in, around, about
typed_question =
    what, whats, why, how, which, who, can i, can you, could i, could you, should i, do i, do you, is it, is that, is this, am i,
    are you, may i, will it, will i, does it, when can, when should, when do, when will, where can, where do
typed_place = in, i am in, im in, i live in, we live in, from, i am from, im from, near, here in, now in
button_wrong_tap = That was the wrong button
button_keep = Leave it as it is
kept_as_it_is = All right. Nothing has changed.
button_new_treatment = A new treatment
new_treatment_not_covered =
    My reminders are made for plain micro-needling, so I add no plan for this treatment. Your clinic's own sheet leads.
    The reminders for your earlier treatment go on. /pause stops them.
day_out_of_reach = I can take a day from 8 weeks ago to 90 days ahead.
zone_set = Thank you. I go by { $zone } time.
zone_changed = From now on I go by { $zone } time, and so do your reminders.
location_not_needed = I do not need your location now, and I have not kept it.

## Today and plan

today_before = Your treatment is { $when }.
today_day =
    { $day ->
        [0] It is the day of your treatment ({ $when }).
       *[other] It is day { $day } after your treatment ({ $when }).
    }
today_open = Still open:
button_done_of = Done: { $what }
nothing_next = No more reminders are planned.
today_paused = Your reminders are paused. /resume starts them again.
no_plan_general = I have no plan for you, because my reminders are made for plain micro-needling of adults. Your clinic's own sheet leads. You can still ask me anything.
not_enrolled = You have no plan yet. Shall I set up your reminders?

## Reminder buttons

button_done = Done
button_later = Later
button_skip = Skip
button_why = Why?
button_back = Back
snooze_half_hour = In 30 min
snooze_evening = This evening
snooze_morning = In the morning
snooze_too_late = Later it would no longer help. You can do it now, or skip it.
reminder_done =
    { $hour ->
       *[other] ✓ Done at { $time }
    }
reminder_skipped =
    { $hour ->
       *[other] Skipped at { $time }
    }
reminder_done_on = ✓ Done, noted on { $when }
reminder_skipped_on = Skipped, noted on { $when }
reminder_put_off = Later: { $when }
check_in_said = You said: { $answer }
button_too_old = This button is from before. Please use the latest message.
already_done = That is noted already.
noted_late = Noted. That reminder was for earlier.
why_which = Which would you like to know more about?

## Questions and the clinic

button_ask_clinic = Ask the clinic
button_sources = Sources
clinic_phone = <b>{ $clinic }</b>: { $phone }
clinic_hours = The phone is answered: { $hours }
clinic_and_phone = { $clinic } ({ $phone })
clinic_no_phone = Please contact { $clinic } directly.
clinic_not_passed_on = I cannot pass on messages, so nothing has been sent. In an emergency call { $emergency_number }.

## Settings

language_question = Which language do you prefer?
language_set = From now on I write in English.
paused = Your reminders are paused. You can still ask me anything. /resume starts them again.
paused_already = Your reminders are paused already. /resume starts them again.
button_fewer = Fewer messages
stop_messages =
    You choose what I send:
    • /pause stops all reminders. /resume starts them again.
    • /settings has fewer messages, or none of a kind.
    • Without your consent I keep no plan and send no reminders. Erasing also takes away what I keep about you: see /privacy.
stop_messages_no_plan =
    I have no plan for you, so I send no reminders.
    /privacy says what I keep about you, and /delete erases it.
correct_known = I have { $treated } as your treatment. Nothing changes until you tell me another date.
resumed = Your reminders go on.
resumed_already = Your reminders are on.

## Settings menu

settings_before = Before you have a plan there is only the language to set.
settings_heading = Your settings
settings_language = Language: { $spoken }
settings_zone = Time zone: { $zone }
settings_hours = Awake: from { $wake } to { $sleep }
settings_level = Reminders: { $level }
settings_muted = Muted: { $what }
settings_phone = Your number for the clinic: { $phone }
settings_changed = Done. Your reminders follow this from now on.
button_setting_language = Language
button_setting_zone = Time zone
button_setting_hours = Waking hours
button_setting_level = How many
button_setting_mute = Mute a step
button_setting_phone = Phone number
ask_new_city = Where are you now? Type your city, or share your location. I only keep the time zone.
share_location_hint = Tap the button below to share it. I only keep the time zone.
ask_wake = When do you get up? Tap it. I send nothing before that.
ask_sleep = You get up at { $wake }. And when do you go to sleep? Tap it.
button_other_times = Other times
ask_level = Now you get: { $level }. How many reminders would you like?
level_all = all of them
level_important = only the important ones
level_few = only “you can again” and check-ins
ask_mute = Tap what I should no longer remind you of. Tap it again to have it back.
muted_step = { $what } (muted)
ask_phone = If you like, { $clinic } can call you. Tap the button below to share your number. I use it for nothing else, and you can take it back in /settings.
button_phone_share = Share my number
button_phone_remove = Take my number back
phone_kept = Thank you. Your number is kept for { $clinic }. You can take it back in /settings.
phone_not_own = I can only keep your own number, so I have not kept this one.

## Photo diary

diary_offer = Shall I keep it in your diary? The diary is for you alone: I do not look at it, and I do not pass it on. I keep only where Telegram has the photo, and its day.
diary_keep = Yes, keep it
diary_no = No, do not keep it
diary_kept = It is in your diary: { $day }. With /diary you can see it or delete it.
diary_kept_already = It is in your diary already.
diary_not_kept = All right. I have not kept it.
diary_full = Your diary has no room for it, so I have not kept it. With /diary you can delete photos.
diary_send_again = I no longer have this photo at hand. Please send it again.
diary_empty = Your diary is empty. Send me a photo, and I ask whether you would like to keep it.
diary_nothing = Your diary is empty.
diary_to_team = While your conversation with { $clinic } is open, a photo goes to the team. To keep one for yourself alone, end the conversation first.
diary_offer_too = This photo goes to the team of { $clinic }. Shall I keep it in your diary as well? I keep only where Telegram has it, and its day.
diary_heading =
    { $count ->
        [one] <b>Your diary: 1 photo</b>
       *[other] <b>Your diary: { $count } photos</b>
    }
    Tap a day to see it.
diary_day =
    { $count ->
        [one] { $day }: 1 photo
       *[other] { $day }: { $count } photos
    }
diary_photo = { $day }, { $date }
diary_before = Before your treatment, { $date }
diary_gone = Telegram no longer has this photo, so I cannot show it: { $day }.
diary_drop = Delete this photo
diary_dropped = Deleted from your diary. In this chat it stays until you delete it here.
diary_all = Delete all photos
diary_all_question = Shall I delete all photos from your diary?
diary_all_yes = Yes, delete them
diary_all_no = No, keep them
diary_dropped_all =
    { $count ->
        [one] Deleted from your diary: 1 photo.
       *[other] Deleted from your diary: { $count } photos.
    }
    In this chat they stay until you delete them here.

## Your data

privacy =
    <b>What I keep, and why</b>
    • Your chat number, treatment date, time zone, language and settings: to send each reminder on time.
    • Your phone number, only if you share it: so that the clinic can call you.
    • What I sent, what you tapped, what helped you: to know what is still open, and as a record.
    • Your messages only until they are answered; then topic and urgency. Never your location or photos: the diary keeps where Telegram has them.
    • What went to the clinic's team: your first name, warning signs in your words; questions and replies, without names or long numbers.

    <b>Who sees it</b>
    { $clinic }, which runs me, and Telegram, which carries our chat: it is not end-to-end encrypted.

    <b>How long</b>
    It is erased { $retention_days } days after your course; I tell you a week before. /delete erases it at once. The team may keep its own replies.
erase_question =
    Shall I erase everything I keep about you?
    Your reminders stop. This chat stays on your phone until you delete it there.
    What already went to your clinic's team stays in their own chat.
erase_question_again = This cannot be undone. Shall I really erase everything now?
erase_yes = Yes, erase it
erase_really = Erase it now
erase_no = No, keep it
erase_kept = All right. I have erased nothing.
erased =
    { $count ->
        [one] Done. I have erased everything I kept about you: 1 entry.
       *[other] Done. I have erased everything I kept about you: { $count } entries.
    }
    You can begin again at any time with /start.
nothing_kept = I keep nothing about you.

## Export

button_export = Send me a copy
button_withdraw = Withdraw my consent
button_erase = Erase everything
privacy_agreed = You agreed on { $day } (version { $version }).
withdraw_question =
    Shall I stop? Then I send you no more reminders, and I go by nothing that I know of you.
    What I have kept stays until you erase it with /delete, or until its time is over.
withdraw_yes = Yes, withdraw my consent
withdraw_no = No, go on
withdrawn =
    You have withdrawn your consent, and I send you no more reminders.
    What I have kept stays until { $retention_days } days after your course, or until you erase it with /delete. If you change your mind, send /start.
consent_changed = What I ask you to agree to has changed. Your reminders go on meanwhile. Please read it again:
erasure_announced = On { $day } I erase everything I keep about you, as I told you at the start. You need not do anything. If you would like a copy first, send /export. If you have a new treatment, send /start.
export_page = Everything I keep about you, to read.
export_data = The same as data, with every entry as it is stored.
export_title = Everything Afterglow keeps about you
export_made = As of { $when }, in { $zone } time. The second file holds the same as data.
export_patient = You
export_since = First message
export_language = Language
export_zone = Time zone
export_hours = Awake
export_level = Reminders
export_procedure = Treatment
export_muted = Muted
export_phone = Number for the clinic
export_consent = Your consent
export_agreed = You agreed to version { $version }
export_ended = Version { $version } no longer counts: you withdrew it, or agreed to a newer one
export_treatment = Your treatments
export_registered = Registered { $when }
export_corrected = Registered { $when }, and corrected later
export_outgoing = What I sent you
export_reminder_step = What you tapped
export_tap_done = done
export_tap_skipped = skipped
export_tap_snoozed = later
export_tap_better = better
export_tap_same = the same
export_tap_worse = worse
export_tap_worried = something worries me
export_tap_again = ask me again
export_question = What you asked about
export_no_topic = something I could not answer
export_urgency_none = no warning sign
export_urgency_clinic = contact the clinic
export_urgency_urgent = call today
export_urgency_emergency = call now
export_diary_photo = Your photo diary
export_photo = a photo, which only Telegram has
export_kept_question = What you sent on to the clinic's team
export_reply = Reply: { $reply }
export_feedback = Which answers helped you
export_helped = { $topic }: helped
export_not_really = { $topic }: not really
export_record_reading = Who at the clinic read your record of care
export_read_by = { $name }, Telegram number { $id }
export_read_at_server = Somebody at the clinic's server
export_other = Other entries

## Manners and help

help =
    <b>I help with care after micro-needling.</b>
    I send each reminder when it helps. Just write to ask me something, such as “When can I wear make-up?”

    /today – what is next, and what is still open
    /plan – your whole plan
    /progress – where you are, as a picture
    /clinic – ask the clinic, or see its number
    /calendar – your plan for your calendar
    /diary – your photos, for you alone
    /settings – time zone, waking hours, how many reminders
    /language – English or another language
    /pause and /resume – stop and start the reminders
    /privacy, /export, /delete – what I keep, a copy of it, erase it
    /start – set up, or correct the date

    I am automatic: do not count on a person reading along. In an emergency call { $emergency_number }.
unknown_command = I do not know that command. /help shows what I can do. You can also just ask me.
media_photo = I cannot look at photos, and I have not kept it. If your skin worries you, call { $clinic }. You can also describe it to me in words.
media_voice = I cannot listen to voice messages. Please write it to me.
media_video = I cannot watch videos, and I have not kept it. If your skin worries you, call { $clinic }. You can also describe it to me in words.
media_sticker = That is kind. If you have a question about your skin care, just write it to me.
media_document = I cannot read files, and I have not kept it. Please write to me what you would like to know.
media_contact = I do not need any contact details, and I have not kept them. Please write to me what you would like to know.
media_other = I can only read text. Please write to me what you would like to know.
group_not_here = I only work in private chats, so that nobody else reads about your care. Please write to me directly.

## When something goes wrong

sorry_failed =
    Sorry, something went wrong here, and I could not deal with your last message. Please send it again.
    If it is urgent, call your clinic.
slow_down = You are writing faster than I can answer. I will answer each message, one after the other.

## Commands

bot_description =
    Care after micro-needling, from { $clinic }: a reminder when each step helps, answers about side effects, and the way to the team.
    I am a program. I do not diagnose, and your clinic's own instructions come first.
    In an emergency, call your emergency number. Do not wait for a reply here.
command_start = Set up, or correct the date
command_today = What is next, and what is open
command_plan = Your whole plan
command_progress = Where you are, as a picture
command_clinic = Ask the clinic, or see its number
command_calendar = Your plan for your calendar
command_pause = Stop the reminders
command_resume = Start the reminders again
command_diary = Your photos, for you alone
command_settings = Language, time zone, how many reminders
command_language = Change the language
command_privacy = What is kept, and why
command_export = A copy of all that is kept
command_delete = Erase your data
command_help = What I can do
command_team_invite = A link for a new patient
command_team_unanswered = What patients asked you most
command_team_patient = The record of care of one patient
command_team_help = What I do in this group

## Dates that patients type: lists of words, with commas

when_at = at, around, about, at about, at around
when_morning = in the morning, this morning, morning, early, early in the morning, early morning, morning early, early this morning
when_afternoon =
    in the afternoon, this afternoon, in the evening, this evening, tonight, afternoon, evening, at night, night, late afternoon,
    early afternoon, early evening, late evening, late in the afternoon, early in the afternoon
when_noon = noon, midday
when_last = last, past
when_next = next, coming
when_filler =
    on, the, of, it was, it is, its, was, is, o'clock, i think, maybe, probably, not sure, i am not sure, sorry, no wait, wait,
    actually, i mean, approximately, roughly
# Before a comma: “no, yesterday”. Elsewhere it denies: “not today”.
when_correction = no
when_today = this morning, this afternoon, this evening, tonight
when_last_night = last night
when_day_before_yesterday = the day before yesterday, day before yesterday
when_day_after_tomorrow = the day after tomorrow, day after tomorrow
# What a phrase stands for, after the sign =. The sign # stands for a number: “2 hours and a half” is 2 hours 30 minutes.
when_spelled =
    half an hour = 30 minutes, half hour = 30 minutes, a quarter of an hour = 15 minutes, three quarters of an hour = 45 minutes,
    an hour and a half = 90 minutes, an hour = 1 hour, a couple of hours = 2 hours, a minute = 1 minute,
    # and a half hours = # hours 30 minutes, # hours and a half = # hours 30 minutes, just now = 1 minute ago,
    right now = 1 minute ago, now = 1 minute ago, a moment ago = 1 minute ago, first thing = early
# In order, from one to thirty-one; other words for the same number after the sign /.
when_numbers =
    one/first, two/second, three/third, four/fourth, five/fifth, six/sixth, seven/seventh, eight/eighth, nine/ninth, ten/tenth,
    eleven/eleventh, twelve/twelfth, thirteen/thirteenth, fourteen/fourteenth, fifteen/fifteenth, sixteen/sixteenth,
    seventeen/seventeenth, eighteen/eighteenth, nineteen/nineteenth, twenty/twentieth, twenty-one/twenty-first,
    twenty-two/twenty-second, twenty-three/twenty-third, twenty-four/twenty-fourth, twenty-five/twenty-fifth,
    twenty-six/twenty-sixth, twenty-seven/twenty-seventh, twenty-eight/twenty-eighth, twenty-nine/twenty-ninth,
    thirty/thirtieth, thirty-one/thirty-first
# The sign # stands for the hour: “half 7” is 7:30, “quarter to 7” is 6:45.
when_half = half past #, half #
when_quarter_past = quarter past #
when_quarter_to = quarter to #, quarter of #

## Dates and times
# The patterns are Unicode's: EEEE weekday, d day, MMMM month, H hour to 23, h hour to 12, mm minutes, a am/pm,
# 'other words' in quotes. `date_locale` is the language and country whose names are used.

date_locale = en_GB
pattern_weekday = EEEE
pattern_date = EEEE d MMMM
pattern_short_date = EEE d MMM
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
since_when = now (since { $when })
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

## Reminders
# `step_<id>` says a step in full, `step_<id>_short` names it in a list, such as after “Done:”.
# In full, `{ $until }` is when a step stops counting, `{ $treatment_day }` the day of the treatment,
# and the id of any step, such as `{ $sunscreen }`, when that step begins.

opening_start = <b>What counts right now</b>
opening_ahead = <b>Before your treatment</b>
opening_catch_up = <b>Some reminders are late. This still counts:</b>
opening_snoozed = <b>As you asked, once more:</b>
opening_morning = Good morning.
opening_afternoon = Good afternoon.
opening_evening = Good evening.
list_avoid = <b>For now, leave out:</b>
list_allowed = <b>You can again:</b>
list_allowed_if = <b>If your clinic says yes, you can again:</b>
# after "worse" or a red flag, before what would be usual by now
worse_first = <b>You told me that something is wrong or has got worse. Ask your clinic first, before you go by this:</b>
# said when the team lets messages go on that had to wait after "worse" or a red flag
sessions_go_on = The team of { $clinic } says that messages about your next treatment can go on. If anything gets worse again, call { $clinic } the same day.
start_avoid = For now: no make-up, sport, heat or alcohol, and hands off.
clinic_first = Your clinic's own instructions come first.

step_coldsore_prevention = Do you get cold sores? Ask your clinic now about medicine to prevent one. It is often started on treatment day.
step_coldsore_prevention_short = cold sores: ask your clinic
step_prep_next = Your treatment is { $treatment_day }. Until then: no sunbathing, tanning bed or fake tan. Ask your clinic when to stop retinol and acids, and tell it about any new medicine.
step_prep_next_short = get your skin ready
step_arrive_early = Your treatment is { $treatment_day }. Be there 15 to 30 minutes early, with no make-up on.
step_arrive_early_short = be there early
step_ice_packs = Ice pack, once feeling is back: wrap it in a clean cloth, 10 minutes at most, then at least an hour off. Skip it if your clinic said no ice.
step_ice_packs_short = ice pack (10 minutes at most)
step_cleanser = Wash gently: a mild cleanser, lukewarm water, clean fingertips. Pat dry.
step_cleanser_short = gentle cleanser
step_moisturizer = Put on a plain moisturizer without perfume.
step_moisturizer_short = plain moisturizer
step_sun_shade = Stay out of the sun: use shade and a hat. Sunscreen starts { $sunscreen }, or sooner if your clinic said so.
step_sun_shade_short = shade and a hat
step_sunscreen = Put on sunscreen, SPF 30 or more. Outdoors, put it on again every 2 hours.
step_sunscreen_short = sunscreen (SPF 30 or more)
step_coldsore_meds = Take your cold sore medicine as your prescriber wrote it down.
step_coldsore_meds_short = cold sore medicine
step_no_makeup = make-up, until { $until }
step_no_makeup_short = no make-up
step_no_exercise = hard exercise, until { $until }
step_no_exercise_short = no hard exercise
step_no_heat_swim = pools, saunas and hot baths, until { $until }
step_no_heat_swim_short = no pool or sauna
step_no_actives = retinol, acids, vitamin C and scrubs, until { $until }
step_no_actives_short = no retinol or acids
step_hands_off = picking, rubbing and peeling off flakes. Let them fall off by themselves.
step_hands_off_short = hands off
step_alcohol_smoking = alcohol, until { $until }, and smoking for as long as you can
step_alcohol_smoking_short = no alcohol or smoking
step_healed_check = Most people heal in about 2 days. Some stay a little pink or dry for up to a week.
step_healed_check_short = most skin has settled
step_makeup_ok = make-up, if your skin is closed and calm. Use clean brushes.
step_makeup_ok_short = make-up again
step_exercise_ok = exercise. If your skin is still red or warm, wait a day longer.
step_exercise_ok_short = exercise again
step_heat_swim_ok = pools, saunas and hot baths, if your skin looks and feels normal
step_heat_swim_ok_short = pools and saunas again
step_shaving_ok = shaving, if your skin is calm. Use a new blade and a plain gel.
step_shaving_ok_short = shaving again
step_actives_ok = retinol, acids and vitamin C, if the peeling is over. Start one product at a time, 2 to 3 days apart.
step_actives_ok_short = retinol and acids again
step_waxing_other_ok = waxing, peels and other skin treatments, if your clinic agrees
step_waxing_other_ok_short = waxing and other treatments again
step_next_session = Most plans have 3 to 5 visits, about 4 to 6 weeks apart. Your clinic sets the dates. Ask it about your next one.
step_next_session_short = next visit
step_course_end = This plan is over. Your skin can go on changing for months, so judge it 3 to 6 months after your last visit. Keep up the sunscreen. Thank you for letting me remind you.
step_course_end_short = end of the plan
step_result_photo = If you like, take a photo of your skin today, in the same light as before. It shows what has changed.
step_result_photo_short = a photo in the same light

## Check-ins

step_checkin_24h = How is your skin today?
step_checkin_24h_short = how is your skin?
step_checkin_48h = How is your skin today?
step_checkin_48h_short = how is your skin?
step_checkin_72h = How is your skin today?
step_checkin_72h_short = how is your skin?
step_checkin_5d = How is your skin today?
step_checkin_5d_short = how is your skin?
step_checkin_7d = How is your skin today? Tell your clinic if it is still red or swollen, or if you feel bumps.
step_checkin_7d_short = how is your skin?
step_checkin_14d = How is your skin today? Tell your clinic about dark or light patches, bumps or lines.
step_checkin_14d_short = how is your skin?
step_checkin_28d = How is your skin today? Tell your clinic about dark or light patches, bumps or lines.
step_checkin_28d_short = how is your skin?
check_in_better = Better
check_in_same = The same
check_in_worse = Worse
check_in_reply_better = Glad to hear it. Go on with your care. If it gets worse again, call your clinic the same day.
check_in_reply_same = Thank you. Most skin settles within a week. Call your clinic if it is not clearly better by day 4, or the same day if it gets worse.
# from day 4 on
check_in_reply_same_later = Thank you. If your skin is still red, swollen or sore, call your clinic within a day. If it gets worse, call the same day.
check_in_unread_team = Your clinic does not know this yet. It only reads your answer in its summary the next morning. To tell it now, call, or tap “Tell the clinic”.
check_in_unread = Nobody at your clinic has been told of this. To tell it, please call.
check_in_told = How is your skin today? “{ $answer }”
# What is typed instead of a tap: lists of words, with commas. `typed_check_in_beside` stands beside an answer and is none.
typed_check_in_better =
    better, way better, lots better, improving, improved, it is improving, less red, great, good, very good, all good, fine, well,
    really good, pretty good, doing good, doing well, doing fine, doing great, looking good, looks good
typed_check_in_same =
    same, the same, same as yesterday, the same as yesterday, no change, no changes, no different, not different, unchanged,
    same as before, the same as before, not better, no better, not worse, no worse, not much better, not really better,
    not any better, not changed, hasnt changed, it hasnt changed, has not changed
typed_check_in_worse = worse, worsening, way worse, lots worse, it got worse, worse than before, worse than yesterday
typed_check_in_worried = bad, not good, not great, not so good, not well, not very good, i am worried, im worried, worried, terrible, awful
typed_check_in_beside =
    much, a lot, lots, a bit, bit, a little, little, a little bit, slightly, pretty, quite, very, really, so, so much, still, about,
    more or less, kind of, its, it is, is, my skin, my skin is, the skin, skin, my face, my face is, feels, feeling, it feels,
    looks, looking, getting, is getting, got, i think, today, now, than yesterday, from yesterday, than before, thanks, thank you,
    thx, ty, thank u, hi, hello, hey, i am, im, even, for now, so far, actually, ok, okay, just
check_in_reply_worse =
    Thank you for telling me. These signs need a call, whoever has them.

    <b>Call { $clinic } today for:</b>
    • pain, redness or swelling that grows or comes back
    • pus, a bad smell, or heat that spreads
    • fever or chills
    • blisters, hives, or a tingle like a cold sore
    • anything else that worries you
    If it is closed, go to urgent care.

    <b>Call { $emergency_number } now for:</b>
    • trouble breathing, or a swollen mouth or tongue
    • blurred sight or bad eye pain
    • a painful or numb patch that turned white, grey or black
    • bleeding that 10 minutes of pressure do not slow
    • fever with confusion or fast breathing

## Check-ins: what is it?

check_in_worried = Something worries me
check_in_reply_worried = What is it? Tap it, or write it in your own words. If it gets worse, or you are not sure, call { $clinic }.
check_in_what = What has got worse? Tap it, or write it in your own words.
check_ins_end = My last three questions about your skin had no answer. That is all right, I will stop asking. You can still write to me at any time. If you would like me to go on, tap “Ask me again”.
button_ask_again = Ask me again
check_ins_again = All right. I will ask about your skin again.

## The plan

plan_line = { $clock }: { $what }
plan_repeated =
    <b>From { $first } to { $last }</b>
    { $count } times: { $what }
button_plan_before = ‹ Earlier
button_plan_after = Later ›
glance_now = Now: { $what }
glance_from = From { $when }: { $what }
glance_sun = Sun protection: until { $day } at least
glance_check_ins = I ask how your skin is: { $first }, and then until { $last }
glance_end = The plan ends: { $day }

## Progress and calendar
# What the picture of /progress says is drawn as well, so these texts hold no markup.

progress_before = Before your treatment
progress_day =
    { $day ->
        [0] Treatment day
        [one] 1 day after your treatment
       *[other] { $day } days after your treatment
    }
progress_earlier = The treatment before: { $when }
progress_treatment = Treatment
progress_here = You are here
progress_since = since { $when }
progress_from = from { $when }
progress_sun = Sun protection
progress_until = until { $day } at least
progress_end = End of the plan
progress_following = Next treatment
progress_note = “Again” counts only if your skin is closed and calm. Your clinic's own instructions come first.
progress_care = Care steps
progress_check_ins = How your skin was
progress_not_asked = Not asked so far
progress_done = Done: { $done } of { $asked }
progress_skipped = Skipped: { $count }
progress_untapped = Not tapped: { $count }
progress_unanswered = Asked, not answered
progress_answer = Day { $day }: { $answer }
calendar_name = Afterglow
calendar_care = Afterglow: skin care
calendar_check_in = Afterglow: check-in
calendar_mornings = The steps of the day are in our chat.
calendar_file =
    This is your plan for your calendar, in { $zone } time. Open the file to add it.
    It makes no sound: my reminders do that. If your dates change, send /calendar again; the new file replaces the old one.

## The clinic's group
# Read by the clinic's team, in the clinic's language.

staff_welcome =
    <b>This is now the group of the team of { $clinic }.</b>
    • When a patient writes about a warning sign, it comes here. Somebody should take it: use the buttons.
    • To write to a patient, reply to my message about them. Only such replies go out.
    • /invite makes a link for a new patient. /patient shows the record of care of one. /unanswered shows what patients asked you most. /help says this again.
    • I see only commands and replies to me. That is enough, so leave Telegram's group privacy as it is.
staff_help =
    • When a patient writes about a warning sign, it comes here. Somebody should take it: use the buttons.
    • To write to a patient, reply to my message about them. Only such replies go out.
    • /invite makes a link for a new patient.
    • /patient shows the record of care of one. Reply to a message about them with it, or choose. They can see who looked.
    • After a warning sign or “worse”, messages about the next treatment wait for 7 days. A button under the record lets them go on sooner.
    • /unanswered shows what patients sent on to you, the most frequent first, and answers that did not help.
    • I am no monitor: I find words by fixed rules and learnt examples, and can miss things. Nobody has assessed what I send.
staff_connected_already = This is the team's group already. /help says what I do here.
staff_code_wrong = This code does not work, or no longer. `afterglow connect` on the server gives a new one.
staff_other_group = The setting STAFF_CHAT_ID names another group, so I leave this one. Change or empty it, and start me again.
staff_send_code = To make this the team's group, send /connect and the code that `afterglow connect` gave.
staff_edit_not_passed_on = I do not pass on edits. Please reply once more with the new words.
staff_reply_to_nobody = That message belongs to nothing that is open, so nothing was sent.
staff_reply_no_patient = This person cannot be reached here any more, so nothing was sent. Please call.
staff_reply_kind = I can pass on text, photos, videos, voice messages and files. This was not sent.
staff_nameless = the team
team_overdue = Something is stuck: a message to or from a patient has waited for more than { $minutes } minutes. Please tell whoever keeps me running. I say when it is over.
team_not_overdue = What was stuck goes on again: no message has waited for long any more.
staff_erased = A patient has erased their data, so their conversation is over. What stands above in this group stays.
staff_erased_alert = The patient of alert { $number } has erased their data, so it is over. What stands above in this group stays.
patient_number = Patient { $number }
person_no_plan_minor = under 18: no plan
person_no_plan_procedure = another procedure: no plan
person_no_date = no treatment date

## Alerts
# What the team reads.

alert_heading_emergency = <b>Alert { $number }: emergency words</b>
alert_heading_urgent = <b>Alert { $number }: for today</b>
alert_heading_clinic = <b>Alert { $number }: within a day</b>
alert_topic = Words about: { $topic }
alert_day =
    { $day ->
        [0] day of treatment
       *[other] day { $day }
    }
alert_before = before the treatment
alert_phone = Phone: { $phone }
alert_no_words = The words are not passed on: this patient has not agreed to it.
alert_open = Open since { $when }. Nobody has taken it yet.
alert_open_again = Another sign: open again since { $when }. Nobody has taken it yet.
alert_alone = The patient was told not to wait for an answer.
alert_taken = Taken by { $name }: { $when }
alert_contacted = Contacted by { $name }: { $when }
alert_closed = Closed by { $name }: { $when }
alert_blocked = Nothing more is passed on from this patient.
alert_hint = A program found these words, nobody has assessed them. The patient has the advice already. To write to them, reply to this message.
alert_words_of = Written { $when }: { $words }
alert_again = <b>Alert { $number } ({ $urgency }) is still open, since { $when }. Nobody has taken it.</b>
alert_joined = Alert { $number }: { $name } wrote about a warning sign again. It is added above.
button_alert_take = I take it
button_alert_contacted = Contacted
button_alert_close = Close
button_alert_block = Block
button_alert_block_really = Yes, block this patient
button_alert_unblock = Unblock
button_back_to_alert = Back
alert_note_taken = You have it. The patient sees that.
alert_note_contacted = Noted. The patient sees that.
alert_note_closed = Closed. The patient sees that.
alert_note_already = Somebody has done that already.
alert_note_gone = This patient has erased their data.
alert_note_blocked = Blocked: nothing more comes from this patient. They still get all advice.
alert_note_unblocked = Unblocked.

# What the patient reads.

button_tell_clinic = Tell the clinic
call_clinic = Please call { $clinic }: { $phone }
clinic_closed_until = { $clinic } is closed. It opens { $when }.
clinic_closed_now = { $clinic } is closed now.
alert_status_sending = I am telling the team of { $clinic }, but it has not gone through yet. I keep trying.
alert_status_failed = I could not reach the team of { $clinic }.
alert_status_not_seen = Sent to the team of { $clinic }: { $when }. Not yet seen.
alert_status_sent = Sent to the team of { $clinic }: { $when }.
alert_status_seen = Seen by { $name }: { $when }.
alert_status_seen_before = { $name } has had what you wrote before since { $when }.
alert_status_contacted = { $name } noted that they contacted you: { $when }.
alert_status_closed = Closed by { $name }: { $when }.
alert_status_closed_urgent = Do not wait for it. Go to urgent care.
alert_status_closed_clinic = If it gets worse before then, go to urgent care.
alert_status_first = What I wrote above comes first. Do not wait for an answer here.
alert_too_many = I have told the team several times today, so I do not send this one as well.

## Talking with the clinic
# What the team reads.

thread_question = <b>A question for the team</b>
thread_hint = To answer, reply to this message.
thread_delivered = ✓ { $name } has your message.
thread_not_delivered = Your message did not reach { $name }. Please call.
thread_ended_by_patient_team = { $name } has ended the conversation.
thread_ended_by_team_team = { $by } has ended the conversation with { $name }. They know.
thread_ended_idle_team = The conversation with { $name } ended by itself: nobody wrote for a day. They know.
thread_ended_unanswered_team = Nobody answered { $name } for a day, so the conversation has ended. They were asked to call.
thread_note_ended = Ended. Both sides know.
thread_note_over = This conversation is over already.

# What the patient reads.

button_end_thread = End the conversation
button_not_now = Not now
thread_ask =
    Write what the team of { $clinic } should read, in one message. You can also send a photo or a voice message.
    They also see your first name and your day of recovery. I keep your question without names and long numbers (/privacy). In an emergency do not write: call { $emergency_number }.
thread_not_asked = All right. Nothing has been sent.
thread_go_on = Your conversation with { $clinic } is open. Just write: the team gets it.
thread_sent = Your message reached the team of { $clinic }: { $when }. The answer comes here. Until you end the conversation, the team gets all that you write.
thread_sent_beside = Your message reached the team of { $clinic }: { $when }. The answer comes here.
thread_question_waits = What you type goes to the team of { $clinic } until one of you ends the conversation. My own question can wait. You can answer it with a button, or when the conversation is over.
thread_received = Your message is with the team of { $clinic }: { $when }.
thread_edit = I do not pass on edits. Please send the team the new words as a new message.
# What is typed instead of the button that ends a conversation: a list of phrases, with commas.
typed_end_thread =
    cancel, cancel it, cancel this, stop, stop it, exit, quit, end, end it, close, close it, end conversation, end this conversation,
    close the conversation, stop the conversation, end chat, end the chat, never mind, nevermind, forget it, not now
thread_not_yet = Your message has not gone through to the team of { $clinic } yet. I keep trying.
thread_failed = Your message did not reach the team of { $clinic }.
thread_no_team = I cannot reach the team now, so nothing has been sent.
thread_team_says = <b>{ $name }, { $clinic }:</b>
thread_clinic_says = <b>{ $clinic }:</b>
thread_answer_here = Write here to answer. The team gets all that you write until one of you ends the conversation.
thread_ended_unanswered = The team of { $clinic } has not answered for a day, so this conversation has ended.
thread_answers_again = From now on I answer again, not the team.
thread_ended_by_patient = You have ended the conversation. From now on I answer again, not the team.
thread_ended_by_team = The team of { $clinic } has ended the conversation. From now on I answer again, not the team.
thread_ended_idle = Nobody wrote for a day, so the conversation with { $clinic } has ended. From now on I answer again, not the team.

## Digest
# What the team reads each morning. The picture says some of it too, so what is drawn holds no markup.

digest_heading = <b>Your patients: { $day }</b>
digest_nothing = All well: nobody is in recovery, and nothing is open.
digest_well = All well, as far as I can see: no alert or question is open, and no important step was missed.
digest_more = and { $count } more
digest_more_days =
    { $count ->
        [one] and 1 more day
       *[other] and { $count } more days
    }
digest_alerts = <b>Open alerts: { $count }</b>
digest_alert = alert { $number }, { $urgency }, open since { $when }
digest_urgency_emergency = emergency words
digest_urgency_urgent = for today
digest_urgency_clinic = within a day
digest_urgency_none = no warning sign
digest_taken = taken by { $name }
digest_taps = <b>Tapped at a check-in since { $when }: { $count }</b>
digest_threads = <b>Open conversations: { $count }</b>
digest_thread_waits = waiting for the team since { $when }
digest_thread_answered = the team wrote last, { $when }
digest_unanswered =
    { $count ->
        [one] <b>Without an answer of the team: 1 question</b>
       *[other] <b>Without an answer of the team: { $count } questions</b>
    }
digest_missed = <b>Important steps that did not go out since { $when }: { $count }</b>
digest_unreachable = <b>Cannot be reached here: { $count }</b>
digest_unreachable_since = since { $when }
digest_unreachable_missed = Missed:
digest_recovering = <b>In recovery: { $count }</b>
digest_group_day =
    { $day ->
        [0] Day 0
       *[other] Day { $day }
    }
digest_group_days = Days { $first } to { $last }
digest_group_last = Day { $first } and later
digest_coming = Treatments to come: { $count }
digest_since = <b>Since { $when }</b>
digest_reminders = Reminders: { $sent } sent, { $late } of them late
digest_expired = Steps no longer useful, so not sent: { $count }
digest_undelivered = Steps that could not be delivered: { $count }
digest_check_ins = Check-ins: { $answered } of { $asked } answered
digest_care = Care steps: { $done } of { $asked } tapped as done, { $skipped } skipped
digest_questions = Questions: { $answered } answered, { $choices } with topics to choose, { $unanswered } not answered
digest_signs = With a warning sign for today or now: { $count }
digest_picture_days = Patients by day of recovery
digest_picture_check_ins = Check-ins since { $when }
digest_picture_none = None was asked.
digest_picture_open = Not answered
digest_picture_care = Care steps
digest_picture_care_line = { $done } of { $asked } tapped as done

## Feedback

button_helped = It helped
button_not_really = Not really
feedback_thanks = Thank you, that is good to know.
feedback_sorry = Thank you for telling me. Your clinic may know more.
feedback_sorry_near = Thank you for telling me. Perhaps one of these is nearer, or your clinic knows more.

## Unanswered
# What the team reads.

unanswered_none = Nothing here yet: no patient has sent a question on to you, and no answer is rated badly.
unanswered_heading = <b>What patients asked you most</b> (page { $page } of { $pages }), without names and long numbers
unanswered_asked =
    { $count ->
        [one] <b>{ $place }. Asked once</b>
       *[other] <b>{ $place }. Asked { $count } times</b>
    }
unanswered_rated =
    { $count ->
        [one] <b>{ $place }. The answer about “{ $topic }” did not help 1 of { $said } times</b>
       *[other] <b>{ $place }. The answer about “{ $topic }” did not help { $count } of { $said } times</b>
    }
unanswered_near = Near topic: { $topic }
unanswered_reply = Last reply of the team:
unanswered_no_reply = No reply of the team yet.
unanswered_draft = Kept as draft { $number }.
unanswered_note_kept = Kept as draft { $number }. `afterglow drafts` on the server writes it out for review.
unanswered_note_kept_already = That is kept already.
button_keep_reply = Keep reply { $place } as a draft
button_page_before = ‹ Before
button_page_after = More ›

## Record of care
# What the team reads with /patient, and `afterglow record` prints. It is printed as well, so these texts hold no markup.

care_choose = Whose record of care? Who looks at it is kept, and the patient can see that in their copy (/export).
care_choose_none = There is no patient with a treatment yet.
care_not_here = Records of care are shown in the team's group alone.
care_unknown = There is no such patient. /patient alone lists the last ones.
care_document = The whole record, to print.
care_file = record-of-care
care_title = Record of care: { $who }, patient { $number }
care_note = As of { $when }. All times are those of the patient, in { $zone }. What patients and team wrote is not part of it.
care_nothing = Nothing on record.
care_earlier =
    { $count ->
        [one] 1 earlier line is in the file.
       *[other] { $count } earlier lines are in the file.
    }
care_part_plan = Plan
care_part_consent = Consent
care_part_alerts = Alerts
care_part_talks = Conversations
care_part_asked = Topics asked about
care_part_care = What was due, and what became of it
care_part_readings = Who read this record
care_session = Treatment, course { $course }, registered { $when }
care_corrected = Corrected { $when }, so it no longer counts
care_adult = 18 or older
care_minor = Under 18
care_wishes = Language: { $spoken }. Awake from { $wake } to { $sleep }
care_blocked = Since then the team gets nothing from this chat
care_held = Messages about the next treatment wait until { $when }, after a sign or “worse”
button_care_resume = Resume messages on the next treatment
care_resumed = { $name } has turned messages about the next treatment back on: { $who }. The patient is told, by day.
care_resumed_but_stopped = { $name } has turned messages about the next treatment back on: { $who }. No reminders are sent to this patient now, so nothing was said to them.
care_note_nothing_waits = Nothing waits any more.
care_note_alert_open = Alert { $number } is still open. Close it first, then press this again.
care_stopped_paused = Since then the patient has paused the reminders
care_stopped_unreachable = Since then the patient cannot be reached in Telegram
care_stopped_withdrawn = Since then there is no consent, so nothing is sent
care_stopped_no_plan = No treatment is planned, so nothing is sent
care_next = Next: { $steps }
care_end = End of the plan
care_ended = The plan ended
care_agreed = Agreed to version { $version } ({ $spoken })
care_agreement_ended = Withdrawn or replaced { $when }
care_alert = Alert { $number }, { $urgency }
care_signs = { $count } messages with a sign
care_alert_sent = sent to the team { $when }
care_alert_failed = could not be sent { $when }
care_alert_escalated = nobody had taken it by { $when }, so the second contact was told, if there is one
care_open = still open
care_talk = Conversation with the team
care_talk_answered = first answer { $when }
care_talk_unanswered = no answer
care_talk_ended = ended { $when }
care_answered = answered
care_choices = topics offered to choose from
care_not_answered = not answered by a topic
care_sent = sent on time
care_sent_at = sent { $when }
care_expired_at = not sent, settled { $when }
care_undeliverable_at = not delivered, settled { $when }
care_why_tried = late: the first attempt failed
care_why_talk = late: a conversation with the team was open
care_why_unknown = late: no reason is on record
care_why_replaced = a later one of the same step took its place
care_why_before = its time was over when the treatment was registered
care_why_over = it was no longer useful by then
care_why_gone = the chat was blocked or gone
care_why_refused = Telegram did not take it
care_why_unanswered = Telegram did not confirm it, so it may have arrived
care_tapped = tapped “{ $answer }” { $when }
care_unsent = planned, not sent, as reminders were stopped
care_again = sent again, as the patient had asked
care_command_line = At the command line of the server
care_reader = { $name }, Telegram number { $id }
care_written_otherwise = * This name has other letters in Telegram. They are spelt out here as far as can be.

## Invites
# What the team reads.

invite_day = An invite for a new patient. Which day was the treatment, or will it be?
invite_time = { $day }. At what time did it end, or will it end?
invite_chosen = The treatment: { $when }
invite_earlier = ‹ Earlier
invite_later = Later ›
invite_ready =
    <b>Invite for { $when }</b>
    { $link }
    For one patient, once, until { $until }. Send the link, or let them scan the code.
invite_label = Label: { $label }
invite_label_hint = A label such as a file number can stand behind the command: /invite 4711. Please no names.
invite_out_of_reach = I can take a time from 8 weeks ago to 90 days ahead.

# What the patient reads.

invite_consent = Your clinic has sent me the date of your treatment. By agreeing you also say that you are 18 or older.
invite_confirm =
    Your treatment: <b>{ $when }</b> ({ $zone } time).
    Is that right?
invite_yes = Yes, that is right
invite_other_date = Another date
invite_other_zone = I am in another time zone
invite_not_valid = This link has been used already, or it has run out. Your clinic can give you a new one.
invite_go_on = You can also go on without it.
invite_needed = To set up reminders you need a link from { $clinic }.

## Leaflet
# A printed page for patients. What is drawn holds no markup.

leaflet_title = Your aftercare, on your phone
leaflet_what = After micro-needling your skin needs some care. Our free companion in Telegram reminds you of each step when it helps, and answers common questions about side effects, day and night.
leaflet_scan = Scan this code with your phone's camera.
leaflet_start = Tap “Start” in Telegram.
leaflet_answer = Answer a few short questions. That is all.
leaflet_confirm = Check the date of your treatment. That is all.
leaflet_or = Or look for { $bot } in Telegram. It is free in your phone's app store.
leaflet_yours = This code is for you alone. It works once, within { $days } days.
leaflet_emergency = In an emergency call { $emergency_number }
leaflet_not = The companion is automatic. It is not a doctor or nurse, and nobody may be reading. It cannot examine you. What your clinic told you comes first.
leaflet_call = Worried, or something to ask us? Call
leaflet_private = You agree first, and you can erase your data in the chat at any time.

## Words that are never said to a patient: a list, with commas

words_never_said = you are fine, you're fine, purging, guaranteed, harmless, always safe, never happens, your result, your score, dark skin, light skin
