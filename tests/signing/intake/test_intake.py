"""Every document that cannot be signed is refused with its reason; what can be mended is mended, and nothing else changed."""

import hashlib
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.intake import inspect, normalise
from signing.jobs import Inspect
from signing.model import PageSize, Refused
from signing.work import Workshop


def blank(pages=1):
    pdf = pikepdf.new()
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Contents = pdf.make_stream(b"q 1 0 0 1 50 %d cm Q" % number)
    return pdf


def saved(pdf, folder, **options):
    path = folder / "source.pdf"
    pdf.save(path, **options)
    return path


def refusal(path):
    with pytest.raises(Refused) as caught:
        inspect(Inspect(path))
    return caught.value.code, caught.value.details


def mended(path):
    target = path.with_name("target.pdf")
    normalise(path, target)
    return target


def text_field(pdf, value="Jan", **more):
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("name"),
            V=String(value),
            Rect=Array([100, 700, 300, 720]),
            DA=String("/Helv 11 Tf 0 g"),
            F=4,
            **more,
        )
    )


def with_form(pdf, *fields, **form):
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(fields), **form))
    pdf.pages[0].obj.Annots = Array(fields)
    return pdf


def shown(path):
    """All that the first page draws, forms inside it included."""
    with pikepdf.open(path) as pdf:
        page = pdf.pages[0]
        parts = [bytes(part) for part in [page.Contents.read_bytes()]] if not isinstance(page.Contents, Array) else []
        if isinstance(page.Contents, Array):
            parts = [part.read_bytes() for part in page.Contents]
        resources = page.obj.get("/Resources", Dictionary())
        parts += [form.read_bytes() for form in resources.get("/XObject", Dictionary()).values()]
        return b"\n".join(parts)


@pytest.mark.covers("F020", "D032")
def test_a_sound_document_is_told_by_its_pages_size_and_hash_and_copied_byte_for_byte(tmp_path):
    path = saved(blank(3), tmp_path)
    found = inspect(Inspect(path))
    assert found.pages == (PageSize(595.0, 842.0),) * 3
    assert (found.size, found.signatures, found.warnings) == (path.stat().st_size, 0, ())
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert mended(path).read_bytes() == path.read_bytes()


@pytest.mark.covers("F020", "D032")
@pytest.mark.parametrize("content", [b"x", b"GIF89a", b"\0" * 5000, b"PK\x03\x04 a document"])
def test_what_is_no_pdf_is_refused(tmp_path, content):
    path = tmp_path / "letter.pdf"
    path.write_bytes(content)
    assert refusal(path)[0] == "not_a_pdf"


def test_a_docx_called_pdf_is_refused(tmp_path):
    path = tmp_path / "letter.pdf"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", "<w:document/>")
    assert refusal(path)[0] == "not_a_pdf"


def test_an_empty_file_is_refused(tmp_path):
    path = tmp_path / "empty.pdf"
    path.touch()
    assert refusal(path)[0] == "empty_file"


def test_a_file_beyond_all_measure_is_refused_before_it_is_read(tmp_path):
    path = saved(blank(), tmp_path)
    with path.open("r+b") as file:
        file.truncate(129 * 1024 * 1024)
    assert refusal(path) == ("too_large", {"limit": 128})


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"garbage " * 500, b"%PDF-1.4\n1 0 obj\n<<"])
def test_what_only_begins_like_a_pdf_is_refused(tmp_path, content):
    path = tmp_path / "broken.pdf"
    path.write_bytes(content)
    assert refusal(path)[0] == "document_broken"


def test_no_pages_is_refused(tmp_path):
    assert refusal(saved(pikepdf.new(), tmp_path))[0] == "no_pages"


def test_ten_thousand_pages_are_refused_by_their_number(tmp_path):
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    pdf.pages.extend([page] * 9_999)
    assert refusal(saved(pdf, tmp_path)) == ("too_many_pages", {"pages": 10_000, "limit": 5_000})


