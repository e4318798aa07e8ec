"""The first revision: every signer's fields, made before anybody signs."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1

from signing.boxes import PageBox
from signing.intake import normalise
from signing.jobs import Prepare, Written
from signing.model import Field, Refused
from signing.pdf import filling
from signing.pdf.form import SIGNATURE, checked_name, form_of, free_name, is_signed
from signing.pdf.look import Look
from signing.pdf.pages import entry, find_pages
from signing.pdf.revision import Revision, remove

_PRINTED = 4
_READ_ONLY = 1
_MULTILINE = 1 << 12
_PUSHED = 1 << 16
_TALL = 26.0  # points: from here a text field takes more than one line
_SIGNATURES_EXIST = 3  # and the file may only grow

_Entries = generic.DictionaryObject


def prepare(job: Prepare) -> Written:
    """Repair and flatten where that is needed (`signing.intake.normalise`), then create all fields.

    Raises Refused: what intake refuses; "field_off_page"; "not_enough_fields" when a signer has no field to sign in.
    """
    for signer_id in job.signer_ids:
        if not any(field.signer_id == signer_id and field.kind == "signature" for field in job.fields):
            raise Refused("not_enough_fields", signer=signer_id)
    if any(not on_page(field) for field in job.fields):
        raise Refused("field_off_page")
    try:
        with TemporaryDirectory(dir=job.target.parent) as folder:
            ready = Path(folder) / "ready.pdf"
            normalise(job.source, ready)
            with ready.open("rb") as source:
                revision = Revision(source)
                _add_fields(revision, job)
                return revision.save(job.target)
    except BaseException:
        remove(job.target)
        raise


def on_page(field: Field) -> bool:
    """Whether a field lies on its page, with a hair's breadth for rounding."""
    place = field.place
    return (
        place.width > 0
        and place.height > 0
        and min(place.x, place.y) >= -1e-6
        and max(place.x + place.width, place.y + place.height) <= 1 + 1e-6
    )


def in_order(fields: Sequence[Field]) -> list[Field]:
    """As people read: by page, from the top, from the left. The first for a signature gets the signature itself."""
    return sorted(fields, key=lambda field: (field.place.page, field.place.y, field.place.x))


def own_name(field: Field, fields: Sequence[Field]) -> str:
    """The last part of a field's name. `fields` are all of its signer."""
    first = next((each for each in in_order(fields) if each.kind == "signature"), None)
    return SIGNATURE if first is not None and field.id == first.id else checked_name(field.id)


def _add_fields(revision: Revision, job: Prepare) -> None:
    revision.ensure_output_version((1, 7))  # type: ignore[no-untyped-call]  # pyHanko says no types here
    revision.register_extension(ESIC_EXTENSION_1)
    pages = find_pages(revision, {field.place.page for field in job.fields})
    top = _top_node(revision, signed=is_signed(revision.prev))
    widgets: dict[int, list[generic.IndirectObject]] = {}
    nodes: list[generic.IndirectObject] = []
    maker = _Maker(revision, pages)
    for position, signer_id in enumerate(job.signer_ids):
        own = in_order([field for field in job.fields if field.signer_id == signer_id])
        node = revision.add_object(_Entries({pdf_name("/T"): pdf_string(checked_name(signer_id))}))
        node.get_object()[pdf_name("/Parent")] = top
        last = job.sequential and position == len(job.signer_ids) - 1
        kids = generic.ArrayObject()
        prefix = f"{top.get_object()['/T']}.{signer_id}"
        for field in own:
            name = own_name(field, own)
            widget = maker.signature(field, prefix, last=last) if name == SIGNATURE else maker.other(field)
            widget[pdf_name("/T")] = pdf_string(name)
            widget[pdf_name("/Parent")] = node
            reference = revision.add_object(widget)
            kids.append(reference)
            widgets.setdefault(field.place.page, []).append(reference)
        node.get_object()[pdf_name("/Kids")] = kids
        nodes.append(node)
    top.get_object()[pdf_name("/Kids")] = generic.ArrayObject(nodes)
    for number, added in widgets.items():
        _show_on(revision, pages[number][0], added)


def _top_node(revision: Revision, *, signed: bool) -> generic.IndirectObject:
    """Our node at the top of the form, which is made where there is none."""
    name = free_name(revision, "samen")
    entries = _Entries({pdf_name("/T"): pdf_string(name)})
    top = revision.add_object(entries)
    form = form_of(revision)
    if form is None:
        form = _Entries({pdf_name("/Fields"): generic.ArrayObject()})
        revision.root[pdf_name("/AcroForm")] = revision.add_object(form)
        revision.update_root()  # type: ignore[no-untyped-call]  # pyHanko says no types here
    fields = entry(form, "/Fields")
    if isinstance(fields, generic.ArrayObject):
        fields.append(top)
        revision.update_container(fields)
    else:
        form[pdf_name("/Fields")] = generic.ArrayObject([top])
    form[pdf_name("/SigFlags")] = generic.NumberObject(_SIGNATURES_EXIST)
    form.pop("/NeedAppearances", None)  # it makes viewers draw fields anew, without the ink
    revision.update_container(form)
    if signed:
        # Validators take a new node for a signature's only when it says that it is one.
        entries[pdf_name("/FT")] = pdf_name("/Sig")
    return top


