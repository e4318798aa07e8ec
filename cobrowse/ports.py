"""What co-browsing asks of the house around it, and the words that its own parts share."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class MaskRule:
    """What an office hides: on sites that match `site` (a host pattern), everything that `selector` (CSS) finds."""

    site: str
    selector: str


@dataclass(frozen=True, slots=True)
class Policy:
    """How one office looks at web pages together; fixed when a page opens, replaced by `Page.update_policy`."""

    allow: tuple[str, ...] = ()  # host patterns ("bank.example", "*.bank.example"); empty means everything public
    block: tuple[str, ...] = ()  # host patterns, stronger than `allow`
    exceptions: tuple[str, ...] = ()  # "127.0.0.1:8123", "intranet.local:443": the only private addresses that open
    search: str = ""  # address with {words} in it; "" means that words are no address
    masks: tuple[MaskRule, ...] = ()
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class OwnAddresses:
    """Where this service and its stores are reached: never opened by a page, also where the address is public."""

    hosts: tuple[str, ...] = ()  # names or addresses, with or without ":port"; without one every port is meant


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page, and all pages of this process together, may use."""

    pages: int = 4  # at once; whoever comes later waits for a place
    memory_mb: int = 1536  # of one page's browser and display together, resident
    processes: int = 120  # of one page
    download_mb: int = 50  # one file
    downloads: int = 50  # files kept per page
    idle_minutes: float = 60.0  # without input, visit or dialog; 0 means never
    spare: bool = True  # keep one browser warm
    spare_free_mb: int = 1024  # no spare while less memory than this is free
    nice: int = 5  # of every process of a page
    tabs: int = 20
    pipeline: str = "auto"  # auto | damage | x11grab | screencast
    chromium: str = ""  # the program; "" means: look for it


@dataclass(frozen=True, slots=True)
class Ability:
    """Whether pages can be opened here, how their pictures are made, and why so."""

    code: str = ""  # "" when possible; else no_browser | no_user | no_display
    pipeline: str = "damage"  # damage | x11grab | screencast
    reason: str = ""  # why no better pipeline: no_xcffib | no_xvfb | forced | ""
    isolation: str = "user"  # bubblewrap | user | sandbox: what stands around the browser


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file of the session that a page's file chooser may be given."""

    id: str
    name: str
    size: int  # bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class TabAddress:
    """What is needed to bring one tab back."""

    address: str


class Refused(Exception):
    """Something is not done, for a reason with a stable code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Full(Refused):
    """Every place is taken; `House.place` tells the place in the queue."""

    def __init__(self, place: int) -> None:
        super().__init__("too_many_pages")
        self.place = place


class Unable(Refused):
    """Pages cannot be opened here: no_browser, no_display, no_user, start_failed."""


class BadInput(Refused):
    """Input that is no input: bad_message."""


class Files(Protocol):
    """The files of one session."""

    async def offered(self) -> tuple[OfferedFile, ...]:
        """What a file chooser may be given."""
        ...

    async def fetch(self, file_id: str, folder: Path) -> Path:
        """Put the file into `folder` under its own name. Raises `Refused` (no_file)."""
        ...

    async def keep(self, path: Path, name: str, driver: str | None) -> str:
        """Take the file at `path` into the session, downloaded by `driver`; its id. Raises `Refused`."""
        ...


class Listener(Protocol):
    """How a page speaks. Every call is quick and comes on the event loop."""

    def told(self, message: dict[str, Any], only: str | None = None) -> None:
        """A message of the page's lane for every viewer, or for one participant."""
        ...

    def site(self, host: str) -> None:
        """The active tab shows another host; "" for none."""
        ...

    def remember(self, tabs: tuple[TabAddress, ...], active: int) -> None:
        """What brings the page back after this process has died."""
        ...

    def ended(self, code: str) -> None:
        """The page is gone for good: idle, memory, beyond_repair."""
        ...


@dataclass(frozen=True, slots=True)
class Display:
    """An X display that shows one page: what capturing needs to know of it."""

    name: str  # ":7"
    auth: Path  # Xauthority file with its cookie
    socket: Path  # its Unix socket
    max_width: int  # pixels of the root window; the page fills its upper left corner
    max_height: int
    environment: dict[str, str] = field(default_factory=dict)  # DISPLAY and XAUTHORITY, for programs


@dataclass(frozen=True, slots=True)
class Geometry:
    """How large the page is drawn: `width` x `height` CSS pixels, each `ratio` device pixels wide."""

    width: int
    height: int
    ratio: float = 1.0

    @property
    def picture(self) -> tuple[int, int]:
        """Device pixels, even numbers: what is captured from the display's upper left corner."""
        return int(self.width * self.ratio) // 2 * 2, int(self.height * self.ratio) // 2 * 2
