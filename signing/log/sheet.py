"""A4 pages on which text flows: lines broken here, in any script that the machine has letters for. Millimetres."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from fpdf import FPDF
from fpdf.bidi import BidiParagraph

from signing.fonts import Choice, can_join

Colour = tuple[int, int, int]
INK: Colour = (0x15, 0x24, 0x1E)
SECOND: Colour = (0x3F, 0x51, 0x49)
THIRD: Colour = (0x58, 0x6A, 0x61)
LINE: Colour = (0xDD, 0xE3, 0xD8)
SUNKEN: Colour = (0xF8, 0xF9, 0xF5)
PINE: Colour = (0x15, 0x5C, 0x47)
APRICOT: Colour = (0xEF, 0x9D, 0x4C)
APRICOT_DARK: Colour = (0x8C, 0x4A, 0x10)
WHITE: Colour = (255, 255, 255)

MARGIN = 18.0
BOTTOM = 22.0
_FAMILY = "text"
_LAST_PLAIN = "\u0590"
"""Latin, Greek, Cyrillic and Armenian end before: letters that stand by themselves, from left to right."""


class Sheet(FPDF):
    """Breaks pages by itself nowhere: whoever draws asks need() first."""

    def __init__(self, choice: Choice, foot: str, page_words: str) -> None:
        super().__init__(format="A4")
        self._choice = choice
        self._foot = foot
        self._page_words = page_words
        self._known_widths: dict[tuple[str, float, str], float] = {}
        self._known_lines: dict[tuple[str, float, float, str], list[str]] = {}
        self.set_margin(MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(False)
        self.alias_nb_pages()
        self._load()

    def footer(self) -> None:
        self.set_draw_color(*LINE)
        self.set_line_width(0.2)
        self.line(MARGIN, self.h - 16, self.w - MARGIN, self.h - 16)
        self.font(7)
        self.set_text_color(*THIRD)
        self.set_xy(MARGIN, self.h - 14)
        self.cell(self.epw * 0.7, 5, self.drawable(self._foot))
        self.cell(0, 5, self._page_words.format(page=self.page_no(), pages="{nb}"), align="R")

    def need(self, height: float) -> bool:
        """Room for `height`, on a new page if it must be. Whether there is a new page."""
        if self.get_y() + height <= self.h - BOTTOM:
            return False
        self.add_page()
        return True

    def font(self, size: float, *, bold: bool = False) -> None:
        family = "helvetica" if self._choice.regular is None else _FAMILY
        self.set_font(family, "B" if bold else "", size)

    def put(
        self,
        text: str,
        x: float,
        width: float,
        *,
        size: float = 9.5,
        bold: bool = False,
        colour: Colour = INK,
        leading: float = 0.48,
    ) -> None:
        """The text from where the sheet stands, line by line, over as many pages as it takes."""
        self.font(size, bold=bold)
        lines = self.broken(text, width)
        for line in lines:
            if self.need(size * leading):
                self.font(size, bold=bold)
            self.set_text_color(*colour)
            self.set_x(x)
            self.line_out(width, size * leading, line)

    def fact(self, label: str, value: str, x: float, width: float, *, labels: float = 31.0) -> None:
        """A label, and beside it what it stands for."""
        if not value:
            return
        size = 8.5
        self.font(size)
        self.need(size * 0.48 * min(3, len(self.broken(value, width - labels))) + 0.9)
        top, page = self.get_y(), self.page_no()
        self.put(label, x, labels - 3, size=size, colour=THIRD)
        after = self.get_y()
        if self.page_no() == page:
            self.set_y(top)
        self.put(value, x + labels, width - labels, size=size)
        if self.page_no() == page:
            self.set_y(max(after, self.get_y()))
        self.set_y(self.get_y() + 0.9)

    def height_of(self, facts: Iterable[tuple[str, str]], width: float, *, labels: float = 31.0) -> float:
        """What fact() takes for all of them."""
        self.font(8.5)
        lines = (
            max(len(self.broken(value, width - labels)), len(self.broken(label, labels - 3)))
            for label, value in facts
            if value
        )
        return sum(count * 8.5 * 0.48 + 0.9 for count in lines)

    def heading(self, text: str, *, room: float = 24) -> None:
        self.set_y(self.get_y() + 7)
        self.need(room)
        self.put(text, MARGIN, self.epw, size=12.5, bold=True, colour=PINE)
        self.set_y(self.get_y() + 1.5)

    def rule(self) -> None:
        self.set_draw_color(*LINE)
        self.set_line_width(0.2)
        self.line(MARGIN, self.get_y(), self.w - MARGIN, self.get_y())

    def chip(self, text: str, right: float, top: float, *, good: bool) -> None:
        """A pill that ends at `right`."""
        self.font(8.5, bold=True)
        text = self.drawable(text)
        width = self.get_string_width(text) + 8
        self.set_fill_color(*(PINE if good else APRICOT))
        self.set_text_color(*(WHITE if good else (0x2A, 0x16, 0x04)))
        self.rect(right - width, top, width, 6.6, style="F", round_corners=True, corner_radius=3.2)
        self.set_xy(right - width, top + 0.05)
        self.cell(width, 6.6, text, align="C")

    def grid(self, widths: Sequence[float], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Rows between thin lines, headings on every page. A second line in a cell is grey."""
        room = [share * self.epw for share in widths]

        def head() -> None:
            top = self.get_y()
            for number, heading in enumerate(headings):
                self.set_y(top)
                self.put(heading, MARGIN + sum(room[:number]), room[number], size=7.5, colour=THIRD)
            self.set_y(top + 5)
            self.rule()

        self.need(20)
        head()
        for cells in rows:
            self.font(8.5)
            drawn = [self.broken(cell, width - 1) for cell, width in zip(cells, room, strict=True)]
            height = max(map(len, drawn)) * 4.1 + 2.4
            if self.need(height):
                head()
            top = self.get_y() + 1.2
            for number, (lines, cell) in enumerate(zip(drawn, cells, strict=True)):
                self.font(8.5)
                first = len(self.broken(cell.split("\n")[0], room[number] - 1))
                for line_number, line in enumerate(lines):
                    self.set_xy(MARGIN + sum(room[:number]), top + 4.1 * line_number)
                    self.set_text_color(*(INK if line_number < first else THIRD))
                    self.line_out(room[number], 4.1, line)
            self.set_y(top + height - 1.2)
            self.rule()

    # --- letters --------------------------------------------------------------------------------------------------

    def broken(self, text: str, width: float) -> list[str]:
        """The text in lines that fit `width`, at the font that is set. A word is measured once; too long a word is cut."""
        key = (self.font_style, self.font_size_pt, width, text)
        known = self._known_lines.get(key)
        if known is None:
            known = self._known_lines[key] = self._break(text, width)
        return known

    def _break(self, text: str, width: float) -> list[str]:
        room = width - 2 * self.c_margin
        lines: list[str] = []
        for paragraph in self.drawable(text).split("\n"):
            line, used = "", 0.0
            for word in paragraph.split(" "):
                space = self._width(" ") if line else 0.0
                if line and used + space + self._width(word) > room:
                    lines.append(line)
                    line, used, space = "", 0.0, 0.0
                while len(word) > 400 or self._width(word) > room:
                    cut = self._fitting(word, room)
                    lines.append(word[:cut])
                    word = word[cut:]
                line, used = f"{line} {word}" if line else word, used + space + self._width(word)
            lines.append(line)
        return [_turned(line) for line in lines]

    def drawable(self, text: str) -> str:
        """The text as it can be drawn here: lost letters marked."""
        lost, mark = self._choice.lost, self._choice.mark
        return "".join(mark if char in lost else char for char in text if char.isprintable() or char in "\n ")

    def line_out(self, width: float, height: float, line: str) -> None:
        """One line that was broken here, at the place where the sheet stands."""
        self._shape(line)
        self.cell(width, height, line, new_x="LEFT", new_y="NEXT")
        self._shape("")

    def _shape(self, text: str) -> None:
        """Letters are joined and turned only where some need it: that takes ten times as long."""
        needed = can_join() and self._choice.regular is not None and any(char > _LAST_PLAIN for char in text)
        if needed != (self.text_shaping is not None):
            # The sentences run left to right, also when one begins with a name that does not.
            self.set_text_shaping(needed, direction="ltr")

    def _width(self, word: str) -> float:
        key = (self.font_style, self.font_size_pt, word)
        known = self._known_widths.get(key)
        if known is None:
            self._shape(word)
            known = self._known_widths[key] = self.get_string_width(word)
            self._shape("")
        return known

    def _fitting(self, word: str, room: float) -> int:
        """How many letters of a word that is too long for a line still fit on one: at least one."""
        self._shape("")
        cuts = range(min(len(word), 400) + 1)  # no line holds more; measuring a long word is slow
        return max(1, bisect_right(cuts, room, lo=1, key=lambda cut: self.get_string_width(word[:cut])) - 1)

    def _load(self) -> None:
        choice = self._choice
        if choice.regular is None:
            return
        self.add_font(_FAMILY, "", choice.regular)
        self.add_font(_FAMILY, "B", choice.bold or choice.regular)
        for number, path in enumerate(choice.others):
            self.add_font(f"other{number}", "", path)
        if choice.others:
            self.set_fallback_fonts([f"other{number}" for number in range(len(choice.others))], exact_match=False)


def _turned(line: str) -> str:
    """Right-to-left turned round where nobody else does it."""
    if not can_join() and any(unicodedata.bidirectional(char) in {"R", "AL"} for char in line):
        return str(BidiParagraph(line).get_reordered_string())
    return line