def test_a_document_with_a_password_is_refused(tmp_path):
    locked = pikepdf.Encryption(user="secret", owner="secret too")
    assert refusal(saved(blank(), tmp_path, encryption=locked))[0] == "encrypted"


@pytest.mark.parametrize("kind", [2, 3, 4, 6])
def test_a_lock_without_a_password_is_taken_off(tmp_path, kind):
    path = saved(
        blank(), tmp_path, encryption=pikepdf.Encryption(user="", owner="x", R=kind, aes=kind >= 4, metadata=kind >= 4)
    )
    assert inspect(Inspect(path)).warnings == ("rewritten",)
    with pikepdf.open(mended(path)) as pdf:
        assert not pdf.is_encrypted


ACTIVE = {
    "open action": lambda pdf: pdf.Root.__setitem__(
        "/OpenAction", Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    ),
    "launch": lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.Launch, F=String("calc.exe"))),
    "names": lambda pdf: pdf.Root.__setitem__(
        "/Names",
        Dictionary(JavaScript=Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=String("1"))]))),
    ),
    "page": lambda pdf: pdf.pages[0].obj.__setitem__(
        "/AA", Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("1")))
    ),
    "rendition": lambda pdf: pdf.pages[0].obj.__setitem__(
        "/AA", Dictionary(O=Dictionary(S=Name.Rendition, JS=String("1")))
    ),
    "next": lambda pdf: pdf.Root.__setitem__(
        "/OpenAction",
        Dictionary(
            S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]), Next=Array([Dictionary(S=Name.Launch, F=String("x"))])
        ),
    ),
    "link": lambda pdf: pdf.pages[0].obj.__setitem__(
        "/Annots",
        Array([Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.Launch, F=String("x")))]),
    ),
}


@pytest.mark.parametrize("where", ACTIVE)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "object streams"])
def test_programs_inside_a_document_are_refused_wherever_they_stand(tmp_path, where, packed):
    pdf = blank()
    ACTIVE[where](pdf)
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    code, details = refusal(saved(pdf, tmp_path, object_stream_mode=mode))
    assert code == "active_content"
    assert details["what"] in ("JavaScript", "Launch")


def test_words_about_programs_are_no_programs(tmp_path):
    pdf = blank()
    pdf.docinfo["/Title"] = "How to write /S /JavaScript and /JS"
    assert inspect(Inspect(saved(pdf, tmp_path))).warnings == ()


@pytest.mark.parametrize("how", ["needs rendering", "no fields", "required"])
def test_a_form_that_makes_its_own_pages_is_refused(tmp_path, how):
    pdf = blank()
    words = b"<dynamicRender>required</dynamicRender>" if how == "required" else b"<xdp/>"
    with_form(pdf, *([] if how == "no fields" else [text_field(pdf)]), XFA=pdf.make_stream(words))
    if how == "needs rendering":
        pdf.Root.NeedsRendering = True
    assert refusal(saved(pdf, tmp_path))[0] == "xfa_dynamic"


@pytest.mark.parametrize("field", [True, False], ids=["by a field", "by permissions"])
def test_whoever_allowed_no_change_is_obeyed(tmp_path, field):
    pdf = blank()
    reference = Dictionary(TransformMethod=Name.DocMDP, TransformParams=Dictionary(P=1))
    signature = pdf.make_indirect(
        Dictionary(Type=Name.Sig, Contents=String("x"), ByteRange=Array([0, 1, 2, 3]), Reference=Array([reference]))
    )
    if field:
        holder = text_field(pdf)
        holder.FT, holder.V = Name.Sig, signature
        with_form(pdf, holder)
    else:
        pdf.Root.Perms = Dictionary(DocMDP=signature)
    assert refusal(saved(pdf, tmp_path)) == ("no_changes_allowed", {"level": 1})


