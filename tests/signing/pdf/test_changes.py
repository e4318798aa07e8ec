"""Attacks with another revision behind a signature: each is noticed, also those that validators take for filling in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from signing.model import Place, Refused
from signing.pdf.changes import Changes, changes_since
from signing.pdf.form import our_fields
from signing.trust.authority import Authority
from tests.signing.pdf.documents import Table, box, document

Attack = Callable[[IncrementalPdfFileWriter], None]


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Table:
    """Anna has signed, Bram has not yet. Read only."""
    folder = tmp_path_factory.mktemp("half")
    fields = (
        *(box("anna"), box("anna", "text", Place(1, 0.1, 0.3, 0.3, 0.05))),
        *(box("anna", "text", Place(1, 0.1, 0.2, 0.3, 0.05), name="more", required=False), box("bram")),
        *(box("bram", "text", Place(1, 0.5, 0.3, 0.3, 0.05)), box("bram", "checkbox", Place(1, 0.5, 0.2, 0.03, 0.03))),
        box("bram", "initials", Place(1, 0.5, 0.1, 0.1, 0.05)),
    )
    table = Table(folder, authority, fields, ("anna", "bram"))
    table.prepare(document(folder / "source.pdf", pages=2))
    table.sign("anna", values={"anna-text": "Ik betaal 100 euro."}, stamper=None)
    return table


def attacked(source: Path, target: Path, attack: Attack) -> Path:
    with source.open("rb") as file:
        writer = IncrementalPdfFileWriter(file)
        attack(writer)
        with target.open("w+b") as out:
            writer.write(out)
    return target


def review(path: Path, since: int) -> Changes:
    with path.open("rb") as file:
        return changes_since(PdfFileReader(file, strict=False), since)


def revisions(path: Path) -> int:
    with path.open("rb") as file:
        return int(PdfFileReader(file).xrefs.total_revisions)


def own(writer: IncrementalPdfFileWriter, name: str) -> generic.DictionaryObject:
    found = next(each for each in our_fields(writer) if each.name.endswith(name))
    writer.mark_update(found.reference)
    return found.entries


def page(writer: IncrementalPdfFileWriter, number: int = 0) -> generic.DictionaryObject:
    reference, _ = writer.find_page_for_modification(number)
    writer.mark_update(reference)
    return reference.get_object()


def look(writer: IncrementalPdfFileWriter, words: str) -> generic.IndirectObject:
    stream = f"BT /F1 12 Tf 0 0 Td ({words}) Tj ET".encode()
    box_of = generic.ArrayObject(generic.NumberObject(edge) for edge in (0, 0, 300, 50))
    names = {"/Type": pdf_name("/XObject"), "/Subtype": pdf_name("/Form"), "/BBox": box_of}
    return writer.add_object(generic.StreamObject({pdf_name(key): value for key, value in names.items()}, stream))


def replace_the_look_of_what_was_signed(writer: IncrementalPdfFileWriter) -> None:
    own(writer, "anna-text")["/AP"] = generic.DictionaryObject({pdf_name("/N"): look(writer, "Ik betaal 999 euro.")})


def replace_the_look_in_its_place(writer: IncrementalPdfFileWriter) -> None:
    reference = own(writer, "anna-text")["/AP"].raw_get("/N")
    writer.objects[(0, reference.idnum)] = look(writer, "Ik betaal 999 euro.").get_object()


def replace_the_look_of_what_nobody_filled_in(writer: IncrementalPdfFileWriter) -> None:
    own(writer, "anna-more")["/AP"] = generic.DictionaryObject({pdf_name("/N"): look(writer, "En nog 900 euro.")})


def replace_the_value(writer: IncrementalPdfFileWriter) -> None:
    own(writer, "anna-text")["/V"] = pdf_string("Ik betaal 999 euro.")


def replace_the_font(writer: IncrementalPdfFileWriter) -> None:
    fonts = page(writer)["/Resources"]["/Font"]
    font = fonts["/F1"]
    font["/BaseFont"] = pdf_name("/Symbol")
    writer.update_container(font)


def write_over_the_page(writer: IncrementalPdfFileWriter) -> None:
    page(writer)["/Contents"] = look(writer, "Iets anders.")


def overwrite_the_words(writer: IncrementalPdfFileWriter) -> None:
    reference = page(writer).raw_get("/Contents")
    writer.objects[(0, reference.idnum)] = look(writer, "Iets anders.").get_object()


def put_a_note_over_it(writer: IncrementalPdfFileWriter) -> None:
    rectangle = generic.ArrayObject(generic.NumberObject(edge) for edge in (50, 700, 500, 800))
    note = {"/Type": pdf_name("/Annot"), "/Subtype": pdf_name("/Square"), "/Rect": rectangle}
    added = writer.add_object(generic.DictionaryObject({pdf_name(key): value for key, value in note.items()}))
    page(writer)["/Annots"].append(added)


def move_a_field(writer: IncrementalPdfFileWriter) -> None:
    own(writer, "bram-text")["/Rect"] = generic.ArrayObject(generic.NumberObject(edge) for edge in (60, 770, 400, 800))


def move_a_field_and_fill_it(writer: IncrementalPdfFileWriter) -> None:
    move_a_field(writer)
    own(writer, "bram-text")["/V"] = pdf_string("Iets anders.")


def hide_a_field(writer: IncrementalPdfFileWriter) -> None:
    own(writer, "anna-text")["/F"] = generic.NumberObject(2)


def add_a_field(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("extra", box=(50, 700, 500, 800)))


def add_a_field_that_looks_like_an_archive(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("samen-archive", box=(50, 700, 500, 800)))
    field = writer.root["/AcroForm"]["/Fields"][-1]
    field["/V"] = writer.add_object(generic.DictionaryObject({pdf_name("/Type"): pdf_name("/DocTimeStamp")}))


def take_a_field_away(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    form["/Fields"] = generic.ArrayObject()
    writer.update_container(form)


def take_a_signature_away(writer: IncrementalPdfFileWriter) -> None:
    del own(writer, "anna.signature")["/V"]


def exchange_a_signature(writer: IncrementalPdfFileWriter) -> None:
    field = own(writer, "anna.signature")
    field["/V"] = writer.add_object(generic.DictionaryObject(field["/V"]))


def open_with_an_action(writer: IncrementalPdfFileWriter) -> None:
    action = {"/S": pdf_name("/JavaScript"), "/JS": pdf_string("app.alert(1)")}
    writer.root["/OpenAction"] = generic.DictionaryObject({pdf_name(key): value for key, value in action.items()})
    writer.update_root()


def show_other_pages(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"] = generic.ArrayObject(reversed(list(pages["/Kids"])))
    writer.update_container(pages)


def allow_everything(writer: IncrementalPdfFileWriter) -> None:
    signature = own(writer, "anna.signature")["/V"]
    signature["/Reference"] = generic.ArrayObject()
    writer.update_container(signature)


def forget_who_certified(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def make_the_page_a_proof(writer: IncrementalPdfFileWriter) -> None:
    store = writer.root["/DSS"]
    store["/Certs"].append(page(writer).raw_get("/Contents"))
    writer.update_container(store)


def exchange_the_catalogue(writer: IncrementalPdfFileWriter) -> None:
    other = writer.add_object(generic.DictionaryObject(writer.root))
    writer._root = other
    writer.trailer["/Root"] = other


def fill_in_for_another(writer: IncrementalPdfFileWriter) -> None:
    field = own(writer, "bram-text")
    field["/V"] = pdf_string("Ik betaal alles.")
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): look(writer, "Ik betaal alles.")})


ATTACKS: list[Attack] = [
    *(replace_the_look_of_what_was_signed, replace_the_look_in_its_place, replace_the_look_of_what_nobody_filled_in),
    *(replace_the_value, replace_the_font, write_over_the_page, overwrite_the_words, put_a_note_over_it),
    *(move_a_field, move_a_field_and_fill_it, hide_a_field, add_a_field, add_a_field_that_looks_like_an_archive),
    *(take_a_field_away, take_a_signature_away, exchange_a_signature, open_with_an_action, show_other_pages),
    *(allow_everything, forget_who_certified, make_the_page_a_proof, exchange_the_catalogue),
]


@pytest.mark.covers("F033")
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda each: each.__name__.replace("_", " "))
def test_an_attack_on_a_signed_document_is_noticed(half: Table, tmp_path: Path, attack: Attack) -> None:
    path = attacked(half.path, tmp_path / "attacked.pdf", attack)
    assert review(path, revisions(half.path) - 1).other


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda each: each.__name__.replace("_", " "))
def test_nobody_signs_after_an_attack(half: Table, tmp_path: Path, attack: Attack) -> None:
    path = attacked(half.path, tmp_path / "attacked.pdf", attack)
    table = Table(tmp_path, half.authority, half.fields, half.signer_ids, path=path, done=list(half.done))
    with pytest.raises((Refused, KeyError, ValueError)) as problem:
        table.sign("bram", values={"bram-text": "Ja", "bram-checkbox": True}, stamper=None)
    if isinstance(problem.value, Refused):
        assert problem.value.code in {"self_check_failed", "fields_missing"}
    assert not (tmp_path / "signed-2.pdf").exists()


def test_a_validator_takes_some_of_these_attacks_for_the_filling_in_of_a_form(half: Table, tmp_path: Path) -> None:
    # Why there is a list of our own. When pyHanko learns to see these, this test says so.
    path = attacked(half.path, tmp_path / "attacked.pdf", fill_in_for_another)
    with path.open("rb") as file:
        signature = PdfFileReader(file).embedded_signatures[0]
        signature.compute_integrity_info(DEFAULT_DIFF_POLICY)
        assert isinstance(signature.diff_result, DiffResult)
    table = Table(tmp_path, half.authority, half.fields, half.signer_ids, path=path, done=list(half.done))
    with pytest.raises(Refused) as problem:
        table.seal(signer_ids=("anna",))
    assert problem.value.details["what"] == "a field of somebody who has not signed"


def test_what_the_next_signer_does_is_told_by_name_and_nothing_else(half: Table, tmp_path: Path) -> None:
    table = Table(tmp_path, half.authority, half.fields, half.signer_ids, path=half.path, done=list(half.done))
    table.sign("bram", values={"bram-text": "Ja", "bram-checkbox": True})
    table.seal()
    changes = review(table.path, revisions(half.path) - 1)
    assert changes.other == ()
    assert changes.archives == {"samen-archive"}
    assert changes.fields == {
        f"samen.bram.{name}" for name in ("signature", "bram-text", "bram-checkbox", "bram-initials")
    }
