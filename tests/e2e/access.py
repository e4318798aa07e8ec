"""axe-core on a page as it stands: light and dark, wide and on a phone."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from playwright.async_api import Page

from tools.steps import ROOT

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}

SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")

# Colours that are still on their way from light to dark are nobody's: what moves is stopped, and a few frames pass.
_STILL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""

# In the dark only the colours are others: the rest has been looked at in the light.
_ASKED = {
    "light": {"type": "tag", "values": RULES},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}

_RUN = """async (runOnly) => {
  for (let i = 0; i < 2; i += 1) await new Promise((done) => requestAnimationFrame(done));
  const options = { runOnly, resultTypes: ["violations"], preload: false };
  const { violations } = await window.axe.run(document, options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary, html }) =>
    [id, target.join(" "), html.slice(0, 160), failureSummary]));
}"""


@cache
def _source() -> str:
    return (ROOT / "web_client" / "node_modules" / "axe-core" / "axe.min.js").read_text()


class Inspector:
    """Looks at states of pages, and tells at the end what was found in any of them."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.looked = 0

    async def look(self, page: Page, state: str, *, sizes: tuple[str, ...] = ("wide", "phone")) -> None:
        """Both colour schemes, at these sizes; the page is wide and light again afterwards."""
        if not await page.evaluate("Boolean(window.axe)"):
            # By the debugger's own channel: the page's policy lets no script in.
            await page.evaluate(_source())
            await page.evaluate(_STILL)
        for size in sizes:
            await page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]  # a mapping is what it takes
            for scheme in SCHEMES:
                await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                faults: list[list[Any]] = await page.evaluate(_RUN, _ASKED[scheme])
                self.looked += 1
                self.found += [f"{state} ({size}, {scheme}): {' | '.join(map(str, fault))}" for fault in faults]
        await page.set_viewport_size(SIZES["wide"])  # type: ignore[arg-type]  # a mapping is what it takes
        await page.emulate_media(color_scheme="light", reduced_motion="reduce")

    def verdict(self) -> None:
        assert self.looked
        assert not self.found, "\n\n".join(self.found)
