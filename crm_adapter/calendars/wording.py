"""Days, times and lengths as people write them in their language and see them on their clock."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

_DAYS: Final[Mapping[str, str]] = {
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}
_MONTHS: Final[Mapping[str, str]] = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_HOURS: Final[Mapping[str, tuple[str, str]]] = {
    "nl": ("uur", "uur"),
    "en": ("hour", "hours"),
    "fr": ("heure", "heures"),
}
_MINUTES: Final[Mapping[str, tuple[str, str]]] = {
    "nl": ("minuut", "minuten"),
    "en": ("minute", "minutes"),
    "fr": ("minute", "minutes"),
}
_AND: Final[Mapping[str, str]] = {"nl": "en", "en": "and", "fr": "et"}
_ALL_DAY: Final[Mapping[str, str]] = {"nl": "de hele dag", "en": "all day", "fr": "toute la journée"}
_IN_ZONE: Final[Mapping[str, str]] = {"nl": "tijd in {place}", "en": "time in {place}", "fr": "heure de {place}"}


def day(language: str, moment: datetime, zone: str, now: datetime) -> str:
    """maandag 23 november; with the year when it is not this one."""
    local = moment.astimezone(ZoneInfo(zone))
    weekday, month = _DAYS[language].split()[local.weekday()], _MONTHS[language].split()[local.month - 1]
    number = "1er" if language == "fr" and local.day == 1 else str(local.day)
    year = "" if local.year == now.astimezone(ZoneInfo(zone)).year else f" {local.year}"
    return f"{weekday} {number} {month}{year}"


def clock(language: str, moment: datetime, zone: str, *, told_in: str = "") -> str:
    """10.30 uur, 10:30, 10 h 30. `told_in`: the zone that people expect; another one is named."""
    local = moment.astimezone(ZoneInfo(zone))
    match language:
        case "nl":
            text = f"{local.hour}.{local.minute:02} uur"
        case "fr":
            text = f"{local.hour} h {local.minute:02}"
        case _:
            text = f"{local.hour}:{local.minute:02}"
    if told_in and local.utcoffset() != moment.astimezone(ZoneInfo(told_in)).utcoffset():
        place = zone.rpartition("/")[2].replace("_", " ")
        text += f" ({_IN_ZONE[language].format(place=place)})"
    return text


def all_day(language: str) -> str:
    return _ALL_DAY[language]


def length(language: str, minutes: int) -> str:
    """1 uur en 15 minuten."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(f"{hours} {_HOURS[language][hours != 1]}")
    if rest or not hours:
        parts.append(f"{rest} {_MINUTES[language][rest != 1]}")
    return f" {_AND[language]} ".join(parts)
