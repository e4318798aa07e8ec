"""The last revision: the proof of every certificate, and an archive time stamp over everything."""

from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp

from signing.jobs import Seal, Sealed
from signing.model import Refused
from signing.pdf import proof, selfcheck
from signing.pdf.form import SIGNATURE, fields_of, form_of, free_name
from signing.pdf.revision import Revision, TooSmall, remove
from signing.trust.stamps import stamper_of

_ALGORITHM = "sha256"


async def seal(job: Seal) -> Sealed:
    """Raises Refused: "not_signed" by all of `signer_ids`; "tsa_away" when the authority does not answer, "tsa_wrong"
    or "tsa_untrusted" when its answer proves nothing; "self_check_failed" when the result does not hold.
    """
    try:
        for room in proof.rooms(job.stamper):
            try:
                sealed = await _write(job, room)
                break
            except TooSmall:
                continue
        else:
            raise Refused("tsa_wrong", why="too_large")
        lasts = await selfcheck.check_seal(job.target, sealed.file, job.proofs)
    except BaseException:
        remove(job.target)
        raise
    if lasts:
        return sealed
    return Sealed(sealed.file, "B-B", sealed.stamped_at, sealed.stamped_by)


async def _write(job: Seal, size: int) -> Sealed:
    with job.source.open("rb") as source, job.target.open("w+b") as target:
        revision = Revision(source)
        _check_signed(revision, job)
        known = await proof.renew(revision, job.proofs, job.stamper)
        placeholder = _placeholder(revision, size)
        room = revision.leave_room(target, placeholder, _ALGORITHM)
        token = await stamper_of(job.stamper).async_timestamp(room.digest, _ALGORITHM)
        written = room.fill(token.dump())
        content = token["content"]
        if proof.chain_of_stamp(content)[0].sha256 not in known:
            behind = Revision(target)
            await proof.add(behind, job.proofs, clocks=[proof.chain_of_stamp(content)])
            written = behind.save_behind(target, room.hashed)
    return Sealed(written, "B-LTA", proof.stamped_at(content), proof.stamped_by(content))


def _check_signed(revision: Revision, job: Seal) -> None:
    for signer_id in job.signer_ids:
        if "/V" not in fields_of(revision, signer_id)[SIGNATURE].entries:
            raise Refused("not_signed", signer=signer_id)


def _placeholder(revision: Revision, size: int) -> DocumentTimestamp:
    """The stamp without its contents, in a field that nobody sees."""
    name = free_name(revision, "samen-archive")
    append_signature_field(revision, SigFieldSpec(name))
    form = form_of(revision)
    if form is None:
        raise Refused("fields_missing")
    field = form["/Fields"][-1]
    placeholder = DocumentTimestamp(bytes_reserved=2 * size)
    field[pdf_name("/V")] = revision.add_object(placeholder)
    return placeholder
