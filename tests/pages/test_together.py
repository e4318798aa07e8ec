"""A web page that a host and a client look at and drive together, in a real browser."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Together
from tests.pages.sites import Site


@pytest.mark.covers("F003", "F034")
async def test_everybody_sees_the_page_that_the_host_opens(together: Together, site: Site):
    status, opened = await together.opens(site.url("/form"))
    assert (status, opened["place"]) == (200, 0)
    assert opened["site"] == "bank.localhost"
    host, guest = await together.looks(together.host), await together.looks(together.guest)
    for lane in (host, guest):
        ready = lane.of("ready")[0]
        assert ready["driver"] == together.host.participant_id
        page = await lane.sees_title("Form")
        assert page["tabs"][0]["host"] == "bank.localhost"
        await lane.draws(1, 3, 4)
    await together.guest.sees("page_opened", by=together.host.participant_id, site="bank.localhost")
