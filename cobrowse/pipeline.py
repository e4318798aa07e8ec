"""How the pictures of pages are made on this machine, and why not better."""

from __future__ import annotations

import asyncio
import importlib
from typing import TYPE_CHECKING

from cobrowse.browser import display
from cobrowse.browser.engine import Engine
from cobrowse.browser.tab import Tab
from cobrowse.browser.walls import Walls
from cobrowse.ports import Ability, Unable

if TYPE_CHECKING:
    from cobrowse.picture.ports import Source

KINDS = ("damage", "x11grab", "screencast")


def survey(wanted: str, walls: Walls) -> Ability:
    """The best that is possible here, or what is wanted where that is possible. Loads libraries: blocks."""
    reason = ""
    possible = ["screencast"]
    if not display.possible():
        reason = "no_xvfb"
    else:
        if not _missing("x11grab"):
            possible.insert(0, "x11grab")
        if _missing("damage"):
            reason = "no_xcffib"
        else:
            possible.insert(0, "damage")
    if wanted != "auto":
        if wanted not in possible:
            return Ability("no_pipeline", wanted, reason or "not_possible", walls.name)
        return Ability("", wanted, "forced", walls.name)
    return Ability("", possible[0], reason, walls.name)


def source(kind: str, engine: Engine, tab: Tab, loop: asyncio.AbstractEventLoop) -> Source:
    """Where the pictures of this browser come from: its display, or the tab in front. Raises Unable."""
    if kind == "screencast":
        from cobrowse.picture.screencast import ScreencastSource

        return ScreencastSource(tab.cdp, loop)
    if engine.screen is None:
        raise Unable("no_display")
    if kind == "damage":
        from cobrowse.picture.damage import DamageSource

        return DamageSource(engine.screen.display)
    from cobrowse.picture.x11grab import X11GrabSource

    return X11GrabSource(engine.screen.display)


def _missing(kind: str) -> bool:
    try:
        return bool(importlib.import_module(f"cobrowse.picture.{kind}").missing())
    except ImportError:
        return True
