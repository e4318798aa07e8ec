"""Alembic's entry: works on the connection and the transaction that the caller has open."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

# Tables join the one MetaData when their module is imported.
import server.accounts.tables
import server.crm.aftercare.tables
import server.crm.agenda.tables
import server.crm.appointments_public.tables
import server.crm.audit.tables
import server.crm.calendars.tables
import server.crm.choices
import server.crm.clients.tables
import server.crm.contract.tables
import server.crm.documents.tables
import server.crm.imports.tables
import server.crm.messages.tables
import server.crm.notices.tables
import server.crm.privacy.tables
import server.crm.teams.tables
import server.crm.timeline.tables
import server.files.tables
import server.helpdesk.tables
import server.hooks.tables
import server.jobs.tables
import server.live.tables
import server.pages.tables
import server.repeats
import server.signing.tables  # noqa: F401 - imported for the tables it declares
from server.stores.tables import Utc, metadata


def _plain(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    # A step must not change when the code does: our own type is written as what it is in SQL.
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Utc) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # With BEGIN IMMEDIATE, DDL on SQLite is as atomic as elsewhere.
    transactional_ddl=True,
    compare_type=True,
    render_item=_plain,
)
with context.begin_transaction():
    context.run_migrations()
