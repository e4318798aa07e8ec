"""Whatever is written, it is understood or refused, and never a crash; and no spelling of a private address passes."""

import contextlib
from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobrowse.egress import heads, hosts
from cobrowse.egress.addresses import shown, understand
from cobrowse.egress.gate import Rules
from cobrowse.egress.lists import BadPattern, Pattern
from cobrowse.ports import Refused

PIECES = st.sampled_from(
    ["http://", "https://", "//", "@", ":", "/", "\\", "%", "[", "]", "::1", "127.0.0.1", "0x7f", ".", "localhost", "１", "。", "xn--",
     "bank.example", "javascript:", "?", "#", "\u202e", "\x00", " ", "80", "99999", "%25", "%00", "ß", "*", "-", "a" * 70],
)  # fmt: skip
WRITTEN = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=8).map("".join))


@given(WRITTEN)
def test_a_host_is_understood_the_same_twice_or_refused(text):
    with contextlib.suppress(hosts.BadHost):
        host = hosts.parse(text)
        assert host.name.isascii()
        assert hosts.parse(str(host)) == host
        assert isinstance(shown(host.name), str)


@given(WRITTEN, st.sampled_from(["", "https://zoek.example/?q={words}"]))
def test_what_is_typed_leads_to_the_web_or_nowhere(text, search):
    with contextlib.suppress(Refused):
        found = understand(text, Rules(), search)
        assert found.url.isascii()
        assert found.url.startswith(("http://", "https://"))
        assert "@" not in found.url.split("/")[2]
        again = understand(found.url)
        assert (again.host, again.port) == (found.host, found.port)


@given(WRITTEN)
def test_a_pattern_is_understood_or_refused(text):
    with contextlib.suppress(BadPattern):
        assert isinstance(Pattern.parse(text).matches(hosts.parse("bank.example"), 443), bool)


def _number(value: int, notation: str) -> str:
    return {"decimal": f"{value}", "hex": f"0x{value:x}", "HEX": f"0X{value:X}", "octal": f"0{value:o}", "padded": f"000{value:o}"}[
        notation
    ]  # fmt: skip


NOTATION = st.sampled_from(["decimal", "hex", "HEX", "octal", "padded"])
PRIVATE = st.one_of(
    st.integers(0x7F000000, 0x7FFFFFFF), st.integers(0x0A000000, 0x0AFFFFFF), st.integers(0xC0A80000, 0xC0A8FFFF),
    st.integers(0xA9FE0000, 0xA9FEFFFF), st.integers(0xAC100000, 0xAC1FFFFF), st.integers(0, 0x00FFFFFF),
)  # fmt: skip


@given(PRIVATE, st.integers(1, 4), st.lists(NOTATION, min_size=4, max_size=4), st.booleans(), st.booleans())
def test_no_spelling_of_a_private_address_passes(value, parts, notations, dot, wide):
    head = [(value >> 8 * (3 - index)) & 0xFF for index in range(parts - 1)]
    tail = value & (256 ** (5 - parts) - 1)
    spelt = ".".join(_number(part, how) for part, how in zip([*head, tail], notations, strict=False))
    if wide:
        spelt = spelt.translate({ord(sign): ord(sign) - 0x30 + 0xFF10 for sign in "0123456789"})
    spelt += "." if dot else ""
    assert hosts.parse(spelt).address == IPv4Address(value)
    for typed in (f"http://{spelt}/", f"https://{spelt}:8443/", f"//{spelt}"):
        with pytest.raises(Refused, match="address_refused"):
            understand(typed)


LINE = st.one_of(
    st.binary(max_size=40).filter(lambda line: b"\n" not in line),
    st.sampled_from(
        [b"GET http://a.example/ HTTP/1.1", b"CONNECT a.example:443 HTTP/1.1", b"Host: a.example", b"Host: a.example:443", b"Content-Length: 3",
         b"Transfer-Encoding: chunked", b"Connection: close, host", b" folded", b"HTTP/1.1 200 OK", b"HTTP/1.0 101 x", b"Upgrade: websocket"],
    ),
)  # fmt: skip


@given(st.lists(LINE, min_size=1, max_size=8))
def test_a_head_is_understood_or_refused(lines):
    with contextlib.suppress(heads.Garbled):
        request = heads.parse_request(lines)
        assert len(request.fields.every(b"host")) == 1
        assert isinstance(request.wants_websocket, bool)
        out = heads.write(b"GET / HTTP/1.1", request.fields.forwarded())
        assert out.count(b"\n") == out.count(b"\r\n")
    with contextlib.suppress(heads.Garbled):
        response = heads.parse_response(lines, b"GET")
        out = heads.write(b"HTTP/1.1 200 OK", response.fields.forwarded())
        assert out.count(b"\n") == out.count(b"\r\n")
        assert out.count(b"\r") == out.count(b"\n")