@pytest.mark.parametrize(
    ("entries", "size"),
    [
        ({"Rotate": 90}, (842, 595)),
        ({"Rotate": -90}, (842, 595)),
        ({"Rotate": 180}, (595, 842)),
        ({"Rotate": 45}, (595, 842)),
        ({"MediaBox": Array([595, 842, 0, 0])}, (595, 842)),
        ({"MediaBox": Array([-300, -400, 295, 442])}, (595, 842)),
        ({"MediaBox": Array([100_000, 100_000, 100_595, 100_842])}, (595, 842)),
        ({"CropBox": Array([100, 100, 300, 400])}, (200, 300)),
        ({"CropBox": Array([100, 100, 3000, 4000])}, (495, 742)),
        ({"CropBox": Array([5000, 5000, 6000, 6000])}, (595, 842)),
        ({"UserUnit": 2}, (1190, 1684)),
        ({"MediaBox": Array([0, 0, Name.Wide, 1])}, (612, 792)),
    ],
)
def test_pages_are_measured_as_people_see_them(tmp_path, entries, size):
    pdf = blank()
    for key, value in entries.items():
        pdf.pages[0].obj[f"/{key}"] = value
    assert inspect(Inspect(saved(pdf, tmp_path))).pages == (PageSize(*map(float, size)),)


@pytest.mark.parametrize("box", [[0, 0, 1, 1], [0, 0, 500_000, 500_000], [10**9, 0, 10**9 + 500, 500]])
def test_a_page_that_no_mark_fits_on_is_refused_by_its_number(tmp_path, box):
    pdf = blank(2)
    pdf.pages[1].obj.MediaBox = Array(box)
    assert refusal(saved(pdf, tmp_path)) == ("page_box_unusable", {"page": 2})


def test_pages_that_inherit_their_size_have_it(tmp_path):
    pdf = blank()
    del pdf.pages[0].obj["/MediaBox"]
    pdf.Root.Pages.MediaBox = Array([0, 0, 200, 300])
    assert inspect(Inspect(saved(pdf, tmp_path))).pages == (PageSize(200.0, 300.0),)


def test_the_answers_of_a_form_become_part_of_its_page(tmp_path):
    pdf = blank()
    look = pdf.make_stream(
        b"BT (drawn by its maker) Tj ET", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 20])
    )
    path = saved(with_form(pdf, text_field(pdf, AP=Dictionary(N=look))), tmp_path)
    assert inspect(Inspect(path)).warnings == ("forms_flattened",)
    target = mended(path)
    assert b"drawn by its maker" in shown(target)
    with pikepdf.open(target) as made:
        assert "/AcroForm" not in made.Root
        assert list(made.pages[0].obj.get("/Annots", [])) == []


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_an_appearance_lands_on_its_rectangle(tmp_path, turn):
    turns = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
    pdf = blank()
    look = pdf.make_stream(b"0 0 50 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 50, 20]))
    look.Matrix = Array([*turns[turn], 7, 9])
    path = saved(with_form(pdf, text_field(pdf, AP=Dictionary(N=look))), tmp_path)
    drawing = next(line for line in shown(mended(path)).split(b"\n") if b" Do" in line)
    placing = pikepdf.Matrix(*(float(number) for number in drawing.split()[1:7]))
    box = pikepdf.Rectangle(0, 0, 50, 20)
    seen = placing.transform(pikepdf.Matrix((*turns[turn], 7, 9)).transform(box))
    assert [round(float(edge)) for edge in (seen.llx, seen.lly, seen.urx, seen.ury)] == [100, 700, 300, 720]


@pytest.mark.parametrize("stale", [False, True], ids=["no appearance", "an outdated one"])
def test_an_answer_without_a_look_of_today_is_drawn_from_its_value(tmp_path, stale):
    pdf = blank()
    look = pdf.make_stream(b"BT (before) Tj ET", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 20]))
    field = text_field(pdf, "€ 1.250 (bruto)", **({"AP": Dictionary(N=look)} if stale else {}))
    path = saved(with_form(pdf, field, NeedAppearances=True), tmp_path)
    drawn = shown(mended(path))
    assert b"\x80 1.250 \\(bruto\\)" in drawn
    assert b"before" not in drawn


