"""The sample office: filled once, so that its desk can be looked at."""

from __future__ import annotations

from pathlib import Path

from server.accounts.first import DEMO_PASSWORD
from tests.server.harness import serving


async def test_the_sample_office_has_clients_appointments_and_papers_once(tmp_path: Path) -> None:
    for _ in range(2):  # it is started, and started again
        async with serving(tmp_path / "data", SAMEN_DEMO="1") as service:
            marieke = service.browser()
            await marieke.sign_in("marieke@lindelaan.example", DEMO_PASSWORD)
            clients = await marieke.get("/clients?limit=50")
            assert clients["total"] == 12
            household = next(one for one in clients["items"] if one["name"] == "Jan en Els Vermeulen")
            whole = await marieke.get(f"/clients/{household['id']}")
            assert (whole["number"], len(whole["people"])) == ("10482", 2)
            appointments = (await marieke.get("/appointments?scope=mine&limit=50"))["items"]
            states = {one["status"] for one in appointments}
            assert {"planning", "scheduled", "completed", "missed"} <= states
            papers = (await marieke.get(f"/documents?client={household['id']}"))["items"]
            assert {one["name"] for one in papers} >= {"Adviesrapport.pdf", "Jaaropgave 2025.pdf"}
            assert len([one for one in papers if one["state"] == "internal"]) == 1


async def test_an_office_of_ones_own_stays_empty(tmp_path: Path) -> None:
    password = "een lange zin die niemand raadt 7"
    settings = {"SAMEN_ADMIN_EMAIL": "bea@kade.example", "SAMEN_ADMIN_PASSWORD": password}
    async with serving(tmp_path / "data", **settings) as service:
        bea = service.browser()
        await bea.sign_in("bea@kade.example", password)
        assert (await bea.get("/clients"))["total"] == 0
        assert (await bea.get("/services"))["items"] == []
