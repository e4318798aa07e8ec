"""The samples of docs/webhooks-and-api.md take what is sent to them, and nothing else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.hooks.messages import KINDS, TEST
from server.hooks.outgoing import PAUSES
from server.hooks.signatures import headers, new_secret
from tools.steps import ROOT

PAGE = (ROOT / "docs" / "webhooks-and-api.md").read_text()
BODY = '{"type":"envelope.signed","data":{"title":"Hypotheek – Zoë"}}'.encode()


def sample(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def in_python(_folder: Path) -> Callable[[str, dict[str, str], bytes], bool]:
    names: dict[str, Any] = {}
    exec(sample("python"), names)  # noqa: S102 - our own document
    verified: Callable[[str, dict[str, str], bytes], bool] = names["verified"]
    return verified


def in_node(folder: Path) -> Callable[[str, dict[str, str], bytes], bool]:
    (folder / "sample.mjs").write_text(
        sample("js")
        + "\nconst [secret, headers, body] = JSON.parse(process.argv[2]);\n"
        + 'console.log(verified(secret, headers, Buffer.from(body, "latin1")));\n'
    )

    beside = Path(sys.executable).with_name("node")
    node = str(beside) if beside.exists() else shutil.which("node")
    assert node is not None

    def verified(secret: str, given: dict[str, str], body: bytes) -> bool:
        asked = json.dumps([secret, given, body.decode("latin1")])
        ran = subprocess.run([node, str(folder / "sample.mjs"), asked], capture_output=True, check=True, timeout=60)
        return ran.stdout.strip() == b"true"

    return verified


@pytest.mark.parametrize("made", [in_python, in_node], ids=["python", "node"])
def test_a_sample_takes_what_we_sign_and_nothing_else(
    made: Callable[[Path], Callable[[str, dict[str, str], bytes], bool]], tmp_path: Path
) -> None:
    verified = made(tmp_path)
    secret, before, now = new_secret(), new_secret(), int(time.time())
    both = headers("id-1", now, BODY, [secret, before])
    assert verified(secret, both, BODY)
    assert verified(before, both, BODY)
    assert not verified(new_secret(), both, BODY)
    assert not verified(secret, both, BODY + b" ")
    assert not verified(secret, {**both, "webhook-id": "id-2"}, BODY)
    assert not verified(secret, headers("id-1", now - 301, BODY, [secret]), BODY)


def test_the_page_names_every_kind_of_message() -> None:
    assert re.findall(r"^\| `([a-z_.]+)` \|", PAGE, re.MULTILINE) == [*KINDS, TEST]


def test_the_page_tells_the_pauses_that_there_are() -> None:
    units = {"s": 1, "min": 60, "h": 3_600}
    (told,) = re.findall(r"\*\*Tried again\*\* after (.*?);", PAGE, re.DOTALL)
    pauses = [int(number) * units[unit] for number, unit in re.findall(r"(\d+) (s|min|h)\b", told)]
    assert pauses == list(PAUSES)
