"""A process is killed at every step of a mail's way: none is lost, and doubles come from one place alone."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from server.stores.database import Database
from server.stores.tables import facts, mails
from tests.services.mail import MailServer, mail_server
from tools.steps import ROOT

__all__ = ["mail_server"]


@pytest.mark.service
@pytest.mark.timeout(400)
async def test_a_kill_at_any_step_loses_no_mail_and_doubles_only_what_smtp_cannot_tell(
    tmp_path: Path, mail_server: MailServer
) -> None:
    port = urlsplit(mail_server.url).port
    line = [sys.executable, "-m", "tests.crm.messages.killing", "--folder", str(tmp_path), "--port", str(port)]
    process = await asyncio.create_subprocess_exec(*line, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert process.returncode == 0
    points = [json.loads(one) for one in out.decode().splitlines() if one.startswith("{")]
    assert len(points) > 40, "as many steps as statements and lines of SMTP"
    assert [one["killed"] for one in points] == [True] * (len(points) - 1) + [False]
    steps = [one["step"] for one in points]
    assert any(step.startswith("smtp after the mail") for step in steps)
    assert any(step.startswith("before UPDATE mails") for step in steps)

    database = Database(make_url(f"sqlite+aiosqlite:///{tmp_path}/mail.db"))
    async with database.reading() as rows:
        caused = {name for name in (await rows.execute(select(facts.c.name))).scalars() if name.startswith("cause ")}
        kept = {row.recipient: row.status for row in await rows.execute(select(mails))}
    await database.close()
    received = Counter(str(message["To"]) for message in mail_server.messages)
    ids = {str(message["To"]): {str(message["Message-ID"])} for message in mail_server.messages}
    for message in mail_server.messages:
        ids[str(message["To"])].add(str(message["Message-ID"]))

    taken = steps.index("smtp before the mail")
    for number, step in enumerate(steps, 1):
        to = f"p{number}@client.example"
        # The cause and its mail are there together, or neither is.
        assert (f"cause {number}" in caused) == (to in kept), step
        if to not in kept:
            assert received[to] == 0, step
            continue
        assert kept[to] == "sent", step
        assert 1 <= received[to] <= 2, step
        if received[to] == 2:
            # Only once the mail itself was on its way; and both copies say that they are the same.
            assert number - 1 > taken, step
            assert len(ids[to]) == 1, step
