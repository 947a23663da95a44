"""Upload sessions: what has come of a large attachment so far. Section 3.9."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from fakes.exchange.attachments.attachment import Attachment, Kind
from fakes.exchange.store import ItemStore

if TYPE_CHECKING:
    from fakes.exchange.mailbox import Mailbox
    from fakes.exchange.tenant import ExchangeTenant

LIFETIME: Final = timedelta(days=1)  # inferred


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadSession:
    """An upload on its way, at one moment."""

    token: str
    mailbox_id: str
    store: Callable[[Mailbox], ItemStore[Any]]
    immutable_id: str  # of the item
    address: str  # of the item, below the version: where the attachment will be
    owner_id: str  # of the item, of the kind that the caller works with
    kind: Kind
    name: str
    size: int
    content_type: str | None
    is_inline: bool
    content_id: str | None
    expires_at: datetime
    chunks: tuple[bytes, ...] = ()
    received: int = 0


class UploadSessions:
    """The uploads on their way in one tenant."""

    def __init__(self, tenant: ExchangeTenant) -> None:
        self._tenant = tenant
        self._sessions: dict[str, UploadSession] = {}

    def snapshot(self) -> Mapping[str, UploadSession]:
        """The uploads on their way at present, to come back to."""
        return dict(self._sessions)

    def restore(self, snapshot: Mapping[str, UploadSession]) -> None:
        """Every upload is where it was then."""
        self._sessions = dict(snapshot)

    def fresh_token(self) -> str:
        """What nobody can guess: it stands for the authorisation."""
        octets = self._tenant.identifiers.octets(33)
        return base64.urlsafe_b64encode(octets).decode()

    def begin(self, session: UploadSession) -> None:
        """The upload is on its way."""
        self._sessions[session.token] = session

    def find(self, token: str) -> UploadSession | None:
        """The upload; None when there is none, or no longer."""
        session = self._sessions.get(token)
        if session is None or self._tenant.clock.now() >= session.expires_at:
            return None
        return session

    def end(self, session: UploadSession) -> None:
        """There is no such upload any longer."""
        del self._sessions[session.token]

    def take(self, session: UploadSession, chunk: bytes) -> UploadSession:
        """The next octets are here."""
        after = replace(
            session,
            chunks=(*session.chunks, chunk),
            received=session.received + len(chunk),
        )
        self._sessions[session.token] = after
        return after

    def finish(self, session: UploadSession) -> Attachment | None:
        """The attachment hangs at its item; None when the item is gone."""
        mailbox = self._tenant.find(session.mailbox_id)
        store = session.store(mailbox) if mailbox else None
        item = store.find(session.immutable_id) if store else None
        self.end(session)
        if store is None or item is None:
            return None
        attachment = Attachment(
            key=self._tenant.identifiers.octets(16),
            kind=session.kind,
            name=session.name,
            size=session.size,
            content_type=session.content_type,
            content=b"".join(session.chunks),
            content_id=session.content_id,
            is_inline=session.is_inline,
            modified_at=self._tenant.clock.now(),
        )
        store.rewrite(item, by="api", attachments=(*item.attachments, attachment))
        return attachment
