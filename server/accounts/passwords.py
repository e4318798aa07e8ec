"""Passwords: what is too easy, and argon2 off the event loop."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.web.problems import BUSY

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 10
LONGEST = 200

# What guessing programs try first, without the digits and signs that people hang on to it. Dutch, English, French.
_COMMON_TEXT = """
password passwort passwoord wachtwoord motdepasse passe pass passw passwd secret geheim geheime secrete welkom
welcome bienvenue hello hallo bonjour admin administrator administrateur beheerder beheer root user gebruiker
utilisateur login inloggen letmein changeme verander default standaard master guest gast invite test testing
tester temp tijdelijk computer internet windows microsoft google apple samsung iphone android laptop server
samen samenwerken adviseur advies advisor adviser kantoor office bank geld money hypotheek verzekering ajax
feyenoord psv utrecht amsterdam rotterdam denhaag eindhoven nederland holland belgie belgique brussel vlaanderen
paris france london england summer winter spring autumn zomer lente herfst voorjaar najaar ete hiver printemps
automne januari februari maart april mei juni juli augustus september oktober november december january february
march june july august october maandag dinsdag woensdag donderdag vrijdag zaterdag zondag monday tuesday
wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche love iloveyou
jetaime liefde schatje liefje lief mama papa mother father baby family familie angel engel princess prinses
princesse prince sunshine zonnetje soleil flower bloem chocolate chocola cookie banana banaan dragon monkey aap
tiger tijger lion leeuw football voetbal soccer baseball basketball hockey tennis superman batman spiderman
pokemon starwars shadow ninja killer matrix freedom vrijheid liberte whatever nothing niets trustno trust access
toegang qwerty azerty asdf zxcv qazwsx qwer poiu abc abcd aaa michael jordan daniel thomas jennifer jessica
michelle nicole ashley charlie george robert william david joshua matthew andrew hannah sophie emma anna maria
lisa laura sara sarah julia eva tim tom jan piet kees henk klaas sanne lotte anouk thijs bram daan mark peter
paul marc pierre jean marie claude louis hond poes kat dog cat chien chat happy gelukkig lucky
"""
_COMMON = frozenset(_COMMON_TEXT.split())
_ROWS: tuple[str, ...] = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertzuiop")
_ROWS += ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qazwsxedcrfvtgbyhnujmikolp", "1qaz2wsx3edc4rfv5tgb")
_LEET = str.maketrans("@4310$5!7", "aaeiossit")


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a password cannot be used."""

    reason: str
    sentence: str


TOO_SHORT = Objection("too_short", f"Use at least {SHORTEST} characters.")
TOO_LONG = Objection("too_long", f"Use at most {LONGEST} characters.")
TOO_COMMON = Objection("too_common", "This is among the first that anyone would guess; use a few unrelated words.")


def objection(password: str, about: tuple[str, ...] = ()) -> Objection | None:
    """Why not this password; None when it will do. `about`: the person's own name, address, office.

    What anyone would guess counts for little: a common word, a name, a row of keys, a year or a
    repetition counts as one character. What remains must still be long enough to resist guessing.
    """
    if len(password) < SHORTEST:
        return TOO_SHORT
    if len(password) > LONGEST:
        return TOO_LONG
    if _worth(password, about) < 6:
        return TOO_COMMON
    return None


def _worth(password: str, about: tuple[str, ...]) -> int:
    """How many characters are the person's own."""
    plain = password.lower()
    own = {part for text in about for part in re.split(r"[^\w]+", text.lower()) if len(part) >= 2}
    words = sorted(_COMMON | own, key=len, reverse=True)
    best = len(plain)
    for text in {plain, plain.translate(_LEET)}:
        left = re.sub(r"(.{1,8}?)\1{2,}", "\x00", text)
        left = _without_rows(left)
        left = re.sub(r"(19|20)\d\d", "\x00", left)
        found = 0
        for word in words:
            if word in left:
                left = left.replace(word, "\x00")
        found = left.count("\x00")
        rest = left.replace("\x00", "")
        # Each different sign counts once, and signs and digits at the very end count half.
        tail = re.search(r"[\d\W_]*$", rest)
        ending = tail.group() if tail is not None else ""
        best = min(best, found + len(set(rest.removesuffix(ending))) + (len(set(ending)) + 1) // 2)
    return best


def _without_rows(text: str) -> str:
    """Runs of four or more neighbours on a keyboard or in the alphabet, either way, become one mark."""
    result, at = "", 0
    while at < len(text):
        length = max((_run(text, at, row) for each in _ROWS for row in (each, each[::-1])), default=1)
        if length >= 4:
            result, at = result + "\x00", at + length
        else:
            result, at = result + text[at], at + 1
    return result


def _run(text: str, at: int, row: str) -> int:
    length = 1
    while at + length < len(text) and text[at : at + length + 1] in row:
        length += 1
    return length


class Hasher:
    """argon2id in a few threads of its own: it takes tens of milliseconds and 46 MB each time."""

    def __init__(self, threads: int = 2, queue: int = 32) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="argon2")
        self._places = queue
        self._waiting = 0
        self._argon: PasswordHasher | None = None
        self._decoy = ""

    async def hash(self, password: str) -> str:
        return str(await self._run(self._hash, password))

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password is right. Without a stored hash it takes as long, and is wrong."""
        return bool(await self._run(self._verify, stored, password))

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with older, weaker parameters."""
        return self._ready().check_needs_rehash(stored)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _run(self, work: object, *arguments: object) -> object:
        if self._waiting >= self._places:
            raise BUSY.problem(headers={"Retry-After": "2"})
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, work, *arguments)  # type: ignore[arg-type]  # any callable
        finally:
            self._waiting -= 1

    def _ready(self) -> "PasswordHasher":
        if self._argon is None:
            from argon2 import PasswordHasher

            # OWASP's first choice for argon2id: 46 MiB, one pass, one lane.
            self._argon = PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1)
        return self._argon

    def _hash(self, password: str) -> str:
        return self._ready().hash(password)

    def _verify(self, stored: str | None, password: str) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        argon = self._ready()
        if not self._decoy:
            self._decoy = argon.hash("nobody has this one")
        try:
            argon.verify(stored or self._decoy, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None
