"""When a page does not show: our own codes, and never Chromium's own error page."""

import asyncio
import contextlib
import socket
import ssl

import pytest
from playwright.async_api import Error as PlaywrightError

from cobrowse.browser import faults, icons
from cobrowse.browser.tab import clean
from tests.cobrowse.browser.pixels import share_of
from tests.cobrowse.browser.site import PNG

pytestmark = [pytest.mark.browser, pytest.mark.light, pytest.mark.asyncio(loop_scope="session")]


async def failed(desk, address: str) -> dict[str, str]:
    await desk.page.visit(address)
    await desk.ear.until(lambda: desk.tab.error and not desk.tab.loading)
    return desk.state()["error"]


async def jump(desk, address: str) -> None:
    """Have the page itself go elsewhere."""
    # Where the next page comes at once, there is nobody left to answer.
    with contextlib.suppress(PlaywrightError):
        await desk.tab.page.evaluate("(address) => { location.href = address }", address)


async def all_white(desk) -> bool:
    for _ in range(50):
        if share_of(desk.engine, (255, 255, 255), 800, 600) == 1.0:
            return True
        await asyncio.sleep(0.1)
    return False


async def test_unknown_name(desk):
    assert await failed(desk, "http://bestaat-niet.example/") == {
        "code": "name_unknown",
        "host": "bestaat-niet.example",
    }
    assert desk.tab.address == "http://bestaat-niet.example/"
    assert await all_white(desk)


async def test_address_bar_tries_the_unencrypted_site_when_nobody_answers_securely(desk):
    # Typed without a scheme: https is tried first, and this server speaks http only.
    await desk.page.visit(f"een.localhost:{desk.site.port}/p/plain")
    await desk.titled("Gewone pagina")
    assert desk.tab.address == desk.site.url("p/plain", "een.localhost")
    assert desk.tab.error is None


async def test_private_address_is_refused_before_and_behind_the_address_bar(desk):
    assert (await failed(desk, "http://10.0.0.1/"))["code"] == "address_refused"
    await desk.go("p/plain", "Gewone pagina")
    assert desk.state()["error"] is None
    await jump(desk, "http://10.0.0.1/")
    # The refusal is known before the page in its place stands there, from which the next jump is made.
    await desk.ear.until(lambda: desk.tab.error and desk.tab.can_back and not desk.tab.loading)
    assert desk.state()["error"] == {"code": "address_refused", "host": "10.0.0.1"}
    await jump(desk, "https://10.0.0.2/")
    await desk.ear.until(lambda: desk.tab.error == {"code": "address_refused", "host": "10.0.0.2"})
    await desk.page.back()
    await desk.ear.until(lambda: desk.tab.address.startswith("http://10.0.0.1"))


async def test_blocked_site_is_said_to_be_blocked(desk):
    from tests.cobrowse.browser.conftest import policy

    await desk.page.update_policy(policy(desk.site, block=("twee.localhost",)))
    assert (await failed(desk, desk.site.url("p/plain", "twee.localhost")))["code"] == "page_blocked"
    await desk.go("p/plain", "Gewone pagina")
    await desk.tab.page.evaluate(
        f"void setTimeout(() => location.href = '{desk.site.url('p/second', 'twee.localhost')}', 50)"
    )
    await desk.ear.until(lambda: desk.tab.error)
    assert desk.state()["error"] == {"code": "page_blocked", "host": "twee.localhost"}


async def test_nobody_listens(desk):
    from dataclasses import replace

    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    await desk.page.update_policy(replace(desk.page.policy, exceptions=(f"127.0.0.1:{port}",)))
    assert (await failed(desk, f"http://127.0.0.1:{port}/"))["code"] == "unreachable"


async def test_certificate_that_is_not_trusted_cannot_be_passed(desk, certificate):
    from dataclasses import replace

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    served: list[bytes] = []

    async def serve(reader, writer) -> None:
        served.append(await reader.read(100))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    try:
        await desk.page.update_policy(replace(desk.page.policy, exceptions=(f"127.0.0.1:{port}",)))
        error = await failed(desk, f"https://127.0.0.1:{port}/")
        assert error == {"code": "certificate", "host": "127.0.0.1"}
        assert desk.state()["tabs"][0]["secure"] is False
        assert await all_white(desk)
        # The words that pass Chromium's own warning do nothing here.
        desk.page.drive("ann", desk.page.driver[1] + 1)
        for letter in "thisisunsafe":
            key = {"k": "key", "key": letter, "code": f"Key{letter.upper()}"}
            await desk.page.input("ann", desk.page.driver[1], [{**key, "p": "down"}, {**key, "p": "up"}])
        await asyncio.sleep(1)
        assert desk.state()["error"] == error
        assert not any(b"GET" in request for request in served)
    finally:
        server.close()


async def test_redirects_that_never_end(desk):
    assert (await failed(desk, desk.site.url("round")))["code"] == "redirect_loop"


async def test_login_of_the_browser_itself_is_not_asked_for(desk):
    assert (await failed(desk, desk.site.url("private"))) == {"code": "login_refused", "host": "127.0.0.1"}


async def test_error_goes_when_the_next_page_comes(desk):
    await failed(desk, "http://bestaat-niet.example/")
    await desk.go("p/plain", "Gewone pagina")
    assert desk.state()["error"] is None


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        ("net::ERR_CERT_DATE_INVALID", "certificate"),
        ("net::ERR_SSL_PROTOCOL_ERROR", "no_secure_connection"),
        ("net::ERR_CONNECTION_RESET", "unreachable"),
        ("net::ERR_TUNNEL_CONNECTION_FAILED", "unreachable"),
        ("net::ERR_ABORTED", ""),
        ("", ""),
        ("net::ERR_SOMETHING_NEW", "page_failed"),
        ("net::ERR_BLOCKED_BY_ADMINISTRATOR", "address_refused"),
    ],
)
async def test_every_failure_has_a_code(failure, code):
    assert faults.of(failure) == code


async def test_only_small_known_pictures_are_icons():
    assert icons.media_type(PNG) == "image/png"
    assert icons.media_type(PNG + bytes(icons.MOST_BYTES)) == ""
    assert icons.media_type(b"<svg onload=alert(1)>") == ""
    assert icons.media_type(b"") == ""


async def test_shown_addresses_hold_no_secrets():
    assert clean("https://jan:geheim@bank.example/a?b#c") == "https://bank.example/a?b#c"
    assert clean("about:blank") == ""
    assert clean("chrome-error://chromewebdata/") == ""
    assert clean("http://[kapot") == "http://[kapot"
    assert len(clean("data:text/html," + "x" * 100_000)) <= 4096
