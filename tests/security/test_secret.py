"""The webhook's secret: nobody learns it by asking often and measuring how long the refusal takes."""

import hmac

from bot.webhook import Webhook


def test_the_secret_is_compared_in_constant_time(monkeypatch):
    """It leaves the comparing to the function that is made for it, for every post, whatever characters come."""
    compared = []
    monkeypatch.setattr(hmac, "compare_digest", lambda one, other: compared.append((one, other)) or one == other)
    webhook = Webhook.__new__(Webhook)
    webhook._secret = "open-sesame"

    assert [webhook.knows(shown) for shown in ("open-sesame", "open-sesamé", "")] == [True, False, False]
    assert [other for _, other in compared] == [b"open-sesame"] * 3
