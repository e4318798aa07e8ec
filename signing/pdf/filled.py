"""A signer's values and ink, put into their fields: the value that programs read, and the look that people see."""

from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name, pdf_string

from signing.boxes import PageBox
from signing.jobs import Sign
from signing.model import Field, Ink, Refused
from signing.pdf import filling
from signing.pdf.form import Found
from signing.pdf.letters import Letters, open_letters
from signing.pdf.look import Look
from signing.pdf.pages import find_pages
from signing.pdf.prepared import own_name
from signing.pdf.revision import Revision


def fill(revision: Revision, job: Sign, found: dict[str, Found]) -> None:
    """Fill `job.fields`; `found` are the same in the document.

    Raises Refused: fields_missing, value_missing, ink_missing, ink_unusable, font_unreadable.
    """
    pages = find_pages(revision, {field.place.page for field in job.fields})
    letters = open_letters(revision, job.fonts)
    for field in job.fields:
        own = found.get(own_name(field, job.fields))
        if own is None:
            raise Refused("fields_missing")
        if _fill_one(revision, job, letters, (field, own), pages[field.place.page][1]):
            revision.mark_update(own.reference)
    letters.finish()


def _fill_one(revision: Revision, job: Sign, letters: Letters, target: tuple[Field, Found], page: PageBox) -> bool:
    """Whether there was anything to fill in."""
    field, own = target
    if field.kind == "checkbox":
        if filling.ticked(field, job.values):
            own.entries[pdf_name("/V")] = own.entries[pdf_name("/AS")] = pdf_name("/Yes")
            return True
        return False
    look = Look(revision, *page.seen(field.place), page.rotation)
    if field.kind in {"signature", "initials"}:
        ink = _ink(field, job)
        if ink is None:
            return False
        filling.draw_ink(look, letters, ink, job.caption if field.kind == "signature" else ())
    else:
        text = filling.text_of(field, job.values, job.identity, job.at)
        if not text:
            return False
        filling.draw_text(look, letters, text)
        own.entries[pdf_name("/V")] = pdf_string(text)
    own.entries[pdf_name("/AP")] = DictionaryObject({pdf_name("/N"): look.write()})
    return True


def _ink(field: Field, job: Sign) -> Ink | None:
    if field.kind == "signature":
        return job.ink
    if job.initials is None and field.required:
        raise Refused("initials_missing")
    return job.initials
