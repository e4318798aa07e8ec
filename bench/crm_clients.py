"""How quickly an office of a hundred thousand clients lists and finds them, on both databases, as a browser feels it."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import aiohttp

from bench.offices import staffed, with_parts
from bench.report import measured
from bench.surroundings import folder, samen, stores
from server.crm.ports import Actor, ClientDraft, ContactDraft, PersonDraft
from server.wiring import Parts

CLIENTS = 100_000
_AT_ONCE = 5_000
_ROUNDS = 40
GOAL_MS = 100.0
_GIVEN = [
    "Jan",
    "Els",
    "Pieter",
    "Anna",
    "Kees",
    "Maria",
    "Willem",
    "Sofie",
    "Daan",
    "Emma",
    "Luuk",
    "Julia",
    "Sem",
    "Mila",
    "Levi",
    "Tess",
    "Noah",
    "Sara",
    "Lucas",
    "Zoë",
    "Finn",
    "Eva",
    "Bram",
    "Lotte",
    "Milan",
    "Fleur",
    "James",
    "Nina",
    "Mees",
    "Isa",
    "Adam",
    "Fatima",
    "Mohamed",
    "Ayşe",
    "Youssef",
    "Aïcha",
    "Óscar",
    "Łukasz",
    "Søren",
    "Björk",
    "Chloé",
    "Élodie",
]
_BEGIN = [
    "Ver",
    "Van",
    "Jans",
    "Bak",
    "Vis",
    "Smit",
    "Meij",
    "Mul",
    "Boer",
    "Groot",
    "Bos",
    "Vos",
    "Pet",
    "Hend",
    "Dek",
    "Dijk",
    "Wit",
    "Brouw",
    "Koop",
    "Haan",
    "Kuij",
    "Ree",
    "Schol",
    "Post",
]
_END = [
    "meulen",
    "sen",
    "ker",
    "ser",
    "er",
    "man",
    "stra",
    "ma",
    "huis",
    "berg",
    "veld",
    "horst",
    "broek",
    "dam",
    "hoek",
    "wijk",
    "kamp",
    "laan",
    "der",
    "es",
    "ink",
    "oven",
    "beek",
    "aar",
]
_PREFIXES = ("", "", "", "", "van", "de", "van der", "van den", "ter")
_CITIES = [
    "Utrecht",
    "Amsterdam",
    "Zwolle",
    "Breda",
    "Gent",
    "Antwerpen",
    "Assen",
    "Delft",
    "Leiden",
    "Venlo",
    "Sneek",
    "Goes",
]


def invented(chance: random.Random, number: int) -> ClientDraft:
    """One client of many: a person, a household or a company."""
    family = chance.choice(_BEGIN) + chance.choice(_END)
    prefix, kind = chance.choice(_PREFIXES), chance.choices(("person", "household", "company"), (70, 22, 8))[0]
    people = tuple(
        PersonDraft(chance.choice(_GIVEN), prefix, family, ref=str(at), birthday=_birthday(chance))
        for at in range(2 if kind == "household" else 1)
    )
    address = f"{people[0].given}.{family}{number}@post{chance.randrange(40)}.example"
    plain = address.encode("ascii", "ignore").decode()
    return ClientDraft(
        kind=kind,  # type: ignore[arg-type]  # one of the three above
        name=f"{family} {chance.choice(('Beheer', 'Advies', 'Bouw', 'Zorg'))} B.V." if kind == "company" else "",
        people=people,
        contacts=(
            ContactDraft("email", plain, person="0"),
            ContactDraft("phone", f"06{chance.randrange(10_000_000, 99_999_999)}", person="0"),
        ),
        number=str(number),
        street=f"Lindelaan {number % 300}",
        postcode=f"{chance.randrange(1000, 9999)} AB",
        city=chance.choice(_CITIES),
        tags=tuple(chance.sample(("Hypotheek", "Pensioen", "Schade", "Nieuwsbrief", "Oud"), chance.randrange(3))),
        source="import",
    )


def _birthday(chance: random.Random) -> str:
    return f"{chance.randrange(1940, 2005)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"


async def fill(parts: Parts, count: int = CLIENTS) -> str:
    """An office with its clients; the cookie of an adviser there."""
    made, chance = await staffed(parts, ["Anna de Wit"], "adviser"), random.Random(7)
    assert parts.crm is not None
    book = parts.crm.clients.book
    for begin in range(0, count, _AT_ONCE):
        drafts = [invented(chance, number) for number in range(begin, begin + _AT_ONCE)]
        async with parts.database.writing() as rows:
            await book.bring(rows, made.office_id, drafts, Actor("user", made.user_ids[0], "Anna de Wit"))
    if count and not parts.database.sqlite:
        # What a PostgreSQL does by itself within minutes; the one that is measured was told not to.
        async with parts.database.engine.connect() as connection:
            plain = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await plain.exec_driver_sql("VACUUM ANALYZE")
    return made.cookie


async def _filled(parts: Parts) -> str:
    begin = time.perf_counter()
    cookie = await fill(parts)
    print(f"  filled with {CLIENTS:,} clients in {time.perf_counter() - begin:.0f} s", flush=True)
    return cookie


async def _times(url: str, cookie: str, queries: Sequence[str]) -> list[float]:
    """How long each answer took, in ms."""
    times: list[float] = []
    async with aiohttp.ClientSession(headers={"Cookie": f"samen_session={cookie}"}) as http:
        for query in queries:
            begin = time.perf_counter()
            async with http.get(f"{url}/api/v1/clients{query}") as answer:
                page = await answer.json()
                assert answer.status == 200, page
            times.append((time.perf_counter() - begin) * 1000)
            assert query.startswith("/facets") or page["total"] == CLIENTS
    return times


async def _bare(url: str) -> list[float]:
    """What the journey alone costs: the same server answers that it lives."""
    times: list[float] = []
    async with aiohttp.ClientSession() as http:
        for _ in range(_ROUNDS):
            begin = time.perf_counter()
            async with http.get(f"{url}/healthz") as answer:
                await answer.read()
                assert answer.status == 200
            times.append((time.perf_counter() - begin) * 1000)
    return times


def _asked() -> dict[str, list[str]]:
    """What is measured, each in as many ways as people ask it."""
    chance = random.Random(11)

    def each(make: Callable[[], str]) -> list[str]:
        return [make() for _ in range(_ROUNDS)]

    families = [chance.choice(_BEGIN) + chance.choice(_END) for _ in range(_ROUNDS)]
    return {
        "list": each(lambda: f"?sort={chance.choice(('last', 'first', 'created', 'number'))}"),
        "list, a kind and a city": each(lambda: f"?city={chance.choice(_CITIES)}&kind=household"),
        "search, 1 letter": each(lambda: f"?search={chance.choice('abdefjklmnsvwz')}"),
        "search, 2 letters": each(lambda: f"?search={chance.choice(families)[:2]}"),
        "search, 3 letters": each(lambda: f"?search={chance.choice(families)[:3]}"),
        "search, a name": each(lambda: f"?search={chance.choice(families)}"),
        "search, first and family name": each(lambda: f"?search={chance.choice(_GIVEN)}+{chance.choice(families)[:5]}"),
        "search, e-mail": each(
            lambda: f"?search={chance.choice(_GIVEN)[:3]}.{chance.choice(families)}@po".replace("@", "%40")
        ),
        "search, phone": each(lambda: f"?search=06+{chance.randrange(1000, 9999)}"),
        "facets": ["/facets"] * 5,
    }


async def _measure(name: str, url: str, cookie: str) -> None:
    asked = _asked()
    await _times(url, cookie, ["", "?search=jan"])  # warm
    bare = await _bare(url)
    for what, queries in asked.items():
        times = await _times(url, cookie, queries)
        if what == "facets":
            measured(f"crm.{name}: {what}", "ms", times)
            continue
        met = sorted(times)[int(0.95 * len(times))] <= GOAL_MS
        goal = f"p95 <= {GOAL_MS:.0f} ms"
        measured(
            f"crm.{name}: {what}", "ms", times, beside="an answer without a database", other=bare, goal=goal, met=met
        )


def _run(name: str, settings: dict[str, str], place: Path) -> None:
    own = {"SAMEN_DATA": str(place / name), "SAMEN_PORT": "0", **settings}
    (place / name).mkdir()
    if name == "sqlite":
        own["DATABASE_URL"] = f"sqlite:///{place / name / 'bench.db'}"
        settings = {**settings, "DATABASE_URL": own["DATABASE_URL"]}
    cookie = asyncio.run(with_parts(own, _filled))
    with samen(settings) as (node,):
        asyncio.run(_measure(name, node.url, cookie))


def main() -> None:
    with ExitStack() as stack:
        place = stack.enter_context(folder())
        _run("sqlite", {}, place)
        found = stack.enter_context(stores())
        _run("postgresql", {"DATABASE_URL": found["DATABASE_URL"]}, place)