class _Maker:
    """Makes the fields of a document, each with its place on a page and nothing in it."""

    def __init__(self, revision: Revision, pages: dict[int, tuple[generic.Reference, PageBox]]) -> None:
        self._revision = revision
        self._pages = pages
        self._nothing: dict[tuple[float, float, int], generic.IndirectObject] = {}
        self._font: generic.IndirectObject | None = None

    def signature(self, field: Field, prefix: str, *, last: bool) -> _Entries:
        widget = self._widget(field)
        widget[pdf_name("/FT")] = pdf_name("/Sig")
        # The fields of this signer, of no other: they sign in any order. Whoever signs last locks everything.
        lock = FieldMDPSpec(FieldMDPAction.ALL) if last else FieldMDPSpec(FieldMDPAction.INCLUDE, fields=[prefix])
        widget[pdf_name("/Lock")] = self._revision.add_object(lock.as_sig_field_lock())
        return widget

    def other(self, field: Field) -> _Entries:
        widget = self._widget(field)
        # It says nothing here: there is one look, not one for each state. But without it pyHanko takes the look of a
        # locked field for changed, whenever it is older than the signature that locks it.
        widget[pdf_name("/AS")] = pdf_name("/On")
        match field.kind:
            case "checkbox":
                self._checkbox(widget, field)
            case "signature" | "initials":
                widget[pdf_name("/FT")] = pdf_name("/Btn")
                widget[pdf_name("/Ff")] = generic.NumberObject(_PUSHED | _READ_ONLY)
            case "name" | "email" | "date" | "text":
                tall = self._pages[field.place.page][1].seen(field.place)[1] >= _TALL
                widget[pdf_name("/FT")] = pdf_name("/Tx")
                widget[pdf_name("/Ff")] = generic.NumberObject(_READ_ONLY | (_MULTILINE if tall else 0))
                widget[pdf_name("/DA")] = pdf_string("/Helv 0 Tf 0 g")
                widget[pdf_name("/DR")] = self._default_fonts()
        return widget

    def _widget(self, field: Field) -> _Entries:
        reference, page = self._pages[field.place.page]
        entries: dict[Any, Any] = {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/Rect"): generic.ArrayObject(
                generic.FloatObject(round(edge, 4)) for edge in page.rectangle(field.place)
            ),
            pdf_name("/P"): generic.IndirectObject(reference.idnum, reference.generation, self._revision),
            pdf_name("/F"): generic.NumberObject(_PRINTED),
            pdf_name("/AP"): _Entries({pdf_name("/N"): self._empty(field, page)}),
        }
        if page.rotation:
            entries[pdf_name("/MK")] = _Entries({pdf_name("/R"): generic.NumberObject(page.rotation)})
        if field.label:
            entries[pdf_name("/TU")] = pdf_string(field.label)
        return _Entries(entries)

    def _empty(self, field: Field, page: PageBox) -> generic.IndirectObject:
        width, height = page.seen(field.place)
        key = round(width, 2), round(height, 2), page.rotation
        if key not in self._nothing:
            self._nothing[key] = Look(self._revision, width, height, page.rotation).write()
        return self._nothing[key]

    def _checkbox(self, widget: _Entries, field: Field) -> None:
        _, page = self._pages[field.place.page]
        looks = _Entries()
        for name, on in (("/Off", False), ("/Yes", True)):
            look = Look(self._revision, *page.seen(field.place), page.rotation)
            filling.draw_tick(look, on=on)
            looks[pdf_name(name)] = look.write()
        widget[pdf_name("/FT")] = pdf_name("/Btn")
        widget[pdf_name("/Ff")] = generic.NumberObject(_READ_ONLY)
        widget[pdf_name("/V")] = pdf_name("/Off")
        widget[pdf_name("/AS")] = pdf_name("/Off")
        widget[pdf_name("/AP")] = _Entries({pdf_name("/N"): looks})

    def _default_fonts(self) -> _Entries:
        """The font that /DA names. Nothing is drawn with it: fields are read-only and bring their own look."""
        if self._font is None:
            self._font = self._revision.add_object(
                _Entries(
                    {
                        pdf_name("/Type"): pdf_name("/Font"),
                        pdf_name("/Subtype"): pdf_name("/Type1"),
                        pdf_name("/BaseFont"): pdf_name("/Helvetica"),
                        pdf_name("/Encoding"): pdf_name("/WinAnsiEncoding"),
                    }
                )
            )
        return _Entries({pdf_name("/Font"): _Entries({pdf_name("/Helv"): self._font})})


def _show_on(revision: Revision, page: generic.Reference, widgets: list[generic.IndirectObject]) -> None:
    """Hang the widgets on their page. A list of its own: one that several pages share would show them on each."""
    entries = revision.get_object(page)
    before = entry(entries, "/Annots")
    kept = list(before) if isinstance(before, generic.ArrayObject) else []
    entries[pdf_name("/Annots")] = generic.ArrayObject([*kept, *widgets])
    revision.mark_update(page)