def test_an_answer_that_cannot_be_kept_is_not_lost_in_silence(tmp_path):
    pdf = blank()
    path = saved(with_form(pdf, text_field(pdf, "王小明")), tmp_path)
    with pytest.raises(Refused, match="form_unreadable"):
        mended(path)


def test_hidden_answers_stay_hidden(tmp_path):
    pdf = blank()
    field = text_field(pdf, "not for you")
    field.F = 2
    assert b"not for you" not in shown(mended(saved(with_form(pdf, field), tmp_path)))


def test_a_ticked_box_stays_ticked(tmp_path):
    pdf = blank()
    states = {
        f"/{name}": pdf.make_stream(b"(%s) Tj" % name.encode(), Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        for name in ("Off", "Yes")
    }
    field = text_field(pdf, AP=Dictionary(N=Dictionary(states)))
    field.FT, field.V, field.AS = Name.Btn, Name.Yes, Name.Yes
    drawn = shown(mended(saved(with_form(pdf, field), tmp_path)))
    assert b"(Yes)" in drawn
    assert b"(Off)" not in drawn


def test_a_bent_table_is_mended(tmp_path):
    path = saved(blank(), tmp_path, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    path.write_bytes(path.read_bytes().replace(b"startxref\n", b"startxref\n9"))
    assert inspect(Inspect(path)).warnings == ("repaired",)
    with mended(path).open("rb") as file:
        assert len(list(PdfFileReader(file, strict=True).root["/Pages"]["/Kids"])) == 1


def test_words_before_the_first_word_are_taken_off(tmp_path):
    path = saved(blank(), tmp_path)
    path.write_bytes(b"Dear reader,\n" + path.read_bytes())
    assert inspect(Inspect(path)).warnings == ("repaired",)
    assert mended(path).read_bytes().startswith(b"%PDF-")


def test_a_tree_of_pages_that_repeats_itself_is_made_flat(tmp_path):
    pdf = blank(2)
    kids = pdf.Root.Pages.Kids
    kids.append(kids[0])
    pdf.Root.Pages.Count = 3
    path = saved(pdf, tmp_path)
    found = inspect(Inspect(path))
    assert len(found.pages) == 3
    with mended(path).open("rb") as file:
        numbers = [kid.reference.idnum for kid in PdfFileReader(file).root["/Pages"]["/Kids"]]
    assert len(set(numbers)) == 3


def _raw(objects):
    """A PDF of these bodies, the first the catalog, without a table: readers find their way by looking."""
    parts = [b"%d 0 obj\n%s\nendobj\n" % (number, body) for number, body in enumerate(objects, start=1)]
    return b"%PDF-1.7\n" + b"".join(parts) + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


def bomb(levels=1):
    content = b"0 " * 150_000_000
    for _ in range(levels):
        content = zlib.compress(content, 9)
    filters = b" ".join([b"/FlateDecode"] * levels)
    return b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(content), filters, content)


MALICE = {
    "loop in the pages": [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"],
    "two that hold each other": [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Pages/Count 1/Kids[2 0 R]/Parent 2 0 R>>",
    ],
    "deep": [
        b"<</Type/Catalog/Pages 2 0 R>>",
        *(b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (number + 1) for number in range(2, 60_000)),
        b"<</Type/Page/MediaBox[0 0 100 100]>>",
    ],
    "deep arrays": [b"<</Type/Catalog/Pages " + b"[" * 100_000 + b"]" * 100_000 + b">>"],
    "page bomb": [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>",
        bomb(),
    ],
    "bomb in a bomb": [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>",
        bomb(2),
    ],
}


@pytest.mark.parametrize("kind", MALICE)
async def test_malice_is_refused_and_hurts_nobody(tmp_path, kind):
    path = tmp_path / "malice.pdf"
    path.write_bytes(_raw(MALICE[kind]))
    async with Workshop(1, tmp_path / "work") as workshop:
        with pytest.raises(Refused) as caught:
            await workshop.run(Inspect(path), 30)
        assert caught.value.code in ("document_broken", "no_pages", "took_too_long")
        assert len((await workshop.run(Inspect(saved(blank(), Path(tmp_path))))).pages) == 1
