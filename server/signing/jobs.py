"""Durable work of signing: sealing, filing, sending, reminding and expiring, whoever is there and whatever dies."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from server.jobs import Job, Jobs, Later
from server.signing.envelopes import Envelope
from server.signing.finishing import Finishing
from server.signing.means import Tools
from server.signing.progress import by_mail
from server.signing.refusals import ENVELOPE_UNKNOWN
from server.web import Problem

_MOST_TRIES = 60
"""Of work that fails for another reason than a stamp that does not come: more than a day."""

Filed = Callable[[Envelope], Awaitable[None]]
"""Puts what an envelope has left where its document came from. Again changes nothing; raises Later to be asked again."""

Send = Callable[[str, str, int], Awaitable[None]]
"""Sends a draft of a list: office, envelope, which try it is."""


class SigningJobs:
    """Who does the work of signing, among all that is done (server/jobs). Its subject is the envelope."""

    def __init__(self, tools: Tools, finishing: Finishing, jobs: Jobs) -> None:
        self._tools = tools
        self._finishing = finishing
        self._filed: list[Filed] = []
        self._jobs = jobs
        jobs.does("envelope_seal", self._held(self._seal), most_tries=_MOST_TRIES, gave_up=self._gave_up)
        jobs.does("envelope_file", self._held(self._file), most_tries=_MOST_TRIES)
        jobs.does("envelope_expire", self._held(self._expire), most_tries=_MOST_TRIES)
        jobs.does("envelope_remind", self._held(self._remind), most_tries=_MOST_TRIES)

    def file_with(self, filed: Filed) -> None:
        self._filed.append(filed)

    def send_with(self, send: Send) -> None:
        """Who sends the envelopes of lists."""

        async def work(job: Job) -> None:
            await send(job.organisation_id, job.subject, job.tries)

        self._jobs.does("envelope_send", self._held(work), most_tries=_MOST_TRIES)

    async def sweep(self) -> None:
        """Bytes that nobody holds any more."""
        while await self._tools.keeper.sweep():
            pass
        await self._tools.keeper.sweep_halves()

    def _held(self, work: Callable[[Job], Awaitable[datetime | None]]) -> Callable[[Job], Awaitable[datetime | None]]:
        """While it works, what this process has leased of envelopes stays leased. A draft that is gone needs no work."""

        async def held(job: Job) -> datetime | None:
            with self._tools.leases.working():
                try:
                    return await work(job)
                except Problem as wrong:
                    if wrong.refusal is ENVELOPE_UNKNOWN:
                        return None
                    raise

        return held

    async def _seal(self, job: Job) -> None:
        await self._finishing.run(job.organisation_id, job.subject)

    async def _gave_up(self, job: Job, code: str) -> None:
        await self._finishing.gave_up(job.organisation_id, job.subject, code)

    async def _file(self, job: Job) -> None:
        envelope = await self._tools.turns.get(job.organisation_id, job.subject, events=True)
        for filed in self._filed:
            await filed(envelope)

    async def _expire(self, job: Job) -> None:
        async with self._tools.turns.turn(job.organisation_id, job.subject) as turn:
            envelope = turn.envelope
            if envelope.status != "sent" or envelope.seal != "none":
                return
            if envelope.expires_at is not None and envelope.expires_at > turn.now:
                raise Later("not_due")
            await turn.set(status="expired", credit=await self._tools.credits.release(turn))
            await turn.no_job("remind")
            await turn.event("expired")

    async def _remind(self, job: Job) -> datetime | None:
        async with self._tools.turns.turn(job.organisation_id, job.subject) as turn:
            envelope = turn.envelope
            if envelope.status != "sent" or envelope.seal != "none" or not envelope.remind_every_days:
                return None
            for signer in envelope.signers:
                if signer.turn and by_mail(envelope, signer):
                    await turn.event("reminded", signer.id, address=signer.email)
        return self._tools.now() + timedelta(days=envelope.remind_every_days)
