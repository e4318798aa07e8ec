"""The log as people read it: one A4 document, made of the record alone."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from signing.fonts import SYSTEM_FOLDERS, Fonts
from signing.log import inks
from signing.log.records import EventRecord, InkRecord, Record, SignerRecord
from signing.log.sheet import APRICOT, INK, MARGIN, PINE, SECOND, THIRD, Sheet
from signing.log.words import Words

_SYSTEMS = frozenset(["created", "sent", "delegated", "resent", "address_changed", "voided"])
"""Events that name who did it; the service itself has no name."""


def render(record: Record, words: Words, folders: Sequence[Path], data: bytes, data_sha256: str) -> bytes:
    """A PDF with `data`, the lines for machines, inside. Blocking; some tenths of a second."""
    return _Log(record, words, folders).render(data, data_sha256)


class _Log:
    def __init__(self, record: Record, words: Words, folders: Sequence[Path]) -> None:
        self._record = record
        self._words = words
        self._zone = _zone(record["time_zone"])
        self._names = {signer["id"]: signer["name"] for signer in record["signers"]}
        client, *others = folders or (Path("/nonexistent"),)
        self._choice = Fonts(client, (*others, *SYSTEM_FOLDERS)).choose(_texts(record, words))
        page = words("page", page="{page}", pages="{pages}")
        self._sheet = Sheet(self._choice, f"{record['office']} · {record['envelope_id']}", page)

    def render(self, data: bytes, data_sha256: str) -> bytes:
        sheet, words, record = self._sheet, self._words, self._record
        sheet.set_lang(words.language)
        sheet.set_title(f"{words('title')}: {record['title']}")
        sheet.set_creator("Samen")
        sheet.set_author(record["office"])
        sheet.set_creation_date(_read(record["made_at"]))
        sheet.embed_file(
            bytes=data,
            basename="log.jsonl",
            mime_type="application/jsonl",
            associated_file_relationship="DATA",
            desc=words("title"),
            modification_date=_read(record["made_at"]),
        )
        sheet.add_page()
        self._top()
        self._document()
        self._signers()
        self._timeline()
        self._fingerprints(len(data), data_sha256)
        self._meaning()
        return bytes(sheet.output())

    def _top(self) -> None:
        sheet, words, record = self._sheet, self._words, self._record
        for x, colour in ((MARGIN + 3.4, PINE), (MARGIN + 7.8, APRICOT)):
            sheet.set_draw_color(*colour)
            sheet.set_line_width(1.0)
            sheet.circle(x, MARGIN + 3.4, 3.1)
        sheet.font(9.5)
        sheet.set_xy(MARGIN + 13, MARGIN + 1)
        sheet.set_text_color(*SECOND)
        sheet.cell(90, 5, sheet.drawable(record["office"]))
        sheet.chip(
            words(f"outcome_{record['outcome']}"),
            sheet.w - MARGIN,
            MARGIN,
            good=record["outcome"] == "completed",
        )
        sheet.set_y(MARGIN + 13)
        sheet.put(words("title"), MARGIN, sheet.epw, size=24, bold=True, leading=0.42)
        sheet.set_y(sheet.get_y() + 1)
        sheet.put(record["title"], MARGIN, sheet.epw, size=13, colour=SECOND)
        sheet.set_y(sheet.get_y() + 3)
        sheet.rule()
        sheet.set_y(sheet.get_y() + 3)

    def _document(self) -> None:
        words, record = self._words, self._record
        document, sender = record["document"], record["sender"]
        pages = words("pages_one") if document["pages"] == 1 else words("pages_many", count=document["pages"])
        self._facts(
            [
                (words("document"), f"{document['name']}\n{pages}, {words.size(document['size'])}"),
                (words("sender"), f"{sender['name']} <{sender['email']}>" if sender else record["office"]),
                (words("sent"), self._moment(record["sent_at"])),
                (words("ended"), self._moment(record["ended_at"])),
                (words("order"), words(f"order_{record['order']}") if len(record["signers"]) > 1 else ""),
                (words("session"), record["session_id"] or ""),
                (words("envelope"), record["envelope_id"]),
                (words("level"), words(f"level_{record['level']}")),
                (words("clock"), self._clock_words()),
            ]
        )
        zone = words("zone_utc") if self._zone is UTC else words("zone", zone=record["time_zone"])
        self._sheet.set_y(self._sheet.get_y() + 1)
        self._sheet.put(zone, MARGIN, self._sheet.epw, size=8, colour=THIRD)

    def _signers(self) -> None:
        words, record = self._words, self._record
        done = record["outcome"] == "completed"
        self._sheet.heading(words("signers" if done else "signers_open"), room=60)
        for number, signer in enumerate(record["signers"], 1):
            self._signer(number, signer)

    def _signer(self, number: int, signer: SignerRecord) -> None:
        sheet, words = self._sheet, self._words
        pictures = [(word, ink) for word in ("signature", "initials") if (ink := _ink(signer, word)) is not None]
        width = sheet.epw - (inks.WIDTH + 6 if pictures else 0)
        facts = self._facts_of(signer)
        sheet.need(min(14 + max(33 * len(pictures), sheet.height_of(facts, width)), sheet.h - 2 * MARGIN - 10))
        sheet.rule()
        sheet.set_y(sheet.get_y() + 2.5)
        top = sheet.get_y()
        good = signer["status"] == "signed"
        sheet.chip(words(f"status_{signer['status']}"), sheet.w - MARGIN, top, good=good)
        sheet.set_y(top + 0.6)
        sheet.put(f"{number}. {signer['name']}", MARGIN, sheet.epw - 62, size=11.5, bold=True)
        sheet.set_y(max(sheet.get_y(), top + 6) + 2)
        started, page = sheet.get_y(), sheet.page_no()
        for place, (word, ink) in enumerate(pictures):
            self._ink(ink, word, started + 33 * place)
        sheet.set_y(started)
        self._facts(facts, width)
        if sheet.page_no() == page:
            sheet.set_y(max(sheet.get_y(), started + 33 * len(pictures)))
        consent = signer["consent"]
        if consent is not None:
            self._facts([(words("consent", version=consent["version"]), consent["text"])])
        sheet.set_y(sheet.get_y() + 3)

    def _ink(self, ink: InkRecord, word: str, top: float) -> None:
        sheet, words = self._sheet, self._words
        left = sheet.w - MARGIN - inks.WIDTH
        drawn = inks.draw(sheet, ink, left, top)
        sheet.set_y(top + inks.HEIGHT + 0.8)
        caption = f"{words(word)}, {words('ink_' + ink['how'])}" if drawn else words("ink_missing")
        sheet.put(caption, left, inks.WIDTH, size=7.5, colour=THIRD)

    def _facts_of(self, signer: SignerRecord) -> list[tuple[str, str]]:
        words = self._words
        stamped = ""
        if signer["stamped_at"]:
            stamped = f"{self._moment(signer['stamped_at'])}\n{words('stamped_by', name=signer['stamped_by'])}"
        certificate = signer["certificate"]
        facts = [
            (words("email"), signer["email"]),
            (words("via"), self._known("via", signer["via"])),
            (words("verified"), self._known("verified", signer["verified"])),
            (words("viewed"), self._moment(signer["viewed_at"])),
            (words("signed"), self._moment(signer["signed_at"])),
            (words("stamped"), stamped),
            (words("address"), signer["address"]),
            (words("device"), signer["user_agent"]),
            (words("certificate"), f"SHA-256 {certificate['sha256']}" if certificate else ""),
            (words("delegated_from"), signer["delegated_from"] or ""),
            (words("reason"), signer["decline_reason"]),
        ]
        answers = [f"{label}: {self._value(value)}" for label, value in signer.get("answers", [])]
        return [*facts, (words("answers"), "\n".join(answers))]

    def _timeline(self) -> None:
        rows: list[tuple[str, str]] = []
        day = ""
        for event in self._record["events"]:
            at = _read(event["at"]).astimezone(self._zone)
            date = self._words.date(at)
            if date != day:
                day = date
                rows.append(("", date))
            rows.append((f"{at:%H:%M:%S}", self._sentence(event)))
        if rows:
            self._sheet.heading(self._words("timeline"))
            self._sheet.grid((0.12, 0.88), (self._words("time"), self._words("what")), rows)

    def _sentence(self, event: EventRecord) -> str:
        words = self._words
        kind = event["kind"]
        key = f"event_{kind}_system" if kind in _SYSTEMS and not event["by"] else f"event_{kind}"
        if not words.has(key):
            key = "event_other"
        who = self._names.get(event["signer_id"] or "") or words("somebody")
        sentence = words(key, by=event["by"], who=who, kind=kind)
        details: Mapping[str, Any] = event["details"]
        change = f"{details['before']} → {details['after']}" if details.get("before") and details.get("after") else ""
        told = [change, *(str(details[name]) for name in ("reason", "address", "code", "sha256") if details.get(name))]
        more = " · ".join(part for part in told if part)
        return f"{sentence}\n{more}" if more else sentence

    def _fingerprints(self, size: int, data_sha256: str) -> None:
        words = self._words
        rows = [(words("log_data", size=words.size(size)), data_sha256)]
        for revision in reversed(self._record["revisions"]):
            who = self._names.get(revision["signer_id"] or "") or words("somebody")
            what = words(f"revision_{revision['kind']}", who=who, size=words.size(revision["size"]))
            rows.insert(0, (what, revision["sha256"]))
        self._sheet.heading(words("fingerprints"))
        self._sheet.grid((0.36, 0.64), (words("what_file"), words("fingerprint")), rows)

    def _meaning(self) -> None:
        sheet, words = self._sheet, self._words
        parts = [words("meaning_seal") if self._record["level"] else "", words("meaning_level"), words("meaning_log")]
        if self._choice.lost:
            parts.append(words("not_drawn", mark=self._choice.mark))
        sheet.heading(words("meaning"), room=44)
        for part in filter(None, parts):
            sheet.put(part, MARGIN, sheet.epw, size=8.5, colour=INK)
            sheet.set_y(sheet.get_y() + 1.6)

    # --- words ----------------------------------------------------------------------------------------------------

    def _facts(self, facts: Iterable[tuple[str, str]], width: float = 0) -> None:
        for label, value in facts:
            self._sheet.fact(label, value, MARGIN, width or self._sheet.epw)

    def _clock_words(self) -> str:
        clock = self._record["clock"]
        if not clock["name"]:
            return self._words("clock_none")
        return self._words("clock_own" if clock["own"] else "clock_authority", name=clock["name"])

    def _known(self, group: str, value: str) -> str:
        key = f"{group}_{value}"
        return self._words(key) if self._words.has(key) else value

    def _value(self, value: str | bool) -> str:
        return value if isinstance(value, str) else self._words("yes" if value else "no")

    def _moment(self, at: str | None) -> str:
        if not at:
            return ""
        utc = _read(at)
        local = utc.astimezone(self._zone)
        day = self._words.date(local)
        return f"{day}, {local:%H:%M:%S}" + ("" if self._zone is UTC else f" ({utc:%H:%M:%S} UTC)")


def _ink(signer: SignerRecord, word: str) -> InkRecord | None:
    return signer["ink"] if word == "signature" else signer["initials"]


def _read(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(UTC)


def _zone(name: str) -> tzinfo:
    try:
        return UTC if name in {"", "UTC"} else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _texts(record: Record, words: Words) -> list[str]:
    """Every text that may be drawn, for the choice of letters."""
    found = ["–·→…", *(words(key) for key in ("title", "meaning_seal", "meaning_level", "months"))]

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(value[:20_000])
        elif isinstance(value, Mapping):
            for name, inner in value.items():
                if name not in {"picture", "strokes"}:
                    walk(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                walk(inner)

    walk(record)
    return found
