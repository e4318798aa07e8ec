"""Reading settings from a mapping, one kind of value at a time; every complaint is a sentence that names its setting."""

from collections.abc import Mapping
from pathlib import Path


class Reader:
    """Reads one mapping and collects complaints, so that all of them are told at once."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.wrong: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self.env.get(name, "").strip() or default

    def complain(self, sentence: str) -> None:
        self.wrong.append(sentence)

    def switch(self, name: str, default: str = "0") -> bool:
        value = self.text(name, default).lower()
        if value not in ("0", "1", "true", "false", "yes", "no"):
            self.complain(f"{name} must be 1 or 0.")
        return value in ("1", "true", "yes")

    def port(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if value.isascii() and value.isdigit() and int(value) <= 65535:
            return int(value)
        self.complain(f"{name} must be a port number from 0 to 65535.")
        return default

    def number(self, name: str, default: int, low: int, high: int) -> int:
        value = self.text(name, str(default))
        if value.isascii() and value.isdigit() and low <= int(value) <= high:
            return int(value)
        self.complain(f"{name} must be a whole number from {low} to {high}.")
        return default

    def choice(self, name: str, options: tuple[str, ...], default: str) -> str:
        value = self.text(name, default).lower()
        if value not in options:
            self.complain(f"{name} must be one of {', '.join(options)}.")
        return value

    def file(self, name: str) -> Path | None:
        value = self.text(name)
        if not value:
            return None
        path = Path(value)
        try:
            with path.open("rb"):
                return path
        except OSError as wrong:
            self.complain(f"{name} cannot be read: {wrong.strerror}.")
            return None
