"""The routes of help."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints
from sqlalchemy import Row

from server.accounts.fields import Language
from server.helpdesk.store import HelpDesk
from server.throttle import Rate, Throttle, key, network_of
from server.web import Call, Id, Input, Output, Refusal, Role, Route
from server.web.problems import TOO_MANY_ATTEMPTS, too_many_attempts

HELP_THREAD_UNKNOWN = Refusal(404, "help_thread_unknown", "There is no such conversation.")

_VOTES = Rate(20, 30)
_WORDS = Rate(30, 2)

Text = Annotated[str, AfterValidator(str.strip), StringConstraints(min_length=1, max_length=4000)]
Remark = Annotated[str, StringConstraints(max_length=1000)]
Article = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
# A path of the desk, never another website: it becomes a link in a mail.
Place = Annotated[str, StringConstraints(max_length=200, pattern=r"^(/(adviser|help)(/[A-Za-z0-9_/-]*)?)?$")]


class NewWord(Input):
    """`user_id`: whose thread; an administrator's answer. Without it, one's own question."""

    text: Text
    page: Place = ""
    user_id: Id | None = None


class NewVote(Input):
    article: Article
    language: Language
    helped: bool
    text: Remark = ""


class Seen(Input):
    message_id: Id


class After(Input):
    after: Id | None = None


class Word(Output):
    id: Id
    mine: bool
    author: str
    text: str
    page: str
    at: datetime


class ThreadView(Output):
    user_id: Id
    name: str
    mine: bool
    unseen: int
    last: Word


class Threads(Output):
    items: list[ThreadView]


class Words(Output):
    items: list[Word]


class ArticleVotes(Output):
    article: str
    yes: int
    no: int


class RemarkView(Output):
    article: str
    language: Language
    helped: bool
    text: str
    at: datetime


class Votes(Output):
    items: list[ArticleVotes]
    remarks: list[RemarkView]


class HelpRoutes:
    def __init__(self, desk: HelpDesk, throttle: Throttle) -> None:
        self._desk = desk
        self._throttle = throttle

    def routes(self) -> list[Route]:
        base, thread = "/api/v1/help", "/api/v1/help/threads/{asker_id}"
        unknown, often = (HELP_THREAD_UNKNOWN,), (TOO_MANY_ATTEMPTS,)
        return [
            Route("POST", f"{base}/votes", self.vote, Role.PUBLIC, "Did this page help?", 204, often, tag="help"),
            Route("GET", f"{base}/votes", self.votes, Role.ADMIN, "What people thought of help pages", tag="help"),
            Route("GET", f"{base}/threads", self.threads, Role.ADVISER, "Questions, one's own or all", tag="help"),
            Route(
                "POST", f"{base}/messages", self.say, Role.ADVISER, "Ask or answer", 201, unknown + often, tag="help"
            ),
            Route("GET", thread, self.messages, Role.ADVISER, "One conversation", refuses=unknown, tag="help"),
            Route("POST", f"{thread}/seen", self.seen, Role.ADVISER, "Seen up to here", 204, unknown, tag="help"),
        ]

    async def vote(self, call: Call, body: NewVote) -> None:
        await self._pace("help votes", network_of(call.address), _VOTES)
        await self._desk.vote(None, body.article, body.language, body.helped, body.text.strip())

    async def votes(self, call: Call) -> Votes:
        counts, remarks = await self._desk.votes(call.member.organisation_id)
        return Votes(
            items=[ArticleVotes(article=row.article, yes=row.yes, no=row.no) for row in counts],
            remarks=[
                RemarkView(
                    article=row.article, language=row.language, helped=row.helped, text=row.text, at=row.created_at
                )
                for row in remarks
            ],
        )

    async def threads(self, call: Call) -> Threads:
        found = await self._desk.threads(call.member)
        mine = call.member.user_id
        return Threads(
            items=[
                ThreadView(
                    user_id=one.user_id,
                    name=one.name,
                    mine=one.user_id == mine,
                    unseen=one.unseen,
                    last=_word(one.last, mine),
                )
                for one in found
            ]
        )

    async def say(self, call: Call, body: NewWord) -> Word:
        thread = body.user_id or call.member.user_id
        await self._known(call, thread)
        await self._pace("help words", call.member.user_id, _WORDS)
        return _word(await self._desk.say(call.member, thread, body.text, body.page), call.member.user_id)

    async def messages(self, call: Call, asker_id: Id, query: After) -> Words:
        await self._known(call, asker_id)
        found = await self._desk.messages(call.member, asker_id, query.after)
        return Words(items=[_word(row, call.member.user_id) for row in found])

    async def seen(self, call: Call, asker_id: Id, body: Seen) -> None:
        await self._known(call, asker_id)
        await self._desk.seen(call.member, asker_id, body.message_id)

    async def _known(self, call: Call, user_id: str) -> None:
        if not await self._desk.knows(call.member, user_id):
            raise HELP_THREAD_UNKNOWN.problem()

    async def _pace(self, purpose: str, who: str, rate: Rate) -> None:
        wait = await self._throttle.take(key(purpose, who), rate)
        if wait:
            raise too_many_attempts(wait)


def _word(row: Row[Any], mine: str) -> Word:
    return Word(
        id=row.id,
        mine=row.author_id == mine,
        author=row.author_name,
        text=row.text,
        page=row.page,
        at=row.created_at,
    )
