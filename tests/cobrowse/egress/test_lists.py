"""The office's lists."""

import pytest

from cobrowse.egress import hosts
from cobrowse.egress.lists import BadPattern, Lists, Pattern, site_matches


@pytest.mark.parametrize(
    ("pattern", "host", "port", "matches"),
    [
        ("bank.example", "bank.example", 443, True),
        ("Bank.Example.", "bank.example", 443, True),
        ("bank.example", "BANK.example.", 443, True),
        ("bank.example", "www.bank.example", 443, False),
        ("bank.example", "mybank.example", 443, False),
        ("*.bank.example", "www.bank.example", 443, True),
        ("*.bank.example", "a.b.bank.example", 443, True),
        ("*.bank.example", "bank.example", 443, True),
        ("*.bank.example", "mybank.example", 443, False),
        ("*.bank.example", "bank.example.evil.example", 443, False),
        ("*.example", "anything.example", 443, True),
        ("*", "anything.example", 443, True),
        ("*", "192.0.2.1", 443, True),
        ("bank.example:8443", "bank.example", 8443, True),
        ("bank.example:8443", "bank.example", 443, False),
        ("*.bank.example:8443", "www.bank.example", 8443, True),
        ("*:8443", "bank.example", 443, False),
        ("münchen.example", "xn--mnchen-3ya.example", 443, True),
        ("*.MÜNCHEN.example", "www.münchen.example", 443, True),
        ("0x7f.1", "127.0.0.1", 80, True),
        ("[::1]", "[0:0::1]", 80, True),
        ("[::1]:81", "[::1]", 80, False),
        ("127.0.0.1", "127.0.0.2", 80, False),
    ],
)
def test_a_pattern_matches(pattern, host, port, matches):
    assert Pattern.parse(pattern).matches(hosts.parse(host), port) is matches


@pytest.mark.parametrize(
    "text", ["", "bank.*", "*bank.example", "b*nk.example", "*.*.example", "**", "https://bank.example", "bank.example/path",
             "bank.example:", "bank.example:0", "bank.example:99999", "bank.example:x", "*.127.0.0.1", "a b", "user@bank.example", "*."],
)  # fmt: skip
def test_what_is_no_pattern_is_refused(text):
    with pytest.raises(BadPattern):
        Pattern.parse(text)


def test_block_is_stronger_than_allow():
    lists = Lists.parse(allow=["*.bank.example"], block=["secret.bank.example"])
    assert not lists.refuse(hosts.parse("www.bank.example"), 443)
    assert lists.refuse(hosts.parse("secret.bank.example"), 443)
    assert lists.refuse(hosts.parse("news.example"), 443)


def test_an_empty_list_allows_everything():
    assert not Lists().refuse(hosts.parse("news.example"), 443)
    assert Lists.parse(block=["*"]).refuse(hosts.parse("news.example"), 443)


def test_sites_of_other_rules_are_matched_the_same_way():
    assert site_matches("*.bank.example", "www.bank.example")
    assert not site_matches("bank.*", "bank.example")
    assert not site_matches("bank.example", "no host")
