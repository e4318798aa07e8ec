"""How names are joined, split, sorted and found."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Letters that Unicode does not take apart, but that people type without.
_PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "ħ": "h", "ŋ": "n", "ŧ": "t"}
)
_WORD = re.compile(r"[^\W_]+")
_PREFIXES = frozenset(
    ("van", "de", "der", "den", "het", "'t", "t", "ten", "ter", "te", "in", "op", "aan", "bij", "uit", "voor", "von")
    + (
        "zu",
        "zur",
        "du",
        "des",
        "le",
        "la",
        "les",
        "da",
        "dos",
        "di",
        "del",
        "della",
        "el",
        "al",
        "ben",
        "bin",
        "vande",
    )
)
_AND = {"nl": "en", "en": "and", "fr": "et"}
# Marks that turn the order of what stands after them, in somebody else's sentence too.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LONGEST_WORD = 64
_LONGEST_KEY = 120


@dataclass(frozen=True, slots=True)
class PersonName:
    """Given name, what stands between, family name: "Jan", "van der", "Berg". Each may be "", not all."""

    given: str
    prefix: str = ""
    family: str = ""

    @property
    def whole(self) -> str:
        return " ".join(part for part in (self.given, self.prefix, self.family) if part)

    @property
    def last(self) -> str:
        """The family name with its prefix."""
        return " ".join(part for part in (self.prefix, self.family) if part)


def single(text: str) -> str:
    """On one line, every stretch of white space as one space."""
    return " ".join(text.split())


def clean(text: str) -> str:
    """One line: spaces single, no marks that turn the reading order. Raises ValueError for control characters."""
    # Nearly all text is printable, which says that there is none of either in it.
    if not text.isprintable():
        if _CONTROL.search(text.strip()):
            raise ValueError("A line may not hold line breaks or control characters.")
        text = _TURNING.sub("", text)
    return single(text)


def fold(text: str) -> str:
    """As people search: small letters without accents, single spaces. "  Ægir  ÉÉN " -> "aegir een"."""
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if unicodedata.category(letter) != "Mn").translate(_PLAIN)
    return " ".join(unicodedata.normalize("NFC", bare).split())


def split(name: str) -> PersonName:
    """The parts of a name as it is written in one field: also "Berg, Jan van der"."""
    if "," in name:
        family, _, rest = (part.strip() for part in name.partition(","))
        if family and rest:
            before = rest.split()
            cut = next((at for at, word in enumerate(before) if at and word.lower() in _PREFIXES), len(before))
            return PersonName(" ".join(before[:cut]), " ".join(before[cut:]), family)
    words = name.split()
    if len(words) < 2:
        return PersonName(name.strip())
    start = next((at for at, word in enumerate(words[:-1]) if at and word.lower() in _PREFIXES), len(words) - 1)
    end = start
    while end < len(words) - 1 and words[end].lower() in _PREFIXES:
        end += 1
    return PersonName(" ".join(words[:start]), " ".join(words[start:end]), " ".join(words[end:]))


def together(people: Sequence[PersonName], language: str = "nl") -> str:
    """A household's name: "Jan en Els Vermeulen", or both whole where they are called differently."""
    families = {person.last for person in people}
    if len(people) > 1 and len(families) == 1 and all(person.given for person in people):
        return f"{joined([person.given for person in people], language)} {families.pop()}".strip()
    return joined([person.whole for person in people], language)


def joined(texts: Sequence[str], language: str = "nl") -> str:
    """ "Jan, Els en Kees"."""
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {_AND.get(language, _AND['en'])} {texts[-1]}"


def sort_key(text: str) -> str:
    """Folded, and what begins with no letter behind the Latin letters, so that each head stands once."""
    key = fold(text).lstrip(" '\"-.,()`’‘“”")
    return key[:_LONGEST_KEY] if key[:1].isalpha() else f"~{key}"[:_LONGEST_KEY]


def letter(key: str) -> str:
    """The head that a sort key stands under: "V", or "#" for what begins with no letter."""
    return key[:1].upper()[:1] if key[:1].isalpha() else "#"


def number_key(number: str) -> str:
    """Numbers in the order people count: 9 before 10, A-9 before A-10. Without a number: behind all."""
    key = re.sub(r"\d+", lambda digits: digits[0].lstrip("0").zfill(12), fold(number))
    return key[:80] or "~"


def words(text: str) -> set[str]:
    """What a text is found by: each word, and what hangs together written as one ("d'Hondt" by "dhondt" too)."""
    found: set[str] = set()
    for piece in fold(text).split():
        parts = _WORD.findall(piece)
        found.update(parts)
        if len(parts) > 1:
            found.add("".join(parts))
    return {word[:_LONGEST_WORD] for word in found}


def email_words(address: str) -> set[str]:
    """Of an e-mail address: the whole, and the words before and after the sign; not the last part of its domain."""
    whole = address.lower()
    before, _, after = whole.partition("@")
    return {whole[:_LONGEST_WORD], *words(before), *words(after.rpartition(".")[0])}


def asked(text: str) -> list[str]:
    """What somebody typed in a search field, as beginnings of words, the most telling first; at most eight."""
    whole = text.strip()
    # A phone number may be written with spaces; its country in front in two ways, the zero after it is none.
    if re.fullmatch(r"\+?\d[\d\s()./-]{2,}", whole) and len(digits := re.sub(r"\D", "", whole.replace("(0)", ""))) > 2:
        return [digits.removeprefix("00")[:_LONGEST_WORD] if digits.startswith("00") else digits[:_LONGEST_WORD]]
    if re.fullmatch(r"\d{4}\s+[A-Za-z]{1,2}", whole):
        return [fold(whole).replace(" ", "")]  # a postcode
    found: list[str] = []
    for piece in fold(whole).split():
        before, sign, _ = piece.partition("@")
        found += [piece[:_LONGEST_WORD]] if sign and before else [word[:_LONGEST_WORD] for word in _WORD.findall(piece)]
    return sorted(set(found), key=lambda word: (-len(word), word))[:8]


def all_words(names: Iterable[str], emails: Iterable[str], others: Iterable[str]) -> set[str]:
    """Everything a client is found by. `others`: words that are whole already, such as digits of a phone number."""
    found = set(others)
    for name in names:
        found |= words(name)
    for email in emails:
        found |= email_words(email)
    return found - {""}
