"""One signer's revision: their values, their ink, their signature."""

from typing import BinaryIO

from asn1crypto import cms
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import SigMDPSetup
from pyhanko.sign.signers.pdf_byterange import BuildProps, SignatureObject
from pyhanko.sign.signers.pdf_cms import select_suitable_signing_md
from pyhanko.sign.timestamps.api import TimeStamper

from signing.jobs import Sign, Signed, Written
from signing.model import Level, Refused
from signing.pdf import proof, selfcheck
from signing.pdf.attributes import signed_attributes
from signing.pdf.filled import fill
from signing.pdf.form import SIGNATURE, Found, fields_of, is_signed
from signing.pdf.revision import Revision, Room, TooSmall, remove
from signing.trust.keys import proofs_with, signer_of
from signing.trust.stamps import stamper_of

_ROOM_FOR_REST = 1_100  # bytes for a signature beside its certificates: one of RSA with 4096 bits takes half of it
_APP = BuildProps(name="Samen")


async def sign(job: Sign) -> Signed:
    """Sign everything so far. Without an answer of the time-stamp authority the level is B-B; with one whose own
    certificate nobody here vouches for, B-T.

    Raises Refused: fields_missing, already_signed, value_missing, ink_missing, ink_unusable, what the key is refused
    for, and "self_check_failed" when what was written does not hold.
    """
    try:
        made = await _write(job)
        await selfcheck.check_signature(
            job.target, made.file, proofs_with(job.key, job.proofs), job.signer_id, stamped=made.level == "B-LT"
        )
    except BaseException:
        remove(job.target)
        raise
    return made


async def _write(job: Sign) -> Signed:
    for room in proof.rooms(job.stamper):
        try:
            with job.source.open("rb") as source, job.target.open("w+b") as target:
                return await _Signature(job, source, target, room).write()
        except TooSmall:
            continue
    raise Refused("tsa_wrong", why="too_large")


class _Signature:
    """One attempt, with `room` bytes kept for the stamp."""

    def __init__(self, job: Sign, source: BinaryIO, target: BinaryIO, room: int) -> None:
        self._job = job
        self._target = target
        self._room = room
        self._proofs = proofs_with(job.key, job.proofs)
        self._signer = signer_of(job.key, job.proofs)
        certificate = self._signer.signing_cert
        if certificate is None:
            raise Refused("certificate_missing")
        self._certificate = certificate
        self._algorithm = select_suitable_signing_md(self._certificate.public_key)
        self._revision = Revision(source, self._algorithm)
        self._is_first = not is_signed(self._revision.prev)

    async def write(self) -> Signed:
        job, certificate = self._job, self._certificate
        fields = fields_of(self._revision, job.signer_id)
        if "/V" in fields[SIGNATURE].entries:
            raise Refused("already_signed")
        fill(self._revision, job, fields)
        chain = [certificate, *self._signer.cert_registry]
        known = await proof.add(self._revision, self._proofs, [chain], proof.own_clock(job.stamper))
        placeholder = self._placeholder(fields[SIGNATURE])
        room = self._revision.leave_room(self._target, placeholder, self._algorithm)
        contents = await self._contents(room.digest)
        file = room.fill(contents.dump())
        stamp = proof.stamp_of(contents["content"])
        level: Level = "B-B"
        if stamp is not None:
            file, level = await self._prove(stamp, known, room, file)
        return Signed(
            file=file,
            level=level,
            certificate=certificate.sha256.hex(),
            serial=str(certificate.serial_number),
            stamped_at=None if stamp is None else proof.stamped_at(stamp),
            stamped_by="" if stamp is None else proof.stamped_by(stamp),
        )

    def _placeholder(self, field: Found) -> SignatureObject:
        """The signature without its contents, in its field. The first certifies: from then on only forms change."""
        job, revision = self._job, self._revision
        certificates = sum(len(each.dump()) for each in self._signer.cert_registry)
        placeholder = SignatureObject(
            timestamp=job.at,
            subfilter=SigSeedSubFilter.PADES,
            name=job.identity.name,
            reason=job.reason or None,
            app_build_props=_APP,
            bytes_reserved=2 * (certificates + self._room + _ROOM_FOR_REST),
        )
        reference = revision.add_object(placeholder)
        field.entries[pdf_name("/V")] = reference
        revision.mark_update(field.reference)
        lock = FieldMDPSpec.from_pdf_object(field.entries["/Lock"])
        certify = job.first and self._is_first
        SigMDPSetup(self._algorithm, certify, lock, MDPPerm.FILL_FORMS if certify else None).apply(reference, revision)
        if certify:
            revision.update_root()  # type: ignore[no-untyped-call]  # pyHanko says no types here
        return placeholder

    async def _contents(self, digest: bytes) -> cms.ContentInfo:
        stamper = self._job.stamper
        try:
            return await self._sign(digest, stamper_of(stamper) if stamper else None)
        except Refused as refused:
            if refused.code not in {"tsa_away", "tsa_wrong"}:
                raise
            return await self._sign(digest, None)

    async def _sign(self, digest: bytes, stamper: TimeStamper | None) -> cms.ContentInfo:
        attributes = signed_attributes(digest, self._certificate)
        return await self._signer.async_sign_prescribed_attributes(
            self._algorithm, attributes, cms_version="v1", timestamper=stamper
        )

    async def _prove(
        self, stamp: cms.SignedData, known: set[bytes], room: Room, file: Written
    ) -> tuple[Written, Level]:
        """The proof of the stamp's own certificate, behind the signature when it was not known before."""
        chain = proof.chain_of_stamp(stamp)
        if chain[0].sha256 in known:
            return file, "B-LT"
        behind = Revision(self._target)
        try:
            await proof.add(behind, self._proofs, clocks=[chain])
        except Refused:
            return file, "B-T"
        return behind.save_behind(self._target, room.hashed), "B-LT"
