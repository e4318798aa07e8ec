"""REST of the connection test: an offer goes in, the answer of a peer that sends everything back comes out."""

from collections.abc import Callable, Sequence
from typing import Annotated

from pydantic import Field

from media.echo import Echo, EchoRefused
from media.ice import IceServer
from media.offer import MAX_SDP
from server.throttle import Rate, Throttle, key, network_of
from server.web import Call, Input, Output, Refusal, Role, Route
from server.web.problems import TOO_MANY_ATTEMPTS, too_many_attempts

BAD_SDP = Refusal(400, "bad_sdp", "This is not an offer that can be answered.")
ECHO_BUSY = Refusal(503, "echo_busy", "Too many people are testing their connection. Go on without, or try again.")

# A household or a small office behind one address tests in turn; a script that only wants to keep us busy waits.
_RATE = Rate(8, 10)


class EchoOffer(Input):
    sdp: Annotated[str, Field(min_length=1, max_length=MAX_SDP, description="An SDP offer that holds its candidates.")]
    code: Annotated[
        str,
        Field(
            max_length=20,
            description="Not looked at: an answer that depended on it would tell guessers which codes exist.",
        ),
    ] = ""


class EchoAnswer(Output):
    sdp: str


class EchoRoutes:
    """`servers` gives the ICE servers of a peer that starts now; it names its holder as a participant would be named."""

    def __init__(self, echo: Echo, throttle: Throttle, servers: Callable[[], Sequence[IceServer]]) -> None:
        self._echo = echo
        self._throttle = throttle
        self._servers = servers

    def routes(self) -> list[Route]:
        return [
            Route(
                "POST",
                "/api/v1/echo",
                self.answer,
                Role.PUBLIC,
                "Test the connection: sound, picture and messages come back for some seconds",
                refuses=(BAD_SDP, ECHO_BUSY, TOO_MANY_ATTEMPTS),
                tag="join",
            )
        ]

    async def answer(self, call: Call, body: EchoOffer) -> EchoAnswer:
        wait = await self._throttle.take(key("echo", network_of(call.address)), _RATE)
        if wait:
            raise too_many_attempts(wait)
        try:
            return EchoAnswer(sdp=await self._echo.answer(body.sdp, self._servers(), caller=call.address))
        except EchoRefused as refused:
            raise (BAD_SDP if refused.code == "bad_sdp" else ECHO_BUSY).problem() from None
