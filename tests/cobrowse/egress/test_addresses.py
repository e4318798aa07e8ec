"""The address bar understands what people type, and nothing that could hurt them."""

import pytest

from cobrowse.egress import hosts
from cobrowse.egress.addresses import MAX_TYPED, check_search, shown, understand
from cobrowse.egress.gate import Rules
from cobrowse.egress.lists import Lists
from cobrowse.egress.vet import Exceptions
from cobrowse.ports import Refused

RULES = Rules(
    lists=Lists.parse(block=["*.casino.example"]),
    exceptions=Exceptions.parse(["localhost:3000", "127.0.0.1:8123", "[::1]:8123", "intranet.local:443", "kiosk:80"]),
)
SEARCH = "https://zoek.example/?q={words}"


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("bank.example", "https://bank.example/"),
        ("  BANK.Example.  ", "https://bank.example/"),
        ("bank.example/Pad?q=1#deel", "https://bank.example/Pad?q=1#deel"),
        ("http://bank.example", "http://bank.example/"),
        ("HTTPS://Bank.Example/A", "https://bank.example/A"),
        ("https://bank.example/een twee/é", "https://bank.example/een%20twee/%C3%A9"),
        ("https://bank.example?q=%20", "https://bank.example/?q=%20"),
        ("bank.example:8443/a", "https://bank.example:8443/a"),
        ("bank.example:80", "http://bank.example/"),
        ("//bank.example/a", "https://bank.example/a"),
        ("münchen.example", "https://xn--mnchen-3ya.example/"),
        ("bank。example", "https://bank.example/"),
        ("8.8.8.8", "https://8.8.8.8/"),
        ("https://[2606:4700::1111]:8443/", "https://[2606:4700::1111]:8443/"),
        ("localhost:3000/app", "http://localhost:3000/app"),
        ("127.0.0.1:8123", "http://127.0.0.1:8123/"),
        ("[::1]:8123", "http://[::1]:8123/"),
        ("intranet.local", "https://intranet.local/"),
        ("kiosk", "http://kiosk/"),
        ("hypotheek rente", "https://zoek.example/?q=hypotheek%20rente"),
        ("hypotheek", "https://zoek.example/?q=hypotheek"),
        ("wat kost 3.14?", "https://zoek.example/?q=wat%20kost%203.14%3F"),
        ("3.14", "https://zoek.example/?q=3.14"),
        ("2026", "https://zoek.example/?q=2026"),
        ("en/of", "https://zoek.example/?q=en%2Fof"),
        ("vraag: hoe werkt dit", "https://zoek.example/?q=vraag%3A%20hoe%20werkt%20dit"),
        ("rente:hypotheek", "https://zoek.example/?q=rente%3Ahypotheek"),
        ("c&a #1 =x", "https://zoek.example/?q=c%26a%20%231%20%3Dx"),
        ("localhost", "https://zoek.example/?q=localhost"),
    ],
)
def test_what_is_typed_leads_somewhere(typed, url):
    assert understand(typed, RULES, SEARCH).url == url


def test_tls_is_tried_first_and_plain_http_is_known_as_the_second_way():
    guess = understand("bank.example/a", RULES)
    assert (guess.url, guess.fallback) == ("https://bank.example/a", "http://bank.example/a")
    assert understand("https://bank.example", RULES).fallback == ""
    assert understand("bank.example:443", RULES).fallback == ""
    assert understand("intranet.local", RULES).fallback == "", "port 80 is no exception there"


def refusal(typed, search=SEARCH):
    with pytest.raises(Refused) as found:
        understand(typed, RULES, search)
    return found.value.code


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "JavaScript: alert(1)", "java\tscript:alert(1)", "file:///etc/passwd", "FILE:/etc/passwd",
        "data:text/html,<h1>x", "view-source:https://bank.example", "chrome://settings", "chrome:version",
        "about:blank", "blob:https://bank.example/1", "filesystem:https://bank.example/1", "ftp://bank.example",
        "devtools://devtools/bundled/inspector.html", "chrome-extension://abc/x.html", "intent://bank.example#Intent;end",
        "ws://bank.example", "mailto:a@bank.example", "vbscript:x", "unknown://bank.example", "res:/x", "ms-settings:x",
    ],
)  # fmt: skip
def test_other_schemes_are_refused(typed):
    assert refusal(typed) in ("address_refused", "address_unreadable")


