"""The address bar: what somebody typed, as a web address, as words for the search engine, or as a refusal."""

import re
import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import quote

import idna

from cobrowse.egress import hosts
from cobrowse.egress.gate import Rules
from cobrowse.egress.hosts import Host
from cobrowse.ports import Refused

MAX_TYPED = 4096
"""Characters. Longer addresses exist, but nobody types or reads them."""
WORDS = "{words}"

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# They turn the direction of what stands around them (Unicode's Bidi_Control): a disguise, also between words.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_PORT_FOLLOWS = re.compile(r"[^:/?#\s]+:[0-9]{1,5}(?:[/?#]|$)")
_SPLIT = re.compile(r"([^/?#]*)(.*)", re.DOTALL)
_TOP_LEVEL = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
# Kept as typed in paths, queries and fragments; what is not in here is percent-encoded (RFC 3986 section 2).
_SAFE = "%/?#:@!$&'()*+,;=-._~[]"

# Schemes that open no web page, whatever stands behind the colon. Other words before a colon may be a question.
_REFUSED_SCHEMES = frozenset(
    {
        "about", "blob", "brave", "chrome", "chrome-devtools", "chrome-error", "chrome-extension",
        "chrome-native", "chrome-search", "chrome-untrusted", "content", "cid", "data", "devtools", "edge",
        "externalfile", "feed", "file", "filesystem", "ftp", "ftps", "gopher", "intent", "isolated-app", "jar",
        "javascript", "ldap", "magnet", "mailto", "market", "mms", "ms-appinstaller", "ms-settings", "nntp",
        "opera", "resource", "rtsp", "sftp", "sip", "sms", "ssh", "tel", "telnet", "urn", "vbscript",
        "view-source", "webcal", "ws", "wss", "x-apple",
    }
)  # fmt: skip

