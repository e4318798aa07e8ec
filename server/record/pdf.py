"""record.pdf: the same record to read and to print. Blocking work: call it in a thread."""

import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from fpdf import FPDF
from fpdf.bidi import BidiParagraph

from server.record.document import zone_of
from server.record.telling import Told
from server.record.words import Words
from signing.fonts import Choice, Fonts, can_join

_INK = (20, 26, 30)
_GREY = (90, 98, 104)
_LINE = (214, 220, 224)
_MARGIN = 18
_FAMILY = "text"
_SPANS = 12
"""Of somebody who came and went all the time, the JSON record has the rest."""


def render(record: Mapping[str, Any], told: Sequence[Told], words: Words, fonts: Fonts) -> bytes:
    """The record (as server/record/document.py makes it) and its events in sentences, as a PDF."""
    return _Sheet(record, told, words, fonts).render()


class _Pages(FPDF):
    """A4 with a footer on every page."""

    def __init__(self, words: Words, foot: str) -> None:
        super().__init__(format="A4")
        self._words = words
        self._foot = foot
        self.set_margin(_MARGIN)
        self.set_auto_page_break(True, margin=22)
        self.alias_nb_pages()

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font(_FAMILY if _FAMILY in self.fonts else "helvetica", size=7)
        self.set_text_color(*_GREY)
        self.cell(self.epw * 0.75, 5, self._foot)
        self.cell(0, 5, self._words("page", page=self.page_no(), pages="{nb}"), align="R")


