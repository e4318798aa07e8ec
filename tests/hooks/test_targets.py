"""Where messages may not go: nothing that only this server can reach, under whatever name or notation."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address

import pytest

from cobrowse.egress.dial import NameUnknown
from cobrowse.egress.hosts import Address
from server.hooks.targets import Targets
from tests.hooks.office import Office
from tests.hooks.receiver import Receiver, receiving

HEADERS = {"webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": "v1,x"}


class Names:
    """A resolver that says what a test wants, and counts how often it is asked."""

    def __init__(self, **names: Sequence[str]) -> None:
        self.names = {name.replace("_", "."): list(found) for name, found in names.items()}
        self.asked: list[str] = []

    async def __call__(self, name: str) -> Sequence[Address]:
        self.asked.append(name)
        found = self.names.get(name.rstrip("."))
        if found is None:
            raise NameUnknown(name)
        return [ip_address(one) for one in found]


REFUSED = [
    "https://127.0.0.1/hook",
    "https://127.1/hook",
    "https://2130706433/hook",
    "https://0x7f.0.0.1/hook",
    "https://0177.0.0.1/hook",
    "https://[::1]/hook",
    "https://[::ffff:127.0.0.1]/hook",
    "https://[64:ff9b::7f00:1]/hook",
    "https://localhost/hook",
    "https://printer.local/hook",
    "https://metadata.google.internal/computeMetadata/v1/",
    "https://10.0.0.8/hook",
    "https://192.168.1.1/hook",
    "https://172.16.4.4/hook",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.100.100.200/",
    "https://[fd00:ec2::254]/",
    "https://[fe80::1]/",
    "https://0.0.0.0/",
    "https://224.0.0.1/",
    "https://crm.example:25/",
    "https://crm.example:22/",
    "https://crm.example:6667/",
    "https://ann:secret@crm.example/hook",
    "https://crm.example@10.0.0.8/hook",
]
UNREADABLE = [
    "http://crm.example/hook",
    "crm.example/hook",
    "ftp://crm.example/",
    "javascript:alert(1)",
    "https://",
    "https:///x",
]


@pytest.mark.parametrize("url", REFUSED)
async def test_an_address_inside_is_refused_before_anything_is_kept(office: Office, url: str) -> None:
    answer = await office.admin.post("/webhooks", {"name": "x", "url": url, "kinds": ["envelope.sent"]})
    assert (answer.status, answer.code) == (422, "webhook_address_refused")
    assert (await office.admin.get("/webhooks"))["items"] == []


@pytest.mark.parametrize("url", UNREADABLE)
async def test_what_is_no_https_address_is_refused_with_what_to_do(office: Office, url: str) -> None:
    made = await office.webhook()
    answer = await office.admin.patch(f"/webhooks/{made['id']}", {"url": url})
    assert (answer.status, answer.code) == (422, "webhook_url_wrong")
    assert (await office.admin.get(f"/webhooks/{made['id']}"))["url"] == office.receiver.url


async def test_a_public_https_address_is_taken(office: Office) -> None:
    made = await office.webhook(url="https://CRM.example:8443/hook?office=1")
    assert made["url"] == "https://crm.example:8443/hook?office=1"


@pytest.fixture
async def inside() -> Receiver:  # type: ignore[misc]  # an async generator, as fixtures are
    async with receiving() as running:
        yield running


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["::1"], ["127.0.0.1", "93.184.216.34"], ["10.1.2.3"]])
async def test_a_public_name_that_leads_inside_is_not_followed(inside: Receiver, addresses: list[str]) -> None:
    names = Names(crm_example=addresses)
    targets = Targets((), tuple, names)
    outcome = await targets.post(f"https://crm.example:{inside.port}/hook", b"{}", HEADERS)
    assert outcome.error == "address_refused"
    assert inside.got == []


async def test_a_name_is_looked_up_once_and_the_connection_goes_to_what_was_vetted(inside: Receiver) -> None:
    """The name means something else a moment later; nobody asks again."""
    names = Names(crm_test=["127.0.0.1"])
    targets = Targets((f"crm.test:{inside.port}",), tuple, names)

    async def turning(name: str) -> Sequence[Address]:
        found = await Names.__call__(names, name)
        names.names["crm.test"] = ["127.0.0.99"]
        return found

    targets._resolve = turning
    outcome = await targets.post(f"http://crm.test:{inside.port}/hook", b"{}", HEADERS)
    assert (outcome.error, outcome.status) == ("", 204)
    assert names.asked == ["crm.test"]
    assert inside.got[0].headers["host"] == f"crm.test:{inside.port}"


async def test_an_exception_holds_for_its_port_alone(inside: Receiver) -> None:
    targets = Targets((f"127.0.0.1:{inside.port + 1 if inside.port < 65_535 else 1_024}",), tuple)
    outcome = await targets.post(f"http://127.0.0.1:{inside.port}/", b"{}", HEADERS)
    assert outcome.error in ("address_refused", "address_unreadable")
    assert inside.got == []
    targets.close()


async def test_our_own_places_are_refused_where_they_are_public() -> None:
    targets = Targets((), lambda: ("samen.example",), Names(samen_example=["93.184.216.34"]))
    assert (await targets.post("https://samen.example/hook", b"{}", HEADERS)).error == "address_refused"


async def test_what_goes_wrong_has_a_word_each(inside: Receiver) -> None:
    names = Names(open_test=["127.0.0.1"])
    places = (f"open.test:{inside.port}", "open.test:1", f"gone.test:{inside.port}")
    targets = Targets(places, tuple, names)
    assert (await targets.post("http://open.test:1/", b"{}", HEADERS)).error == "unreachable"
    assert (await targets.post(f"http://gone.test:{inside.port}/", b"{}", HEADERS)).error == "name_unknown"
    # Plain HTTP answers where TLS is expected.
    assert (await targets.post(f"https://open.test:{inside.port}/", b"{}", HEADERS)).error == "tls_failed"


async def test_no_proxy_of_the_environment_is_used(inside: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    targets = Targets((inside.place,), tuple)
    assert (await targets.post(inside.url, b"{}", HEADERS)).error == ""
    targets.close()


async def test_only_administrators_see_and_change_webhooks(office: Office) -> None:
    made = await office.webhook()
    colleague = await office.service.colleague(office.admin)
    one = f"/webhooks/{made['id']}"
    for method, path, body in (
        ("GET", "/webhooks", None),
        ("POST", "/webhooks", {"name": "x", "url": "https://a.example/", "kinds": ["envelope.sent"]}),
        ("GET", one, None),
        ("PATCH", one, {"active": False}),
        ("DELETE", one, None),
        ("POST", f"{one}/secret", None),
        ("POST", f"{one}/test", None),
        ("GET", f"{one}/deliveries", None),
        ("POST", f"{one}/deliveries/resend-failed", None),
    ):
        assert (await colleague.call(method, path, body)).code == "not_allowed", (method, path)


async def test_a_removed_webhook_takes_what_waits_along(office: Office) -> None:
    made = await office.webhook()
    await office.happens(office.envelope(), "sent", 1)
    assert (await office.admin.delete(f"/webhooks/{made['id']}")).status == 204
    assert await office.send_all() == 0
    assert (await office.admin.get(f"/webhooks/{made['id']}")).code == "not_found"


async def test_an_office_has_twenty_webhooks_at_most(office: Office) -> None:
    for _ in range(20):
        await office.webhook()
    answer = await office.admin.post("/webhooks", {"name": "x", "url": office.receiver.url, "kinds": ["envelope.sent"]})
    assert answer.code == "too_many_webhooks"


@pytest.mark.parametrize("kinds", [[], ["envelope.opened"], ["webhook.test"]])
async def test_only_known_events_can_be_asked_for(office: Office, kinds: list[str]) -> None:
    answer = await office.admin.post("/webhooks", {"name": "x", "url": office.receiver.url, "kinds": kinds})
    assert answer.code == "invalid_input"
