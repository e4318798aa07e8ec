"""Pages in real browsers, as the server opens them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cobrowse.browser import programs
from cobrowse.browser.tab import Tab
from cobrowse.house import House
from cobrowse.page import Page
from cobrowse.ports import Limits, OfferedFile, OwnAddresses, Policy, Refused, TabAddress
from tests.cobrowse.browser.site import Site
from tests.patience import PATIENCE


class Owner:
    """Background work with an owner; a failure of it fails the test that looks."""

    def __init__(self) -> None:
        self.tasks: set[asyncio.Task[Any]] = set()
        self.failures: list[BaseException] = []

    def start(self, name, work):
        task = asyncio.get_running_loop().create_task(work, name=name)
        self.tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.failures.append(task.exception())

    async def close(self) -> None:
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


@dataclass
class Cupboard:
    """The files of one session."""

    offers: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    kept: list[tuple[str, bytes, str | None]] = field(default_factory=list)

    async def offered(self) -> tuple[OfferedFile, ...]:
        return tuple(OfferedFile(one, name, len(data), "text/plain") for one, (name, data) in self.offers.items())

    async def fetch(self, file_id: str, folder: Path) -> Path:
        if file_id not in self.offers:
            raise Refused("no_file")
        name, data = self.offers[file_id]
        path = folder / name
        path.write_bytes(data)
        return path

    async def keep(self, path: Path, name: str, driver: str | None) -> str:
        self.kept.append((name, await asyncio.to_thread(path.read_bytes), driver))
        return f"file-{len(self.kept)}"


class Ear:
    """Hears what a page tells, and can wait for something."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.sites: list[str] = []
        self.remembered: tuple[tuple[TabAddress, ...], int] = ((), 0)
        self.endings: list[str] = []
        self._news = asyncio.Event()

    def told(self, message, only=None) -> None:
        self.messages.append(message if only is None else message | {"only": only})
        self._news.set()

    def site(self, host) -> None:
        self.sites.append(host)
        self._news.set()

    def remember(self, tabs, active) -> None:
        self.remembered = tabs, active
        self._news.set()

    def ended(self, code) -> None:
        self.endings.append(code)
        self._news.set()

    def last(self, kind: str) -> dict[str, Any]:
        return next((message for message in reversed(self.messages) if message["type"] == kind), {})

    def notices(self) -> list[str]:
        return [message["code"] for message in self.messages if message["type"] == "notice"]

    async def until(self, holds: Callable[[], Any]) -> Any:
        """What `holds` gives once it is true; looks after each piece of news."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not (found := holds()):
                    self._news.clear()
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(0.5):
                            await self._news.wait()
                return found
        except TimeoutError:
            raise AssertionError(f"it did not come; last: {self.messages[-3:]}") from None

    async def dialog(self, kind: str) -> dict[str, Any]:
        """The next open question of this kind."""

        def asked() -> dict[str, Any] | None:
            closed = {message["id"] for message in self.messages if message["type"] == "dialog_closed"}
            open_ = [m for m in self.messages if m["type"] == "dialog" and m["id"] not in closed and m["kind"] == kind]
            return open_[-1] if open_ else None

        return await self.until(asked)

    async def notice(self, code: str) -> dict[str, Any]:
        return await self.until(
            lambda: next((m for m in self.messages if m["type"] == "notice" and m["code"] == code), None)
        )


@dataclass
class Desk:
    """One open page with all around it."""

    page: Page
    ear: Ear
    files: Cupboard
    site: Site
    session: str

    @property
    def tab(self) -> Tab:
        assert self.page.front is not None
        return self.page.front

    @property
    def engine(self):
        return self.page.engine

    def state(self) -> dict[str, Any]:
        return self.page.snapshot()

    async def go(self, path: str, title: str | None = None, host: str = "127.0.0.1") -> None:
        """Visit a page of the test's site and wait until it stands there."""
        url = self.site.url(path, host)
        await self.page.visit(url)
        await self.ear.until(lambda: self.tab.address == url and not self.tab.loading)
        if title is not None:
            await self.titled(title)

    async def titled(self, title: str) -> None:
        await self.ear.until(lambda: self.tab.title == title)

    async def click(self, selector: str) -> None:
        """Press a thing on the page; does not wait for what comes of it, which may be a question."""
        box = await self.tab.page.locator(selector).bounding_box()
        assert box is not None, f"{selector} is not there"
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        width, height = (await self.measure())[:2]
        self.page.drive("ann", self.page.driver[1] + 1)
        spot = {"x": x / width, "y": y / height}
        events = [{"k": "move", **spot}, {"k": "down", **spot, "b": 0, "n": 1}, {"k": "up", **spot, "b": 0}]
        await self.page.input("ann", self.page.driver[1], events)

    async def measure(self) -> list[float]:
        """Inner width and height in CSS pixels, and device pixels for each."""
        return list(await self.tab.page.evaluate("[innerWidth, innerHeight, devicePixelRatio]"))


