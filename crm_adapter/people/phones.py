"""Phone numbers: read as people write them, kept as E.164, shown as the country writes them."""

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat


class PhoneWrong(ValueError):
    """No phone number can be read in it."""


@dataclass(frozen=True, slots=True)
class Phone:
    """`value` is E.164: +31612345678. `shown`: "06 12345678" at home, "+32 475 12 34 56" elsewhere."""

    value: str
    shown: str


_LONGEST = 60
# Numbers of the Netherlands as they are dialled there, and those of them that are mobile: imports bring tens of
# thousands of them.
_DUTCH = re.compile(r"(?:0|\+31[ -]?|0031[ -]?)([1-9](?:[ -]?[0-9]){8})")
_MOBILE = re.compile(r"\+316([1-58][0-9]{7})")


def read(text: str, country: str) -> Phone:
    """`country` is where a number without one belongs: "NL". Raises PhoneWrong."""
    if mobile := _MOBILE.fullmatch(_dutch(text, country)):
        return Phone(mobile[0], f"06 {mobile[1]}")
    number = _number(text, country)
    home = phonenumbers.region_code_for_country_code(number.country_code or 0) == country
    style = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return Phone(phonenumbers.format_number(number, PhoneNumberFormat.E164), phonenumbers.format_number(number, style))


def value_of(text: str, country: str) -> str:
    """Only as it is kept. Raises PhoneWrong."""
    return _dutch(text, country) or phonenumbers.format_number(_number(text, country), PhoneNumberFormat.E164)


def _dutch(text: str, country: str) -> str:
    """As it is kept, or "": a library that knows the whole world is asked then."""
    found = _DUTCH.fullmatch(text) if country == "NL" and len(text) < _LONGEST else None
    return f"+31{found[1].replace(' ', '').replace('-', '')}" if found else ""


def _number(text: str, country: str) -> PhoneNumber:
    if len(text) > _LONGEST:
        raise PhoneWrong("too long")
    try:
        number = phonenumbers.parse(text.replace("(0)", ""), country or None)
    except NumberParseException:
        raise PhoneWrong("no number") from None
    if not phonenumbers.is_possible_number(number):
        raise PhoneWrong("no such number")
    number.extension = None
    return number


def words(value: str) -> set[str]:
    """The digits that an E.164 number is found by: with its country, and as it is dialled at home."""
    digits = value.lstrip("+")
    try:
        national = phonenumbers.format_number(phonenumbers.parse(value), PhoneNumberFormat.NATIONAL)
    except NumberParseException:
        return {digits}
    return {digits, "".join(sign for sign in national if sign.isdigit())}
