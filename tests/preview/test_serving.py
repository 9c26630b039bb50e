"""Running the server: one clear line when it cannot, a clean end when it is cancelled."""

import asyncio
import socket

import httpx
import pytest

from bot.preview.serving import NotLoopback, PortInUse, serve


async def test_a_port_in_use_is_named(world, clock):
    """It says which port and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            PortInUse, match=f"port {port} is in use by another program: choose another with PORT or --port"
        ):
            await serve(world, clock, host="127.0.0.1", port=port, ready=print)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.1", ""])
async def test_it_listens_on_loopback_alone(world, clock, host):
    """It refuses any address that others could reach."""
    with pytest.raises(NotLoopback, match="set HOST to"):
        await serve(world, clock, host=host, port=0, ready=print)


async def test_cancelling_ends_open_polls_and_frees_the_port(world, clock):
    """It answers a bot that is waiting, stops, and leaves the port to the next."""
    ready = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve(world, clock, host="127.0.0.1", port=0, ready=ready.set_result))
    port = await ready
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        poll = asyncio.create_task(client.get(f"/bot{world.token}/getUpdates", params={"timeout": 50}, timeout=60))
        await world.until(lambda: world.pollers)
        serving.cancel()
        answer = await poll
        with pytest.raises(asyncio.CancelledError):
            await serving

    assert answer.json() == {"ok": True, "result": []}
    with socket.create_server(("127.0.0.1", port)):
        pass
