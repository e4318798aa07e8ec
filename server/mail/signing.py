"""The mails about signing: what each says, to those who sign and to those who asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from server.mail.letters import question
from server.mail.page import Letter, Page, Sender, letter, one_line
from server.mail.signing_words import WORDS
from server.mail.words import WORDS as HOUSE
from server.mail.words import day


@dataclass(frozen=True, slots=True)
class Matter:
    """The document that a mail is about, and who asked for signatures. `reply_to` may be empty."""

    office: Sender
    title: str
    sender: str
    reply_to: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a mail is for."""

    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Ask:
    """What an invitation to sign says. `giver`: who passed the signing on; `code`: whether a code is asked first."""

    link: str
    until: datetime
    message: str = ""
    giver: str = ""
    again: bool = False
    code: bool = True


@dataclass(frozen=True, slots=True)
class Over:
    """Why it ended without all signatures: `by` whom and, in their own words, why; `left` had not signed."""

    how: Literal["voided", "declined", "expired", "failed"]
    by: str = ""
    reason: str = ""
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Copies:
    """A copy for everybody. `attached`: the files travel along; `stamp`: whether the archive time stamp is there,
    is still missing, or has now followed."""

    link: str
    signers: tuple[str, ...]
    attached: bool
    stamp: Literal["there", "missing", "followed"]
    verify: str  # where a signed document can be checked


def ask(matter: Matter, reader: Reader, asked: Ask) -> Letter:
    """Somebody is asked to sign, for the first time or again."""
    words = WORDS[reader.language]
    said = "remind" if asked.again else "ask"
    opening = words["passed_text"] if asked.giver and not asked.again else words[f"{said}_text"]
    page = Page(
        title=words[f"{said}_title"],
        hello=words["hello"].format(name=_name(reader.name)),
        paragraphs=(opening.format(sender=_name(matter.sender), office=matter.office.name, giver=_name(asked.giver)),),
        quote="" if asked.again else _lines(asked.message),
        rows=(
            (words["document"], one_line(matter.title, 200)),
            (words["until"], day(reader.language, asked.until.day, asked.until.month)),
        ),
        button=(words["sign_button"], asked.link),
        after=(words["code_first"],) if asked.code else (),
        foot=(_question(matter, reader), words["only_you"], matter.office.name),
        person=(_name(matter.sender), matter.office.name),
    )
    subject = words[f"{said}_subject"].format(sender=_name(matter.sender), title=_title(matter))
    return _made("signing_reminder" if asked.again else "signing_request", matter, reader, subject, page, secret=True)


def code(matter: Matter, reader: Reader, digits: str, minutes: int) -> Letter:
    """A one-time code. No link: who asked for it has the page open, and nobody else should follow one."""
    words = WORDS[reader.language]
    page = Page(
        title=words["code_title"],
        hello=words["hello"].format(name=_name(reader.name)),
        paragraphs=(words["code_text"].format(minutes=minutes),),
        rows=((words["document"], one_line(matter.title, 200)),),
        button=None,
        foot=(words["code_foot"], matter.office.name),
        code=(words["code_box"], "", f"{digits[:3]} {digits[3:]}"),
    )
    # The code stays out of the subject: that is what a locked screen shows.
    subject = words["code_subject"].format(office=one_line(matter.office.name, 80))
    return _made("signing_code", matter, reader, subject, page, secret=True)


def passed_on(matter: Matter, reader: Reader, *, giver: str, name: str, email: str, link: str) -> Letter:
    """To who asked: somebody lets somebody else sign."""
    return _notice("passed_on", matter, reader, link, giver=giver, name=name, email=email)


def ended(matter: Matter, reader: Reader, over: Over, link: str) -> Letter:
    """To who asked: it is over without all signatures."""
    left = over.left if over.how == "expired" else ()
    rows = ((WORDS[reader.language]["waiting_for"], _names(left)),) if left else ()
    return _notice(over.how, matter, reader, link, quote=over.reason, rows=rows, name=over.by)


def stopped(matter: Matter, reader: Reader, over: Over) -> Letter:
    """To who was asked to sign: that is no longer needed. Why somebody declined is not for their eyes."""
    words = WORDS[reader.language]
    page = Page(
        title=words["stopped_title"],
        hello=words["hello"].format(name=_name(reader.name)),
        paragraphs=(words[f"stopped_{over.how}"].format(sender=_name(matter.sender), office=matter.office.name),),
        quote=_lines(over.reason) if over.how == "voided" else "",
        rows=((words["document"], one_line(matter.title, 200)),),
        button=None,
        foot=(_question(matter, reader), matter.office.name),
        person=(_name(matter.sender), matter.office.name),
    )
    subject = words["stopped_subject"].format(title=_title(matter))
    return _made("signing_stopped", matter, reader, subject, page, secret=False)


def done(matter: Matter, reader: Reader, copies: Copies) -> Letter:
    """Everybody has signed: a copy of the document, with its log."""
    words = WORDS[reader.language]
    said = "stamped" if copies.stamp == "followed" else "done"
    paragraphs = [words["stamped_text"]] if said == "stamped" else []
    paragraphs.append(words["done_attached" if copies.attached else "done_linked"])
    if copies.stamp == "missing":
        paragraphs.append(words["done_pending"])
    page = Page(
        title=words[f"{said}_title"],
        hello=words["hello"].format(name=_name(reader.name)),
        paragraphs=tuple(paragraphs),
        rows=((words["document"], one_line(matter.title, 200)), (words["signed_by"], _names(copies.signers))),
        button=(words["done_button"], copies.link),
        after=(words["done_keep"].format(verify=copies.verify),),
        foot=(_question(matter, reader), matter.office.name),
    )
    subject = words[f"{said}_subject"].format(title=_title(matter))
    return _made("signing_copies", matter, reader, subject, page, secret=True)


def _notice(
    said: str,
    matter: Matter,
    reader: Reader,
    link: str,
    *,
    quote: str = "",
    rows: tuple[tuple[str, str], ...] = (),
    **names: str,
) -> Letter:
    words = WORDS[reader.language]
    shown = {name: _name(value) if name != "email" else value for name, value in names.items()}
    page = Page(
        title=words[f"{said}_title"].format(**shown),
        hello=words["hello"].format(name=_name(reader.name)),
        paragraphs=(words[f"{said}_text"].format(**shown),),
        quote=_lines(quote),
        rows=((words["document"], one_line(matter.title, 200)), *rows),
        button=(words["desk_button"], link),
        foot=(matter.office.name,),
    )
    subject = words[f"{said}_subject"].format(title=_title(matter))
    return _made(f"signing_{said}", matter, reader, subject, page, secret=False)


def _made(kind: str, matter: Matter, reader: Reader, subject: str, page: Page, *, secret: bool) -> Letter:
    reply_to = matter.reply_to if matter.reply_to != reader.email else ""
    return letter(
        kind, matter.office, reader.language, reader.email, _name(reader.name), reply_to, subject, page, secret=secret
    )


def _question(matter: Matter, reader: Reader) -> str:
    return question(HOUSE[reader.language], matter.office)


def _title(matter: Matter) -> str:
    return one_line(matter.title, 80)


def _name(name: str) -> str:
    return one_line(name, 120)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(_name(name) for name in names)


def _lines(text: str) -> str:
    """Somebody's own words, in their lines."""
    return "\n".join(one_line(line, 1_000) for line in text.strip().splitlines()[:40])
