"""A real CalDAV server: Radicale, with one account and as many calendars as a test wants."""

from __future__ import annotations

import base64
import sys
import urllib.request
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.services.processes import HOST, Process, answers, free_port

USER, PASSWORD = "anna", "geheim-van-anna"


class RadicaleServer:
    """Answers at `url`; `calendar(name)` makes a calendar and gives its address."""

    def __init__(self, folder: Path) -> None:
        users = folder / "users"
        users.write_text(f"{USER}:{PASSWORD}\n")
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}/"
        options = {
            "server-hosts": f"{HOST}:{self.port}",
            "auth-type": "htpasswd",
            "auth-htpasswd-filename": str(users),
            "auth-htpasswd-encryption": "plain",
            "auth-delay": "0",
            "storage-filesystem-folder": str(folder / "collections"),
        }
        line = [sys.executable, "-m", "radicale", "--config", ""]
        for name, value in options.items():
            line += [f"--{name}", value]
        self._process = Process("Radicale", line, folder / "radicale.log")
        self._process.wait_until(lambda: answers(self.port), seconds=40)

    def calendar(self, name: str) -> str:
        url = f"{self.url}{USER}/{name}/"
        named = f"<d:set><d:prop><d:displayname>{name}</d:displayname></d:prop></d:set>"
        self._ask(
            "MKCALENDAR",
            url,
            f'<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">{named}</c:mkcalendar>',
        )
        return url

    def events(self, calendar_url: str) -> list[str]:
        """The calendar files that stand there."""
        return [self._ask("GET", each) for each in self._listed(calendar_url)]

    def write(self, calendar_url: str, text: str) -> None:
        """Change what stands there, as the owner does on a phone."""
        (each,) = self._listed(calendar_url)
        self._ask("PUT", each, text)

    def _listed(self, calendar_url: str) -> list[str]:
        found = ElementTree.fromstring(self._ask("PROPFIND", calendar_url, Depth="1"))  # noqa: S314  our own server
        hrefs = [str(one.text) for one in found.iter("{DAV:}href")]
        return [urljoin(self.url, one) for one in hrefs if one.endswith(".ics")]

    def _ask(self, method: str, url: str, text: str = "", **headers: str) -> str:
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        request = urllib.request.Request(  # noqa: S310  our own address
            url,
            method=method,
            data=text.encode() or None,
            headers={"Authorization": f"Basic {login}", "Content-Type": "text/calendar", **headers},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  the same
            return str(answer.read().decode())

    def stop(self) -> None:
        self._process.stop()


@pytest.fixture
def radicale(tmp_path: Path) -> Iterator[RadicaleServer]:
    folder = tmp_path / "radicale"
    folder.mkdir()
    server = RadicaleServer(folder)
    yield server
    server.stop()
