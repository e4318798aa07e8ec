"""Phone numbers: read as people write them, kept as E.164, shown as the country writes them."""

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat


class PhoneWrong(ValueError):
    """No phone number can be read in it."""


@dataclass(frozen=True, slots=True)
class Phone:
    """`value` is E.164: +31612345678. `shown`: "06 12345678" at home, "+32 475 12 34 56" elsewhere."""

    value: str
    shown: str


# What most numbers here look like; read at once, because imports bring tens of thousands of them.
_MOBILE = re.compile(r"(?:0|\+31[ -]?|0031[ -]?)(6[ -]?[1-58](?:[ -]?[0-9]){7})")


def read(text: str, country: str) -> Phone:
    """`country` is where a number without one belongs: "NL". Raises PhoneWrong."""
    if len(text) > 60:
        raise PhoneWrong("too long")
    if country == "NL" and (mobile := _MOBILE.fullmatch(text)):
        digits = "".join(sign for sign in mobile[1] if sign.isdigit())
        if len(digits) == 9:
            return Phone(f"+31{digits}", f"06 {digits[1:]}")
    try:
        number = phonenumbers.parse(text.replace("(0)", ""), country or None)
    except NumberParseException:
        raise PhoneWrong("no number") from None
    if not phonenumbers.is_possible_number(number):
        raise PhoneWrong("no such number")
    number.extension = None
    home = phonenumbers.region_code_for_country_code(number.country_code or 0) == country
    style = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return Phone(phonenumbers.format_number(number, PhoneNumberFormat.E164), phonenumbers.format_number(number, style))


def words(value: str) -> set[str]:
    """The digits that an E.164 number is found by: with its country, and as it is dialled at home."""
    digits = value.lstrip("+")
    try:
        national = phonenumbers.format_number(phonenumbers.parse(value), PhoneNumberFormat.NATIONAL)
    except NumberParseException:
        return {digits}
    return {digits, "".join(sign for sign in national if sign.isdigit())}
