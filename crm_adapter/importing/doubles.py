"""Rows of one file that are about the same client."""

from dataclasses import dataclass

_MANY = 20


@dataclass(frozen=True, slots=True)
class Keys:
    """What somebody is known by, as it is kept: addresses in small letters, +31612345678, folded names, days."""

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    births: tuple[str, ...] = ()


def alike(one: Keys, other: Keys) -> tuple[str, ...]:
    """By what two are the same: "email", "phone", "name"; () where they are two.

    An address is enough, a phone with a name too, and so is a name where nothing else tells them apart.
    """
    email = bool(set(one.emails) & set(other.emails))
    phone = bool(set(one.phones) & set(other.phones))
    name = bool(set(one.names) & set(other.names))
    born = bool(one.births and other.births)
    if born and not set(one.births) & set(other.births) and not email:
        # The same name and another birthday are two people.
        return ()
    if name and not (email or phone):
        apart = (one.emails and other.emails) or (one.phones and other.phones)
        if apart and not (born and set(one.births) & set(other.births)):
            return ()
    if phone and not (email or name):
        return ()
    return tuple(word for word, same in (("email", email), ("phone", phone), ("name", name)) if same)


class Within:
    """Goes through the rows of a file in their order."""

    def __init__(self) -> None:
        self._first: dict[int, Keys] = {}
        self._by_key: dict[tuple[str, str], list[int]] = {}

    def same(self, number: int, keys: Keys) -> int | None:
        """The first row about the same client, if one came before this."""
        marks = [("email", one) for one in keys.emails] + [("name", one) for one in keys.names]
        # A name that very many share is looked up among the first of them only.
        near = sorted({at for mark in marks for at in self._by_key.get(mark, ())[:_MANY]})
        found = next((at for at in near if alike(keys, self._first[at])), None)
        if found is None:
            self._first[number] = keys
            for mark in marks:
                self._by_key.setdefault(mark, []).append(number)
        return found