def policy(site: Site, **given: Any) -> Policy:
    return Policy(exceptions=site.exceptions, **given)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site() -> AsyncIterator[Site]:
    site = Site()
    await site.start()
    yield site
    await site.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def new_house(tmp_path) -> AsyncIterator[Callable[..., Any]]:
    """`await new_house(pages=1)`: a house of the test's own."""
    made: list[tuple[House, Owner]] = []

    async def make(**limits: Any) -> House:
        owner = Owner()
        made_here = House(
            tmp_path / f"pages-{len(made)}", Limits(**{"spare": False, **limits}), owner.start, OwnAddresses()
        )
        made.append((made_here, owner))
        await made_here.start()
        _need(made_here)
        return made_here

    yield make
    for house, owner in made:
        await house.aclose()
        await owner.close()
        assert not owner.failures, owner.failures


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_house(tmp_path_factory) -> AsyncIterator[House]:
    owner = Owner()
    house = House(
        tmp_path_factory.mktemp("house"),
        Limits(spare=False, pages=3, tabs=6, download_mb=2, memory_mb=1200),
        owner.start,
        OwnAddresses(),
    )
    await house.start()
    _need(house)
    yield house
    await house.aclose()
    await owner.close()
    assert not owner.failures, owner.failures


def _need(house: House) -> None:
    if programs.chromium() is None:
        pytest.skip("Chromium is not installed here; `make test` says how to get it")
    assert house.able().code == "", house.able()


async def sit(house: House, site: Site, session: str, *paths: str, **given: Any) -> Desk:
    """Open a page; the addresses are of the test's site."""
    ear, files = Ear(), Cupboard()
    size = {"width": 800, "height": 600} | {k: given.pop(k) for k in ("width", "height", "ratio") if k in given}
    restore = tuple(TabAddress(site.url(path)) for path in paths)
    page = await house.open(session, policy(site, **given), files, ear, restore=restore, **size)
    return Desk(page, ear, files, site, session)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _shared_desk(shared_house, site) -> AsyncIterator[Desk]:
    yield await sit(shared_house, site, "shared")
    await shared_house.close("shared")


@pytest_asyncio.fixture(loop_scope="session")
async def desk(_shared_desk) -> AsyncIterator[Desk]:
    """A page that tests share, with one blank tab and nothing told yet."""
    desk = _shared_desk
    strip = desk.page._run.tabs
    fresh = await strip.open()
    for tab in strip.all:
        if tab is not fresh:
            await strip.close(tab)
    desk.ear.__init__()
    desk.files.offers.clear()
    desk.files.kept.clear()
    await desk.page.update_policy(policy(desk.site))
    await desk.page.resize(800, 600)
    yield desk


@pytest_asyncio.fixture(loop_scope="session")
async def open_desk(shared_house, site) -> AsyncIterator[Callable[..., Any]]:
    """`await open_desk("p/plain")`: a page of the test's own, closed afterwards."""
    opened: list[str] = []

    async def open_(*paths: str, **given: Any) -> Desk:
        session = f"own-{len(opened)}"
        opened.append(session)
        return await sit(shared_house, site, session, *paths, **given)

    yield open_
    for session in opened:
        await shared_house.close(session)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody trusts, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return folder / "cert.pem", folder / "key.pem"
