"""Unanswered: /unanswered in the team's group, and keeping the team's reply to an entry as a draft topic."""

import html
from collections.abc import Iterator, Sequence

from telegram import Update

from bot.buttons import Action, pack, pressed
from bot.context import Context
from bot.conversation import staff
from bot.conversation.team import desk_of, in_group, name_of_sender, team_label, team_text
from bot.speech import Button, Keyboard
from messages.quoting import plain_words
from scheduler.draft_topics import keep_draft_topic
from scheduler.feedback import Rating
from scheduler.unanswered import Asked, Entry, find_asked, how_often, unanswered

A_PAGE = 3  # entries, so that a page can be read on a phone
LONGEST_EXAMPLE = 160  # UTF-16 units
LONGEST_REPLY = 220


async def show_unanswered(update: Update, context: Context) -> None:
    """Show the first page in the team's group; elsewhere say what this chat is for."""
    if not await in_group(context):
        await staff.help(update, context)
        return
    context.say(*await _page(context, 0))


async def on_page(update: Update, context: Context) -> None:
    """Show another page in place of this one."""
    if not await in_group(context):
        context.acknowledge(context.label("button_too_old"))
        return
    context.acknowledge()
    context.edit(*await _page(context, pressed(update).row or 0))


async def on_keep_reply(update: Update, context: Context) -> None:
    """Keep the last reply to an entry as a draft topic, with all its questions, and show the page as it is now."""
    if not await in_group(context):
        context.acknowledge(context.label("button_too_old"))
        return
    press = pressed(update)
    asked = await find_asked(context.session, context.library, press.row)
    draft = None
    if asked and asked.count:
        draft = await keep_draft_topic(context.session, asked, name_of_sender(update), context.now)
    if draft:
        context.acknowledge(team_label(context, "unanswered_note_kept", number=draft.id))
    else:
        context.acknowledge(team_label(context, "unanswered_note_kept_already" if asked else "alert_note_gone"))
    context.edit(*await _page(context, int(press.choice) if press.choice.isascii() and press.choice.isdigit() else 0))


async def _page(context: Context, number: int) -> tuple[str, Keyboard]:
    entries = await unanswered(context.session, context.library)
    if not entries:
        return team_text(context, "unanswered_none"), ()
    pages = -(-len(entries) // A_PAGE)
    page = min(number, pages - 1)
    shown = list(enumerate(entries[page * A_PAGE : (page + 1) * A_PAGE], start=page * A_PAGE + 1))
    heading = team_text(context, "unanswered_heading", page=page + 1, pages=pages)
    parts = ["\n".join(_lines(context, place, entry)) for place, entry in shown]
    return "\n\n".join([heading, *parts]), _keyboard(context, shown, page, pages)


def _lines(context: Context, place: int, entry: Entry) -> Iterator[str]:
    if isinstance(entry, Rating):
        title = _title(context, entry.topic)
        said = entry.helped + entry.not_really
        yield team_text(context, "unanswered_rated", place=place, topic=title, count=entry.not_really, said=said)
        return
    yield team_text(context, "unanswered_asked", place=place, count=entry.count or len(entry.questions))
    yield _quoted(entry.questions[0].words, LONGEST_EXAMPLE)
    if entry.questions[0].topic:
        yield team_text(context, "unanswered_near", topic=_title(context, entry.questions[0].topic))
    replied = entry.replied
    if replied and replied.reply:
        yield team_text(context, "unanswered_reply")
        yield _quoted(replied.reply, LONGEST_REPLY)
    else:
        yield team_text(context, "unanswered_no_reply")
    if entry.draft_id:
        yield team_text(context, "unanswered_draft", number=entry.draft_id)


def _keyboard(context: Context, shown: Sequence[tuple[int, Entry]], page: int, pages: int) -> Keyboard:
    keep = tuple(
        Button(
            label=team_label(context, "button_keep_reply", place=place),
            data=pack(Action.KEEP_REPLY, entry.questions[0].id, str(page)),
        )
        for place, entry in shown
        if isinstance(entry, Asked) and how_often(entry) and entry.replied
    )
    turns = {"button_page_before": page - 1, "button_page_after": page + 1}
    turn = tuple(
        Button(label=team_label(context, key), data=pack(Action.UNANSWERED, to))
        for key, to in turns.items()
        if 0 <= to < pages
    )
    return (*((button,) for button in keep), *((turn,) if turn else ()))


def _title(context: Context, topic: str) -> str:
    """The topic's name; its id when the content no longer has it."""
    known = topic in context.library.topics
    return context.library.topic_title(desk_of(context).clinic.language, topic) if known else topic


def _quoted(words: str, longest: int) -> str:
    return f"<blockquote>{html.escape(plain_words(words, longest), quote=False)}</blockquote>"