# Letters of other scripts that pass for Latin ones: a name of these alone under a Latin ending is a disguise.
_LOOK_LATIN = frozenset("аысԁеԍһіюјӏорԗԛѕԝхуъьҽпгѵѡονυρικαχγτωη")
_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where to go. `fallback` is the plain http address to try when a guessed https one cannot be reached, or ""."""

    url: str
    host: Host
    port: int
    fallback: str = ""
    searched: bool = False


def understand(typed: str, rules: Rules = Rules(), search: str = "") -> Destination:
    """What the address bar's text leads to.

    Raises Refused: address_empty, address_unreadable (too long, control or direction characters, no host),
    address_refused (another scheme, a user name in it, a private or our own place, no web port), search_off (words,
    and the office has no search engine), page_blocked (the office's lists).
    """
    text = typed.strip()
    if not text:
        raise Refused("address_empty")
    if len(text) > MAX_TYPED or any(_is_control(sign) or sign in _TURNING for sign in text):
        raise Refused("address_unreadable")
    scheme = _scheme(text)
    if scheme in ("http", "https"):
        destination = _address(text[len(scheme) + 1 :].removeprefix("//"), scheme, rules)
    elif scheme:
        raise Refused("address_refused")
    elif text.startswith("//"):
        destination = _address(text[2:], "", rules)
    elif _looks_like_address(text, rules):
        destination = _address(text, "", rules)
    else:
        destination = _words(text, search)
    rules.check(destination.host, destination.port)
    if destination.fallback:
        try:
            rules.check(destination.host, 80)
        except Refused:
            return replace(destination, fallback="")
    return destination


def check_search(template: str) -> None:
    """A search engine's address: public, https, with {words} once, behind the host. Raises ValueError."""
    front, words, rest = template.partition(WORDS)
    behind_the_host = re.match(r"https://[^/?#]+[/?#]", front)
    if not words or WORDS in rest or not template.isprintable() or not behind_the_host:
        raise ValueError(template)
    try:
        understand(front + rest)
    except Refused as error:
        raise ValueError(template) from error


def shown(host: str) -> str:
    """A host for people's eyes: letters of its own script, or punycode when they could be taken for another name's."""
    labels = host.split(".")
    return ".".join(_shown(label, latin_ending=not labels[-1].startswith("xn--")) for label in labels)


def _scheme(text: str) -> str:
    """The scheme in lower case; "" for a host with port, and for words before a colon."""
    found = _SCHEME.match(text)
    if not found or _PORT_FOLLOWS.match(text):
        return ""
    scheme = found[1].lower()
    rest = text[found.end() :]
    if scheme in ("http", "https"):
        return scheme if rest.startswith("//") else "unclear"
    return scheme if scheme in _REFUSED_SCHEMES or rest.startswith(("/", "\\")) else ""


def _looks_like_address(text: str, rules: Rules) -> bool:
    authority = _SPLIT.fullmatch(text)
    front = authority[1] if authority else ""
    if any(sign.isspace() for sign in front):
        return False
    if "@" in front or "\\" in front or front.startswith("["):
        return True
    name, colon, port = front.rpartition(":")
    if not colon:
        name, port = front, ""
    elif not port.isdecimal():
        return False
    try:
        host = hosts.parse(name)
    except hosts.BadHost:
        return False
    if host.address is not None:
        # "3.14" and "2026" are questions; what has four parts or a port is an address.
        return name.count(".") == 3 or bool(port)
    if "." not in host.name:
        return bool(port) or any(rules.exceptions.have(host, known) for known in (443, 80))
    return bool(_TOP_LEVEL.fullmatch(host.name.rsplit(".", 1)[1])) and not any(sign.isspace() for sign in text)


def _address(text: str, scheme: str, rules: Rules) -> Destination:
    found = _SPLIT.fullmatch(text)
    front, path = (found[1], found[2]) if found else ("", "")
    if "@" in front:
        # A name before the host is how one host is made to look like another.
        raise Refused("address_refused")
    if any(unicodedata.category(sign) == "Cf" for sign in text):
        # Unseen characters: no address needs them.
        raise Refused("address_unreadable")
    try:
        host, port = hosts.parse_place(front, {"http": 80, "https": 443, "": 0}[scheme] or _default_port(front, rules))
    except hosts.BadHost as error:
        raise Refused("address_unreadable") from error
    used = scheme or ("http" if port == 80 or (port != 443 and rules.exceptions.have(host, port)) else "https")
    target = quote(path, safe=_SAFE) or "/"
    target = target if target.startswith("/") else "/" + target
    place = f"{host}" if port == {"http": 80, "https": 443}[used] else f"{host}:{port}"
    # Where nobody said how, TLS is tried first; few sites are left without.
    guessed = not scheme and port == 443 and not front.endswith(":443")
    return Destination(f"{used}://{place}{target}", host, port, f"http://{place}{target}" if guessed else "")


def _default_port(front: str, rules: Rules) -> int:
    try:
        host = hosts.parse(front)
    except hosts.BadHost:
        return 443
    return 80 if rules.exceptions.have(host, 80) and not rules.exceptions.have(host, 443) else 443


def _words(text: str, search: str) -> Destination:
    if not search:
        raise Refused("search_off")
    url = search.replace(WORDS, quote(text, safe=""))
    front = _SPLIT.fullmatch(url.removeprefix("https://"))
    host, port = hosts.parse_place(front[1] if front else "", 443)
    return Destination(url, host, port, searched=True)


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")


def _shown(label: str, *, latin_ending: bool) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        text = idna.decode(label)
    except (idna.IDNAError, UnicodeError):
        return label
    letters = [sign for sign in text if sign not in "-0123456789"]
    scripts = {unicodedata.name(sign, "UNKNOWN").split(" ")[0].split("-")[0] for sign in letters}
    if len(scripts) > 1 and not any(scripts <= group for group in _TOGETHER):
        return label
    if scripts == {"LATIN"} and any(
        not "\xdf" <= sign <= "\u024f" or sign in "ıĸŉſƒ" for sign in letters if sign > "z"
    ):
        return label
    disguised = latin_ending and scripts <= {"CYRILLIC", "GREEK"} and all(sign in _LOOK_LATIN for sign in letters)
    odd = any(
        unicodedata.category(sign)[0] not in "LN" and scripts <= {"LATIN", "CYRILLIC", "GREEK"} for sign in letters
    )
    return label if disguised or odd else text
