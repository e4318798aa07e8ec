"""A session around a page without a browser, whose calls are noted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from tests.live.houses import OwnHouse
from tests.pages.conftest import Together
from tests.pages.recorder import QuietHouse, QuietPage
from tests.pages.viewers import Lane
from tests.patience import PATIENCE

ADDRESS = "https://bank.example/secret?iban=NL91"


@dataclass(frozen=True, slots=True)
class Quiet(Together):
    browsers: QuietHouse

    @property
    def page(self) -> QuietPage:
        return self.browsers.pages[self.meeting.id]

    async def driven_by_guest(self) -> None:
        """The guest has input rights and has taken the page."""
        await self.host.command("grant_input", participant_id=self.guest.participant_id)
        assert (await self.guest.command("take_page"))["ok"]

    async def quiet(self, *lanes: Lane) -> None:
        """Everything that was said before has been heard and done."""
        for lane in lanes:
            before = len(lane.of("refused", code="bad_message"))
            async with asyncio.timeout(PATIENCE):
                # The allowance of refusals lets a few through a second: asked again until one comes.
                while len(lane.of("refused", code="bad_message")) == before:
                    await lane.says("no_such_thing")
                    await asyncio.sleep(0.6)


def own(house: Any) -> OwnHouse:
    assert isinstance(house, OwnHouse)
    return house
