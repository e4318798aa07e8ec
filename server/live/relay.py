"""Signals: checked against the cached session, then handed to their receivers; nothing is stored."""

from typing import Any

from server.live.bus import Bus
from server.live.connections import Connection, Connections
from server.live.sessions import Sessions
from signalling import wire
from signalling.session import Rejected, Session
from signalling.signals import Pointer, Signal, may_send


class Relay:
    """One way for both lanes; a pointer goes over the fast lane, the rest over the command lane."""

    def __init__(self, sessions: Sessions, connections: Connections, bus: Bus) -> None:
        self._sessions = sessions
        self._connections = connections
        self._bus = bus

    async def send(self, connection: Connection, raw: object) -> dict[str, Any]:
        """Relay one signal; the answer is for its sender."""
        try:
            signal = wire.decode_signal(raw)
        except wire.BadMessage as error:
            return {"ok": False, "code": "bad_message", "detail": error.detail}
        session = await self._sessions.get(connection.session_id)
        receivers = self._receivers(session, connection, signal)
        if isinstance(receivers, Rejected):
            return {"ok": False, "code": receivers.code}
        payload = wire.encode_signal(signal, connection.participant_id)
        payload["from_instance"] = connection.instance
        fast = isinstance(signal, Pointer)
        elsewhere = [one for one in receivers if not await self._hand_over(connection.session_id, one, payload, fast)]
        if elsewhere and not self._bus.alone:
            await self._bus.publish(connection.session_id, {"signal": payload, "to": elsewhere, "fast": fast})
        return {"ok": True}

    @staticmethod
    def _receivers(session: Session, connection: Connection, signal: Signal) -> tuple[str, ...] | Rejected:
        if not isinstance(signal, Pointer):
            return may_send(session, connection.participant_id, signal)
        # Ten pointers a second ask the same: the answer holds for as long as the state is the same object.
        asked, receivers = connection.pointer_answer
        if asked is not session:
            receivers = may_send(session, connection.participant_id, signal)
            connection.pointer_answer = (session, receivers)
        return receivers

    async def receive(self, session_id: str, message: dict[str, Any]) -> None:
        """A signal that another node's page sent."""
        payload = message.get("signal")
        if payload is not None:
            for participant_id in message["to"]:
                await self._hand_over(session_id, participant_id, payload, message["fast"])

    async def _hand_over(self, session_id: str, participant_id: str, payload: dict[str, Any], fast: bool) -> bool:
        connection = self._connections.get(session_id, participant_id)
        if connection is None:
            return False
        if not fast:
            await connection.commands.send("signal", payload)
        elif connection.fast is not None:
            await connection.fast.send("signal", payload)
        return True
