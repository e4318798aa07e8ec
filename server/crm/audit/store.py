"""Lines of the audit, written with what they tell."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.audit.tables import audit_events
from server.crm.ports import Actor
from server.stores.database import uuid7


class AuditStore:
    """Implements the port Audit."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    async def note(
        self,
        rows: AsyncConnection,
        organisation_id: str,
        actor: Actor,
        action: str,
        subject_kind: str,
        subject_id: str,
        detail: Mapping[str, Any] | None = None,
        *,
        address: str = "",
    ) -> None:
        """`address`: of the caller, where somebody came from outside."""
        await rows.execute(
            insert(audit_events).values(
                id=uuid7(),
                organisation_id=organisation_id,
                at=self._now(),
                actor_kind=actor.kind,
                actor_id=actor.id,
                actor_name=actor.name[:120],
                action=action,
                subject_kind=subject_kind,
                subject_id=subject_id,
                detail=orjson.dumps(dict(detail or {})).decode(),
                address=address,
            )
        )
