"""A signature as it was put, drawn in the log: strokes as lines, pictures as pictures."""

import base64
import io
from itertools import pairwise

from fpdf.drawing import PaintedPath
from PIL import Image, UnidentifiedImageError

from signing.log.records import InkRecord
from signing.log.sheet import INK, LINE, SUNKEN, Sheet

WIDTH, HEIGHT = 62.0, 26.0
_PAD = 2.5
_LARGEST = 20_000_000
"""Pixels of a picture. They were vetted when they came in; this holds also for a record from elsewhere."""


def draw(sheet: Sheet, ink: InkRecord, x: float, y: float) -> bool:
    """In a box of WIDTH x HEIGHT. Whether there was anything that could be drawn."""
    sheet.set_draw_color(*LINE)
    sheet.set_fill_color(*SUNKEN)
    sheet.set_line_width(0.2)
    sheet.rect(x, y, WIDTH, HEIGHT, style="DF", round_corners=True, corner_radius=2.5)
    strokes = [stroke for stroke in ink.get("strokes", []) if stroke]
    if strokes:
        _lines(sheet, strokes, ink.get("aspect") or 3.0, x, y)
        return True
    return _picture(sheet, ink["picture"], x, y)


def _lines(sheet: Sheet, strokes: list[list[list[float]]], aspect: float, x: float, y: float) -> None:
    """The ink alone, as large as the box allows: people write into a corner of the pad."""
    across = [point[0] * aspect for stroke in strokes for point in stroke]
    down = [point[1] for stroke in strokes for point in stroke]
    width, height = max(across) - min(across) or 0.01, max(down) - min(down) or 0.01
    scale = min((WIDTH - 2 * _PAD) / width, (HEIGHT - 2 * _PAD) / height)
    left = x + (WIDTH - width * scale) / 2 - min(across) * scale
    top = y + (HEIGHT - height * scale) / 2 - min(down) * scale
    for stroke in strokes:
        points = [(left + point[0] * aspect * scale, top + point[1] * scale, point[2]) for point in stroke]
        if len(points) == 1:
            sheet.set_fill_color(*INK)
            sheet.circle(points[0][0], points[0][1], 0.35, style="F")
            continue
        run: list[tuple[float, float, float]] = [points[0]]
        for before, after in pairwise(points):
            run.append(after)
            if _thickness(after[2]) != _thickness(before[2]):
                _run(sheet, run, _thickness(before[2]))
                run = [after]
        if len(run) > 1:
            _run(sheet, run, _thickness(run[-1][2]))


def _run(sheet: Sheet, points: list[tuple[float, float, float]], thickness: float) -> None:
    path = PaintedPath(points[0][0], points[0][1])
    for across, down, _ in points[1:]:
        path.line_to(across, down)
    path.style.fill_color = None
    path.style.stroke_color = "#{:02x}{:02x}{:02x}".format(*INK)
    path.style.stroke_width = thickness
    path.style.stroke_cap_style = "round"
    path.style.stroke_join_style = "round"
    path.style.auto_close = False
    with sheet.drawing_context() as drawing:
        drawing.add_item(path)


def _thickness(pressure: float) -> float:
    """In four steps, so that a stroke is few lines."""
    return 0.3 + 0.15 * round(3 * min(1.0, max(0.0, pressure)))


def _picture(sheet: Sheet, picture: str, x: float, y: float) -> bool:
    if not picture:
        return False
    try:
        with Image.open(io.BytesIO(base64.b64decode(picture, validate=True)), formats=("PNG",)) as image:
            if image.width * image.height > _LARGEST:
                return False
            image.load()
            drawn = image.convert("RGBA")
    except (ValueError, OSError, UnidentifiedImageError, Image.DecompressionBombError):
        return False
    room = (WIDTH - 2 * _PAD, HEIGHT - 2 * _PAD)
    scale = min(room[0] / drawn.width, room[1] / drawn.height)
    width, height = drawn.width * scale, drawn.height * scale
    sheet.image(drawn, x + (WIDTH - width) / 2, y + (HEIGHT - height) / 2, width, height)
    return True
