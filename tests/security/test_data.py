"""What lies on disk is for the service alone, and what it says about itself holds no secret."""

import json
import logging
import stat
import sys
import urllib.request
from pathlib import Path

import pytest
import structlog

from server import logs

SECRETS = ("Kees Geheim", "kees@geheim.example", "203.0.113.77")


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are POSIX")
def test_others_cannot_read_the_data_even_where_the_folder_was_open(samen_server, tmp_path) -> None:
    data = tmp_path / "shared"
    data.mkdir(mode=0o755)
    data.chmod(0o755)
    # A database of its own making, not one that was laid ready for it.
    samen_server(data=data, DATABASE_URL=f"sqlite:///{data / 'samen.db'}").stop()
    found = [path for path in data.rglob("*") if path.is_file()]
    assert {"secrets.json", "samen.db"} <= {path.name for path in found}
    assert {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in data.rglob("*")} == {
        path.name: "0o600" if path.is_file() else "0o700" for path in data.rglob("*")
    }


def _call(url: str, body: object = None, **headers: str) -> tuple[int, bytes, str]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **headers})  # noqa: S310 - ours
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own address
            return answer.status, answer.read(), answer.headers.get("Set-Cookie", "")
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read(), ""


def test_logs_metrics_and_errors_hold_no_secret_no_name_and_no_code(samen_server, tmp_path: Path) -> None:
    turn = {"TURN_URL": "turn:127.0.0.1:9", "TURN_SECRET": "relay-secret-7781"}
    server = samen_server(turn, SAMEN_METRICS_TOKEN="metrics-secret-7782", SAMEN_LOG_LEVEL="debug", SAMEN_LOG="json")
    api = f"{server.url}/api/v1"
    wrong = {"email": "kees@geheim.example", "password": "verkeerd-7783"}
    assert _call(f"{api}/auth/sign-in", wrong, **{"X-Forwarded-For": "203.0.113.77"})[0] == 401
    right = {"email": server.admin_email, "password": server.admin_password}
    status, _, cookie = _call(f"{api}/auth/sign-in", right)
    assert status == 200
    mine = {"Cookie": cookie.split(";")[0]}
    session = json.loads(_call(f"{api}/sessions", {"title": "Kees Geheim"}, **mine)[1])
    status, raw, _ = _call(f"{api}/join", {"code": session["code"], "name": "Kees Geheim"})
    assert status == 201
    guest = json.loads(raw)
    _call(f"{api}/sessions/{session['id']}/code-mail", {"email": "kees@geheim.example", "name": "Kees Geheim"}, **mine)
    _call(f"{api}/room", Authorization=f"Bearer {guest['ticket']}")
    _call(f"{api}/auth/forgot", {"email": server.admin_email})
    # A mistake on our side, where a library's sentence would hold what was sent.
    _call(f"{api}/join/{session['code']}", **{"Samen-Proof": "Kees Geheim"})
    told = b"\n".join(_call(server.url + path)[1] for path in ("/healthz", "/readyz", "/metrics", "/nergens"))
    server.stop()
    master = json.loads((server.data / "secrets.json").read_text())["master"]
    secrets = (
        *SECRETS,
        "verkeerd-7783",
        "relay-secret-7781",
        "metrics-secret-7782",
        master,
        server.admin_password,
        server.admin_email,
        mine["Cookie"].partition("=")[2],
        guest["ticket"],
        guest["ticket"].partition(".")[2],
        session["code"],
        "/reset/",
    )
    for said in (server.log, told.decode()):
        assert [secret for secret in secrets if secret in said] == []
    assert "Traceback" not in server.log


def test_what_a_library_says_of_a_failed_task_is_cut_to_its_own_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    kept = logging.getLogger().handlers[:], structlog.get_config()
    try:
        logs.configure("json", "debug")
        logging.getLogger("asyncio").error(
            "Task exception was never retrieved\nfuture: <Task ValueError('Kees Geheim')>"
        )
    finally:
        logging.getLogger().handlers[:] = kept[0]
        structlog.configure(**kept[1])
    said = capsys.readouterr().err
    assert "Task exception was never retrieved" in said
    assert "Kees" not in said
