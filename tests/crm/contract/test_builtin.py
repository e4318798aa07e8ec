"""The built-in CRM behind the contract: the same kit as for anybody else's."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from crm_adapter.conformance import CHECKS, Subject, name_of
from crm_adapter.conformance.checks import Check
from crm_adapter.contract import Asker, NotThere
from server.crm.timeline.tables import timeline
from tests.crm.contract.conftest import Office, both


@both
@pytest.mark.parametrize("check", CHECKS, ids=name_of)
async def test_the_built_in_crm_keeps_the_contract(office: Office, check: Check) -> None:
    client_id = await office.client()
    adapter = await office.crm.contract.offices.of(office.id)

    async def lines(party_id: str, entry_id: str) -> int:
        async with office.house.database.reading() as rows:
            mine = (timeline.c.client_id == party_id) & (timeline.c.key == entry_id)
            return int(await rows.scalar(select(func.count()).select_from(timeline).where(mine)) or 0)

    asker = Asker(office.admin.user_id, "ann@office.example", "Ann de Wit", admin=True)
    await check(Subject(adapter, asker, client_id, "", lines))


async def test_an_adviser_sees_through_the_contract_whom_they_see_in_the_crm_and_another_office_nobody(
    office: Office,
) -> None:
    client_id = await office.client()
    other = await office.house.office()
    stranger = await office.house.member(other, "Eve", "admin")
    theirs = await office.crm.contract.offices.of(other)
    with pytest.raises(NotThere):
        await theirs.parties.get(Asker(stranger.user_id, "eve@other.example", "Eve", admin=True), client_id)
    mine = await office.crm.contract.offices.of(office.id)
    found = await mine.parties.get(Asker(office.admin.user_id, "ann@office.example", "Ann", admin=True), client_id)
    assert found.emails == ("jan@client.example",)
    assert found.link == f"/adviser/clients/{client_id}"
