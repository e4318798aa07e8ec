"""Logging: a fixed sentence plus fields. Exceptions without their messages, which may hold names."""

import contextlib
import logging
import sys
import traceback
from typing import Any

import structlog

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def configure(style: str, level: str) -> None:
    """Set up structlog and the standard library's logging for this process."""
    processors: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _bare_exception,
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        ),
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=lambda *_: _Lines(),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [_Bridge()]
    root.setLevel(logging.WARNING)


class _Lines:
    """Writes lines to stderr. A log that cannot be written must not fail what it tells about."""

    def msg(self, line: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(line + "\n")
            sys.stderr.flush()

    debug = info = warning = error = critical = log = msg


def bare(mistake: BaseException) -> list[str]:
    """Where it went wrong and with which kinds of exception, but not what they say."""
    lines: list[str] = []
    seen: BaseException | None = mistake
    while seen is not None and len(lines) < 60:
        lines.append(type(seen).__qualname__)
        for frame in traceback.extract_tb(seen.__traceback__)[-12:]:
            lines.append(f"{frame.filename}:{frame.lineno} {frame.name}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return lines


def _bare_exception(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    mistake = event.pop("exc_info", None)
    if mistake is True:
        mistake = sys.exc_info()[1]
    if isinstance(mistake, BaseException):
        event["failure"] = bare(mistake)
    return event


class _Bridge(logging.Handler):
    """Other libraries' warnings, by their own fixed sentence and without what they fill in."""

    def emit(self, record: logging.LogRecord) -> None:
        mistake = record.exc_info[1] if record.exc_info else None
        structlog.get_logger(record.name).log(
            record.levelno,
            "A library reported something.",
            library=record.name,
            said=_first_line(record.msg),
            exc_info=mistake,
        )


def _first_line(sentence: object) -> str:
    """asyncio puts what it knows of a failed task, with what its exception says, on the lines that follow."""
    return str(sentence).partition("\n")[0][:200]
