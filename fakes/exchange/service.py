"""Graph v1.0 over HTTP: who may ask, which operation it is, how the answer leaves."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from fakes.entra import GRAPH_RESOURCE, Claims, Directory, TokenRefused
from fakes.exchange import batch, errors, routes
from fakes.exchange.answers import delta, events, lists, outlook
from fakes.exchange.call import Call
from fakes.exchange.errors import GraphError
from fakes.exchange.mailbox import Mailbox
from fakes.exchange.routes import Route
from fakes.exchange.tenant import ExchangeTenant
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply, RequestIds
from fakes.exchange.wire.events import Fragments
from fakes.exchange.wire.preferences import Preferences, preferences
from fakes.exchange.zones import UnknownZone
from fakes.wire import Perform, Request, Response, ServiceName

_GRAPH_APPLICATION: Final = "00000003-0000-0000-c000-000000000000"
_AUDIENCES: Final = (GRAPH_RESOURCE, f"{GRAPH_RESOURCE}/", _GRAPH_APPLICATION)
_CHALLENGE: Final = (
    'Bearer realm="", authorization_uri='
    '"https://login.microsoftonline.com/common/oauth2/authorize", '
    f'client_id="{_GRAPH_APPLICATION}"'
)
_READ_CALENDARS: Final = frozenset({"Calendars.Read", "Calendars.ReadWrite"})
_WRITE_CALENDARS: Final = frozenset({"Calendars.ReadWrite"})
_READ_SETTINGS: Final = frozenset({"MailboxSettings.Read", "MailboxSettings.ReadWrite"})
_WRITE_SETTINGS: Final = frozenset({"MailboxSettings.ReadWrite"})
_READ_USERS: Final = frozenset(
    {"User.Read.All", "User.ReadWrite.All", "Directory.Read.All"}
)

Answerer: TypeAlias = Callable[[Call], Reply]
_ANSWERS: Final[Mapping[tuple[str, str], tuple[Answerer, frozenset[str]]]] = {
    ("calendar", "GET"): (outlook.calendar, _READ_CALENDARS),
    ("calendars", "GET"): (outlook.calendars, _READ_CALENDARS),
    ("categories", "GET"): (outlook.categories, _READ_SETTINGS),
    ("categories", "POST"): (outlook.create_category, _WRITE_SETTINGS),
    ("category", "DELETE"): (outlook.delete_category, _WRITE_SETTINGS),
    ("category", "GET"): (outlook.read_category, _READ_SETTINGS),
    ("category", "PATCH"): (outlook.update_category, _WRITE_SETTINGS),
    ("event", "DELETE"): (events.delete, _WRITE_CALENDARS),
    ("event", "GET"): (events.read, _READ_CALENDARS),
    ("event", "PATCH"): (events.update, _WRITE_CALENDARS),
    ("event.cancel", "POST"): (events.cancel, _WRITE_CALENDARS),
    ("event.forward", "POST"): (events.forward, _WRITE_CALENDARS),
    ("event.respond", "POST"): (events.respond, _WRITE_CALENDARS),
    ("events", "GET"): (lists.events, _READ_CALENDARS),
    ("events", "POST"): (events.create, _WRITE_CALENDARS),
    ("events.count", "GET"): (lists.count, _READ_CALENDARS),
    ("events.delta", "GET"): (delta.events, _READ_CALENDARS),
    ("setting", "GET"): (outlook.setting, _READ_SETTINGS),
    ("settings", "GET"): (outlook.settings, _READ_SETTINGS),
    ("settings", "PATCH"): (outlook.update_settings, _WRITE_SETTINGS),
    ("user", "GET"): (outlook.user, _READ_USERS),
    ("view", "GET"): (lists.view, _READ_CALENDARS),
    ("view.delta", "GET"): (delta.view, _READ_CALENDARS),
    ("zones", "GET"): (outlook.zones, _READ_SETTINGS),
}
# methods that Graph has on these resources and the fake has not
_MISSING: Final = frozenset(
    {
        ("calendar", "DELETE"),
        ("calendar", "PATCH"),
        ("calendars", "POST"),
        ("setting", "PATCH"),
        ("user", "DELETE"),
        ("user", "PATCH"),
    }
)


class ExchangeService:
    """Microsoft Graph v1.0 in front of one tenant's mailboxes."""

    name: ServiceName = "exchange"

    def __init__(self, exchange: ExchangeTenant, directory: Directory) -> None:
        self._exchange = exchange
        self._directory = directory
        self._fragments = Fragments()

    def operation(self, request: Request) -> str:
        """What is asked for: `event.create`, `calendarView.delta`, …, `other`."""
        return routes.operation(request.path, request.method)

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
        route = routes.resolve(request.path)
        found = _ANSWERS.get((route.kind, request.method))
        if found is None:
            return self._without_answer(request, route, perform)
        answer, roles = found
        if not roles.intersection(claims.roles):
            raise _denied(route)
        mailbox = self._mailbox(route)
        preferred = _preferred(request)
        reply = answer(
            Call(
                request=request,
                route=route,
                exchange=self._exchange,
                mailbox=mailbox,
                preferences=preferred,
                fragments=self._fragments,
            )
        )
        return _confirmed(reply, preferred)

    def _without_answer(
        self, request: Request, route: Route, perform: Perform
    ) -> Reply:
        if (route.kind, request.method) == ("batch", "POST"):
            return batch.answer(request, perform)
        if route.kind == "me":
            raise errors.bad_request(
                "/me request is only valid with delegated authentication flow."
            )
        what = f"{request.method} {request.path}"
        if route.kind == "missing" or (route.kind, request.method) in _MISSING:
            raise errors.unsupported(what)
        if route.kind == "unknown":
            raise errors.no_such_route(request.path)
        raise errors.method_not_allowed(request.method)

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

    def _mailbox(self, route: Route) -> Mailbox:
        mailbox = self._exchange.find(route.user)
        if route.kind == "user":
            if mailbox is None:
                raise GraphError(
                    404,
                    "Request_ResourceNotFound",
                    f"Resource '{route.user}' does not exist.",
                )
            return mailbox
        if mailbox is None:
            raise errors.invalid_user(route.user)
        if mailbox.access == "not_enabled":
            raise errors.mailbox_not_enabled()
        if mailbox.access == "denied":
            raise errors.access_denied("Access to OData is disabled by policy.")
        return mailbox


def _unauthenticated(refused: TokenRefused) -> GraphError:
    return GraphError(
        401,
        "InvalidAuthenticationToken",
        str(refused),
        headers=(("WWW-Authenticate", _CHALLENGE),),
    )


def _denied(route: Route) -> GraphError:
    if route.kind == "user":
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
