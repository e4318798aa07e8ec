"""asn1crypto takes a length that ends in the octet 80 for an indefinite one; signing has that mended."""

from __future__ import annotations

import pytest
from asn1crypto import core

import signing.trust  # noqa: F401 - mends asn1crypto


class Numbers(core.SequenceOf):
    _child_spec = core.OctetString


class Nested(core.Sequence):
    _fields = [("numbers", Numbers), ("rest", core.OctetString)]


def nested(size: int) -> bytes:
    """DER whose whole has this length."""
    inner = Numbers([b"x" * 100]).dump()
    rest = size - len(inner) - 4
    made: bytes = Nested({"numbers": Numbers.load(inner), "rest": b"y" * rest}).dump()
    return made


@pytest.mark.parametrize("size", [0x0180, 0x0280, 0x0181])
def test_a_value_of_definite_length_is_given_back_as_it_was_without_being_encoded_anew(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    der = nested(size)
    assert der[:4] == bytes([0x30, 0x82, size >> 8, size & 0xFF])
    read = Nested.load(der)
    assert read["numbers"][0].native == b"x" * 100  # parsed
    encoded: list[object] = []
    monkeypatch.setattr(Nested, "_set_contents", lambda self, force=False: encoded.append(self))
    assert read.dump() == der
    assert encoded == []


def test_what_was_changed_is_encoded_anew_whatever_its_length() -> None:
    read = Nested.load(nested(0x0180))
    read["rest"] = b"z"
    assert Nested.load(read.dump())["rest"].native == b"z"


def test_an_indefinite_length_still_becomes_der() -> None:
    der = nested(0x0180)
    indefinite = b"\x30\x80" + der[4:] + b"\x00\x00"
    assert Nested.load(indefinite).dump() == der
