"""The application: parts opened in order, closed in reverse."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Final

from aiohttp import web

from server.keys import Keys
from server.migrations import migrate
from server.settings import Settings
from server.stores.blobs import prepare_folder
from server.web.api import MAX_JSON, Api
from server.web.static import StaticClient
from server.wiring import Clock, Parts, assemble, clock

PARTS: Final = web.AppKey("parts", Parts)


def build_app(settings: Settings, keys: Keys, now: Clock = clock) -> web.Application:
    """The whole service. Nothing is opened before the application starts."""
    return app_of(assemble(settings, keys, now))


def app_of(parts: Parts) -> web.Application:
    """An application around parts that are already connected."""
    app = web.Application(client_max_size=MAX_JSON)
    app[PARTS] = parts
    accounts = parts.accounts
    api = Api(
        parts.routes,
        parts.doorman,
        accounts.sign_ins,
        parts.tickets,
        parts.metrics.request,
        accounts.api_keys,
        parts.repeats,
    )
    api.attach(app)
    for attach in parts.attach:
        attach(app)
    StaticClient(parts.settings.client).attach(app)
    app.cleanup_ctx.append(_opened)
    return app


async def _opened(app: web.Application) -> AsyncIterator[None]:
    parts = app[PARTS]
    async with AsyncExitStack() as stack:
        prepare_folder(parts.settings.s3, parts.settings.blob_folder)
        stack.push_async_callback(parts.database.close)
        await migrate(parts.database)
        stack.push_async_callback(parts.blobs.close)
        stack.push_async_callback(parts.tasks.close)
        for start in parts.starters:
            await start(stack)
        yield
