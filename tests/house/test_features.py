"""docs/features.md lists what is built; each row is named by a test that proves it, and each test's row is listed."""

import ast
import re
from pathlib import Path

from tools.steps import ROOT

ID = re.compile(r"[A-Z]\d{3}")
ROW = re.compile(r"^\| ([A-Z]\d{3}) \|(.*)\|$", re.MULTILINE)
CLIENT_TEST = re.compile(r"""\b(?:test|it|describe)(?:\.\w+(?:\([^()]*\))?)*\(\s*["'`]((?:[A-Z]\d{3}[ ,]+)+)""")


def rows() -> dict[str, str]:
    """The listed features: id to the rest of the row."""
    return dict(ROW.findall((ROOT / "docs" / "features.md").read_text()))


def marked(path: Path) -> set[str]:
    """The ids in `pytest.mark.covers("F017", ...)` of one file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "covers":
            found |= {
                part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
    return found


def named(path: Path) -> set[str]:
    """The ids at the start of the names of one file's client tests."""
    return {id_ for ids in CLIENT_TEST.findall(path.read_text()) for id_ in ID.findall(ids)}


def proven() -> set[str]:
    here = Path(__file__).resolve()
    python = [path for path in (ROOT / "tests").rglob("test_*.py") if path.resolve() != here]
    client = (ROOT / "web_client" / "src").rglob("*.test.ts*")
    return set().union(*map(marked, python), *map(named, client))


def test_every_listed_feature_is_proven_by_a_test():
    assert sorted(set(rows()) - proven()) == []


def test_every_proven_feature_is_listed():
    assert sorted(proven() - set(rows())) == []


def test_no_feature_is_listed_twice_or_without_a_word():
    ids = ROW.findall((ROOT / "docs" / "features.md").read_text())
    assert len(ids) == len(rows())
    assert all(rest.strip(" |") for _, rest in ids)


def test_what_names_a_feature_is_an_id(tmp_path):
    file = tmp_path / "test_x.py"
    file.write_text('@pytest.mark.covers("F017", "A001")\ndef test_x(): ...\n')
    assert marked(file) == {"F017", "A001"}
    client = tmp_path / "x.test.ts"
    client.write_text('test("F017, F018 is shown", () => {});\nit.each([1, 2])("A001 %d", f);\ntest("no id", f);\n')
    assert named(client) == {"F017", "F018", "A001"}
    bad = {id_ for path in (ROOT / "tests").rglob("test_*.py") for id_ in marked(path) if not ID.fullmatch(id_)}
    assert bad == set()