class _Sheet:
    def __init__(self, record: Mapping[str, Any], told: Sequence[Told], words: Words, fonts: Fonts) -> None:
        self._record = record
        self._told = told
        self._words = words
        self._zone = zone_of(record["session"]["time_zone"])
        self._widths: dict[tuple[str, float, str], float] = {}
        self._choice = fonts.choose(self._all_text())
        self._pdf = _Pages(words, f"{record['session']['id']} · {record['chain']['head'][:16]}")

    def render(self) -> bytes:
        pdf, words = self._pdf, self._words
        pdf.set_lang(words.language)
        pdf.set_title(words("title"))
        pdf.set_creator("Samen")
        pdf.set_creation_date(datetime.fromisoformat(self._record["made_at"]))
        self._load_fonts(self._choice)
        pdf.add_page()
        self._text(words("title"), size=18, bold=True, after=3)
        self._facts()
        self._text(words("participants"), size=12, bold=True, before=5, after=1.5)
        self._participants()
        self._text(words("events"), size=12, bold=True, before=5, after=1.5)
        self._events()
        self._proof()
        return bytes(pdf.output())

    def _facts(self) -> None:
        session, words = self._record["session"], self._words
        ended = session["ended_at"]
        facts = [
            (words("office"), self._record["office"]["name"]),
            (words("adviser"), session["host_name"]),
            (words("subject"), session["title"]),
            (words("started"), self._moment(session["started_at"])),
            (words("ended"), words("running") if ended is None else self._moment(ended)),
        ]
        for label, value in facts:
            if value:
                self._pdf.set_text_color(*_GREY)
                self._set_font(10)
                self._pdf.cell(32, 5.5, label)
                self._text(value, size=10)
        self._text(words("zone", zone=self._zone_name()), size=9, grey=True, before=2)

    def _participants(self) -> None:
        words = self._words
        rows = [
            (
                person["name"],
                words(f"role_{person['role']}"),
                self._presence(person["present"]),
            )
            for person in self._record["participants"]
        ]
        self._table((0.45, 0.22, 0.33), (words("name"), words("role"), words("present")), rows)

    def _events(self) -> None:
        day = ""
        rows: list[tuple[str, ...]] = []
        for told in self._told:
            date = self._words.date(self._local(told.at))
            if date != day:
                # A session that runs past midnight says where the new day begins.
                day = date
                rows.append(("", date))
            rows.append((self._clock(told.at), told.sentence))
        self._table((0.12, 0.88), (self._words("time"), self._words("what")), rows)

    def _proof(self) -> None:
        words, chain = self._words, self._record["chain"]
        self._text(words("proof"), size=12, bold=True, before=5, after=1.5)
        verdict = words("proof_intact", count=chain["count"]) if chain["intact"] else words("proof_broken")
        self._text(verdict, size=9.5, bold=not chain["intact"])
        self._text(f"{words('proof_head')}: {chain['head']}", size=8, before=1.5)
        self._text(words("proof_how"), size=8, grey=True, before=1.5)
        if any(entry.get("withheld") for entry in self._record["entries"]):
            self._text(words("no_chat"), size=8, grey=True, before=1.5)
        if self._choice.lost:
            self._text(words("not_drawn", mark=self._choice.mark), size=8, grey=True, before=1.5)

    # --- drawing ----------------------------------------------------------------------------------------------

    def _load_fonts(self, choice: Choice) -> None:
        if choice.regular is None:
            return
        self._pdf.add_font(_FAMILY, "", choice.regular)
        self._pdf.add_font(_FAMILY, "B", choice.bold or choice.regular)
        for number, path in enumerate(choice.others):
            self._pdf.add_font(f"other{number}", "", path)
        if choice.others:
            self._pdf.set_fallback_fonts([f"other{number}" for number in range(len(choice.others))], exact_match=False)
        if can_join():
            self._pdf.set_font(_FAMILY)
            self._pdf.set_text_shaping(True)

    def _set_font(self, size: float, *, bold: bool = False) -> None:
        family = "helvetica" if self._choice.regular is None else _FAMILY
        self._pdf.set_font(family, "B" if bold else "", size)

    def _text(
        self, text: str, *, size: float, bold: bool = False, grey: bool = False, before: float = 0, after: float = 0
    ) -> None:
        if before:
            self._pdf.ln(before)
        self._set_font(size, bold=bold)
        self._pdf.set_text_color(*(_GREY if grey else _INK))
        for line in self._lines(text, self._pdf.w - self._pdf.r_margin - self._pdf.x):
            self._pdf.cell(0, size * 0.5, line, new_x="LEFT", new_y="NEXT")
        self._pdf.set_x(self._pdf.l_margin)
        if after:
            self._pdf.ln(after)

    def _table(self, widths: Sequence[float], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Rows between thin lines, headings on every page. Drawn by hand: fpdf2's own tables take 5 ms a row."""
        pdf, step, pad = self._pdf, 4.6, 0.8
        pdf.set_draw_color(*_LINE)

        def row(cells: Sequence[str], *, bold: bool) -> None:
            self._set_font(9, bold=bold)
            pdf.set_text_color(*(_GREY if bold else _INK))
            room = [share * pdf.epw for share in widths]
            drawn = [self._lines(cell, width) for cell, width in zip(cells, room, strict=True)]
            height = max(map(len, drawn)) * step + 2 * pad
            if pdf.will_page_break(height) and not bold:
                pdf.add_page()
                row(headings, bold=True)
                self._set_font(9)
                pdf.set_text_color(*_INK)
            top = pdf.get_y()
            for number, (lines, width) in enumerate(zip(drawn, room, strict=True)):
                pdf.set_xy(pdf.l_margin + sum(room[:number]), top + pad)
                for line in lines:
                    pdf.cell(width, step, line, new_x="LEFT", new_y="NEXT")
            pdf.set_xy(pdf.l_margin, top + height)
            pdf.line(pdf.l_margin, top + height, pdf.l_margin + pdf.epw, top + height)

        row(headings, bold=True)
        for cells in rows:
            row(cells, bold=False)

    def _lines(self, text: str, width: float) -> list[str]:
        """The text in lines that fit a cell of this width, at the font that is set.

        Not fpdf2's own breaking, which shapes the whole line anew for each letter: here a word is measured once.
        """
        room = width - 2 * self._pdf.c_margin
        lines: list[str] = []
        for paragraph in self._drawable(text).split("\n"):
            line, used = "", 0.0
            for word in paragraph.split(" "):
                space = self._width(" ") if line else 0.0
                if line and used + space + self._width(word) > room:
                    lines.append(line)
                    line, used, space = "", 0.0, 0.0
                while self._width(word) > room:
                    cut = self._fitting(word, room)
                    lines.append(word[:cut])
                    word = word[cut:]
                line, used = f"{line} {word}" if line else word, used + space + self._width(word)
            lines.append(line)
        return [self._turned(line) for line in lines]

    def _width(self, word: str) -> float:
        """Millimetres; remembered, because the same words come again and again."""
        key = (self._pdf.font_style, self._pdf.font_size_pt, word)
        known = self._widths.get(key)
        if known is None:
            known = self._widths[key] = self._pdf.get_string_width(word)
        return known

    def _fitting(self, word: str, room: float) -> int:
        """How many letters of a word that is too long for a line still fit on one: at least one."""
        cuts = range(len(word) + 1)
        return max(1, bisect_right(cuts, room, lo=1, key=lambda cut: self._pdf.get_string_width(word[:cut])) - 1)

    def _drawable(self, text: str) -> str:
        """The text as it can be drawn here: lost letters marked."""
        lost, mark = self._choice.lost, self._choice.mark
        return "".join(mark if char in lost else char for char in text if char.isprintable() or char in "\n ")

    def _turned(self, line: str) -> str:
        """Right-to-left turned round where nobody else does it."""
        if not can_join() and any(unicodedata.bidirectional(char) == "R" for char in line):
            return str(BidiParagraph(line).get_reordered_string())
        return line

    def _all_text(self) -> list[str]:
        session = self._record["session"]
        names = [person["name"] for person in self._record["participants"]]
        fixed = [self._words("title"), self._record["office"]["name"], session["host_name"], session["title"], "–·"]
        return [*fixed, *names, *(told.sentence for told in self._told)]

    # --- times ------------------------------------------------------------------------------------------------

    def _local(self, at: int) -> datetime:
        return datetime.fromtimestamp(at / 1000, self._zone)

    def _clock(self, at: int) -> str:
        return f"{self._local(at):%H:%M:%S}"

    def _moment(self, at: int) -> str:
        moment = self._local(at)
        return f"{self._words.date(moment)}, {moment:%H:%M}"

    def _presence(self, spans: Sequence[Mapping[str, Any]]) -> str:
        told = [f"{self._clock(each['from'])}–{self._until(each['to'])}" for each in spans[:_SPANS]]
        return ", ".join(told) + (", …" if len(spans) > _SPANS else "")

    def _until(self, at: int | None) -> str:
        return self._words("until_now") if at is None else self._clock(at)

    def _zone_name(self) -> str:
        return "UTC" if self._zone is UTC else str(self._record["session"]["time_zone"])
