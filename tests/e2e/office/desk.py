"""What the walks through the office have in common: places of the desk, letters that arrive, a client's telephone."""

from __future__ import annotations

import asyncio
import contextlib
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from itertools import count
from typing import Any, Self

from playwright.async_api import Locator, Page
from playwright.async_api import TimeoutError as NotInTime

from tests.e2e.access import Inspector
from tests.e2e.people import Adviser, Client, House
from tests.services.mail import MailServer

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
SERVICE = "Mortgage meeting"

_FAMILIES = count()


@dataclass
class Letter:
    """A mail that arrived."""

    mail: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    def _body(self, kind: str) -> str:
        part = self.mail.get_body((kind,))
        assert part, f"{self.subject} has no part in {kind}"
        return str(part.get_content())

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def links(self, place: str) -> list[str]:
        """Every address in the letter under this place of ours, in the order of the text, each once."""
        found = re.findall(rf"https?://[^\s\"'<>)]+/{place}[^\s\"'<>)]*", self.html)
        return list(dict.fromkeys(one.replace("&amp;", "&") for one in found))

    def link(self, place: str) -> str:
        return self.links(place)[0]

    @property
    def calendar(self) -> str:
        """The invitation to the reader's own calendar; "" without one."""
        parts = [part for part in self.mail.walk() if part.get_content_type() == "text/calendar"]
        return str(parts[0].get_content()) if parts else ""


@dataclass
class Desk:
    """An adviser's pages. Names of buttons are those that people see, in English."""

    adviser: Adviser
    house: House
    post: MailServer
    inspector: Inspector = field(default_factory=Inspector)

    @property
    def page(self) -> Page:
        return self.adviser.page

    async def ready(self) -> Self:
        """With one service that the office offers."""
        services = (await self.adviser.get("/services"))["items"]
        if not services:
            await self.send("POST", "/services", {"name": SERVICE, "minutes": 60, "kind": "video", "bookable": True})
        return self

    async def send(self, method: str, path: str, body: Any) -> Any:
        """By the same REST that the pages use, for what a walk is not about."""
        answer = await self.page.request.fetch(f"{self.adviser.server_url}/api/v1{path}", method=method, data=body)
        assert answer.ok, await answer.text()
        return await answer.json()

    async def at(self, place: str) -> None:
        parting = "&" if "?" in place else "?"
        await self.page.goto(f"{self.adviser.server_url}/adviser/{place}{parting}lang=en")

    async def look(self, state: str, page: Page | None = None) -> None:
        """axe, light and dark: the desk wide and narrow, a client's page on a telephone, where all fits in its width."""
        sizes = ("wide", "phone") if page is None else ("phone",)
        page = page or self.page
        before = page.viewport_size
        await self.inspector.look(page, state, sizes=sizes)
        await page.set_viewport_size({"width": 390, "height": 844})
        # A calendar measures itself anew a moment after its window has changed.
        with contextlib.suppress(NotInTime):
            await page.wait_for_function(FITS, timeout=5000)
        assert await page.evaluate(FITS), f"{state} is wider than a telephone"
        assert before
        await page.set_viewport_size(before)

    async def client(self, given: str, family: str = "", **more: Any) -> dict[str, Any]:
        """Somebody with an e-mail address who reads English."""
        family = family or "Quist" + chr(ord("a") + next(_FAMILIES)) * 3
        contacts = [{"kind": "email", "value": f"{given}@{family}.example".lower()}]
        people = [{"id": "a", "given": given, "family": family}]
        body = {"kind": "person", "people": people, "contacts": contacts, "language": "en", **more}
        made: dict[str, Any] = await self.send("POST", "/clients", body)
        return made

    async def letter(self, to: str, words: str = "", past: int = 0) -> Letter:
        """The first letter to this address with these words in its subject, after the first `past` of them."""

        def fits(mail: EmailMessage) -> bool:
            asked = [one for one in self.post.messages if to in str(one["To"]) and words in str(one["Subject"])]
            return mail in asked[past:]

        return Letter(await asyncio.to_thread(self.post.wait_for, fits, 30))

    def letters(self, to: str) -> list[Letter]:
        """What has arrived at this address until now."""
        return [Letter(one) for one in self.post.messages if to in str(one["To"])]

    async def phone(self, name: str = "Jan Vermeulen") -> Client:
        """A client's telephone."""
        return await self.house.visitor(name, **PHONE)

    async def open(self, person: Client, link: str) -> None:
        """A link out of a letter, on somebody's telephone."""
        await person.page.goto(f"{link}{'&' if '?' in link else '?'}lang=en")

    # --- appointments ----------------------------------------------------------------------------------------

    async def choose_times(self, dialog: Locator, *moments: datetime) -> None:
        """By hand, beside the free times of the day."""
        for moment in moments:
            await self.choose_day(dialog, moment)
            await dialog.get_by_label("Another time").fill(f"{moment:%H:%M}")
            await dialog.get_by_role("button", name="Use it").click()

    async def choose_day(self, dialog: Locator, day: datetime) -> None:
        label = f"{day.day} {day:%B} {day.year}"
        button = dialog.get_by_role("button", name=label, exact=True)
        if await button.count() == 0:
            await dialog.get_by_role("button", name="Next month").click()
        await button.click()

    async def row(self, name: str) -> Locator:
        """The appointment with somebody in the overview, opened."""
        await self.at("appointments")
        row = self.page.get_by_role("listitem").filter(has_text=name).first
        await row.get_by_role("button", name=f"More about {name}").click()
        return row

    def line(self, words: str | re.Pattern[str]) -> Locator:
        """A line of the timeline on a client's page."""
        return self.page.get_by_role("region", name="Timeline").get_by_role("listitem").filter(has_text=words)


def days_ahead(days: int, hour: int) -> datetime:
    """This hour of a day to come, by the clock of this machine, which is that of its browsers."""
    today = datetime.now().astimezone().replace(hour=hour, minute=0, second=0, microsecond=0)
    return today + timedelta(days=days)
