"""The Bot API's methods about taking updates: long polling, and setting, removing and describing a webhook."""

import re
from collections.abc import Callable
from typing import Any

from bot.preview.calls import Call
from bot.preview.chats import Json, unix
from bot.preview.refusals import bad_request, conflict, server_trouble
from bot.preview.webhooks import Webhook, is_loopback
from bot.preview.world import World

LONGEST_POLL = 50  # seconds
MOST_UPDATES = 100
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


async def get_updates(world: World, call: Call) -> list[Json]:
    """getUpdates: the offset acknowledges what is below it; a second caller ends the first with 409."""
    if world.webhook.is_set:
        raise conflict(WEBHOOK_SET)
    _remember_allowed(world, call)
    world.pollers += 1
    world.bell.ring()
    if offset := call.integer("offset"):
        world.queue.acknowledge_below(offset)
    seconds = min(max(call.integer("timeout"), 0), LONGEST_POLL)
    deadline = world.monotonic() + seconds
    mine = world.pollers
    while not (updates := world.queue.pending()) and not world.closing:
        left = deadline - world.monotonic()
        if left <= 0 or not await world.bell.wait(left):
            break
        _check_still_mine(world, mine)
    limit = call.integer("limit", MOST_UPDATES)
    return [update.json for update in updates[: limit if 1 <= limit <= MOST_UPDATES else MOST_UPDATES]]


def set_webhook(world: World, call: Call) -> bool:
    """setWebhook: to a loopback address over http, as the preview talks to nobody else. No address removes it."""
    url, secret = call.text("url"), call.text("secret_token")
    if not url:
        return delete_webhook(world, call)
    if not is_loopback(url):
        raise bad_request("bad webhook: the preview delivers to http://127.0.0.1 only")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _remember_allowed(world, call)
    _drop_if_asked(world, call)
    world.webhook.stop()
    most = min(max(call.integer("max_connections", 40), 1), 100)
    world.webhook = Webhook(url=url, secret=secret, most_connections=most)
    world.webhook.start(world)
    world.bell.ring()
    return True


def delete_webhook(world: World, call: Call) -> bool:
    """deleteWebhook."""
    world.webhook.stop()
    world.webhook = Webhook()
    _drop_if_asked(world, call)
    world.bell.ring()
    return True


def get_webhook_info(world: World, call: Call) -> Json:
    """getWebhookInfo."""
    webhook = world.webhook
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.queue.pending()),
    }
    if webhook.is_set:
        info.update(max_connections=webhook.most_connections, ip_address="127.0.0.1")
    if webhook.last_error_at is not None:
        info.update(last_error_date=unix(webhook.last_error_at), last_error_message=webhook.last_error)
    if world.queue.allowed:
        info["allowed_updates"] = world.queue.allowed
    return info


def _remember_allowed(world: World, call: Call) -> None:
    allowed = call.strings("allowed_updates")
    if allowed is not None:
        world.queue.allowed = allowed


def _drop_if_asked(world: World, call: Call) -> None:
    if call.flag("drop_pending_updates"):
        world.queue.updates.clear()


def _check_still_mine(world: World, mine: int) -> None:
    if world.webhook.is_set:
        raise conflict("terminated by setWebhook request")
    if world.pollers != mine:
        raise conflict(OTHER_POLLER)
    if world.outage:
        raise server_trouble()


METHODS: dict[str, Callable[[World, Call], Any]] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
