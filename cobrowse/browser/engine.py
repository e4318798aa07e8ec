"""One running browser with everything that belongs to it: user, network, display, sound, proxy, profile."""

import asyncio
import contextlib
import json
import os
import shlex
import shutil
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import structlog
from playwright.async_api import BrowserContext, CDPSession, Playwright
from playwright.async_api import Error as PlaywrightError

from cobrowse.browser import display, flags, network, processes, programs, users, walls
from cobrowse.egress.dial import Resolve
from cobrowse.egress.gate import Rules
from cobrowse.egress.proxy import Door, Proxy
from cobrowse.ports import Limits, OwnAddresses, Policy, Unable
from cobrowse.rtc.daemon import Owner
from cobrowse.rtc.sound import PageSound

log = structlog.get_logger(__name__)

Spawn = Callable[[str, Coroutine[Any, Any, Any]], asyncio.Task[Any]]

_START_WITHIN: Final = 30.0
_CLOSE_WITHIN: Final = 2.0
_START_SIZE: Final = (1280, 720)
# Where Chromium asks for news of its own, which no page needs.
_CHATTER: Final = ("update.googleapis.com", "clients2.google.com", "optimizationguide-pa.googleapis.com")
_SMALL_SHARED_MEMORY: Final = 512 * 2**20


@dataclass(frozen=True, slots=True)
class Workshop:
    """What every browser of this process is made with."""

    driver: Playwright
    program: Path
    walls: walls.Walls
    folder: Path  # of all pages; other users may pass through it
    limits: Limits
    resolve: Resolve
    own: OwnAddresses
    spawn: Spawn
    screens: bool  # whether Xvfb is there; without it browsers have no window


class Engine:
    """Start it with `start`; after `close` nothing of it is left.

    `died` is called once when it ends by itself: "browser_died" or "display_died". `refused(host, code)` is called for
    requests that the proxy refuses.
    """

    def __init__(self, workshop: Workshop, language: str) -> None:
        self.workshop = workshop
        self.language = language
        self.folder = _new_folder(workshop.folder)
        self.died: Callable[[str], None] = lambda code: None
        self.refused: Callable[[str, str], None] = lambda host, code: None
        self.closed: Callable[[], None] = lambda: None
        self.failed = ""
        self.user: users.User | None = None
        self.screen: display.Screen | None = None
        self.sound: PageSound | None = None
        self.proxy: Proxy | None = None
        self._network: network.Network | None = None
        self._context: BrowserContext | None = None
        self._closing = False
        self._watching: asyncio.Task[Any] | None = None

    @property
    def uid(self) -> int | None:
        """The browser's user; None for the server's own."""
        return None if self.user is None else self.user.uid

    @property
    def context(self) -> BrowserContext:
        """The browser; only after `start`."""
        if self._context is None:
            raise Unable("start_failed")
        return self._context

    @property
    def profile(self) -> Path:
        """Chromium's own folder."""
        return self.folder / "profile"

    @property
    def downloads(self) -> Path:
        """Where downloads are written."""
        return self.folder / "downloads"

    @property
    def uploads(self) -> Path:
        """From where the browser may read files that people choose."""
        return self.folder / "uploads"

    async def start(self) -> "Engine":
        """Start everything. Raises Unable; then nothing is left of it."""
        try:
            async with asyncio.timeout(_START_WITHIN):
                await self._start()
        except BaseException as fault:
            await self.close()
            if isinstance(fault, LookupError):
                raise Unable("no_user") from None
            if isinstance(fault, PlaywrightError | OSError | TimeoutError):
                log.warning("A browser did not start.", reason=str(fault).splitlines()[0][:200])
                raise Unable("start_failed") from None
            raise
        return self

    async def browser_session(self) -> CDPSession:
        """A DevTools session of the whole browser; the caller detaches it."""
        browser = self.context.browser
        if browser is None:
            raise Unable("start_failed")
        return await browser.new_browser_cdp_session()

    def rule(self, policy: Policy) -> None:
        """From now on this policy counts for everything that the browser asks of the network. Raises ValueError."""
        if self.proxy is not None:
            quiet = replace(policy, block=(*policy.block, *_CHATTER))
            self.proxy.replace(Rules.of(quiet, self.workshop.own))

    def pids(self) -> list[int]:
        """Its processes, the display's and the sound's included."""
        if self.user is not None:
            return users.processes(self.user.uid)
        roots = [
            self._pid(),
            0 if self.screen is None else self.screen.pid,
            0 if self.sound is None else self.sound.pid or 0,
        ]
        return [pid for root in roots if root for pid in processes.tree(root)]

    def give(self, path: Path) -> None:
        """Let the browser's user own a file or folder."""
        if self.user is not None:
            os.chown(path, self.user.uid, self.user.uid, follow_symlinks=False)

    async def close(self) -> None:
        """End it; afterwards no process, file or socket of it is left."""
        self._closing = True
        mine = self.pids()
        if self._watching is not None:
            self._watching.cancel()
        if self._context is not None:
            with contextlib.suppress(PlaywrightError, TimeoutError):
                async with asyncio.timeout(_CLOSE_WITHIN):
                    await self._context.close()
        if self.sound is not None:
            await self.sound.close()
        if self.screen is not None:
            await self.screen.close()
        if not await processes.end(mine, uid=self.uid, last=self._pid()):
            log.error("Processes of a page could not be ended.")
        if self.proxy is not None:
            await self.proxy.aclose()
        if self._network is not None:
            self._network.close()
        await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)
        if self.user is not None:
            self.user.release()
            self.user = None
        self.closed()

    def driver_died(self) -> None:
        """Playwright's helper is gone; nothing can be said to this browser any more."""
        self._context = None
        self._die("browser_died")

    async def _start(self) -> None:
        shop = self.workshop
        if shop.walls.users:
            self.user = users.take()
        for own in (self.profile, self.downloads, self.uploads):
            own.mkdir(mode=0o700)
            self.give(own)
        if shop.walls.networks:
            self._network = await asyncio.to_thread(network.make)
        self.proxy = Proxy(Rules.of(Policy(allow=("none.invalid",)), shop.own), shop.resolve, refused=self._refuse)
        door = await self.proxy.open(None if self._network is None else self._network.door)
        _write_profile(self, door)
        prefix = walls.priority(shop.limits.nice, self.uid, mortal=True)
        owner = None if self.uid is None else Owner(self.uid, self.uid)
        self.sound = PageSound(self.folder / "sound", owner, shop.spawn)
        if shop.screens:
            self.screen, _ = await asyncio.gather(display.start(self.folder, prefix, self.uid), self.sound.start())
        else:
            await self.sound.start()
        await self._launch(door)

    async def _launch(self, door: Door) -> None:
        shop, screen, sound = self.workshop, self.screen, self.sound
        environment = _environment(self)
        if screen is not None:
            environment |= screen.display.environment
        arguments = [*flags.SWITCHES, *_switches(self, door)]
        if sound is not None:
            environment |= sound.environment
            arguments += sound.arguments
        self._context = await shop.driver.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=str(self._write_command()),
            # All of it is said by us: Playwright's own defaults switch off protections that a stranger's page needs.
            ignore_default_args=True,
            args=[*arguments, "about:blank"],
            headless=screen is None,
            chromium_sandbox=True,
            no_viewport=True,
            accept_downloads=True,
            downloads_path=str(self.downloads),
            env={**environment},
            proxy={"server": door.server, "username": door.username, "password": door.password}
            if door.password
            else None,
            timeout=_START_WITHIN * 1000,
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
        self._context.on("close", lambda _: self._die("browser_died"))
        if screen is not None:
            self._watching = shop.spawn("display of a page", self._watch(screen))

    async def _watch(self, screen: display.Screen) -> None:
        await screen.died()
        self._die("display_died")

    def _die(self, code: str) -> None:
        if not self._closing and not self.failed:
            self.failed = code
            self.died(code)

    def _refuse(self, host: str, code: str) -> None:
        if host not in _CHATTER:
            self.refused(host, code)

    def _pid(self) -> int:
        try:
            return int((self.folder / "pid").read_text())
        except (OSError, ValueError):
            return 0

    def _write_command(self) -> Path:
        """The program that Playwright starts: it builds the walls and becomes the browser."""
        readable = [] if self.screen is None else [self.screen.display.auth, self.screen.display.socket]
        if self.sound is not None:
            readable += self.sound.folders
        sight = walls.Sight((self.profile, self.downloads), (*readable, self.uploads))
        shop = self.workshop
        command = walls.around(shop.walls, self._network, shop.limits.nice, self.uid, sight)
        path = self.folder / "browser"
        line = shlex.join([*command, str(shop.program)])
        path.write_text(f'#!/bin/sh\necho $$ > {shlex.quote(str(self.folder / "pid"))}\nexec {line} "$@"\n')
        path.chmod(0o700)
        return path


