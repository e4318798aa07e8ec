"""What was typed into hidden fields does not come back in addresses and titles."""

from __future__ import annotations

import pytest

from cobrowse.driving.hidden import Hidden

IBAN = "NL91 ABNA 0417 1643 00"


@pytest.fixture
def hidden() -> Hidden:
    made = Hidden()
    for length in range(1, len(IBAN) + 1):
        made.saw("iban", IBAN[:length])
    made.saw("word", "géheim & meer")
    return made


@pytest.mark.covers("F040")
@pytest.mark.parametrize(
    ("address", "readable"),
    [
        ("https://bank.example/done?name=Jan&iban=NL91ABNA0417164300", "https://bank.example/done?name=Jan&iban=…"),
        ("https://bank.example/done?iban=NL91+ABNA+0417+1643+00&x=1", "https://bank.example/done?iban=…&x=1"),
        ("https://bank.example/done?iban=nl91%20abna%200417%201643%2000", "https://bank.example/done?iban=…"),
        ("https://bank.example/rekening/NL91ABNA0417164300/inzien", "https://bank.example/rekening/…/inzien"),
        ("https://bank.example/#iban=NL91ABNA0417164300", "https://bank.example/#iban=…"),
        ("https://bank.example/?w=g%C3%A9heim+%26+meer", "https://bank.example/?w=…"),
        ("https://bank.example/NL91/ABNA/0417/1643/00?a=1", "https://bank.example/"),
        ("https://bank.example/done?name=Jan", "https://bank.example/done?name=Jan"),
        ("", ""),
    ],
)
def test_an_address_shows_dots_where_a_form_put_a_hidden_value(hidden: Hidden, address: str, readable: str) -> None:
    assert hidden.address(address) == readable


def test_a_title_that_tells_a_hidden_value_is_dots(hidden: Hidden) -> None:
    assert hidden.text("Rekening NL91 ABNA 0417 1643 00") == "…"
    assert hidden.text("Uw rekening") == "Uw rekening"


def test_short_values_and_forgotten_beginnings_hide_nothing() -> None:
    hidden = Hidden()
    hidden.saw("pin", "123")
    assert hidden.address("https://bank.example/?pin=123") == "https://bank.example/?pin=123"
    hidden.saw("word", "maand")
    hidden.saw("word", "maandlast2026")
    assert hidden.text("Uw maand") == "Uw maand"


def test_only_so_many_values_are_kept() -> None:
    hidden = Hidden()
    for number in range(1_000):
        hidden.saw(number, f"waarde-{number:04}")
    assert hidden.text("waarde-0999") == "…"
    assert hidden.text("waarde-0001") == "waarde-0001"
