"""Large attachments over HTTP: a session, then chunks to its own address (section 3.9).

That address is authorisation enough: requests to it carry no token.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from fakes.exchange import errors, paths
from fakes.exchange.attachments import shapes
from fakes.exchange.attachments.attachment import MEGABYTE, MOST, MOST_AT_ONCE
from fakes.exchange.attachments.sessions import LIFETIME, UploadSession
from fakes.exchange.call import Call
from fakes.exchange.owner import Owner
from fakes.exchange.wire import envelope, values
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.instants import stamp
from fakes.exchange.wire.json import dumps
from fakes.exchange.wire.shape import item_id
from fakes.wire import Request

if TYPE_CHECKING:
    from fakes.exchange.tenant import ExchangeTenant

_LARGEST_CHUNK: Final = 4 * MEGABYTE
_RANGE: Final = re.compile(
    r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})", re.IGNORECASE
)
_SESSIONS: Final = "attachmentSessions"


def create(owner: Owner, call: Call) -> Reply:
    """A session with the address that chunks are to be sent to."""
    item = owner.find(call)
    given = call.parameters()
    wanted = given.get("attachmentitem") or given.get("attachmentinfo")
    described = values.complex_value("AttachmentItem", wanted)
    own = item_id(item, immutable=call.preferences.immutable_ids)
    user = f"users('{call.mailbox.id}')"
    session = _described(
        values.parameters(dumps(described).encode()),
        UploadSession(
            token=call.exchange.uploads.fresh_token(),
            mailbox_id=call.mailbox.id,
            store=owner.store,
            immutable_id=item.immutable_id,
            address=f"{user}/{owner.address(call, own)}",
            owner_id=own,
            kind="taskFile" if "taskFile" in owner.attachment_kinds else "file",
            name="",
            size=0,
            content_type=None,
            is_inline=False,
            content_id=None,
            expires_at=call.now + LIFETIME,
        ),
    )
    call.exchange.uploads.begin(session)
    address = f"{call.version_url}/{session.address}/{_SESSIONS}('{session.token}')"
    shown = {
        "uploadUrl": address,
        "expirationDateTime": stamp(session.expires_at),
        "nextExpectedRanges": ["0-"],
    }
    context = f"{call.version_url}/$metadata#microsoft.graph.uploadSession"
    return envelope.entity(context, dumps(shown), status=201)


def leads_here(path: str) -> bool:
    """Whether the path is that of an upload session."""
    return _token(path) is not None


def answer(exchange: ExchangeTenant, request: Request) -> Reply:
    """The answer to a request for an upload session's own address.

    Raises:
        GraphError: there is no such session any longer, or the chunk does not fit.
    """
    session = exchange.uploads.find(_token(request.path) or "")
    if session is None:
        raise errors.item_not_found()
    match request.method:
        case "GET":
            return _progress(session)
        case "DELETE":
            exchange.uploads.end(session)
            return Reply(status=204)
        case "PUT":
            return _taken(exchange, session, request)
    raise errors.method_not_allowed(request.method)


def _token(path: str) -> str | None:
    match paths.segments(path):
        case [_, _, _, *_, name, token] if name.lower() == _SESSIONS.lower():
            return token
        case [_, _, _, *_, name, token, "content"] if name.lower() == _SESSIONS.lower():
            return token
    return None


def _described(raw: values.Json, empty: UploadSession) -> UploadSession:
    """The session of the attachment that a body describes.

    Raises:
        GraphError: it is no file, or too small or too large for a session.
    """
    values.member("attachmentType", raw.get("attachmenttype") or "file", ("file",))
    name = values.text("name", raw.get("name"))
    size = values.whole("size", raw.get("size"))
    if size < MOST_AT_ONCE:
        raise errors.GraphError(
            400,
            "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize",
            "An attachment below 3 MB needs no upload session.",
        )
    if size > MOST:
        raise errors.too_large("An attachment is at most 150 MB large.")
    content_type, content_id = raw.get("contenttype"), raw.get("contentid")
    return replace(
        empty,
        name=name,
        size=size,
        content_type=None if content_type is None else str(content_type),
        content_id=None if content_id is None else str(content_id),
        is_inline=values.flag("isInline", raw.get("isinline"), default=False),
    )


def _taken(exchange: ExchangeTenant, session: UploadSession, request: Request) -> Reply:
    """The chunk is taken; after the last one the attachment is there."""
    _check(session, request)
    session = exchange.uploads.take(session, request.body)
    if session.received < session.size:
        return _progress(session)
    attachment = exchange.uploads.finish(session)
    if attachment is None:
        raise errors.item_not_found()
    own = shapes.id_of(session.owner_id, attachment)
    address = f"{request.root_url}/v1.0/{session.address}/attachments('{own}')"
    return Reply(status=201, headers=(("Location", address),))


def _check(session: UploadSession, request: Request) -> None:
    """The chunk is the next one.

    Raises:
        GraphError: it is another one, too large, or not as long as it says.
    """
    given = _RANGE.fullmatch(request.headers.get("content-range", "").strip())
    if given is None:
        raise errors.invalid_request("A chunk needs 'Content-Range: bytes a-b/total'.")
    first, last, total = map(int, given.groups())
    if total != session.size or last - first + 1 != len(request.body):
        raise errors.invalid_request("'Content-Range' does not fit the chunk.")
    if len(request.body) >= _LARGEST_CHUNK:
        raise errors.too_large("A chunk has less than 4 MB.")
    if first != session.received or last >= total:
        raise errors.GraphError(
            416, "InvalidRange", f"The next chunk begins at {session.received}."
        )


def _progress(session: UploadSession) -> Reply:
    """How far the upload is, in the shape of that service (section 3.9)."""
    shown = {
        "ExpirationDateTime": stamp(session.expires_at),
        "nextExpectedRanges": [str(session.received)],
    }
    return Reply(body=dumps(shown))
