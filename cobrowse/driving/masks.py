"""Who may see what is typed into a veiled field: only the one whose typing alone made the value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

KINDS: Final = frozenset({"password", "code", "cvc", "card", "iban", "bsn", "office"})

Key = tuple[str, int, int]  # session and context of the frame's world, number of the field in it
Box = dict[str, float]


@dataclass(slots=True)
class Field:
    """A veiled field; `value` is held only while somebody owns it, and never printed."""

    id: str
    kind: str
    owner: str | None = None
    box: Box | None = None
    value: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """A message for everybody, or `only` for one participant."""

    message: dict[str, Any] = field(repr=False)
    only: str | None = None


@dataclass(slots=True)
class Veils:
    """The veiled fields of one tab. Every method returns what is to be told."""

    focused: Key | None = None
    _fields: dict[Key, Field] = field(default_factory=dict)
    _count: int = 0

    def focus(self, key: Key, kind: str, value: str, *, foreign: bool, box: Box | None) -> list[Told]:
        """The field has the focus; `foreign`: its value is another than was last seen, so the page made it."""
        told = self.leave() if self.focused not in (None, key) else []
        known = self._field(key, kind)
        known.box = box
        if foreign:
            told += self._disown(known)
        self.focused = key
        return [*told, *self._news(known)]

    def move(self, key: Key, box: Box | None) -> list[Told]:
        """The focused field lies elsewhere in the picture."""
        if key != self.focused:
            return []
        known = self._fields[key]
        known.box = box
        return self._news(known)

    def edit(self, key: Key, kind: str, value: str, *, empty: bool, foreign: bool, by: str | None) -> list[Told]:
        """Somebody typed: `by` is None where that may have been either of two; `empty`: nothing was in it before."""
        known = self._field(key, kind)
        told: list[Told] = []
        if not value or by is None or foreign or (not empty and known.owner != by):
            told = self._disown(known)
        elif known.owner != by:
            told = self._disown(known)
            known.owner = by
        known.value = value if known.owner is not None else ""
        return [*told, *self._own(known)] if key == self.focused else told

    def leave(self) -> list[Told]:
        """No veiled field has the focus."""
        known = self._fields.get(self.focused) if self.focused is not None else None
        self.focused = None
        if known is None:
            return []
        return [*self._gone(known), Told({"type": "masked", "fields": []})]

    def lost(self, session: str, context: int) -> list[Told]:
        """A frame is gone, with all its fields."""
        told = self.leave() if self.focused is not None and self.focused[:2] == (session, context) else []
        for key in [key for key in self._fields if key[:2] == (session, context)]:
            del self._fields[key]
        return told

    def may_copy(self, key: Key, participant_id: str | None) -> bool:
        """Whether this participant may take the field's value out."""
        known = self._fields.get(key)
        return known is not None and participant_id is not None and known.owner == participant_id

    def forget(self, participant_id: str) -> list[Told]:
        """This participant is gone for good: nobody owns what they typed."""
        return [
            told for known in self._fields.values() if known.owner == participant_id for told in self._disown(known)
        ]

    def now(self, participant_id: str) -> list[Told]:
        """What one who comes later should know."""
        known = self._fields.get(self.focused) if self.focused is not None else None
        if known is None:
            return []
        return [told for told in self._news(known) if told.only in (None, participant_id)]

    def _field(self, key: Key, kind: str) -> Field:
        known = self._fields.get(key)
        if known is None:
            self._count += 1
            known = self._fields[key] = Field(f"field-{self._count}", kind if kind in KINDS else "office")
        return known

    def _news(self, known: Field) -> list[Told]:
        fields = [{"kind": known.kind, "box": known.box}] if known.box is not None else []
        return [Told({"type": "masked", "fields": fields}), *self._own(known)]

    def _own(self, known: Field) -> list[Told]:
        if known.owner is None:
            return []
        message = {"type": "field", "id": known.id, "kind": known.kind, "box": known.box, "value": known.value}
        return [Told({**message, "owner": True}, known.owner)]

    def _gone(self, known: Field) -> list[Told]:
        if known.owner is None:
            return []
        message = {"type": "field", "id": known.id, "kind": known.kind, "box": None, "value": "", "owner": True}
        return [Told(message, known.owner)]

    def _disown(self, known: Field) -> list[Told]:
        told = self._gone(known)
        known.owner, known.value = None, ""
        return told
