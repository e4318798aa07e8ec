"""Proof of time: our own clock as OpenSSL sees it, and authorities that are slow, wrong or lying."""

import asyncio
import hashlib
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from asn1crypto import core, tsp

from signing.jobs import LeafKey, Stamper
from signing.model import Identity, Refused
from signing.trust import stamps
from signing.trust.authority import issue_leaf, make_authority
from signing.trust.stamps import OWN_CLOCK_POLICY, OwnClock, read_token, stamper_of

NOW = datetime.now(UTC)
KIND = "application/timestamp-reply"
DIGEST = hashlib.sha256(b"the document").digest()


@pytest.fixture(scope="module")
def authority():
    return make_authority("Kantoor De Vries", NOW)


@pytest.fixture(autouse=True)
def no_memory():
    stamps._sizes.clear()


def test_the_own_clock_says_that_it_is_one(authority):
    token = asyncio.run(stamper_of(Stamper(local=authority.clock)).async_timestamp(DIGEST, "sha256"))
    read = read_token(token, lambda _: DIGEST)
    assert read.own_clock
    assert abs(read.at - datetime.now(UTC)) < timedelta(minutes=1)
    info = token["content"]["encap_content_info"]["content"].parsed
    assert info["policy"].dotted == OWN_CLOCK_POLICY
    assert read.certificate.subject.native["common_name"] == "Kantoor De Vries own clock"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is the independent reader here")
def test_openssl_accepts_the_stamp_of_the_own_clock_and_no_other_content(authority, tmp_path):
    token = asyncio.run(stamper_of(Stamper(local=authority.clock)).async_timestamp(DIGEST, "sha256"))
    (tmp_path / "token.der").write_bytes(token.dump())
    (tmp_path / "root.pem").write_bytes(authority.root)
    (tmp_path / "clock.pem").write_bytes(authority.clock.certificate)
    (tmp_path / "data").write_bytes(b"the document")
    (tmp_path / "other").write_bytes(b"another document")
    command = ["openssl", "ts", "-verify", "-in", tmp_path / "token.der", "-token_in", "-CAfile", tmp_path / "root.pem"]
    command += ["-untrusted", tmp_path / "clock.pem"]
    good = subprocess.run([*command, "-data", tmp_path / "data"], capture_output=True)
    assert b"Verification: OK" in good.stdout + good.stderr
    assert subprocess.run([*command, "-data", tmp_path / "other"], capture_output=True).returncode != 0


def test_without_an_authority_and_without_a_clock_there_is_no_stamp():
    with pytest.raises(Refused, match="tsa_away"):
        stamper_of(Stamper())


# --- an authority over HTTP, real in all but what it is told to do wrong ---------------------------------------------


@dataclass
class Tsa:
    """Answers as `manner` says; the stamps are those of a real clock."""

    clock: LeafKey
    manner: str = "good"
    asked: int = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        asked = tsp.TimeStampReq.load(await request.read())
        match self.manner:
            case "hangs":
                await asyncio.sleep(60)
            case "dribbles":
                response = web.StreamResponse(headers={"Content-Type": KIND})
                await response.prepare(request)
                for _ in range(600):
                    await response.write(b"0")
                    await asyncio.sleep(0.1)
            case "hangs up":
                assert request.transport
                request.transport.close()
            case "rubbish":
                return web.Response(body=b"\x00rubbish" * 50, content_type=KIND)
            case "nothing":
                return web.Response(body=b"", content_type=KIND)
            case "a page":
                return web.Response(text="<h1>Welcome</h1>", content_type="text/html")
            case "endless":
                return web.Response(body=b"0" * (3 << 20), content_type=KIND)
            case "away":
                return web.Response(status=503)
            case "busy":
                return web.Response(status=429)
            case "forbidden":
                return web.Response(status=403)
            case "elsewhere":
                return web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"})
            case "refuses":
                return web.Response(body=_refusal("bad_alg"), content_type=KIND)
            case "no clock":
                return web.Response(body=_refusal("time_not_available"), content_type=KIND)
            case "wrong nonce":
                asked["nonce"] = core.Integer(asked["nonce"].native + 1)
            case "wrong digest":
                asked["message_imprint"]["hashed_message"] = hashlib.sha256(b"another").digest()
            case _:
                pass
        clock = OwnClock(self.clock, self._time)
        made = (await clock.async_request_tsa_response(asked)).dump()
        if self.manner == "broken signature":
            made = made[:-3] + bytes(255 - byte for byte in made[-3:])
        return web.Response(body=made, content_type=KIND)

    def _time(self) -> datetime:
        return datetime.now(UTC) - timedelta(hours=5 if self.manner == "late" else 0)


