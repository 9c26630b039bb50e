"""Transports: another way to Telegram beside the library's own, to compare with; the bot does not use it."""

from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData


class AiohttpRequest(BaseRequest):
    """The library's requests over aiohttp: as little as a comparison needs (no files, no proxies)."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return 15.0

    async def initialize(self) -> None:
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=self._connections))

    async def shutdown(self) -> None:
        if self._session:
            await self._session.close()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **more: Any
    ) -> tuple[int, bytes]:
        """Post the parameters as a form, and return the status and the body."""
        assert self._session
        read = more.get("read_timeout")
        seconds = 15.0 if read is None or isinstance(read, DefaultValue) else read
        form = request_data.json_parameters if request_data else None
        try:
            async with self._session.request(
                method, url, data=form, timeout=aiohttp.ClientTimeout(total=seconds)
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(str(error)) from error
