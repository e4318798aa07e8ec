"""Displays to capture, and streams that are ended with the test."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from cobrowse.picture.damage import DamageSource
from cobrowse.picture.ports import Source, Wants
from cobrowse.picture.stream import Stream
from cobrowse.picture.x11grab import X11GrabSource
from tests.cobrowse.picture.scenes import HEIGHT, WIDTH, InBrowser, Painted, Scene, XServer
from tests.cobrowse.picture.watching import Watcher
from tests.services.chromium import OpenPage
from tools import programs


@pytest.fixture
def x_server() -> Iterator[Callable[..., XServer]]:
    """Starts X servers: `x_server()`, `x_server((1920, 1080))`."""
    program = programs.xvfb()
    if program is None:
        pytest.skip("Xvfb is not installed here; docs/operating.md says what co-browsing needs")
    started: list[XServer] = []

    def start(size: tuple[int, int] = (WIDTH, HEIGHT), prefix: tuple[str, ...] = ()) -> XServer:
        # Not under pytest's folders: an X server of another user has to find its cookie.
        folder = Path(folders.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        started.append(XServer(program, folder, size, prefix))
        return started[-1]

    with ExitStack() as folders:
        yield start
        for server in started:
            server.close()


@pytest.fixture
def painted(x_server: Callable[..., XServer]) -> Iterator[Callable[..., Painted]]:
    """A display to paint on: `painted()` for capture by damage, `painted(X11GrabSource)` for the other."""
    made: list[Painted] = []

    def make(grabber: Any = DamageSource, server: XServer | None = None) -> Painted:
        made.append(Painted(server or x_server(), grabber))
        return made[-1]

    yield make
    for scene in made:
        scene.close()


@pytest_asyncio.fixture(loop_scope="session")
async def in_browser(open_page: OpenPage) -> InBrowser:
    """A page of the size of the other scenes."""
    page = await open_page(viewport={"width": WIDTH, "height": HEIGHT})
    scene = InBrowser(page)
    await scene.open()
    return scene


@pytest.fixture(params=["damage", "x11grab", "screencast"])
def scene(request: pytest.FixtureRequest) -> Scene:
    """The same scene through each of the three sources."""
    if request.param == "screencast":
        return request.getfixturevalue("in_browser")
    return request.getfixturevalue("painted")(DamageSource if request.param == "damage" else X11GrabSource)


class Streams:
    """Opens streams and seats."""

    def __init__(self) -> None:
        self.opened: list[Stream] = []
        self.lost = 0

    def __call__(self, source: Source, width: int = WIDTH, height: int = HEIGHT) -> Stream:
        stream = Stream(source, asyncio.get_running_loop(), width=width, height=height, lost=self._count)
        self.opened.append(stream)
        return stream

    def _count(self) -> None:
        self.lost += 1


@pytest_asyncio.fixture(loop_scope="session")
async def streams() -> AsyncIterator[Streams]:
    """`streams(source)` opens one."""
    opened = Streams()
    yield opened
    for stream in opened.opened:
        await stream.close()


def watch(stream: Stream, delay: float | None = 0.0, *, h264: bool = True, rate: float | None = None) -> Watcher:
    """A seat with a viewer in it."""
    watcher = Watcher(delay, rate)
    watcher.seat = stream.add(watcher, Wants(h264=h264))
    return watcher
