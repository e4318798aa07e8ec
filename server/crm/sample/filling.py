"""Fills the sample office once: whoever looks around finds a desk in use, on the day on which they look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import insert, select

from server.crm.aftercare.tables import reviews, summaries
from server.crm.agenda.assembly import AgendaModule
from server.crm.agenda.making import new_values
from server.crm.agenda.store import AppointmentStore, search_text
from server.crm.agenda.wishes import Plan
from server.crm.clients.assembly import ClientModule
from server.crm.clients.tables import client_fields
from server.crm.documents.assembly import DocumentModule
from server.crm.ports import Actor, Arrival, Card, Ground, Timeline
from server.crm.sample.papers import paper
from server.crm.sample.people import clients as invented
from server.stores.database import uuid7
from server.stores.tables import facts, organisations, users
from server.web import Member, Problem

log = structlog.get_logger(__name__)

_FACT = "sample office filled"
_ZONE = ZoneInfo("Europe/Amsterdam")

_SERVICES: tuple[dict[str, Any], ...] = (
    {"name": "Hypotheekgesprek", "minutes": 60, "kind": "video", "colour": "#155C47", "bookable": True},
    {"name": "Kennismaking", "minutes": 30, "kind": "video", "colour": "#1F5A8C", "bookable": True},
    {
        "name": "Pensioengesprek",
        "minutes": 60,
        "kind": "video",
        "colour": "#8C4A10",
        "bookable": True,
        "buffer_after": 15,
    },
    {"name": "Jaargesprek op kantoor", "minutes": 45, "kind": "office", "colour": "#586A61", "place": "Lindelaan 12"},
    {"name": "Verzekeringscheck", "minutes": 45, "kind": "video", "colour": "#6D3A0E", "price_cents": 2500},
)


@dataclass(frozen=True, slots=True)
class Sample:
    """What it fills."""

    ground: Ground
    clients: ClientModule
    agenda: AgendaModule
    documents: DocumentModule
    timeline: Timeline

    async def fill(self) -> None:
        """Once, in an office that was made as a sample. What is there already is left alone."""
        member = await self._marieke()
        if member is None:
            return
        now = self.ground.now().astimezone(_ZONE)
        offered = {row.name: row for row in [await self.agenda.setup.add_service(member, one) for one in _SERVICES]}
        cards = await self._clients(member, now)
        await self._days(member, offered, cards, now)
        await self._past(member, offered, cards, now)
        await self._papers(member, cards)
        async with self.ground.database.writing() as rows:
            await self.agenda.setup.switch_online(rows, member, True)
            await self.agenda.setup.keep_page(rows, member, "lindelaan", True)
        log.info("The sample office was filled.", clients=len(cards))

    async def _marieke(self) -> Member | None:
        """The sample office's administrator, the first time; None otherwise."""
        query = (
            select(users)
            .join(organisations, organisations.c.id == users.c.organisation_id)
            .where(organisations.c.demo, users.c.role == "admin")
            .order_by(users.c.id)
            .limit(1)
        )
        async with self.ground.database.writing() as rows:
            await self.ground.database.alone(rows, _FACT)
            row = (await rows.execute(query)).one_or_none()
            known = await rows.scalar(select(facts.c.value).where(facts.c.name == _FACT))
            if row is None or known is not None:
                return None
            await rows.execute(insert(facts).values(name=_FACT, value=row.organisation_id))
        return Member(row.id, row.organisation_id, row.name, row.email, "admin", row.language, "")

    async def _clients(self, member: Member, now: datetime) -> list[Card]:
        book, actor, office = self.clients.book, Actor.of(member), member.organisation_id
        async with self.ground.database.writing() as rows:
            stamps = {"created_at": now, "updated_at": now}
            await rows.execute(
                insert(client_fields).values(
                    id=uuid7(),
                    organisation_id=office,
                    key="interest",
                    label="Geïnteresseerd in",
                    kind="choice",
                    choices='["Oversluiten", "Pensioen", "Verzuim"]',
                    position=1,
                    facet=True,
                    **stamps,
                )
            )
            house = await book.house(rows, office)
            ids = [await book.make_one(rows, office, one, house, actor) for one in invented(member.user_id, now)]
            note = {"text": "Els hoort minder goed. Praat rustig en zet de chat open."}
            await self.timeline.add(rows, office, ids[0], "note", actor, detail=note)
            found = await book.cards(rows, office, ids)
        return [found[client_id] for client_id in ids]

    async def _days(self, member: Member, offered: dict[str, Any], cards: Sequence[Card], now: datetime) -> None:
        """Today, and the days to come. What falls on another's time is left out: it is only a sample."""
        soon = _quarter(now + timedelta(minutes=12))
        monday = (now - timedelta(days=now.weekday())).date()

        def at(day: int, hour: int, minute: int = 0) -> datetime:
            return datetime.combine(monday + timedelta(days=day), time(hour, minute), _ZONE)

        wishes = [
            ("Hypotheekgesprek", 0, (soon,), "Wat als de rente in 2031 omhoog gaat?", "Neem het huishoudplan mee."),
            ("Kennismaking", 1, (soon + timedelta(hours=2, minutes=30),), "", ""),
            ("Jaargesprek op kantoor", 2, (soon + timedelta(hours=4),), "", "Jaarcijfers opvragen."),
            ("Hypotheekgesprek", 3, (at(8, 9), at(9, 11), at(10, 16)), "Kies wat u uitkomt.", ""),
            ("Kennismaking", 5, (at(8, 10, 30),), "", ""),
            ("Verzekeringscheck", 8, (at(9, 13),), "", ""),
            ("Hypotheekgesprek", 9, (at(10, 14, 30),), "", ""),
            ("Pensioengesprek", 7, (at(11, 9, 30),), "", ""),
        ]
        for name, who, starts, description, note in wishes:
            plan = Plan(
                offered[name].id, member.user_id, starts, client_id=cards[who].id, description=description, note=note
            )
            await self._planned(member, plan)
        block = {
            "title": "Teamoverleg",
            "start": at(7, 9),
            "end": at(7, 10),
            "zone": str(_ZONE),
            "repeats": "FREQ=WEEKLY;BYDAY=MO",
        }
        await self.agenda.setup.add_block(member, member.user_id, block, anyway=True)

    async def _planned(self, member: Member, plan: Plan) -> None:
        try:
            await self.agenda.desk.plan(member, plan)
        except Problem as taken:
            log.debug("An appointment of the sample has no place.", code=taken.refusal.code)

    async def _past(self, member: Member, offered: dict[str, Any], cards: Sequence[Card], now: datetime) -> None:
        """What took place, and what did not."""
        rows_of = (
            ("Pensioengesprek", 4, 2, 52, 4, "Alles was te volgen."),
            ("Kennismaking", 5, 3, 38, 5, "Heel prettig, en we hoefden niets te installeren."),
            ("Kennismaking", 6, 4, 0, 0, ""),
            ("Pensioengesprek", 7, 5, 44, 0, ""),
            ("Kennismaking", 0, 17, 41, 4, "Alles was te volgen."),
        )
        store = AppointmentStore(self.ground.now)
        for name, who, days, minutes, stars, words in rows_of:
            start = _quarter((now - timedelta(days=days)).replace(hour=10, minute=5))
            card, service = cards[who], offered[name]
            values = new_values(service, member.user_id, start, service.minutes) | {
                "zone": str(_ZONE),
                "client_id": card.id,
                "who_name": card.name,
                "who_email": card.emails[0].value,
                "search": search_text(card.name, card.emails[0].value, service.name),
                "source": "adviser",
                "created_by": member.user_id,
                "planned_at": start - timedelta(days=7),
                "host_seen_at": start,
                "told_status": "completed" if minutes else "missed",
            }
            if minutes:
                values |= {"guest_seen_at": start, "ended_at": start + timedelta(minutes=minutes)}
            async with self.ground.database.writing() as rows:
                row = await store.add(rows, values)
                await self._afterwards(rows, member, card, row, minutes, stars, words)

    async def _afterwards(
        self, rows: Any, member: Member, card: Card, row: Any, minutes: int, stars: int, words: str
    ) -> None:
        office, actor, at = member.organisation_id, Actor.of(member), row.end_at
        kind = "appointment_completed" if minutes else "appointment_missed"
        about = {"subject_kind": "appointment", "subject_id": row.id}
        detail = {"title": row.title, "start": row.start_at.isoformat()}
        await self.timeline.add(rows, office, card.id, kind, actor, at=at, detail=detail, **about)
        stamps = {"created_at": at, "updated_at": at}
        if stars:
            kept = {"id": uuid7(), "organisation_id": office, "appointment_id": row.id, "stars": stars, "text": words}
            await rows.execute(insert(reviews).values(**kept, **stamps))
            client = Actor("client", card.id, card.name)
            told = {"stars": stars, "text": words}
            await self.timeline.add(rows, office, card.id, "review_written", client, at=at, detail=told, **about)
            text = "We hebben uw situatie doorgenomen. U krijgt van mij een berekening en een voorstel."
            kept = {"id": uuid7(), "organisation_id": office, "appointment_id": row.id, "text": text, "sent_at": at}
            await rows.execute(insert(summaries).values(**kept, user_id=member.user_id, **stamps))

    async def _papers(self, member: Member, cards: Sequence[Card]) -> None:
        actor = Actor.of(member)
        jan = Actor("client", cards[0].id, cards[0].name)
        await self._paper(member, cards[0], actor, "Adviesrapport.pdf", "Ons advies aan Jan en Els Vermeulen.")
        await self._paper(member, cards[0], jan, "Jaaropgave 2025.pdf", "Opgave van het pensioenfonds.")
        await self._paper(
            member, cards[0], actor, "Notitie gezondheid.pdf", "Alleen voor intern gebruik.", internal=True
        )
        await self._paper(member, cards[1], actor, "Offerte hypotheek.pdf", "Een voorstel voor Fatima el Idrissi.")

    async def _paper(
        self, member: Member, card: Card, actor: Actor, name: str, text: str, *, internal: bool = False
    ) -> None:
        office, content = member.organisation_id, paper(name.removesuffix(".pdf"), text)
        digest, keeper = sha256(content).hexdigest(), self.ground.keeper
        source = "request" if actor.kind == "client" else "upload"
        arrival = Arrival(card.id, name, "application/pdf", len(content), digest, source, internal=internal, pages=1)  # type: ignore[arg-type]  # one of the two above
        with TemporaryDirectory() as folder:
            path = Path(folder) / "paper.pdf"
            path.write_bytes(content)
            async with keeper.storing(office, digest) as claim:
                await keeper.put(office, path, digest, len(content))
                async with self.ground.database.writing() as rows:
                    await self.documents.documents.arrive(rows, office, arrival, actor)
                    await keeper.keep(rows, claim)


def _quarter(at: datetime) -> datetime:
    """The next full quarter of an hour."""
    minutes = (at.minute // 15 + (1 if at.minute % 15 or at.second else 0)) * 15
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=minutes)
