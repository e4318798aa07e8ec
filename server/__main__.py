"""Start the service: `python -m server` or `samen`."""

import asyncio
import contextlib
import dataclasses
import gc
import os
import signal
import socket
import ssl
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from server.keys import Keys, StartError, read_or_make

if TYPE_CHECKING:
    from aiohttp import web

    from server.settings import Settings
    from server.web.security import Doorman

WRONG_SETTING = 2


def main() -> int:
    """Returns the exit code: 0 after a clean stop, 2 when something about the start is wrong."""
    # What we write is ours alone, whatever the folder allows: the database, its journal, the files of sessions.
    os.umask(0o077)
    # Nothing that is loaded at the start is garbage: looking for some among it costs a tenth of the time.
    gc.disable()
    from server.settings import WrongSettings, read

    try:
        settings = read(os.environ)
    except WrongSettings as wrong:
        for sentence in wrong.sentences:
            _say(sentence)
        return WRONG_SETTING
    for warning in settings.warnings:
        _say(warning)
    try:
        keys = _data_folder(settings)
        context = _tls(settings)
        listener = _listen(settings)
        settings = dataclasses.replace(settings, port=listener.getsockname()[1])
        with listener, asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_serve(settings, keys, listener, context))
    except StartError as wrong:
        _say(str(wrong))
        return WRONG_SETTING
    except KeyboardInterrupt:
        pass
    return 0


def _say(sentence: str) -> None:
    print(f"samen: {sentence}", file=sys.stderr, flush=True)  # noqa: T201 - to the person who starts the service


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:  # not made for Windows
        return None
    return uvloop.new_event_loop


def _data_folder(settings: "Settings") -> Keys:
    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as wrong:
        raise StartError(f"SAMEN_DATA cannot be used: {settings.data}: {wrong.strerror}.") from None
    if not os.access(settings.data, os.W_OK | os.X_OK):
        raise StartError(f"SAMEN_DATA cannot be used: {settings.data} is not writable.")
    return read_or_make(settings.data)


def _tls(settings: "Settings") -> ssl.SSLContext | None:
    if settings.tls_cert is None or settings.tls_key is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.tls_cert, settings.tls_key)
    except (ssl.SSLError, OSError):
        raise StartError(
            "SAMEN_TLS_CERT and SAMEN_TLS_KEY cannot be used: they are no PEM pair that belongs together."
        ) from None
    return context


def _listen(settings: "Settings") -> socket.socket:
    """Take the port before anything else is opened, so that a second start changes nothing."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError:
        raise StartError(f"SAMEN_HOST cannot be used: {settings.host} is no address of this machine.") from None
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except PermissionError:
        listener.close()
        raise StartError(f"SAMEN_PORT cannot be used: port {settings.port} needs more rights.") from None
    except OSError as wrong:
        listener.close()
        if wrong.errno == 98 or "in use" in str(wrong):
            raise StartError(f"SAMEN_PORT cannot be used: port {settings.port} is already in use.") from None
        raise StartError(f"SAMEN_HOST cannot be used: {settings.host} is no address of this machine.") from None
    return listener


async def _serve(settings: "Settings", keys: Keys, listener: socket.socket, context: ssl.SSLContext | None) -> None:
    from aiohttp import web

    from server import logs
    from server.app import PARTS, build_app

    logs.configure(settings.log, settings.log_level)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    app = build_app(settings, keys)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5, handle_signals=False)
    listening: asyncio.Server | None = None
    try:
        await runner.setup()
        listening = await _open(runner, app[PARTS].doorman, listener, context)
        _settle_memory()
        _greet(settings, app[PARTS].greeting)
        await stop.wait()
    finally:
        if listening is not None:
            listening.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2.5):
                await runner.cleanup()


async def _open(
    runner: "web.AppRunner", doorman: "Doorman", listener: socket.socket, context: ssl.SSLContext | None
) -> asyncio.Server:
    from server.web.door import PATIENCE_S, Door, most_connections

    assert runner.server is not None  # noqa: S101 - the runner has been set up
    door = Door(runner.server, doorman, most=most_connections())
    waits = None if context is None else PATIENCE_S
    loop = asyncio.get_running_loop()
    return await loop.create_server(door, sock=listener, ssl=context, backlog=1024, ssl_handshake_timeout=waits)


def _settle_memory() -> None:
    """What lives now lives for good: full collections paused the service for a quarter of a second."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()


def _greet(settings: "Settings", lines: list[str]) -> None:
    url = settings.own_url
    out: Any = sys.stdout
    print(f"Samen runs at {url}", file=out)
    for line in lines:
        print(line.replace("{url}", url), file=out)
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
