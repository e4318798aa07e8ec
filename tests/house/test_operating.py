"""docs/operating.md lists every setting there is, and no other."""

import ast
import re

import server.wiring  # noqa: F401 - so that every table is known
from server import settings
from server.stores.tables import BLOB, metadata
from tools.steps import ROOT

TABLE = re.compile(r"^## Settings\n(.*?)^## ", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `([A-Z_]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
SETTING = re.compile(r"(?:SAMEN|AWS|TURN|COBROWSE|SIGNING|WEBHOOK|DKIM|MAIL)_[A-Z_]+|[A-Z]+_URL")
READERS = {"text", "switch", "port", "number", "choice", "file", "get"}


def documented() -> list[str]:
    """The names in the table of settings, in its order."""
    found = TABLE.search((ROOT / "docs" / "operating.md").read_text())
    assert found is not None
    return [name for name, _, _ in ROW.findall(found[1])]


def read_by_the_code() -> set[str]:
    """The names that the settings of the house, and those of mail, ask their mapping for."""
    trees = [ast.parse((ROOT / "server" / name).read_text()) for name in ("settings.py", "mail/settings.py")]
    return {
        call.args[0].value
        for tree in trees
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
        and SETTING.fullmatch(call.args[0].value)
    }


def test_every_setting_is_in_the_table_and_every_row_is_a_setting():
    assert sorted(documented()) == sorted(read_by_the_code())


def test_every_known_setting_is_read_and_every_one_read_is_known():
    assert {name for name in read_by_the_code() if name.startswith("SAMEN_")} == settings.KNOWN


def test_settings_are_found_in_the_code_and_in_the_table():
    assert {"SAMEN_PORT", "DATABASE_URL", "TURN_SECRET"} <= read_by_the_code() & set(documented())


def test_the_examples_of_the_manual_name_only_settings_that_there_are():
    text = (ROOT / "docs" / "operating.md").read_text()
    named = {name for name in re.findall(r"\b(SAMEN_[A-Z_]+)\b", text) if not name.endswith("_")}
    assert named - read_by_the_code() == set()


def test_the_settings_file_of_the_manual_is_accepted():
    text = (ROOT / "docs" / "operating.md").read_text()
    example = re.search(r"^SAMEN_PUBLIC_URL=.*?(?=^```)", text, re.MULTILINE | re.DOTALL)
    assert example is not None
    read = settings.read(dict(line.split("=", 1) for line in example[0].split()))
    assert read.warnings == ()
    assert (len(read.turn_urls), read.log, read.own_url) == (3, "json", "https://samen.example")


def test_the_manual_s_clean_up_keeps_every_file_that_something_names():
    text = (ROOT / "docs" / "operating.md").read_text()
    query = re.search(r'sqlite3 samen\.db "(SELECT .*?)" > kept', text, re.DOTALL)
    assert query is not None
    kept = set(re.findall(r"SELECT (\w+) FROM (\w+)", query[1]))
    named = {(one.name, table.name) for table in metadata.tables.values() for one in table.columns if one.info == BLOB}
    assert len(named) > 4
    assert kept == named
