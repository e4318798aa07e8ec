"""This machine's addresses in every notation that some reader somewhere understands."""

from __future__ import annotations

import socket

# Each leads to 127.0.0.1 for a browser, a C library, or a resolver that is too friendly.
LOOPBACK = {
    "dotted": "127.0.0.1",
    "trailing dot": "127.0.0.1.",
    "decimal": "2130706433",
    "decimal with dot": "2130706433.",
    "octal": "017700000001",
    "hexadecimal": "0x7f000001",
    "hexadecimal capitals": "0X7F000001",
    "octal parts": "0177.0.0.1",
    "octal padded": "0000177.0.0.01",
    "octal everywhere": "0177.00.00.01",
    "hexadecimal parts": "0x7f.0x0.0x0.0x1",
    "mixed": "0x7f.0.00.1",
    "two parts": "127.1",
    "two parts hexadecimal": "0x7f.1",
    "three parts": "127.0.1",
    "two parts octal": "0177.1",
    "empty hexadecimal": "127.0x.0x.1",
    "percent encoded": "%31%32%37.0.0.1",
    "percent encoded dots": "127%2e0%2e0%2e1",
    "percent encoded whole": "%31%32%37%2E%30%2E%30%2E%31",
    "fullwidth digits": "１２７.0.0.1",
    "fullwidth all": "１２７．０．０．１",
    "ideographic stops": "127。0。0。1",
    "halfwidth stops": "127｡0｡0｡1",
    "circled digits": "①②⑦.⓪.⓪.①",
    "mathematical digits": "𝟏𝟐𝟕.𝟎.𝟎.𝟏",
    "superscript": "¹²⁷.0.0.1",
    "percent encoded fullwidth": "%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1",
    "soft hyphen": "127.0.0\u00ad.1",
    "zero width": "127.\u200b0.0.1",
    "unspecified": "0.0.0.0",
    "unspecified short": "0",
    "unspecified hexadecimal": "0x0",
    "unspecified octal": "00",
    "mapped": "[::ffff:127.0.0.1]",
    "mapped hexadecimal": "[::ffff:7f00:1]",
    "mapped written out": "[0:0:0:0:0:ffff:7f00:0001]",
    "mapped capitals": "[::FFFF:127.0.0.1]",
}

# Each leads to ::1.
LOOPBACK_6 = {
    "short": "[::1]",
    "written out": "[0:0:0:0:0:0:0:1]",
    "padded": "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "with zeros": "[0::1]",
    "dotted tail": "[::0.0.0.1]",
    "unspecified": "[::]",
    "unspecified dotted": "[::0.0.0.0]",
}

# Written so that readers disagree about the host, or to nobody's host at all: refused as garbled.
RIDDLES = {
    "user before": "bank.example@127.0.0.1",
    "user and password": "user:pass@127.0.0.1",
    "encoded at": "bank.example%40127.0.0.1",
    "backslash": "bank.example\\@127.0.0.1",
    "encoded slash": "127.0.0.1%2f",
    "encoded backslash": "127.0.0.1%5c",
    "encoded colon": "127.0.0.1%3a80",
    "encoded nul": "127.0.0.1%00",
    "encoded nul and name": "127.0.0.1%00.bank.example",
    "encoded line end": "127.0.0.1%0d%0a",
    "encoded tab": "127.0.%090.1",
    "encoded space": "127.0.0.1%20",
    "encoded twice": "%2531%2532%2537.0.0.1",
    "encoded hash": "127.0.0.1%23.bank.example",
    "zone": "[fe80::1%25lo]",
    "zone of loopback": "[::1%25lo]",
    "zone by number": "[::1%251]",
    "raw zone": "[::1%lo]",
    "mapped with zone": "[::ffff:127.0.0.1%25lo]",
    "no brackets": "::1",
    "five parts": "127.0.0.0.1",
    "part too large": "127.0.0.256",
    "number too large": "4294967297",
    "wraps around": "383.0.0.1",
    "bad octal": "0189.0.0.1",
    "two dots": "127.0.0.1..",
    "empty part": "127..0.1",
    "brackets with IPv4": "[127.0.0.1]",
    "brackets with a name": "[localhost]",
    "version future": "[v1.127.0.0.1]",
    "not UTF-8": "%ff127.0.0.1",
    "plus": "+127.0.0.1",
    "name in front": "127.0.0.1,bank.example",
    "semicolon": "127.0.0.1;bank.example",
}

LOCAL_NAMES = {
    "localhost": "localhost",
    "capitals": "LOCALHOST",
    "with dot": "localhost.",
    "below localhost": "bank.localhost",
    "fullwidth": "ｌｏｃａｌｈｏｓｔ",
    "percent encoded": "%6cocalhost",
    "long s": "localhoſt",
    "localdomain": "localhost.localdomain",
    "bare name": "intranet",
    "mDNS": "printer.local",
    "metadata by name": "metadata.google.internal",
    "home": "router.home.arpa",
}


def own_address(family: socket.AddressFamily) -> str | None:
    """An address of this machine that is not loopback, as the routing table tells; None without a network."""
    towards = "2001:4860:4860::8888" if family == socket.AF_INET6 else "8.8.8.8"
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((towards, 9))  # sends nothing
        except OSError:
            return None
        found: str = probe.getsockname()[0]
        return found
