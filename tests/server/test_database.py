"""The database: transactions, times, ids, and a schema that is what the tables say."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from server.keys import StartError
from server.migrations import alembic_config, migrate, newest
from server.stores import tables
from server.stores.database import Database, uuid7


async def test_migrating_twice_does_nothing_the_second_time(database: Database) -> None:
    assert await migrate(database) is True
    assert await migrate(database) is False


async def test_two_nodes_that_start_together_migrate_once(database: Database) -> None:
    other = Database(database.url)
    try:
        results = await asyncio.gather(migrate(database), migrate(other))
    finally:
        await other.close()
    assert any(results)
    async with database.reading() as rows:
        assert await rows.scalar(text("SELECT count(*) FROM alembic_version")) == 1


async def test_the_migrated_schema_is_what_the_tables_say(database: Database) -> None:
    import server.wiring  # noqa: F401 - every room's tables are known once all are imported

    await migrate(database)

    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, tables.metadata)

    async with database.writing() as rows:
        assert await rows.run_sync(differences) == []


def test_the_newest_step_is_alembics_head() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == newest()


async def test_a_database_of_a_newer_version_is_refused(database: Database) -> None:
    await migrate(database)
    async with database.writing() as rows:
        await rows.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StartError, match="newer version"):
        await migrate(database)


async def test_a_step_that_fails_leaves_nothing_behind(database: Database) -> None:
    async def fail() -> None:
        async with database.writing() as rows:
            await rows.execute(text("CREATE TABLE half (id INTEGER)"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.writing() as rows:
        await rows.execute(text("CREATE TABLE half (id INTEGER)"))


async def office(database: Database, name: str = "Lindelaan", at: datetime | None = None) -> str:
    office_id, at = uuid7(), at or datetime.now(UTC)
    async with database.writing() as rows:
        await rows.execute(
            insert(tables.organisations).values(
                id=office_id,
                name=name,
                colour="#155C47",
                language="nl",
                lobby=False,
                chat_history=True,
                max_file_mb=100,
                empty_after_minutes=15,
                demo=False,
                created_at=at,
                updated_at=at,
            )
        )
    return office_id


async def test_times_come_back_as_they_went_in(database: Database) -> None:
    await migrate(database)
    at = datetime(2026, 3, 29, 3, 30, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    office_id = await office(database, at=at)
    query = select(tables.organisations.c.created_at).where(tables.organisations.c.id == office_id)
    async with database.reading() as rows:
        back = await rows.scalar(query)
    assert back == at
    assert back.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    await migrate(database)
    with pytest.raises(Exception, match="without a zone"):
        await office(database, at=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point


async def test_a_failed_transaction_is_undone_and_a_finished_one_stays(database: Database) -> None:
    await migrate(database)
    office_id = await office(database)
    where = tables.organisations.c.id == office_id

    async def fail() -> None:
        async with database.writing() as rows:
            await rows.execute(update(tables.organisations).where(where).values(name="Changed"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.reading() as rows:
        assert await rows.scalar(select(tables.organisations.c.name).where(where)) == "Lindelaan"


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.service)], indirect=True)
async def test_reading_cannot_write(database: Database) -> None:
    await migrate(database)
    async with database.reading() as rows:
        with pytest.raises(DBAPIError):
            await rows.execute(tables.organisations.delete())


async def test_twenty_who_read_and_then_write_all_succeed(database: Database) -> None:
    await migrate(database)
    office_id = await office(database)
    table = tables.organisations
    others = [Database(database.url) for _ in range(2)]  # as two more processes would

    async def count_up(through: Database) -> None:
        async with through.writing() as rows:
            await through.alone(rows, "counter")
            minutes: Any = await rows.scalar(select(table.c.empty_after_minutes).where(table.c.id == office_id))
            await rows.execute(update(table).where(table.c.id == office_id).values(empty_after_minutes=minutes + 1))

    try:
        await asyncio.gather(*(count_up(through) for through in [database, *others] * 7))
    finally:
        for other in others:
            await other.close()
    async with database.reading() as rows:
        assert await rows.scalar(select(table.c.empty_after_minutes)) == 15 + 21


async def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    await migrate(database)
    await office(database)
    async with database.writing() as rows:
        await rows.execute(update(tables.organisations).values(name="Changed"))
        async with asyncio.timeout(2), database.reading() as others:
            assert await others.scalar(select(tables.organisations.c.name)) == "Lindelaan"


async def test_removing_an_office_removes_what_belongs_to_it(database: Database) -> None:
    await migrate(database)
    office_id = await office(database)
    now = datetime.now(UTC)
    async with database.writing() as rows:
        await rows.execute(
            insert(tables.users).values(
                id=uuid7(),
                organisation_id=office_id,
                name="Ann",
                email="a@x.nl",
                role="admin",
                language="nl",
                active=True,
                password_hash="x",
                created_at=now,
                updated_at=now,
            )
        )
        await rows.execute(tables.organisations.delete())
        assert await rows.scalar(select(func.count()).select_from(tables.users)) == 0


async def test_every_table_of_offices_names_the_office(database: Database) -> None:
    import server.wiring  # noqa: F401 - the same

    without = {name for name, table in tables.metadata.tables.items() if "organisation_id" not in table.c}
    assert without <= {"organisations", "facts", "signing_authority"}


async def test_answers_says_whether_the_database_does(database: Database) -> None:
    assert await database.answers() is True
    broken = Database(database.url.set(database="/nonexistent/x.db" if database.sqlite else "nowhere"))
    assert await broken.answers() is False
    await broken.close()


# --- ids ---


def test_ids_rise_and_are_unique() -> None:
    ids = [uuid7() for _ in range(20_000)]
    assert ids == sorted(set(ids))


@given(st.integers(0, (1 << 48) - 1), st.binary(min_size=10, max_size=10))
def test_ids_are_version_7_and_hold_their_time(millis: int, noise: bytes) -> None:
    from uuid import RFC_4122, UUID

    made = UUID(uuid7(millis=millis, noise=noise))
    assert made.version == 7
    assert made.variant == RFC_4122
    assert made.int >> 80 == millis
