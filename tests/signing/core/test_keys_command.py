"""python -m server.signing: the root's key goes into a safe and comes back, while signing goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from server.keys import read_or_make
from server.migrations import migrate
from server.settings import read
from server.signing.__main__ import main
from server.signing.trust import Trust
from server.stores.database import Database
from signing.model import Identity
from signing.trust.authority import Authority
from tests.signing.core.office import Clock

PASSWORD = "een lang wachtwoord"


class Server:
    """A data folder with its database, as a service leaves it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.settings = read({"SAMEN_DATA": str(folder)})
        read_or_make(folder)
        self._ask(migrate)

    def _ask(self, question: Callable[[Database], Awaitable[Any]]) -> Any:
        async def asked() -> Any:
            database = Database(self.settings.database)
            try:
                return await question(database)
            finally:
                await database.close()

        return asyncio.run(asked())

    def _trust(self, database: Database) -> Trust:
        key = read_or_make(self.folder).key("signing authority")
        return Trust(database, key, "Samen", Clock(), self.settings.signing)

    def authority(self) -> Authority:
        found: Authority = self._ask(lambda database: self._trust(database).authority())
        return found

    def signs(self) -> bool:
        jan = Identity("Jan", "jan@client.example", "")
        return bool(self._ask(lambda database: self._trust(database).means(jan)).key.key)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server(tmp_path / "data")
    monkeypatch.setenv("SAMEN_DATA", str(made.folder))
    return made


def run(*arguments: str | Path, password: str = PASSWORD) -> int:
    return main([str(one) for one in arguments], lambda _: password)


def test_the_root_s_key_goes_into_a_safe_and_comes_back(server: Server, tmp_path: Path) -> None:
    safe, whole = tmp_path / "root.p12", server.authority()
    assert run("save", safe) == 0
    assert safe.stat().st_mode & 0o077 == 0
    assert run("remove", safe) == 0
    without = server.authority()
    assert (without.root, without.root_key) == (whole.root, b"")
    assert server.signs(), "signing needs the issuing authority only"
    assert run("return", safe) == 0
    assert server.authority() == whole


def test_the_key_stays_until_a_file_proves_to_hold_it(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    safe, other = tmp_path / "root.p12", tmp_path / "other.p12"
    assert run("remove", safe) == 1
    run("save", safe)
    assert run("remove", safe, password="een ander wachtwoord") == 1
    assert "The password is not right." in capsys.readouterr().err
    other.write_bytes(b"no such thing")
    assert run("remove", other) == 1
    assert server.authority().root_key


def test_a_file_is_not_written_over_and_a_short_password_writes_none(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    safe = tmp_path / "root.p12"
    assert run("save", safe, password="kort") == 1
    assert "at least 12 letters" in capsys.readouterr().err
    assert not safe.exists()
    safe.write_bytes(b"of somebody else")
    assert run("save", safe) == 1
    assert safe.read_bytes() == b"of somebody else"


def test_two_passwords_that_differ_write_nothing(server: Server, tmp_path: Path) -> None:
    typed = iter([PASSWORD, PASSWORD + "!"])
    assert main(["save", str(tmp_path / "root.p12")], lambda _: next(typed)) == 1
    assert not (tmp_path / "root.p12").exists()


def test_renewing_keeps_the_root_and_needs_its_key(server: Server, tmp_path: Path) -> None:
    safe, before = tmp_path / "root.p12", server.authority()
    assert run("renew") == 0
    after = server.authority()
    assert after.root == before.root
    assert after.issuing != before.issuing
    assert before.issuing in after.earlier
    assert run("renew", "--leaked") == 0
    assert server.authority().revoked
    run("save", safe)
    run("remove", safe)
    assert run("renew") == 1
    assert server.signs()


def test_a_server_that_lost_everything_goes_on_under_the_same_root(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    safe, root = tmp_path / "root.p12", server.authority().root
    run("save", safe)
    assert run("restore", safe) == 1, "it has that root already"
    fresh = Server(tmp_path / "fresh")
    monkeypatch.setenv("SAMEN_DATA", str(fresh.folder))
    assert fresh.authority().root != root
    assert run("restore", safe) == 0
    assert fresh.authority().root == root
    assert fresh.signs()


def test_a_box_that_lost_its_secrets_is_restored_too(server: Server, tmp_path: Path) -> None:
    safe, root = tmp_path / "root.p12", server.authority().root
    run("save", safe)
    (server.folder / "secrets.json").unlink()
    read_or_make(server.folder)
    assert run("save", tmp_path / "again.p12") == 1, "the box cannot be opened"
    assert run("restore", safe) == 0
    assert server.authority().root == root


def test_what_is_not_understood_says_how(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in ([], ["save"], ["burn", "x"], ["renew", "x"]):
        assert main(wrong) == 2
        assert "Usage: python -m server.signing" in capsys.readouterr().err


def test_another_folder_is_told_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SAMEN_DATA", str(tmp_path))
    assert run("renew") == 1
    assert "secrets.json" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
