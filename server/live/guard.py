"""Guessing codes: every wrong try costs, for the guesser alone.

A code has nine digits, so a million blind tries would find a running session if nothing stood in the way. Three things
do: an address that fails too often has to prove some work with each try, and after forty it waits; when the whole world
fails too often, every try needs that proof (a browser makes it unseen, a million of them cost days of computing); and the
price rises while the storm lasts. Somebody with a right code gets in: at worst after a second of their computer's work.
"""

import hashlib
import hmac
import ipaddress
import secrets
import struct
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache

_ADDRESS_FREE = 10
_ADDRESS_MOST = 40
_ADDRESS_WINDOW_S = 600
_STORM_FAILURES = 60
_STORM_WINDOW_S = 60
_PROOF_LIFE_S = 120
_CLOCKS_APART_S = 30
_ADDRESSES_KEPT = 200_000
_EASIEST = 14
_HARDEST = 20


class TooManyTries(Exception):
    """`wait` in seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.wait = wait


class ProofNeeded(Exception):
    """SHA-256("<challenge>.<nonce>") must begin with `difficulty` zero bits."""

    def __init__(self, challenge: str, difficulty: int) -> None:
        super().__init__()
        self.challenge = challenge
        self.difficulty = difficulty


class CodeGuard:
    """Asked before every look at a code, told about every right one. `clock` gives seconds, the same on every node."""

    def __init__(self, secret: bytes, clock: Callable[[], float]) -> None:
        self._secret = secret
        self._clock = clock
        self._failures: OrderedDict[str, tuple[float, int]] = OrderedDict()
        """Start of the window and failures in it, per network."""
        self._storm: tuple[float, int] = (0.0, 0)
        self._spent: OrderedDict[str, float] = OrderedDict()

    def before(self, address: str, code: str, proof: str | None) -> None:
        """Raises TooManyTries or ProofNeeded; otherwise the code may be looked up.

        The try is paid for now, so that a thousand at the same moment are a thousand; `right` gives it back.
        """
        now = self._clock()
        failures = self._refuse_too_many(address, now)
        difficulty = max(self._difficulty(now), _price_for_address(failures))
        if difficulty and not self._proven(proof, code, difficulty, now):
            raise ProofNeeded(self._challenge(code, difficulty, now), difficulty)
        self._spend(address, now)
        started, count = self._storm
        if now - started >= _STORM_WINDOW_S:
            # Half of the last window counts on: a storm does not end at a window's edge.
            count = count // 2 if now - started < 2 * _STORM_WINDOW_S else 0
            started = now
        self._storm = (started, count + 1)

    def right(self, address: str) -> None:
        """That code led to a running session: the try costs nothing."""
        key = network(address)
        if key in self._failures:
            started, count = self._failures[key]
            self._failures[key] = (started, max(0, count - 1))
        started, count = self._storm
        self._storm = (started, max(0, count - 1))

    def _spend(self, address: str, now: float) -> None:
        key = network(address)
        started, count = self._failures.pop(key, (now, 0))
        if now - started >= _ADDRESS_WINDOW_S:
            started, count = now, 0
        self._failures[key] = (started, count + 1)
        if len(self._failures) > _ADDRESSES_KEPT:
            self._failures.popitem(last=False)

    def before_mail(self, address: str) -> None:
        """Asking for codes by mail spends from the same purse as wrong codes. Raises TooManyTries."""
        now = self._clock()
        if self._refuse_too_many(address, now) >= _ADDRESS_FREE:
            started, _ = self._failures[network(address)]
            raise TooManyTries(_ADDRESS_WINDOW_S - (now - started))
        self._spend(address, now)

    def _refuse_too_many(self, address: str, now: float) -> int:
        """How often this address has failed of late. Raises TooManyTries."""
        started, count = self._failures.get(network(address), (now, 0))
        if now - started >= _ADDRESS_WINDOW_S:
            return 0
        if count >= _ADDRESS_MOST:
            raise TooManyTries(_ADDRESS_WINDOW_S - (now - started))
        return count

    def _difficulty(self, now: float) -> int:
        """0 in peace; otherwise bits, one more each time the failures double."""
        started, count = self._storm
        if now - started >= 2 * _STORM_WINDOW_S or count < _STORM_FAILURES:
            return 0
        return min(_HARDEST, _EASIEST + (count // _STORM_FAILURES).bit_length())

    def _challenge(self, code: str, difficulty: int, now: float) -> str:
        head = struct.pack(">IB", int(now) & 0xFFFFFFFF, difficulty) + secrets.token_bytes(8)
        return (head + self._seal(head, code)).hex()

    def _seal(self, head: bytes, code: str) -> bytes:
        return hmac.digest(self._secret, head + code.encode(), "sha256")[:16]

    def _proven(self, proof: str | None, code: str, difficulty: int, now: float) -> bool:
        challenge, dot, nonce = (proof or "").partition(".")
        if not dot or len(nonce) > 32 or len(challenge) != 2 * 29 or not (proof or "").isascii():
            return False
        try:
            raw = bytes.fromhex(challenge)
        except ValueError:
            return False
        head, seal = raw[:13], raw[13:]
        made, asked = struct.unpack(">IB", head[:5])
        if not hmac.compare_digest(seal, self._seal(head, code)):
            return False
        # The price may have risen a little since this challenge was given: that is not the person's fault.
        if not -_CLOCKS_APART_S <= now - made <= _PROOF_LIFE_S or asked < difficulty - 2 or challenge in self._spent:
            return False
        if leading_zero_bits(hashlib.sha256(f"{challenge}.{nonce}".encode()).digest()) < asked:
            return False
        self._spent[challenge] = now
        while self._spent and now - next(iter(self._spent.values())) > _PROOF_LIFE_S:
            self._spent.popitem(last=False)
        return True


def _price_for_address(failures: int) -> int:
    """Bits that the next try of an address costs: whole offices may share it, so it is dear before it is shut."""
    if failures < _ADDRESS_FREE:
        return 0
    return min(_HARDEST, _EASIEST + 1 + (failures - _ADDRESS_FREE) // 5)


def leading_zero_bits(digest: bytes) -> int:
    value = int.from_bytes(digest, "big")
    return len(digest) * 8 - value.bit_length()


@lru_cache(maxsize=65_536)
def network(address: str) -> str:
    """What one guesser commands cheaply: an IPv4 address, or an IPv6 /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