def _environment(engine: Engine) -> dict[str, str]:
    """All that the browser finds in its environment: nothing of ours."""
    # Programs that Chromium would start for others (xdg-open for mailto:) are not found.
    path = os.defpath if programs.is_script(engine.workshop.program) else "/nonexistent"
    return {
        "PATH": path,
        "HOME": str(engine.profile),
        "TMPDIR": "/tmp" if engine.workshop.walls.bubblewrap else str(engine.profile),  # noqa: S108 - its own
        "LANG": "C.UTF-8",
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
        "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent",
        "NO_AT_BRIDGE": "1",
    }


def _switches(engine: Engine, door: Door) -> list[str]:
    width, height = _START_SIZE
    heap = max(256, engine.workshop.limits.memory_mb * 2 // 3)
    switches = [
        f"--user-data-dir={engine.profile}",
        f"--proxy-server={door.server}",
        f"--window-size={width},{height}",
        f"--lang={engine.language}",
        f"--js-flags=--max-old-space-size={heap}",
    ]
    if engine.screen is None:
        switches.append("--headless=new")
    if not engine.workshop.walls.bubblewrap and _shared_memory() < _SMALL_SHARED_MEMORY:
        switches.append("--disable-dev-shm-usage")
    return switches


def _shared_memory() -> int:
    try:
        found = os.statvfs("/dev/shm")  # noqa: S108 - asked for its size only
    except OSError:
        return 0
    return found.f_bavail * found.f_frsize


def _write_profile(engine: Engine, door: Door) -> None:
    default = engine.profile / "Default"
    default.mkdir(mode=0o700)
    written = {
        default / "Preferences": json.dumps(flags.preferences(engine.language)),
        engine.profile / "Local State": json.dumps(flags.local_state(door.server if door.password else "")),
        engine.profile / "First Run": "",
    }
    for path, text in written.items():
        path.write_text(text)
        path.chmod(0o600)
        engine.give(path)
    engine.give(default)


def _new_folder(parent: Path) -> Path:
    folder = parent / os.urandom(8).hex()
    folder.mkdir()
    folder.chmod(0o711)
    return folder
