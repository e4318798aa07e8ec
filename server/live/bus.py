"""Between server processes: entries and signals of sessions whose people are spread over nodes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol

import orjson
import structlog

if TYPE_CHECKING:
    pass

from server.tasks import Tasks

log = structlog.get_logger(__name__)

Receiver = Callable[[str, dict[str, Any]], Awaitable[None]]
"""Gets a session's id and a message that another node published."""

Gap = Callable[[], Awaitable[None]]
"""Called when messages may have been missed; the log in the database has what counts."""

_CHANNEL = "samen:session:"
_NODE = "samen:node:"
NODE_BEAT_S = 1.0
NODE_DEAD_S = 3.0


class Bus(Protocol):
    """Carries what must be quick; nothing that must last. What is lost is repaired by seq."""

    @property
    def node(self) -> str:
        """This process, by a name that is new with every start."""
        ...

    @property
    def alone(self) -> bool:
        """Whether there can be no other node."""
        ...

    def start(self, receive: Receiver, gap: Gap) -> None: ...
    async def follow(self, session_id: str) -> None: ...
    async def unfollow(self, session_id: str) -> None: ...
    async def publish(self, session_id: str, message: dict[str, Any]) -> None: ...
    async def living_nodes(self) -> frozenset[str]: ...
    async def answers(self) -> bool: ...


class MemoryBus:
    """One node: everybody is here already."""

    alone = True

    def __init__(self, node: str) -> None:
        self.node = node

    def start(self, receive: Receiver, gap: Gap) -> None:
        del receive, gap

    async def follow(self, session_id: str) -> None:
        del session_id

    async def unfollow(self, session_id: str) -> None:
        del session_id

    async def publish(self, session_id: str, message: dict[str, Any]) -> None:
        del session_id, message

    async def living_nodes(self) -> frozenset[str]:
        return frozenset({self.node})

    async def answers(self) -> bool:
        return True


class RedisBus:
    """Several nodes: a channel per session that somebody here is in, and a beat per node."""

    alone = False

    def __init__(self, node: str, url: str, tasks: Tasks) -> None:
        # Imported here, so that a single node without Redis does not pay for it at start.
        from redis.asyncio import Redis

        self.node = node
        self._tasks = tasks
        # RESP2 and a pool bound: publishing waits for a connection instead of losing the message.
        self._redis: Redis = Redis.from_url(url, max_connections=64, socket_timeout=2, socket_connect_timeout=2)
        self._listener: Redis = Redis.from_url(url, socket_connect_timeout=2, health_check_interval=1)
        self._pubsub = self._listener.pubsub(ignore_subscribe_messages=True)
        self._followed: set[str] = set()

    def start(self, receive: Receiver, gap: Gap) -> None:
        self._tasks.start("bus listener", self._listen(receive, gap))
        self._tasks.start("bus beat", self._beat())

    async def follow(self, session_id: str) -> None:
        if session_id not in self._followed:
            self._followed.add(session_id)
            await self._quietly(self._pubsub.subscribe(_CHANNEL + session_id))

    async def unfollow(self, session_id: str) -> None:
        if session_id in self._followed:
            self._followed.discard(session_id)
            await self._quietly(self._pubsub.unsubscribe(_CHANNEL + session_id))

    async def publish(self, session_id: str, message: dict[str, Any]) -> None:
        await self._quietly(self._redis.publish(_CHANNEL + session_id, orjson.dumps({**message, "node": self.node})))

    async def living_nodes(self) -> frozenset[str]:
        """This node and all whose beat is fresh. Raises OSError when it cannot be known."""
        from redis.exceptions import RedisError

        try:
            keys = [key async for key in self._redis.scan_iter(match=_NODE + "*")]
        except RedisError:
            raise OSError("the bus is away") from None
        return frozenset(key.decode().removeprefix(_NODE) for key in keys) | {self.node}

    async def answers(self) -> bool:
        from redis.exceptions import RedisError

        try:
            async with asyncio.timeout(2):
                await self._redis.ping()
        except (RedisError, OSError, TimeoutError):
            return False
        return True

    async def close(self) -> None:
        from redis.exceptions import RedisError

        try:
            await self._redis.delete(_NODE + self.node)
        except (RedisError, OSError):
            log.warning("The bus is away; this node's beat will run out by itself")
        await self._pubsub.aclose()  # type: ignore[no-untyped-call]  # redis leaves it unannotated
        await self._listener.aclose()
        await self._redis.aclose()

    async def _quietly(self, operation: Awaitable[Any]) -> None:
        from redis.exceptions import RedisError

        try:
            async with asyncio.timeout(2):
                await operation
        except (RedisError, OSError, TimeoutError):
            # Not lost: the tail of the log is read again when the bus is back, and at every beat.
            log.warning("The bus did not take a message")

    async def _beat(self) -> None:
        while True:
            await self._quietly(self._redis.set(_NODE + self.node, b"1", px=int(NODE_DEAD_S * 1000)))
            await asyncio.sleep(NODE_BEAT_S)

    async def _listen(self, receive: Receiver, gap: Gap) -> None:
        from redis.exceptions import RedisError

        while True:
            try:
                await self._pubsub.subscribe(_CHANNEL + "*none*", *(_CHANNEL + one for one in self._followed))
                await gap()
                while True:
                    raw = await self._pubsub.get_message(timeout=5)
                    if raw is None:
                        continue
                    message = orjson.loads(raw["data"])
                    if message.pop("node", None) != self.node:
                        await receive(raw["channel"].decode().removeprefix(_CHANNEL), message)
            except (RedisError, OSError):
                log.warning("The bus is away; trying again")
                await asyncio.sleep(0.5)
