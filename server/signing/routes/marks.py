"""What somebody drew, for the screens of those who look along."""

from signing.model import Ink

_HEIGHT = 200
_INK = "#122773"


def picture_of(ink: Ink) -> tuple[str, bytes]:
    """The media type and the bytes of a mark: PNG of what was typed or brought, SVG of what was drawn."""
    if ink.how != "drawn":
        return "image/png", ink.picture
    width = _HEIGHT * ink.aspect
    paths = []
    for stroke in ink.strokes:
        places = [(point.x * width, point.y * _HEIGHT) for point in stroke]
        # A dot is a line of no length: only round ends make it seen.
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (*places, places[-1]))
        breadth = 2 + 4 * sum(point.pressure for point in stroke) / len(stroke)
        paths.append(f'<polyline points="{line}" stroke-width="{breadth:.1f}"/>')
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {_HEIGHT}" width="{width:.0f}" '
        f'height="{_HEIGHT}"><g fill="none" stroke="{_INK}" stroke-linecap="round" stroke-linejoin="round">'
        f"{''.join(paths)}</g></svg>"
    )
    return "image/svg+xml", svg.encode()
