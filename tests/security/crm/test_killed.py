"""The whole service killed (kill -9) between planning an appointment, its mail, and the end of its session."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select, update

from server.hooks.tables import events
from server.stores.tables import mails
from tests.crm.around.test_reminders_killed import post, signed_in
from tests.live.houses import House, house_at
from tests.services.mail import MailServer
from tests.services.samen import SamenServer

EMAIL = "jan@vermeulen.example"


async def until(asked: Callable[[], Awaitable[Any]], within: float = 60) -> Any:
    async with asyncio.timeout(within):
        while not (answer := await asked()):  # noqa: ASYNC110 - another process does it, and tells nobody here
            await asyncio.sleep(0.1)
    return answer


async def get(http: aiohttp.ClientSession, path: str) -> Any:
    async with http.get("/api/v1" + path) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.json()


async def planned(http: aiohttp.ClientSession) -> tuple[str, dict[str, Any]]:
    """A client, and an appointment with them within the hour of which a mail is to go."""
    contact = {"kind": "email", "value": EMAIL}
    person = {"kind": "person", "people": [{"given": "Jan", "family": "Vermeulen"}], "contacts": [contact]}
    client = await post(http, "/clients", person)
    service = await post(http, "/services", {"name": "Gesprek", "minutes": 30, "kind": "video"})
    start = (datetime.now(UTC) + timedelta(minutes=4)).replace(second=0, microsecond=0)
    wish = {"client_id": client["id"], "service_id": service["id"], "start": start.isoformat(), "notify": True}
    return client["id"], await post(http, "/appointments", wish)


async def met(http: aiohttp.ClientSession, house: House, appointment: dict[str, Any]) -> tuple[str, list[str]]:
    """Both come to the appointment's session; its id, and the secrets with which they came."""
    session = await post(http, "/sessions", {"appointment_id": appointment["id"]})
    async with http.post(f"/api/v1/sessions/{session['id']}/enter") as answer:
        assert answer.status == 200, await answer.text()
        ticket = (await answer.json())["ticket"]
    host = await house.page(ticket).open()
    status, joined = await house.call("POST", "/api/v1/join", {"code": session["code"], "name": "Jan"})
    assert status == 201, joined
    guest = await house.page(joined["ticket"]).open()
    await guest.says("Dag!")
    await host.sees("chat_sent", text="Dag!")
    return session["id"], [ticket, joined["ticket"], session["code"]]


async def lease_over(server: SamenServer) -> None:
    """The minutes have passed for which a dead process keeps a mail that it was handing over."""
    async with house_at(server.url, server.settings) as house, house.database.writing() as rows:
        await rows.execute(update(mails).where(mails.c.lease_until.is_not(None)).values(lease_until=datetime.now(UTC)))


@pytest.mark.timeout(300)
@pytest.mark.service
async def test_nothing_of_an_appointment_is_lost_or_doubled_by_three_deaths(
    samen_server: Callable[..., SamenServer], mail_server: MailServer
) -> None:
    server = await asyncio.to_thread(samen_server, mail_server.settings)
    http = await signed_in(server)
    try:
        client_id, appointment = await planned(http)
        await asyncio.to_thread(server.kill)
        await lease_over(server)
        await asyncio.to_thread(server.start)
        mail = await asyncio.to_thread(mail_server.wait_for_mail_to, EMAIL, 60)
        async with house_at(server.url, server.settings) as house:
            session_id, opened = await met(http, house, appointment)
            await asyncio.to_thread(server.restart)
            async with http.post(f"/api/v1/sessions/{session_id}/end") as answer:
                assert answer.status in (200, 204), await answer.text()
            await asyncio.to_thread(server.restart)

            async def kinds() -> list[str]:
                found = (await get(http, f"/clients/{client_id}/timeline"))["items"]
                return [one["kind"] for one in found if one["kind"].startswith("session_")]

            async def told() -> bool:
                return {"session_started", "session_ended"} <= set(await kinds())

            async def completed() -> bool:
                return bool((await get(http, f"/appointments/{appointment['id']}"))["status"] == "completed")

            await until(told, 120)
            await until(completed, 120)
            assert sorted(await kinds()) == ["session_ended", "session_started"], "each once"
            async with house.database.reading() as rows:
                of_session = select(events.c.kind).where(events.c.subject_id == session_id)
                assert sorted((await rows.execute(of_session)).scalars()) == ["session.ended", "session.started"]
                invited = select(mails.c.id).where(mails.c.recipient == EMAIL, mails.c.kind == "appointment_planned")
                assert len((await rows.execute(invited)).all()) == 1
    finally:
        await http.close()
    assert len({str(one["Message-ID"]) for one in mail_server.messages if one["Subject"] == mail["Subject"]}) == 1
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # there is one
    links = set(re.findall(r"/appointment/([A-Za-z0-9_-]+)", text))
    assert links
    for secret in (*links, *opened):
        assert secret not in server.log, "what opens something stands in no log"
