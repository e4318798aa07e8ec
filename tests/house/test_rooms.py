"""Every room is packed, linted and typed; a new folder otherwise goes unnoticed."""

import tomllib

from tools.steps import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
# Folders with Python that are not part of the product.
BESIDE = {"bench", "tests", "tools"}


def python_folders():
    """The top-level folders that hold Python files under version control or about to be."""
    skipped = {"data", "web_client"}
    return {
        folder.name
        for folder in ROOT.iterdir()
        if folder.is_dir()
        and not folder.name.startswith(".")
        and folder.name not in skipped
        and next(folder.rglob("*.py"), None)
    }


def rooms():
    return set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])


def test_every_folder_with_python_is_a_packed_room_or_stands_beside_them():
    assert python_folders() - BESIDE == rooms()


def test_every_room_says_in_its_docstring_what_it_holds():
    for room in rooms():
        assert (ROOT / room / "__init__.py").read_text().startswith('"""'), room


def test_the_import_rules_know_every_room():
    rules = PROJECT["tool"]["importlinter"]
    assert set(rules["root_packages"]) == rooms()
    layers = next(contract for contract in rules["contracts"] if contract["type"] == "layers")["layers"]
    assert {name.strip() for layer in layers for name in layer.split("|")} == rooms()
    circles = next(contract for contract in rules["contracts"] if contract["type"] == "acyclic_siblings")
    assert set(circles["ancestors"]) == rooms()


def test_types_are_checked_in_every_room_and_beside_them():
    checked = set(PROJECT["tool"]["mypy"]["packages"])
    assert checked == rooms() | {folder for folder in BESIDE if (ROOT / folder).is_dir()}


def test_the_linter_sorts_every_room_as_ours():
    assert set(PROJECT["tool"]["ruff"]["lint"]["isort"]["known-first-party"]) == rooms() | BESIDE


def test_tests_and_client_are_no_packages():
    assert not list((ROOT / "tests").rglob("__init__.py"))
    assert not (ROOT / "web_client" / "__init__.py").exists()
