"""What the browser tests see of a page's connections: frames, sound, paths, and every picture that is decoded."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page

# The layout of every connection: microphone, camera, screen, blurred screen.
CAMERA, SCREEN, BLURRED = "1", "2", "3"

# Keeps hold of the page's RTCPeerConnections, which otherwise only the room's own code can reach.
SPY = """(() => {
  const Native = window.RTCPeerConnection;
  if (!Native || window.testPeers) return;
  window.testPeers = new Set();
  window.RTCPeerConnection = class extends Native {
    constructor(...options) { super(...options); window.testPeers.add(this); }
  };
})()"""

_REPORTS = "async () => (await window.samenDiagnostics?.stats()) ?? {}"


async def reports(page: Page) -> dict[str, dict[str, Any]]:
    """The room's own diagnostics about everybody it is connected with, by participant id."""
    told: dict[str, dict[str, Any]] = await page.evaluate(_REPORTS)
    return told


def frames(told: dict[str, Any], section: str) -> int:
    """How many pictures of this section have been decoded."""
    return int(told.get("framesDecoded", {}).get(section, 0))
