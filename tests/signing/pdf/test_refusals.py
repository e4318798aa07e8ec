"""What is not signed, and that nothing is left of it."""

from pathlib import Path

import pytest

from signing.jobs import LeafKey, Proofs
from signing.model import Identity, Ink, Place, Refused
from signing.trust.authority import Authority, issue_leaf, make_authority
from tests.signing.pdf.documents import NOW, Table, box, document


def refused(table: Table, **changes: object) -> Refused:
    with pytest.raises(Refused) as problem:
        table.sign("anna", **changes)
    assert not (table.folder / f"signed-{len(table.done) + 1}.pdf").exists()
    return problem.value


@pytest.fixture
def form(tmp_path: Path, authority: Authority) -> Table:
    fields = (
        box("anna"),
        box("anna", "text", Place(1, 0.1, 0.3, 0.3, 0.03)),
        box("anna", "checkbox", Place(1, 0.5, 0.3, 0.03, 0.02)),
        box("anna", "initials", Place(1, 0.5, 0.4, 0.1, 0.05)),
    )
    table = Table(tmp_path, authority, fields, ("anna",))
    table.prepare(document(tmp_path / "source.pdf"))
    return table


VALUES = {"anna-text": "Ja", "anna-checkbox": True}


def test_a_text_that_must_be_there(form: Table) -> None:
    problem = refused(form, values=VALUES | {"anna-text": "  "})
    assert (problem.code, problem.details) == ("value_missing", {"field": "anna-text"})


def test_a_box_that_must_be_ticked(form: Table) -> None:
    problem = refused(form, values=VALUES | {"anna-checkbox": False})
    assert (problem.code, problem.details) == ("value_missing", {"field": "anna-checkbox"})


def test_initials_that_must_be_there(form: Table) -> None:
    assert refused(form, values=VALUES, initials=None).code == "initials_missing"


def test_everything_filled_in_is_signed(form: Table) -> None:
    assert form.sign("anna", values=VALUES).level == "B-LT"


def test_ink_without_a_stroke(table: Table) -> None:
    assert refused(table, ink=Ink("drawn")).code == "ink_missing"


def test_a_picture_with_nothing_on_it_and_one_that_is_no_picture(table: Table) -> None:
    assert refused(table, ink=Ink("uploaded", picture=b"GIF89a")).code == "ink_unusable"


def test_somebody_who_has_no_fields(table: Table) -> None:
    with pytest.raises(Refused) as problem:
        table.sign("bram")
    assert problem.value.code == "fields_missing"


def test_the_same_person_twice(table: Table) -> None:
    table.sign("anna")
    with pytest.raises(Refused) as problem:
        table.sign("anna")
    assert problem.value.code == "already_signed"


def test_a_certificate_of_an_authority_that_nobody_here_believes(table: Table) -> None:
    stranger = make_authority("Een ander", NOW)
    key: LeafKey = issue_leaf(stranger, Identity("Anna", "anna@example.test", ""), NOW)
    assert refused(table, key=key).code == "certificate_untrusted"


def test_a_certificate_whose_authority_says_nothing_about_revocation(table: Table) -> None:
    proofs = table.authority.proofs()
    assert refused(table, proofs=Proofs(proofs.roots, proofs.others)).code == "certificate_untrusted"


def test_a_signer_without_a_field_to_sign_in(tmp_path: Path, authority: Authority) -> None:
    table = Table(tmp_path, authority, (box("anna"), box("bram", "initials")), ("anna", "bram"))
    with pytest.raises(Refused) as problem:
        table.prepare(document(tmp_path / "source.pdf"))
    assert (problem.value.code, problem.value.details) == ("not_enough_fields", {"signer": "bram"})


def test_no_seal_before_everybody_has_signed(tmp_path: Path, authority: Authority) -> None:
    table = Table(tmp_path, authority, (box("anna"), box("bram")), ("anna", "bram"))
    table.prepare(document(tmp_path / "source.pdf"))
    table.sign("anna")
    with pytest.raises(Refused) as problem:
        table.seal()
    assert (problem.value.code, problem.value.details) == ("not_signed", {"signer": "bram"})
    assert not (tmp_path / "sealed.pdf").exists()


def test_a_name_of_a_field_that_programs_would_read_as_two(tmp_path: Path, authority: Authority) -> None:
    table = Table(tmp_path, authority, (box("an.na"),), ("an.na",))
    with pytest.raises(ValueError, match="no part of a field's name"):
        table.prepare(document(tmp_path / "source.pdf"))
