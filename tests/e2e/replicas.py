"""Several real processes on one PostgreSQL, behind a tiny load balancer, with the embedded server for Telegram."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

from messages.library import load
from scheduler import clock
from scheduler.database import Database
from scheduler.patients import give_consent, meet
from scheduler.treatments import register


class Balancer:
    """Passes each post on to the next process in turn, and to the one after when that is away or answers 503."""

    def __init__(self):
        self.ports, self.answered, self._turn = [], [], 0

    @asynccontextmanager
    async def open(self):
        server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/telegram"
        async with server:
            yield self

    async def _take(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        post = head + await reader.readexactly(int(length.split(b":")[1]))
        writer.write(await self._pass_on(post))
        await writer.drain()
        writer.close()

    async def _pass_on(self, post):
        self._turn += 1
        answer = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n\r\n"
        for number in range(len(self.ports)):
            port = self.ports[(self._turn + number) % len(self.ports)]
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(post)
                answer = await reader.read()
                writer.close()
            except OSError:
                continue
            self.answered.append((port, int(answer.split()[1])))
            if b" 503 " not in answer[:16]:
                break
        return answer


class Replica:
    """One process, and the port at which it takes what is posted."""

    def __init__(self, process, port):
        self.process, self.port = process, port


class Replicas:
    """The processes of one bot."""

    def __init__(self, place, database_url, balancer):
        self.place, self.database_url, self.balancer = place, database_url, balancer
        self.database = Database(database_url)

    async def start(self, number=1, **settings):
        """Start some at the same time; they get posts once all are ready."""
        mine = {"WEBHOOK_URL": self.balancer.url, "PORT": "0", "METRICS_PORT": "", **settings}
        started = [await self.place.start("run", DATABASE_URL=self.database_url, **mine) for _ in range(number)]
        replicas = [
            Replica(one, int((await one.wrote("Listening for Telegram")).rpartition("port=")[2])) for one in started
        ]
        for replica in replicas:
            await replica.process.wrote("Ready")
        self.balancer.ports += [replica.port for replica in replicas]
        return replicas

    async def enrol(self, people):
        """Enrol people who were treated an hour ago: a reminder is due for each of them now."""
        courses, now = load().courses, clock.now()
        async with self.database.session() as session:
            for person in people:
                self.place.world.chats[person.id].started = True
                patient = await meet(session, person.id, "en", now)
                patient.zone = "Europe/Madrid"
                await give_consent(session, patient, "1", now)
                await register(session, patient, now - timedelta(hours=1), courses, now)

    async def count(self, query):
        """Return the number that a query gives."""
        async with self.database.reading() as session:
            return (await (await session.connection()).exec_driver_sql(query)).scalar_one()

    async def do(self, statement):
        async with self.database.session() as session:
            await (await session.connection()).exec_driver_sql(statement)
