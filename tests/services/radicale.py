"""A real CalDAV server: Radicale, with one account and as many calendars as a test wants."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

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
        from caldav.davclient import DAVClient

        with DAVClient(self.url, username=USER, password=PASSWORD) as client:
            made = client.principal().make_calendar(name=name, cal_id=name)
            return str(made.url)

    def events(self, calendar_url: str) -> list[str]:
        """The calendar files that stand there, read by a client of someone else."""
        from caldav.davclient import DAVClient

        with DAVClient(self.url, username=USER, password=PASSWORD) as client:
            return [str(event.data) for event in client.calendar(url=calendar_url).events()]

    def write(self, calendar_url: str, text: str) -> None:
        """Change what stands there, as the owner does on a phone."""
        from caldav.davclient import DAVClient

        with DAVClient(self.url, username=USER, password=PASSWORD) as client:
            (event,) = client.calendar(url=calendar_url).events()
            event.data = text
            event.save()

    def stop(self) -> None:
        self._process.stop()


@pytest.fixture
def radicale(tmp_path: Path) -> Iterator[RadicaleServer]:
    folder = tmp_path / "radicale"
    folder.mkdir()
    server = RadicaleServer(folder)
    yield server
    server.stop()
