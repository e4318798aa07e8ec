"""Kills a process at random points while it signs, and looks at what is left.

    python -m tests.signing.core.killing --points 500

Each point is one envelope: drafted, sent by mail, signed by two people at once, sealed, logged, its copies put in the
outbox. The process that does it is killed by SIGKILL: right before or after a statement to the database, a write of
bytes or a job on a document, or at any moment at all. Another process then starts on what is left, with people who
click again where they had no answer, and has to end it within a minute: every document, log, mail and credit there
once, nothing lost, nothing left over.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import event, select

from server.jobs.tables import jobs
from server.mail.outbox import Outbox
from server.signing.envelopes import Draft, DraftSigner, Envelope, Origin, SignerRef
from server.signing.routes.letters import SigningMails
from server.signing.routes.links import Links
from server.signing.tables import credit_ledger, envelope_files, envelopes
from server.stores.blobs import once
from server.stores.database import uuid7
from server.stores.tables import blob_claims, mail_attachments, mails
from signing.jobs import Verify

# Everything that the forked processes need is loaded by now: what they would import themselves is imported here.
from signing.log.made import make as _make  # noqa: F401 - see above
from signing.model import Field, Place
from signing.pdf.prepared import prepare as _prepare  # noqa: F401 - the same
from signing.pdf.sealed import seal as _seal  # noqa: F401 - the same
from signing.pdf.signed import sign as _sign  # noqa: F401 - the same
from signing.verify import verify as _verify  # noqa: F401 - the same
from tests.signing.core.office import BY, Office, opened, pdf, signing

RECOVERY_S = 60.0
_NAMES = ("Jan", "Els")
_EVENTS = ["created", "sent", "link_sent", "link_sent", "signed", "signed", "sealed", "completed", "filed"]
_BY_MAIL = Origin("203.0.113.7", "Mozilla/5.0 (test)", "mail", "code")


class Steps:
    """Counts the points at which a process may die, and dies at the one it was given."""

    def __init__(self, last: int | None) -> None:
        self.count = 0
        self._last = last

    def step(self, *_: object) -> None:
        self.count += 1
        if self.count == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, office: Office) -> None:
        """Every statement, every commit, every write of bytes, every job: before it, and after it."""
        engine = office.database.engine.sync_engine
        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(engine, name, self.step)
        for name in ("put", "delete"):
            setattr(office.blobs, name, self._around(getattr(office.blobs, name)))
        setattr(office.works, "run", self._around(office.works.run))  # noqa: B010 - mypy would want a method

    def _around(self, doing: Callable[..., Coroutine[Any, Any, Any]]) -> Callable[..., Coroutine[Any, Any, Any]]:
        async def watched(*args: Any, **kwargs: Any) -> Any:
            self.step()
            answer = await doing(*args, **kwargs)
            self.step()
            return answer

        return watched


class People:
    """Those who use the desk in one round. They remember what was answered, in a file that outlives the process."""

    def __init__(self, office: Office, number: int, memory: Path) -> None:
        self._office = office
        self._number = number
        self._memory = memory

    @property
    def title(self) -> str:
        return f"Ronde {self._number}"

    def remembered(self) -> set[str]:
        return set(self._memory.read_text().split()) if self._memory.exists() else set()

    def _answered(self, what: str) -> None:
        with self._memory.open("a") as file:
            file.write(f"{what}\n")

    async def act(self) -> Envelope:
        """Everything in its order; what was done already is found done."""
        envelope = await self._sent(await self._drafted())
        # At once: one of them has to wait for the other's revision.
        await asyncio.gather(*(self._signed(envelope, number) for number in range(len(_NAMES))))
        return envelope

    async def _drafted(self) -> Envelope:
        office = self._office
        found, _ = await office.desk.page(office.id, search=self.title)
        mine = [one for one in found if one.document.name == f"{self.title}.pdf"]
        if mine:
            return await office.get(mine[0])
        made: Envelope = await office.desk.create(BY, office.id, "desk", f"{self.title}.pdf", once(pdf(1, self.title)))
        self._answered("created")
        return made

    async def _sent(self, envelope: Envelope) -> Envelope:
        office = self._office
        if envelope.status != "draft":
            return envelope
        people = tuple(DraftSigner(uuid7(), name, f"{name}{self._number}@client.example", "nl") for name in _NAMES)
        fields = tuple(
            Field(uuid7(), one.id, "signature", Place(1, 0.1, 0.2 + 0.2 * number, 0.3, 0.1))
            for number, one in enumerate(people)
        )
        draft = Draft(self.title, "parallel", "nl", "", 30, 3, "code", people, fields)
        envelope = await office.desk.change(envelope.id, office.id, draft, envelope.version)
        sent: Envelope = await office.desk.send(office.id, envelope.id, BY, "mail")
        self._answered("sent")
        return sent

    async def _signed(self, envelope: Envelope, number: int) -> None:
        office = self._office
        signer = envelope.signers[number]
        # The page keeps the key of its click until it hears an answer.
        click = replace(signing(name=signer.name), key=f"click-{self._number}-{number}")
        await office.desk.sign(SignerRef(office.id, envelope.id, signer.id), click, _BY_MAIL)
        self._answered(f"signed{number}")


async def _ready(stack: AsyncExitStack, folder: Path, database_url: str, office_id: str | None) -> Office:
    office = await stack.enter_async_context(opened(folder / "data", database_url, office_id))
    outbox = Outbox(office.database, office.clock, sends=True)
    letters = SigningMails(outbox, Links(office.clock, b"l" * 32), lambda: "https://samen.example")
    office.desk.on_event(letters.on_event)
    dead = office.room.tools.documents.open()
    await office.room.tools.leases.bury(dead)
    await office.room.jobs.bury(dead)
    return office


async def first(folder: Path, database_url: str) -> dict[str, Any]:
    """The office, and one round in which nobody dies: what there is to count."""
    async with AsyncExitStack() as stack:
        office = await _ready(stack, folder, database_url, None)
        await office.meter(10_000)
        steps, begun = Steps(None), time.monotonic()
        steps.watch(office)
        people = People(office, 0, folder / "memory-0")
        envelope = await people.act()
        await office.work()
        seconds, count = time.monotonic() - begun, steps.count
        wrong = await _wrong(office, envelope, people.remembered(), None)
        letters = await _letters(office, envelope)
        return {"office": office.id, "steps": count, "seconds": seconds, "letters": letters, "wrong": wrong}


async def dying(folder: Path, database_url: str, office_id: str, number: int, last: int | None) -> None:
    """One round, ended at the step `last` or from outside."""
    async with AsyncExitStack() as stack:
        office = await _ready(stack, folder, database_url, office_id)
        Steps(last).watch(office)
        (folder / "begun").write_text("")
        people = People(office, number, folder / f"memory-{number}")
        await people.act()
        await office.work()


async def recovering(folder: Path, database_url: str, office_id: str, number: int, letters: int) -> dict[str, Any]:
    """Another process, on what is left: people click again, the work goes on."""
    begun = time.monotonic()
    async with AsyncExitStack() as stack:
        office = await _ready(stack, folder, database_url, office_id)
        people = People(office, number, folder / f"memory-{number}")
        remembered = people.remembered()
        envelope = await people.act()
        mine = jobs.c.subject == envelope.id
        while await office.count(jobs, mine) and time.monotonic() - begun < RECOVERY_S:
            if not await office.work():
                await asyncio.sleep(0.05)
        seconds = time.monotonic() - begun
        wrong = await _wrong(office, envelope, remembered, letters)
        if seconds >= RECOVERY_S:
            wrong.append(f"it took {seconds:.0f} s to end it")
        return {"seconds": seconds, "wrong": wrong}


async def _wrong(office: Office, envelope: Envelope, remembered: set[str], letters: int | None) -> list[str]:
    """What is not as it should be with one envelope."""
    wrong: list[str] = []
    after = await office.get(envelope)
    kinds = [one.kind for one in after.events]
    if sorted(kinds) != sorted(_EVENTS):
        wrong.append(f"events {kinds}")
    if (after.status, after.seal, after.level, after.credit) != ("completed", "done", "B-LTA", "captured"):
        wrong.append(f"{after.status}, {after.seal}, {after.level}, {after.credit}, {after.problem}")
    files = Counter(one.kind for one in after.files)
    if files != {"original": 1, "signed": 1, "log": 1, "log_data": 1}:
        wrong.append(f"files {dict(files)}")
    for one in after.files:
        content = await office.blobs.read(office.id, one.sha256)
        if sha256(content).hexdigest() != one.sha256 or len(content) != one.size:
            wrong.append(f"{one.kind} is not what it was")
    wrong += await _unproved(office, after)
    lines = await _ledger(office, envelope)
    if lines != ["captured", "reserved"]:
        wrong.append(f"ledger {lines}")
    if letters is not None and (count := await _letters(office, envelope)) != letters:
        wrong.append(f"{count} letters instead of {letters}")
    if "signed0" in remembered and after.signers[0].signed_at is None:
        wrong.append("an answered signature is lost")
    if await office.count(jobs, jobs.c.subject == envelope.id):
        wrong.append("work is left")
    return wrong


async def _unproved(office: Office, envelope: Envelope) -> list[str]:
    """What the checker says against the signed document."""
    signed = envelope.file("signed")
    if signed is None:
        return ["there is no signed document"]
    tools = office.room.tools
    async with tools.documents.desk() as place:
        path = await tools.documents.fetch(office.id, signed.sha256, place / "signed.pdf")
        report = await tools.works.run(Verify(path, await tools.trust.proofs(), office.clock()))
    if report.verdict != "intact" or len(report.signatures) != len(_NAMES):
        return [f"{report.verdict} with {len(report.signatures)} signatures: {report.problems}"]
    return []


async def _letters(office: Office, envelope: Envelope) -> int:
    """How many letters are about an envelope: its title stands in their subject or text."""
    async with office.database.reading() as rows:
        found = (await rows.execute(select(mails.c.subject, mails.c.text))).all()
    # "Ronde 1" is also the beginning of "Ronde 12".
    return sum(f"{envelope.title} " in f"{one.subject} {one.text} ".translate(_ENDS) for one in found)


_ENDS = str.maketrans(dict.fromkeys("\n.,:;!?”“\"'()", " "))


async def _ledger(office: Office, envelope: Envelope) -> list[str]:
    async with office.database.reading() as rows:
        mine = credit_ledger.c.envelope_id == envelope.id
        return sorted((await rows.execute(select(credit_ledger.c.kind).where(mine))).scalars())


async def audit(folder: Path, database_url: str, office_id: str, rounds: int) -> dict[str, Any]:
    """All of it, at the end: sums of credits, and bytes against the rows that name them."""
    wrong: list[str] = []
    async with AsyncExitStack() as stack:
        office = await _ready(stack, folder, database_url, office_id)
        office.clock.move(hours=25)
        await office.room.work.sweep()
        if (count := await office.count(envelopes)) != rounds:
            wrong.append(f"{count} envelopes instead of {rounds}")
        if (balance := await office.balance()) != (10_000 - rounds, 0):
            wrong.append(f"credits {balance}")
        async with office.database.reading() as rows:
            named = set((await rows.execute(select(envelope_files.c.sha256))).scalars())
            named |= set((await rows.execute(select(mail_attachments.c.sha256))).scalars())
        if lost := named - office.stored():
            wrong.append(f"{len(lost)} documents lost")
        if over := office.stored() - named:
            wrong.append(f"{len(over)} documents that no row names")
        if await office.count(blob_claims):
            wrong.append("claims are left")
        incoming = [one for one in office.settings.blob_folder.rglob("incoming/*") if one.is_file()]
        if incoming:
            wrong.append(f"{len(incoming)} halves of uploads are left")
        work = [one.name for one in (folder / "data" / "signing" / "documents").iterdir()]
        if work != [office.room.tools.documents.owner]:
            wrong.append(f"folders of the dead are left: {len(work) - 1}")
    return {"wrong": wrong}


# --- processes -------------------------------------------------------------------------------------------------------


def _child(doing: Callable[[], Coroutine[Any, Any, Any]], report: Path) -> int:
    """Do it in a process of its own; returns its id. The answer, if there is one, is JSON in `report`."""
    child = os.fork()
    if not child:
        _work(doing, report)
    return child


def _work(doing: Callable[[], Coroutine[Any, Any, Any]], report: Path) -> NoReturn:
    code = 1
    try:
        answer = asyncio.run(doing())
        report.write_text(json.dumps(answer))
        code = 0
    except BaseException:  # noqa: BLE001 - the parent hears it as text
        report.write_text(json.dumps({"wrong": [traceback.format_exc(limit=-6)], "seconds": 0.0}))
    os._exit(code)


def _ended(child: int) -> int:
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def run(folder: Path, database_url: str, points: int, seed: int, say: Callable[[str], None]) -> dict[str, Any]:
    """All points; returns what is wrong, how often a process died, and the longest recovery in seconds."""
    chance, report = random.Random(seed), folder / "report"
    _ended(_child(partial(first, folder, database_url), report))
    start = json.loads(report.read_text())
    if start["wrong"]:
        return {"wrong": start["wrong"], "killed": 0, "slowest": 0.0}
    office, wrong, killed, slowest = start["office"], [], 0, 0.0
    for number in range(1, points + 1):
        # Every fourth dies at any moment, the others at a point between two steps.
        last = None if number % 4 == 0 else chance.randint(1, start["steps"])
        (folder / "begun").unlink(missing_ok=True)
        child = _child(partial(dying, folder, database_url, office, number, last), report)
        if last is None:
            _kill_later(child, folder / "begun", chance.uniform(0.0, start["seconds"]))
        code = _ended(child)
        killed += code == -signal.SIGKILL
        if code > 0:
            wrong.append(f"round {number}: {json.loads(report.read_text())['wrong']}")
        _ended(_child(partial(recovering, folder, database_url, office, number, start["letters"]), report))
        after = json.loads(report.read_text())
        slowest = max(slowest, after["seconds"])
        wrong += [f"round {number}, killed at {last or 'any moment'}: {one}" for one in after["wrong"]]
        say(f"{number} of {points}: killed {killed}, slowest recovery {slowest:.1f} s, wrong {len(wrong)}")
    _ended(_child(partial(audit, folder, database_url, office, points + 1), report))
    wrong += json.loads(report.read_text())["wrong"]
    return {"wrong": wrong, "killed": killed, "slowest": slowest}


def _kill_later(child: int, begun: Path, seconds: float) -> None:
    while not begun.exists() and os.waitpid(child, os.WNOHANG) == (0, 0):
        time.sleep(0.005)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=25)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(1 << 32) if options.seed is None else options.seed
    with tempfile.TemporaryDirectory(prefix="samen-killing-") as name:
        folder = Path(name)
        database = options.database or f"sqlite:///{folder / 'samen.db'}"
        result = run(folder, database, options.points, seed, lambda line: print(line, flush=True))  # noqa: T201  it speaks to whoever runs it
    for one in result["wrong"]:
        print(one)  # noqa: T201 - the report of a tool
    print(f"seed {seed}: {result['killed']} killed, slowest recovery {result['slowest']:.1f} s")  # noqa: T201 - the same
    return 1 if result["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
