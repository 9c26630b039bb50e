"""Heartbeat: a request every minute to somebody outside, who raises the alarm when it stays away."""

import httpx

ANSWER_WITHIN = 10.0  # seconds


class Heartbeat:
    """One beat each time it is called. The address may hold a secret and is never logged."""

    def __init__(self, url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._url = url
        self._transport = transport

    async def __call__(self) -> str:
        """Beat; return "" when it got through, else why not."""
        try:
            async with httpx.AsyncClient(timeout=ANSWER_WITHIN, transport=self._transport, trust_env=True) as client:
                answer = await client.get(self._url)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return type(error).__name__
        return "" if answer.is_success else f"status {answer.status_code}"
