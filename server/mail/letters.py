"""The mails of accounts and sessions: what each says."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from server.mail.page import Letter, Page, Sender, letter
from server.mail.words import WORDS, day


def invitation(
    office: Sender, language: str, *, email: str, role: str, inviter: str, reply_to: str, link: str, until: datetime
) -> Letter:
    """A colleague is invited to make an account."""
    words = WORDS[language]
    page = Page(
        title=words["invite_title"].format(office=office.name),
        hello=words["invite_hello"],
        paragraphs=(
            words["invite_text"].format(inviter=inviter),
            words["invite_next"].format(until=day(language, until.day, until.month)),
        ),
        rows=((words["invited_as"], words[f"role_{role}"]), (words["address"], email)),
        button=(words["invite_button"], link),
        foot=(question(words, office), words["invite_foot"].format(office=office.name)),
        person=(inviter, office.name),
    )
    subject = words["invite_subject"].format(inviter=inviter, office=office.name)
    return letter("invitation", office, language, email, "", reply_to, subject, page, secret=True)


def reset(office: Sender, language: str, *, email: str, name: str, link: str) -> Letter:
    """Somebody forgot a password."""
    words = WORDS[language]
    page = Page(
        title=words["reset_title"],
        hello=words["reset_hello"].format(name=name),
        paragraphs=(words["reset_text"],),
        rows=((words["address"], email),),
        button=(words["reset_button"], link),
        foot=(words["reset_foot"],),
    )
    subject = words["reset_subject"].format(office=office.name)
    return letter("reset", office, language, email, name, "", subject, page, secret=True)


def session_code(
    office: Sender,
    language: str,
    *,
    email: str,
    name: str,
    adviser: str,
    reply_to: str,
    link: str,
    code: str,
    again: bool = False,
) -> Letter:
    """A client gets the code of a session; `again` when it was asked for a second time."""
    words = WORDS[language]
    host = urlsplit(link).netloc
    page = Page(
        title=words["code_again_title" if again else "code_title"],
        hello=words["code_hello"].format(name=name) if name else words["code_hello_nameless"],
        paragraphs=(words["code_text"].format(adviser=adviser, office=office.name),),
        rows=((words["code_handy"], words["code_handy_text"]),),
        button=(words["code_button"], link),
        foot=(question(words, office), words["code_foot"], office.name),
        person=(adviser, words["your_adviser"]),
        code=(words["code_box"], host, f"{code[:3]} {code[3:6]} {code[6:]}"),
    )
    # The code stays out of the subject: that is what a locked screen shows.
    subject = words["code_subject"].format(adviser=adviser)
    kind = "session_code_again" if again else "session_code"
    return letter(kind, office, language, email, name, reply_to, subject, page, secret=False)


def question(words: Mapping[str, str], office: Sender) -> str:
    """Where to go with a question."""
    return words["question_phone"].format(phone=office.phone) if office.phone else words["question"]
