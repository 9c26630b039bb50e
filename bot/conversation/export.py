"""Export: a copy of everything that is kept about the patient, as a page to read and as data."""

from telegram import Update

from bot.context import Context
from bot.conversation.clinic import zone_of
from bot.export_page import export_html, export_json
from scheduler.holdings import holdings_of

PAGE, DATA = "afterglow.html", "afterglow.json"


async def export(update: Update, context: Context) -> None:
    """Send both files; what they hold is what is kept at this moment."""
    context.acknowledge()
    if not context.patient:
        context.say(context.text("nothing_kept"))
        return
    held = await holdings_of(context.session, context.patient)
    page = export_html(context.library, context.language, held, now=context.now, zone=zone_of(context))
    context.hand_over(context.text("export_page"), PAGE, page)
    context.hand_over(context.text("export_data"), DATA, export_json(held))
