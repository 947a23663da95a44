"""Graph v1.0 over HTTP: who may ask, which operation it is, how the answer leaves."""

from __future__ import annotations

import contextlib
from typing import Final
from urllib.parse import urlsplit

from fakes.entra import GRAPH_RESOURCE, Claims, Directory, TokenRefused
from fakes.exchange import batch, endpoints, errors, paths
from fakes.exchange.call import Call
from fakes.exchange.endpoint import Endpoint
from fakes.exchange.errors import GraphError
from fakes.exchange.mailbox import Mailbox
from fakes.exchange.permissions import Permission
from fakes.exchange.tenant import ExchangeTenant
from fakes.exchange.throttling import Throttling
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply, RequestIds
from fakes.exchange.wire.preferences import Preferences, preferences
from fakes.exchange.wire.shape import Fragments
from fakes.exchange.zones import UnknownZone
from fakes.wire import Perform, Request, Response, ServiceName

_GRAPH_APPLICATION: Final = "00000003-0000-0000-c000-000000000000"
_AUDIENCES: Final = (GRAPH_RESOURCE, f"{GRAPH_RESOURCE}/", _GRAPH_APPLICATION)
_CHALLENGE: Final = (
    'Bearer realm="", authorization_uri='
    '"https://login.microsoftonline.com/common/oauth2/authorize", '
    f'client_id="{_GRAPH_APPLICATION}"'
)
_BATCH: Final = "/v1.0/$batch"


class ExchangeService:
    """Microsoft Graph v1.0 in front of one tenant's mailboxes."""

    name: ServiceName = "exchange"

    def __init__(self, exchange: ExchangeTenant, directory: Directory) -> None:
        self._exchange = exchange
        self._directory = directory
        self._fragments = Fragments()
        self._throttling = Throttling(exchange.clock)

    def operation(self, request: Request) -> str:
        """What is asked for: `event.create`, `calendarView.delta`, …, `other`."""
        if request.path == _BATCH:
            return "batch"
        endpoint = endpoints.find(request.path).methods.get(request.method)
        return "other" if endpoint is None else endpoint.operation

    def handle(self, request: Request, perform: Perform) -> Response:
        """The answer; what Exchange does by itself up to now has been done before."""
        self._exchange.settle()
        ids = self._ids(request)
        try:
            reply = self._reply(request, perform)
        except GraphError as error:
            reply = self._failure(error, ids)
        except UnknownZone as error:
            reply = self._failure(errors.unknown_zone(error.zone), ids)
        return envelope.response(reply, ids)

    def in_flight(self, request: Request) -> contextlib.AbstractContextManager[None]:  # noqa: ARG002 - the protocol's
        """Nothing is counted here."""
        return contextlib.nullcontext()

    def refusal(self, status: int, code: str, message: str) -> Response:
        """A failure in Graph's shape."""
        code = code or envelope.DEFAULT_CODES.get(status, "UnknownError")
        ids = self._ids(None)
        return envelope.response(
            self._failure(GraphError(status, code, message), ids), ids
        )

    def _ids(self, request: Request | None) -> RequestIds:
        own = self._exchange.identifiers.guid()
        asked = request.headers.get("client-request-id") if request else None
        return RequestIds(request_id=own, client_request_id=asked or own)

    def _failure(self, error: GraphError, ids: RequestIds) -> Reply:
        return envelope.failure(error, ids=ids, now=self._exchange.clock.now())

    def _reply(self, request: Request, perform: Perform) -> Reply:
        claims = self._claims(request)
        if request.path == _BATCH:
            if request.method != "POST":
                raise errors.method_not_allowed(request.method)
            return batch.answer(request, perform)
        found = endpoints.find(request.path)
        endpoint = found.methods.get(request.method)
        if endpoint is None:
            gap = found.is_missing or request.method in found.gaps
            raise _not_served(request, known=bool(found.methods), gap=gap)
        needed = endpoint.permission
        if needed is not None and needed.roles.isdisjoint(claims.roles):
            raise _denied(needed)
        user = found.names.get("user")
        preferred = _preferred(request)
        reply = endpoint.answer(
            Call(
                request=request,
                names=found.names,
                exchange=self._exchange,
                owner=None if user is None else self._mailbox(user, endpoint),
                claims=claims,
                preferences=preferred,
                fragments=self._fragments,
            )
        )
        return _confirmed(reply, preferred)

    def _claims(self, request: Request) -> Claims:
        """The caller's claims.

        A Graph SDK that is given no scopes asks for a token for the bare scheme and
        host that it was pointed at (client-expectations, section 4).
        """
        authorization = request.headers.get("authorization")
        try:
            return self._directory.verify(authorization, audiences=_AUDIENCES)
        except TokenRefused as refused:
            if refused.reason != "audience":
                raise _unauthenticated(refused) from refused
        own = urlsplit(request.root_url)
        bare = (f"{own.scheme}://{own.hostname}", f"{own.scheme}://{own.netloc}")
        try:
            return self._directory.verify(authorization, audiences=bare)
        except TokenRefused as refused:
            raise _unauthenticated(refused) from refused

    def _mailbox(self, user: str, endpoint: Endpoint) -> Mailbox:
        mailbox = self._exchange.find(user)
        if endpoint.permission and endpoint.permission.area == "Directory":
            if mailbox is None:
                raise GraphError(
                    404,
                    "Request_ResourceNotFound",
                    f"Resource '{user}' does not exist.",
                )
            return mailbox
        if mailbox is None:
            raise errors.invalid_user(user)
        if mailbox.access == "not_enabled":
            raise errors.mailbox_not_enabled()
        if mailbox.access == "denied":
            raise errors.access_denied("Access to OData is disabled by policy.")
        return mailbox


def _not_served(request: Request, *, known: bool, gap: bool) -> GraphError:
    """Why nothing answers there; `known` is the path, a `gap` is one of the fake."""
    match paths.segments(request.path):
        case [_, me, *_] if me.lower() == "me":
            return errors.bad_request(
                "/me request is only valid with delegated authentication flow."
            )
        case [version, *_] if version.lower() == "beta":
            gap = True
    if gap:
        return errors.unsupported(f"{request.method} {request.path}")
    if known:
        return errors.method_not_allowed(request.method)
    return errors.no_such_route(request.path)


def _unauthenticated(refused: TokenRefused) -> GraphError:
    return GraphError(
        401,
        "InvalidAuthenticationToken",
        str(refused),
        headers=(("WWW-Authenticate", _CHALLENGE),),
    )


def _denied(needed: Permission) -> GraphError:
    if needed.area == "Directory":
        return GraphError(
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        )
    return errors.access_denied("Access is denied. Check credentials and try again.")


def _preferred(request: Request) -> Preferences:
    return preferences(request.headers.get("prefer", ""))


def _confirmed(reply: Reply, preferred: Preferences) -> Reply:
    if not preferred.applied or reply.body is None:
        return reply
    return Reply(
        status=reply.status,
        body=reply.body,
        headers=(*reply.headers, ("Preference-Applied", preferred.applied)),
        content_type=reply.content_type,
    )