def _refusal(reason: str) -> bytes:
    status = tsp.PKIStatusInfo({"status": "rejection", "fail_info": tsp.PKIFailureInfo({reason})})
    return b"\x30" + bytes([len(status.dump())]) + status.dump()  # a sequence of one


@pytest.fixture
async def tsa(authority, aiohttp_server):
    one = Tsa(authority.clock)
    app = web.Application()
    app.router.add_post("/", one.answer)
    server = await aiohttp_server(app)
    return one, str(server.make_url("/"))


async def test_an_authority_is_asked_and_believed_after_reading(tsa):
    one, url = tsa
    token = await stamper_of(Stamper(url=url)).async_timestamp(DIGEST, "sha256")
    assert read_token(token, lambda name: DIGEST if name == "sha256" else b"").certificate
    assert one.asked == 1


async def test_how_large_a_stamp_will_be_is_asked_once(tsa):
    one, url = tsa
    for _ in range(3):
        assert await stamper_of(Stamper(url=url)).async_dummy_response("sha256")
    assert one.asked == 1


@pytest.mark.covers("D001")
@pytest.mark.parametrize(
    ("manner", "code"),
    [
        ("hangs", "tsa_away"),
        ("dribbles", "tsa_away"),
        ("hangs up", "tsa_away"),
        ("away", "tsa_away"),
        ("busy", "tsa_away"),
        ("no clock", "tsa_away"),
        ("rubbish", "tsa_wrong"),
        ("nothing", "tsa_wrong"),
        ("a page", "tsa_wrong"),
        ("endless", "tsa_wrong"),
        ("forbidden", "tsa_wrong"),
        ("elsewhere", "tsa_wrong"),
        ("refuses", "tsa_wrong"),
        ("wrong nonce", "tsa_wrong"),
        ("wrong digest", "tsa_wrong"),
        ("broken signature", "tsa_wrong"),
        ("late", "tsa_wrong"),
    ],
)
async def test_an_authority_that_fails_is_away_and_one_that_lies_is_wrong(tsa, manner, code):
    one, url = tsa
    one.manner = manner
    with pytest.raises(Refused) as refused:
        await stamper_of(Stamper(url=url, seconds=1.5)).async_timestamp(DIGEST, "sha256")
    assert refused.value.code == code


async def test_an_authority_whose_certificate_has_run_out_is_wrong(tsa):
    one, url = tsa
    one.clock = make_authority("Old", NOW - timedelta(days=366 * 31)).clock
    with pytest.raises(Refused) as refused:
        await stamper_of(Stamper(url=url)).async_timestamp(DIGEST, "sha256")
    assert (refused.value.code, refused.value.details) == ("tsa_wrong", {"why": "certificate_expired"})


async def test_a_certificate_for_signing_documents_may_not_stamp(tsa, authority):
    one, url = tsa
    one.clock = issue_leaf(authority, Identity("Jan", "jan@example.org", ""), NOW)
    with pytest.raises(Refused) as refused:
        await stamper_of(Stamper(url=url)).async_timestamp(DIGEST, "sha256")
    assert refused.value.details == {"why": "purpose"}


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://no-such-host.invalid/"])
async def test_an_authority_that_cannot_be_reached_is_away(url):
    with pytest.raises(Refused, match="tsa_away"):
        await stamper_of(Stamper(url=url, seconds=5)).async_timestamp(DIGEST, "sha256")


@pytest.mark.parametrize("url", ["not an address", "ftp://example.org/"])
async def test_an_address_that_is_none_is_wrong(url):
    with pytest.raises(Refused, match="tsa_wrong"):
        await stamper_of(Stamper(url=url, seconds=5)).async_timestamp(DIGEST, "sha256")
