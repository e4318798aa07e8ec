"""JSON to types and back, at the edge: the only place where what a browser sent is validated."""

import re
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from typing import Any, TypeVar, cast

import orjson
from pydantic import TypeAdapter, ValidationError

from signalling.commands import PARTICIPANT_COMMANDS, ParticipantCommand
from signalling.events import EVENTS, Entry, Event
from signalling.signals import SIGNALS, Signal

T = TypeVar("T")


class BadMessage(Exception):
    """What arrived is garbled. `detail` names the field and what is wrong with it, without repeating its value."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def wire_name(cls: type[object]) -> str:
    """GrantInput -> grant_input."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class _Shapes:
    """Decoders and encoders of one family of messages, by their wire name."""

    def __init__(self, classes: tuple[type[Any], ...]) -> None:
        self.names = {cls: wire_name(cls) for cls in classes}
        self._fields = {cls: tuple(field.name for field in fields(cls)) for cls in classes}
        self._by_name = {name: cls for cls, name in self.names.items()}
        self._adapters = {cls: TypeAdapter(cls) for cls in classes}

    def decode(self, raw: object, also: frozenset[str]) -> Any:
        if not isinstance(raw, Mapping):
            raise BadMessage("a message is an object")
        name = raw.get("type")
        cls = self._by_name.get(name) if isinstance(name, str) else None
        if cls is None:
            raise BadMessage("unknown type")
        given = {key: value for key, value in raw.items() if key != "type" and key not in also}
        unknown = given.keys() - set(self._fields[cls])
        if unknown:
            raise BadMessage("unknown field")
        return _validated(self._adapters[cls], given)

    def encode(self, message: object) -> dict[str, Any]:
        cls = type(message)
        out: dict[str, Any] = {"type": self.names[cls]}
        for name in self._fields[cls]:
            out[name] = _plain(getattr(message, name))
        return out


def _plain(value: Any) -> Any:
    """What a message holds besides texts, numbers and switches: lists of small records."""
    if isinstance(value, tuple):
        return tuple(_plain(each) for each in value)
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _validated(adapter: TypeAdapter[T], given: Mapping[str, Any]) -> T:
    try:
        # Strict, so that "1" is no number and 1 is no boolean; by way of JSON, where a list may be a tuple.
        return adapter.validate_json(orjson.dumps(given), strict=True)
    except TypeError:
        # Lone surrogates and other things that JSON cannot carry.
        raise BadMessage("not valid Unicode") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadMessage(f"{place or 'message'}: {first['msg']}") from None


_commands = _Shapes(PARTICIPANT_COMMANDS)
_signals = _Shapes(SIGNALS)
_events = _Shapes(EVENTS)


def decode_command(raw: object) -> ParticipantCommand:
    """A participant's command; its envelope's "id" is read by the gateway. Raises BadMessage."""
    return cast(ParticipantCommand, _commands.decode(raw, frozenset({"id"})))


def encode_command(command: ParticipantCommand) -> dict[str, Any]:
    return _commands.encode(command)


def decode_signal(raw: object) -> Signal:
    """Raises BadMessage."""
    return cast(Signal, _signals.decode(raw, frozenset()))


def encode_signal(signal: Signal, sender: str) -> dict[str, Any]:
    return {**_signals.encode(signal), "from": sender}


def decode_event(raw: object) -> Event:
    """Raises BadMessage."""
    return cast(Event, _events.decode(raw, frozenset()))


def encode_event(event: Event) -> dict[str, Any]:
    return _events.encode(event)


def encode_entry(entry: Entry, events: tuple[Event, ...] | None = None) -> dict[str, Any]:
    """An entry with all its events, or with those that one viewer may see."""
    return {
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "cause": entry.cause,
        "events": [_events.encode(event) for event in (entry.events if events is None else events)],
    }


def decode_entry(raw: Mapping[str, Any]) -> Entry:
    """An entry from the log or from another node. Raises BadMessage or KeyError: both are faults of ours."""
    events = tuple(decode_event(event) for event in raw["events"])
    return Entry(raw["seq"], raw["at"], raw["actor"], raw["cause"], events)
