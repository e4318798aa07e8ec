"""Looking at a page's display the way a camera would."""

from cobrowse.browser.engine import Engine
from cobrowse.picture.x11grab import X11GrabSource


def share_of(engine: Engine, colour: tuple[int, int, int], width: int, height: int) -> float:
    """How much of the picture has this colour, give or take two steps,, from 0 to 1."""
    assert engine.screen is not None
    source = X11GrabSource(engine.screen.display)
    try:
        canvas = source.open(width, height)
        source.grab()
        data = canvas.image().tobytes()
        near = [frozenset(range(max(0, one - 2), one + 3)) for one in colour]
        spots = zip(data[0::3], data[1::3], data[2::3], strict=True)
        return sum(r in near[0] and g in near[1] and b in near[2] for r, g, b in spots) / (width * height)
    finally:
        source.close()