@pytest.mark.parametrize(
    "typed",
    [
        "https://jan@bank.example", "https://jan:geheim@bank.example/", "https://bank.example@evil.example", "jan@bank.example",
        "https://bank.example%40evil.example@x.example", "http:bank.example", "https:/bank.example", "https:\\\\bank.example",
        "bank.example:22", "https://bank.example:25", "https://bank.example:6000", "localhost:3001", "https://localhost:3000.example@x",
        "http://127.0.0.1/", "127.0.0.1", "127.0.0.1:8124", "http://0x7f.1/", "//0x7f.1", "http://2130706433/", "http://0177.0.0.1",
        "http://127.1", "http://[::1]/", "[::1]:80", "http://[::ffff:127.0.0.1]/", "http://１２７.0.0.1/", "１２７.0.0.1",
        "http://127。0。0。1/", "http://%31%32%37.0.0.1/", "http://127.0.0.1./", "http://10.0.0.1/", "192.168.1.1", "http://169.254.169.254/latest/",
        "http://[fd00:ec2::254]/", "http://localhost", "http://a.localhost/", "http://router.lan", "http://printer.local",
        "http://metadata.google.internal/", "http://intranet/", "http://intranet.local/", "http://0/", "http://0.0.0.0:8123/",
    ],
)  # fmt: skip
def test_private_places_disguises_and_other_ports_are_refused(typed):
    assert refusal(typed) == "address_refused"


@pytest.mark.parametrize(
    "typed",
    [
        "bank.example\nx", "bank\x00.example", "bank.example\u202e", "https://bank.example/\u202egpj.exe", "a \u2066b",
        "https://ba\u200bnk.example", "https://", "https:///pad", "https://bank example/", "https://bank.example:99999",
        "https://bank.example:0", "https://bank.example:x", "https://[::1", "https://[fe80::1%25eth0]/", "https://[::1]x/",
        "https://1.2.3.4.5/", "https://999.1.1.1/", "https://bank_.-x/", "https://-bank.example", "https://" + "a" * 64 + ".example",
        "https://" + "a." * 130 + "example", "x" * (MAX_TYPED + 1), "https://bank.example\\@evil.example",
    ],
)  # fmt: skip
def test_what_cannot_be_an_address_is_said_to_be_unreadable(typed):
    assert refusal(typed) in ("address_unreadable", "address_refused")


def test_refusals_have_their_own_codes():
    assert refusal("   ") == "address_empty"
    assert refusal("twee woorden", search="") == "search_off"
    assert refusal("www.casino.example") == "page_blocked"
    assert refusal("https://bank.example:99999") == "address_unreadable"


@pytest.mark.parametrize(
    ("template", "good"),
    [
        (SEARCH, True),
        ("https://zoek.example/{words}", True),
        ("http://zoek.example/?q={words}", False),
        ("https://zoek.example/?q=", False),
        ("https://{words}.example/", False),
        ("https://zoek.example/?q={words}&r={words}", False),
        ("https://127.0.0.1/?q={words}", False),
        ("javascript:alert('{words}')", False),
        ("https://a@zoek.example/?q={words}", False),
    ],
)
def test_a_search_engine_is_a_public_https_address_with_one_place_for_words(template, good):
    if good:
        check_search(template)
    else:
        with pytest.raises(ValueError, match=r".*"):
            check_search(template)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("münchen.example", "münchen.example"),
        ("straße.example", "straße.example"),
        ("россия.example", "россия.example"),
        ("ελλάδα.example", "ελλάδα.example"),
        ("кіно.example", "кіно.example"),
        ("例え.example", "例え.example"),
        ("bank.example", "bank.example"),
        ("127.0.0.1", "127.0.0.1"),
        ("pаypal.example", "xn--pypal-4ve.example"),  # a Cyrillic а among Latin letters
        ("аррӏе.example", "xn--80ak6aa92e.example"),  # all Cyrillic, all Latin to the eye
        ("ıng.example", "xn--ng-gpa.example"),  # a dotless i
    ],
)
def test_a_name_that_could_be_taken_for_another_is_shown_in_punycode(typed, seen):
    assert shown(hosts.parse(typed).name) == seen


def test_punycode_that_means_nothing_stays_as_it_is():
    assert shown("xn--0.example") == "xn--0.example"
