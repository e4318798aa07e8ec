"""The small extension that carries our scripts into every frame before a page's own: written anew for each page."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Final

from cobrowse.ports import MaskRule

_SCRIPTS: Final = ("words.js", "veil.js", "drive.js", "read.js")
# Nodes that the outline of a very large page begins with.
MOST_READ: Final = 600


def _invented() -> str:
    return "x" + secrets.token_hex(12)


@dataclass(frozen=True, slots=True)
class Names:
    """Names that no page can guess: of the script's world, its way to us, and the hints between the two worlds."""

    world: str = field(default_factory=_invented)
    binding: str = field(default_factory=_invented)
    hint: str = field(default_factory=_invented)
    pick: str = field(default_factory=_invented)


def write(folder: Path, names: Names, rules: Iterable[MaskRule]) -> None:
    """Writes the extension into `folder`, readable by whoever may enter it. Blocks: a few small files."""
    folder.mkdir(parents=True, exist_ok=True)
    everywhere = {
        "matches": ["<all_urls>"],
        "all_frames": True,
        "match_origin_as_fallback": True,
        "run_at": "document_start",
    }
    manifest = {
        "manifest_version": 3,
        "name": names.world,
        "version": "1",
        "content_scripts": [
            {**everywhere, "js": ["config.js", *_SCRIPTS]},
            {**everywhere, "js": ["page.js"], "world": "MAIN"},
        ],
    }
    config = {
        "binding": names.binding,
        "hint": names.hint,
        "pick": names.pick,
        "most": MOST_READ,
        "rules": [[rule.site.lower(), rule.selector] for rule in rules],
    }
    scripts = resources.files("cobrowse.driving") / "scripts"
    files = {name: (scripts / name).read_text("utf-8") for name in _SCRIPTS}
    files["config.js"] = f'"use strict";\nconst SAMEN = {json.dumps(config)};\n'
    page = (scripts / "page.js").read_text("utf-8").rstrip().rstrip(";")
    files["page.js"] = f"({page})({json.dumps(names.hint)}, {json.dumps(names.pick)});\n"
    files["manifest.json"] = json.dumps(manifest)
    for name, text in files.items():
        path = folder / name
        path.write_text(text, "utf-8")
        path.chmod(0o644)
    folder.chmod(0o755)
