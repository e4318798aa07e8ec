"""Proof of time (RFC 3161): from an authority over HTTP, or from our own clock, which says so by its policy."""

import time
from asyncio import timeout
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import randbits

import aiohttp
from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from signing.jobs import LeafKey, Stamper
from signing.model import Refused
from signing.trust.keys import signer_of
from signing.trust.reading import certificate_of

OWN_CLOCK_POLICY = "2.25.315306142834284117325419187303563129417"
"""The policy in the stamps of an installation's own clock (an OID of the UUID tree, X.667): nobody vouches for it."""

LARGEST_ANSWER = 1 << 20
LARGEST_DIFFERENCE = timedelta(hours=1)
"""Between an authority's clock and ours. Farther, and one-day certificates would not hold at the time it says."""

_MEDIA_TYPE = "application/timestamp-reply"
_SIZE_IS_KNOWN_FOR = 600.0
_FAILS_FOR_NOW = frozenset(["time_not_available", "system_failure"])

_sizes: dict[tuple[str, str], tuple[float, cms.ContentInfo]] = {}
"""One stamp of each authority, so that not every signature asks twice to know how large the answer will be."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def stamper_of(stamper: Stamper, clock: Callable[[], datetime] = utc_now) -> TimeStamper:
    """What pyHanko asks for stamps. It raises Refused("tsa_away") when there is no answer in time, to be tried again
    later, and Refused("tsa_wrong", why=...) when the answer proves nothing."""
    if stamper.url:
        return AskedStamper(stamper.url, stamper.seconds, clock)
    if stamper.local is None:
        raise Refused("tsa_away")
    return OwnClock(stamper.local, clock)


class AskedStamper(TimeStamper):
    """Asks an authority, for at most `seconds` in all, and believes no answer unread."""

    def __init__(self, url: str, seconds: float, clock: Callable[[], datetime]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko says no types here
        self._url = url
        self._seconds = seconds
        self._clock = clock

    async def async_dummy_response(self, md_algorithm: str) -> cms.ContentInfo:
        key, now = (self._url, md_algorithm), time.monotonic()
        known = _sizes.get(key)
        if known is None or now - known[0] > _SIZE_IS_KNOWN_FOR:
            known = _sizes[key] = (now, await super().async_dummy_response(md_algorithm))
        self._register_dummy(md_algorithm, known[1])  # type: ignore[no-untyped-call]  # nor here
        return known[1]

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        nonce, request = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]  # nor here
        answer = await self._answer(request.dump())
        try:
            token = _granted(answer)
            check_token(token, message_digest, md_algorithm, nonce, self._clock())
        except Refused:
            raise
        except Exception as error:  # asn1crypto reads on demand, and rubbish raises whatever it meets
            raise Refused("tsa_wrong", why="unreadable") from error
        return token

    async def _answer(self, request: bytes) -> bytes:
        try:
            async with timeout(self._seconds), aiohttp.ClientSession() as session:
                return await self._post(session, request)
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError, UnicodeError) as error:
            raise Refused("tsa_wrong", why="address") from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Refused("tsa_away") from error

    async def _post(self, session: aiohttp.ClientSession, request: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query", "Accept": _MEDIA_TYPE}
        async with session.post(self._url, data=request, headers=headers, allow_redirects=False) as response:
            if response.status >= 500 or response.status in {408, 425, 429}:
                raise Refused("tsa_away")
            if response.status != 200:
                raise Refused("tsa_wrong", why="status", status=response.status)
            if response.content_type != _MEDIA_TYPE:
                raise Refused("tsa_wrong", why="media_type")
            answer = await response.content.read(LARGEST_ANSWER)
            while answer and not response.content.at_eof():
                more = await response.content.read(LARGEST_ANSWER)
                if len(answer) + len(more) > LARGEST_ANSWER:
                    raise Refused("tsa_wrong", why="too_large")
                answer += more
            return answer


class OwnClock(TimeStamper):
    """Stamps with a key of our own and the time of this machine."""

    def __init__(self, key: LeafKey, clock: Callable[[], datetime]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko says no types here
        self._signer: Signer = signer_of(key)
        self._certificate = certificate_of(key.certificate)
        self._clock = clock

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        now = self._clock().replace(microsecond=0)
        info = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": OWN_CLOCK_POLICY,
                "message_imprint": req["message_imprint"],
                "serial_number": randbits(63) | 1 << 62,
                "gen_time": now,
                "accuracy": {"seconds": 1},
                "nonce": req["nonce"],
                "tsa": x509.GeneralName("directory_name", self._certificate.subject),
            }
        )
        token = await self._signed(info.dump(), now)
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})

    async def _signed(self, info: bytes, now: datetime) -> cms.ContentInfo:
        digest = hashes.Hash(hashes.SHA256())
        digest.update(info)
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(now)})),
                simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self._certificate)),
                simple_cms_attribute("message_digest", digest.finalize()),
            ]
        )
        return await self._signer.async_sign_prescribed_attributes(
            "sha256",
            attributes,
            cms_version="v3",
            encap_content_info=cms.EncapsulatedContentInfo(
                {"content_type": "tst_info", "content": cms.ParsableOctetString(info)}
            ),
        )


@dataclass(frozen=True, slots=True)
class Token:
    """A stamp that was read and whose signature holds. Whether to believe `certificate` is another question."""

    at: datetime
    certificate: x509.Certificate
    certificates: tuple[x509.Certificate, ...]
    own_clock: bool
    nonce: int | None


def read_token(token: cms.ContentInfo, digest_by: Callable[[str], bytes]) -> Token:
    """Raises Refused("tsa_wrong", why=...) unless this is a stamp over the digest that `digest_by` gives for the name
    of an algorithm, by a certificate that may stamp and was valid when it did."""
    if token["content_type"].native != "signed_data":
        raise Refused("tsa_wrong", why="unreadable")
    signed = token["content"]
    content = signed["encap_content_info"]
    if content["content_type"].native != "tst_info" or len(signed["signer_infos"]) != 1:
        raise Refused("tsa_wrong", why="unreadable")
    info: tsp.TSTInfo = content["content"].parsed
    imprint = info["message_imprint"]
    if imprint["hashed_message"].native != digest_by(imprint["hash_algorithm"]["algorithm"].native):
        raise Refused("tsa_wrong", why="imprint")
    signer = signed["signer_infos"][0]
    certificate = _certificate_of_signer(signed, signer)
    whole = hashes.Hash(get_pyca_cryptography_hash(signer["digest_algorithm"]["algorithm"].native))
    whole.update(bytes(content["content"]))
    intact, valid = validate_sig_integrity(
        signer, certificate, expected_content_type="tst_info", actual_digest=whole.finalize()
    )
    if not (intact and valid):
        raise Refused("tsa_wrong", why="signature")
    if not certificate.not_valid_before <= info["gen_time"].native <= certificate.not_valid_after:
        raise Refused("tsa_wrong", why="certificate_expired")
    purposes = certificate.extended_key_usage_value
    if purposes is None or "time_stamping" not in purposes.native:
        raise Refused("tsa_wrong", why="purpose")
    known = (choice.chosen for choice in signed["certificates"] or ())
    return Token(
        at=info["gen_time"].native,
        certificate=certificate,
        certificates=tuple(each for each in known if isinstance(each, x509.Certificate)),
        own_clock=info["policy"].dotted == OWN_CLOCK_POLICY,
        nonce=info["nonce"].native,
    )


def check_token(token: cms.ContentInfo, digest: bytes, algorithm: str, nonce: int | None, now: datetime) -> None:
    """Raises Refused("tsa_wrong", why=...) unless this answers what was asked just now."""
    asked = algos.DigestAlgorithmId(algorithm).native
    read = read_token(token, lambda named: digest if named == asked else b"")
    if nonce is not None and read.nonce != nonce:
        raise Refused("tsa_wrong", why="nonce")
    if not read.certificate.not_valid_before <= now <= read.certificate.not_valid_after:
        raise Refused("tsa_wrong", why="certificate_expired")
    if abs(read.at - now) > LARGEST_DIFFERENCE:
        raise Refused("tsa_wrong", why="clock")


def _granted(answer: bytes) -> cms.ContentInfo:
    """The token in an answer. Read in parts, because asn1crypto does not know that a refusal has none."""
    parts = core.Sequence.load(answer, strict=True)
    status = tsp.PKIStatusInfo.load(parts[0].dump())
    if status["status"].native in {"granted", "granted_with_mods"}:
        return cms.ContentInfo.load(parts[1].dump())
    reasons = set(status["fail_info"].native or ())
    if reasons & _FAILS_FOR_NOW or status["status"].native == "waiting":
        raise Refused("tsa_away")
    raise Refused("tsa_wrong", why="refused")


def _certificate_of_signer(signed: cms.SignedData, signer: cms.SignerInfo) -> x509.Certificate:
    sid = signer["sid"].chosen
    if not isinstance(sid, cms.IssuerAndSerialNumber):
        # Allowed, but pyHanko cannot use it.
        raise Refused("tsa_wrong", why="unreadable")
    for choice in signed["certificates"] or ():
        certificate = choice.chosen
        if (
            isinstance(certificate, x509.Certificate)
            and certificate.serial_number == sid["serial_number"].native
            and certificate.issuer.dump() == sid["issuer"].dump()
        ):
            return certificate
    raise Refused("tsa_wrong", why="certificate_missing")
