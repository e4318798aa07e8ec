"""The look of our mails: a letter as HTML with inline styles and as plain text."""

import html
import unicodedata
from dataclasses import dataclass

# The picture that comes along as an attachment; mail programs do not load pictures from elsewhere.
LOGO = "cid:logo"


@dataclass(frozen=True, slots=True)
class Sender:
    """The office a mail comes from."""

    name: str
    colour: str  # #RRGGBB
    phone: str
    logo: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, ready for the outbox. `secret`: it opens an account, so its text goes once delivered. `calendar`: METHOD
    and an iCalendar text that travel along; `unsubscribe`: where one click ends mails of this sort."""

    kind: str
    recipient: str
    recipient_name: str
    sender_name: str
    reply_to: str
    language: str
    subject: str
    text: str
    html: str
    secret: bool
    calendar: tuple[str, str] | None = None
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a letter says, before it has a shape."""

    title: str
    hello: str
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    button: tuple[str, str] | None
    foot: tuple[str, ...]
    person: tuple[str, str] | None = None  # name, caption
    code: tuple[str, str, str] | None = None  # sentence with {host}, host, code
    quote: str = ""  # what somebody wrote themselves, in several lines
    after: tuple[str, ...] = ()  # paragraphs below the button


def one_line(text: str, most: int) -> str:
    """Somebody's words as one line of at most `most` characters: fit for a subject, and with nothing unseen in it."""
    seen = "".join(
        char for char in text if char.isspace() or char in _JOINERS or not unicodedata.category(char).startswith("C")
    )
    line = " ".join(seen.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "\u2026"


def written(text: str) -> str:
    """Somebody's words in as many lines as they wrote, with nothing unseen in them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = f"\n\t{_JOINERS}"
    return "".join(char for char in lines if char in kept or not unicodedata.category(char).startswith("C")).strip()


# The two joiners belong to words in Persian and in Indian scripts, and to emoji.
_JOINERS = "\u200c\u200d"


def letter(
    kind: str,
    office: Sender,
    language: str,
    email: str,
    name: str,
    reply_to: str,
    subject: str,
    page: Page,
    *,
    secret: bool,
) -> Letter:
    return Letter(
        kind=kind,
        recipient=email,
        recipient_name=name,
        sender_name=office.name,
        reply_to=reply_to,
        language=language,
        subject=subject,
        text=_text(page, office),
        html=_html(page, office, language, subject),
        secret=secret,
    )


def _text(page: Page, office: Sender) -> str:
    lines = [page.title, "", page.hello, ""]
    for paragraph in page.paragraphs:
        lines += [paragraph, ""]
    if page.quote:
        lines += [*(f"> {line}".rstrip() for line in page.quote.splitlines()), ""]
    if page.rows:
        lines += [*(f"{label}: {value}" for label, value in page.rows), ""]
    if page.button is not None:
        lines += [f"{page.button[0]}:", page.button[1], ""]
    for paragraph in page.after:
        lines += [paragraph, ""]
    if page.code is not None:
        lines += [page.code[0].format(host=page.code[1]), page.code[2], ""]
    lines += ["-- ", *page.foot]
    if office.name not in page.foot:
        lines.append(office.name)
    return "\n".join(lines) + "\n"


_FONT = "font-family:'Atkinson Hyperlegible Next','Atkinson Hyperlegible',system-ui,-apple-system,'Segoe UI',Arial,sans-serif"
_INK, _INK_2, _INK_3, _LINE, _PAGE_COLOUR, _SUNKEN = "#15241E", "#3F5149", "#586A61", "#DDE3D8", "#ECEFE8", "#F2F4EE"


def _html(page: Page, office: Sender, language: str, subject: str) -> str:
    colour = legible(office.colour)
    rows = "".join(
        f'<tr><td style="padding:14px 16px 14px 0;border-top:1px solid {_LINE};color:{_INK_3};vertical-align:top;'
        f'white-space:nowrap">{_e(label)}</td><td style="padding:14px 0;border-top:1px solid {_LINE};font-weight:650;'
        f'width:100%;word-break:break-word">{_e(value)}</td></tr>'
        for label, value in page.rows
    )
    table = (
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:8px 0 24px;'
        f'border-bottom:1px solid {_LINE}">{rows}</table>'
        if rows
        else ""
    )
    paragraphs = "".join(f'<p style="margin:0 0 16px">{_e(text)}</p>' for text in page.paragraphs)
    after = "".join(f'<p style="margin:16px 0 0;font-size:15px;color:{_INK_2}">{_e(text)}</p>' for text in page.after)
    feet = "<br>".join(_e(line) for line in page.foot)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><meta name="color-scheme" content="light"><title>{_e(subject)}</title></head>'
        f'<body style="margin:0;padding:0;background:{_PAGE_COLOUR};color:{_INK};{_FONT};font-size:17px;line-height:1.6">'
        f'<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:{_PAGE_COLOUR}"><tr>'
        '<td align="center" style="padding:24px 16px"><table role="presentation" width="100%" cellpadding="0" '
        f'cellspacing="0" style="max-width:560px;text-align:left">{_head(office, colour)}'
        f'<tr><td style="background:#FFFFFF;border:1px solid {_LINE};border-radius:22px;overflow:hidden">'
        f"{_person(page, colour)}"
        '<div style="padding:32px 40px 40px">'
        f'<h1 style="margin:0 0 16px;font-size:30px;line-height:1.2;letter-spacing:-0.02em;font-weight:680">{_e(page.title)}</h1>'
        f'<p style="margin:0 0 16px">{_e(page.hello)}</p>{paragraphs}{_quote(page)}'
        f"{table}{_button(page, colour)}{after}{_code(page)}</div></td></tr>"
        f'<tr><td align="center" style="padding:24px 16px;color:{_INK_3};font-size:14px;text-align:center">{feet}</td></tr>'
        "</table></td></tr></table></body></html>"
    )


def _head(office: Sender, colour: str) -> str:
    if office.logo:
        mark = (
            f'<img src="{LOGO}" alt="" height="36" style="display:block;height:36px;max-width:160px;border-radius:8px">'
        )
    else:
        mark = (
            f'<div style="width:36px;height:36px;border-radius:10px;background:{colour};color:#FFFFFF;font-weight:680;'
            f'line-height:36px;text-align:center">{_e(office.name[:1].upper())}</div>'
        )
    return (
        '<tr><td style="padding:0 6px 18px"><table role="presentation" cellpadding="0" cellspacing="0"><tr>'
        f'<td>{mark}</td><td style="padding-left:12px;font-weight:650;font-size:18px">{_e(office.name)}</td>'
        "</tr></table></td></tr>"
    )


def _person(page: Page, colour: str) -> str:
    if page.person is None:
        return f'<div style="height:8px;background:{colour};border-radius:22px 22px 0 0"></div>'
    name, caption = page.person
    initials = "".join(part[0] for part in name.split()[:1] + name.split()[1:][-1:]).upper()
    # The apricot half circle is a gradient: programs that cannot draw it show the plain tint.
    return (
        f'<div style="background-color:{tint(colour)};background-image:radial-gradient(circle at 83% 120%,#FFE7CD 0,'
        '#FFE7CD 128px,transparent 129px);padding:24px 40px;border-radius:22px 22px 0 0">'
        '<table role="presentation" cellpadding="0" cellspacing="0"><tr><td><div style="width:72px;height:72px;'
        f"border-radius:50%;border:5px solid #FFFFFF;background:{colour};color:#FFFFFF;font-size:26px;font-weight:650;"
        f'line-height:72px;text-align:center">{_e(initials)}</div></td><td style="padding-left:20px">'
        f'<div style="font-size:19px;font-weight:650">{_e(name)}</div>'
        f'<div style="font-size:15px;color:{_INK_2}">{_e(caption)}</div></td></tr></table></div>'
    )


def _button(page: Page, colour: str) -> str:
    if page.button is None:
        return ""
    return (
        f'<a href="{_e(page.button[1])}" style="display:block;background:{colour};color:#FFFFFF;text-align:center;'
        'text-decoration:none;font-weight:650;font-size:19px;padding:16px 20px;border-radius:14px">'
        f"{_e(page.button[0])}</a>"
    )


def _quote(page: Page) -> str:
    if not page.quote:
        return ""
    lines = "<br>".join(_e(line) for line in page.quote.splitlines())
    return f'<div style="margin:0 0 16px;padding:14px 18px;background:{_SUNKEN};border-radius:14px">{lines}</div>'


def _code(page: Page) -> str:
    if page.code is None:
        return ""
    sentence, host, code = page.code
    said = _e(sentence).format(host=f'<strong style="white-space:nowrap">{_e(host)}</strong>')
    return (
        f'<div style="margin-top:16px;background:{_SUNKEN};border-radius:14px;padding:18px 16px;text-align:center">'
        f'<div style="font-size:16px;color:{_INK_2}">{said}</div>'
        '<div style="font-family:Inter,system-ui,Arial,sans-serif;font-size:34px;font-weight:680;line-height:1.4;'
        f'letter-spacing:0.02em;white-space:nowrap">{_e(code)}</div></div>'
    )


def _e(text: str) -> str:
    return html.escape(text, quote=True)


def legible(colour: str) -> str:
    """The office's colour, darkened until white text on it has a contrast of 4.5."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    while 1.05 / (_light(red, green, blue) + 0.05) < 4.5:
        red, green, blue = int(red * 0.94), int(green * 0.94), int(blue * 0.94)
    return f"#{red:02X}{green:02X}{blue:02X}"


def _light(*parts: int) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tint(colour: str) -> str:
    """A pale shade of a colour, to write on."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * 0.14):02X}" for part in parts)
