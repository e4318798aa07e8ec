"""The mail server that tests lean on receives, waits, and refuses when told to."""

import smtplib
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest


def letter(to: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "samen@office.test", to, "Uw code"
    message.set_content("Tot zo, één twee drie.")
    return message


def send(url: str, message: EmailMessage) -> None:
    place = urlsplit(url)
    with smtplib.SMTP(place.hostname or "", place.port or 0, timeout=10) as client:
        client.send_message(message)


def test_a_mail_is_kept_as_it_was_sent(mail_server):
    send(mail_server.url, letter("jan@client.test"))
    received = mail_server.wait_for_mail_to("jan@client.test")
    assert received["Subject"] == "Uw code"
    assert received.get_content().strip() == "Tot zo, één twee drie."


def test_waiting_for_a_mail_that_never_comes_ends(mail_server):
    with pytest.raises(TimeoutError, match="there are \\[\\]"):
        mail_server.wait_for_mail_to("nobody@client.test", seconds=0.05)


def test_a_refused_mail_is_not_kept(mail_server):
    mail_server.refusal = "451 later"
    with pytest.raises(smtplib.SMTPDataError, match="451"):
        send(mail_server.url, letter("jan@client.test"))
    assert mail_server.messages == []
