"""What these tests share: one authority, and one document that two people signed and that was sealed."""

from pathlib import Path

import pytest

from signing.model import Place
from signing.trust.authority import Authority, make_authority
from tests.signing.pdf.documents import NOW, Table, box, document


@pytest.fixture(scope="session")
def authority() -> Authority:
    return make_authority("Kantoor Oost", NOW)


@pytest.fixture
def table(tmp_path: Path, authority: Authority) -> Table:
    """One signer, Anna, with one field, in a document of one page."""
    table = Table(tmp_path, authority, (box("anna"),), ("anna",))
    table.prepare(document(tmp_path / "source.pdf"))
    return table


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Table:
    """Anna and Bram signed one after the other, with a field of every kind, and the archive stamp is on it. Read only."""
    folder = tmp_path_factory.mktemp("sealed")
    fields = (
        box("anna"),
        box("anna", "name", Place(1, 0.1, 0.5, 0.3, 0.03)),
        box("anna", "text", Place(1, 0.1, 0.3, 0.3, 0.06)),
        box("anna", "checkbox", Place(1, 0.45, 0.3, 0.03, 0.02)),
        box("anna", "checkbox", Place(1, 0.45, 0.4, 0.03, 0.02), name="not", required=False),
        box("anna", "initials", Place(2, 0.8, 0.9, 0.1, 0.05)),
        box("anna", "signature", Place(2, 0.1, 0.6, 0.3, 0.08), name="again"),
        box("bram", "signature", Place(1, 0.55, 0.6, 0.3, 0.08)),
        box("bram", "email", Place(1, 0.55, 0.5, 0.3, 0.03)),
        box("bram", "date", Place(1, 0.55, 0.45, 0.3, 0.03)),
    )
    table = Table(folder, authority, fields, ("anna", "bram"))
    table.prepare(document(folder / "source.pdf", pages=2))
    table.sign("anna", values={"anna-checkbox": True, "anna-text": "Ik heb alles gelezen."})
    table.sign("bram")
    table.seal()
    return table
