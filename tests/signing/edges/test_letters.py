"""The letters of signing: the same in three languages, readable as text, one line where one line belongs."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.mail import signing
from server.mail.page import Letter, Sender, one_line
from server.mail.signing import Ask, Copies, Matter, Over, Reader
from server.mail.signing_words import WORDS
from server.signing.consent import CONSENT, consent_known, consent_text
from tests.server.test_mail import Text

OFFICE = Sender("Lindelaan <Advies>", "#155C47", "030 555 01 48", logo=False)
MATTER = Matter(OFFICE, "Offerte <b>hypotheek</b>", "Marieke de Boer", "m@x.example")
LINK = "https://samen.example/sign/tok"
DESK = "https://samen.example/adviser/signing/1"
UNTIL = datetime(2026, 12, 3, tzinfo=UTC)


def reader(language: str, email: str = "jan@x.example") -> Reader:
    return Reader("Jan & Els", email, language)


def letters(language: str) -> dict[str, Letter]:
    jan, ann = reader(language), reader(language, "m@x.example")
    copies = Copies(LINK, ("Jan", "Els"), attached=True, stamp="there", verify="https://samen.example/verify")
    return {
        "ask": signing.ask(MATTER, jan, Ask(LINK, UNTIL, message="Dag Jan,\n\nZoals besproken.")),
        "passed": signing.ask(MATTER, jan, Ask(LINK, UNTIL, giver="Piet Pauw")),
        "remind": signing.ask(MATTER, jan, Ask(LINK, UNTIL, message="Dag", again=True, code=False)),
        "code": signing.code(MATTER, jan, "482917", 10),
        "passed_on": signing.passed_on(MATTER, ann, giver="Jan", name="Piet", email="p@x.example", link=DESK),
        **{
            how: signing.ended(MATTER, ann, Over(how, "Jan", "Omdat <i>het</i> zo is.", ("Els",)), DESK)
            for how in ("declined", "voided", "expired", "failed")
        },
        **{
            f"stopped {how}": signing.stopped(MATTER, jan, Over(how, "Ann", "Nieuwe versie."))
            for how in ("declined", "voided", "expired", "failed")
        },
        "done": signing.done(MATTER, jan, copies),
        "linked": signing.done(MATTER, jan, Copies(LINK, ("Jan",), attached=False, stamp="missing", verify=DESK)),
        "stamped": signing.done(MATTER, jan, Copies(LINK, ("Jan",), attached=True, stamp="followed", verify=DESK)),
    }


def test_the_languages_have_the_same_words_with_the_same_places() -> None:
    def places(words: Any) -> dict[str, list[str]]:
        return {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in words.items()}

    assert places(WORDS["nl"]) == places(WORDS["en"]) == places(WORDS["fr"])


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_every_letter_is_well_formed_and_says_the_same_in_text(language: str) -> None:
    for name, letter in letters(language).items():
        page = Text(letter.html)
        assert "{" not in letter.text + letter.subject + page.said, name
        assert not page.tags & {"script", "form", "iframe", "link", "b", "i"}, name
        assert all(address.startswith("https://samen.example/") and address in letter.text for address in page.links)
        assert len(page.links) == (0 if name == "code" or name.startswith("stopped") else 1), name
        assert "Offerte <b>hypotheek</b>" in page.said, "a title is text, never markup"
        assert "Offerte <b>hypotheek</b>" in letter.text
        assert len(letter.subject) < 150
        assert len(letter.kind) <= 32
        assert letter.language == language


def test_an_invitation_says_until_when_and_what_comes_first() -> None:
    asked = letters("nl")["ask"]
    assert "Tekenen tot en met: 3 december" in asked.text
    assert "> Zoals besproken." in asked.text
    assert "U krijgt eerst een code in deze mailbox" in asked.text
    assert "code in deze mailbox" not in letters("nl")["remind"].text, "where no code is asked for, none is announced"
    assert asked.reply_to == "m@x.example"
    assert asked.secret, "it opens the document: its text goes once it was delivered"


def test_a_code_is_easy_to_read_and_only_in_the_letter_itself() -> None:
    for language in ("nl", "en", "fr"):
        letter = letters(language)["code"]
        assert "482 917" in letter.html
        assert "482 917" in letter.text
        assert not re.search(r"\d", letter.subject)
        assert letter.secret


def test_who_signs_hears_why_it_was_withdrawn_but_not_why_another_declined() -> None:
    assert "Nieuwe versie." in letters("nl")["stopped voided"].text
    assert "Nieuwe versie." not in letters("nl")["stopped declined"].text
    assert "Els" in letters("nl")["expired"].text


def test_a_missing_stamp_is_told_and_so_is_that_it_followed() -> None:
    for language, words in (("nl", "archiefstempel"), ("en", "archive time stamp"), ("fr", "horodatage d’archivage")):
        made = letters(language)
        assert words not in made["done"].text
        assert words in made["linked"].text
        assert words in made["stamped"].text


def test_no_answer_goes_to_oneself() -> None:
    assert signing.ask(MATTER, reader("nl", "m@x.example"), Ask(LINK, UNTIL)).reply_to == ""


@given(st.text(max_size=400))
def test_whatever_a_title_is_a_subject_is_one_line(title: str) -> None:
    letter = signing.ask(Matter(OFFICE, title, title, ""), reader("nl"), Ask(LINK, UNTIL, message=title, giver=title))
    assert len(letter.subject.splitlines()) <= 1
    assert len(letter.subject) <= 300
    letter.text.encode()
    letter.html.encode()


def test_one_line_keeps_words_of_any_script() -> None:
    assert one_line("  Zoë\t\tvan  der\nBerg ", 40) == "Zoë van der Berg"
    assert one_line("محمد أحمد", 40) == "محمد أحمد"
    assert one_line("a\u202eb\x00c\ud800d", 40) == "abcd"
    assert one_line("x" * 50, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(("language", "honest"), [("nl", "gewone"), ("en", "simple"), ("fr", "simple")])
def test_what_people_agree_to_names_the_level_honestly(language: str, honest: str) -> None:
    text = consent_text(language)
    assert honest in text
    assert "IP" in text
    assert consent_known(CONSENT)
    assert not consent_known("2020-01")
