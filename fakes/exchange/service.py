"""Graph v1.0 over HTTP: who may ask, which operation it is, how the answer leaves."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Final

from fakes.entra import Directory
from fakes.exchange import batch, endpoints, errors, paths
from fakes.exchange.admission import Admission
from fakes.exchange.attachments import uploading
from fakes.exchange.call import Call
from fakes.exchange.errors import GraphError
from fakes.exchange.tenant import ExchangeTenant
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply, RequestIds
from fakes.exchange.wire.preferences import Preferences, preferences
from fakes.exchange.wire.shape import Fragments
from fakes.exchange.zones import UnknownZone
from fakes.wire import Perform, Request, Response, ServiceName

_AT_ONCE: Final = 4  # requests of one batch in one mailbox (section 5)
_BATCH: Final = "/v1.0/$batch"


class ExchangeService:
    """Microsoft Graph v1.0 in front of one tenant's mailboxes."""

    name: ServiceName = "exchange"

    def __init__(self, exchange: ExchangeTenant, directory: Directory) -> None:
        self._exchange = exchange
        self._admission = Admission(exchange, directory)
        self._fragments = Fragments()

    async def prepare(self, request: Request) -> None:
        """Listeners that are to be notified have been asked whether they want to be."""
        await self._exchange.handshakes.shake(request)

    def forget_usage(self) -> None:
        """Nobody has asked for anything: every budget is whole."""
        self._admission.forget_usage()

    def operation(self, request: Request) -> str:
        """What is asked for: `event.create`, `calendarView.delta`, …, `other`."""
        if request.path == _BATCH:
            return "batch"
        if uploading.leads_here(request.path):
            return "attachment.upload"
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

    def in_flight(self, request: Request) -> AbstractContextManager[None]:
        """While it lasts the request counts as concurrent in its mailbox."""
        return self._admission.in_flight(request)

    def refusal(self, status: int, code: str, message: str) -> Response:
        """A failure in Graph's shape."""
        code = code or envelope.DEFAULT_CODES.get(status, "UnknownError")
        ids = self._ids(None)
        return envelope.response(
            self._failure(GraphError(status, code, message), ids), ids
        )

    def _ids(self, request: Request | None) -> RequestIds:
        own = self._exchange.identifiers.guid()
        asked = request.headers.get("client-request-id", "") if request else ""
        echoed = asked if asked.isascii() and asked.isprintable() else ""
        return RequestIds(request_id=own, client_request_id=echoed or own)

    def _failure(self, error: GraphError, ids: RequestIds) -> Reply:
        return envelope.failure(error, ids=ids, now=self._exchange.clock.now())

    def _reply(self, request: Request, perform: Perform) -> Reply:
        if uploading.leads_here(request.path):
            return uploading.answer(self._exchange, request)
        claims = self._admission.claims(request)
        if request.path == _BATCH:
            return self._batch(request, perform)
        found = endpoints.find(request.path)
        endpoint = found.methods.get(request.method)
        if endpoint is None:
            gap = found.is_missing or request.method in found.gaps
            raise _not_served(request, known=bool(found.methods), gap=gap)
        owner, user, needed = None, found.names.get("user"), endpoint.permission
        if user is None:
            self._admission.permit(claims, needed)
        else:
            owner = self._admission.mailbox(claims, user, needed, request)
        preferred = preferences(request.headers.get("prefer", ""))
        call = Call(
            request=request,
            names=found.names,
            exchange=self._exchange,
            owner=owner,
            claims=claims,
            admission=self._admission,
            preferences=preferred,
            fragments=self._fragments,
        )
        return _confirmed(endpoint.answer(call), preferred)

    def _batch(self, request: Request, perform: Perform) -> Reply:
        if request.method != "POST":
            raise errors.method_not_allowed(request.method)
        refuses = self._exchange.switches.batch_parallelism == "refused"
        return batch.answer(request, perform, at_once=_AT_ONCE if refuses else None)


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
    last = paths.segments(request.path)[-1]
    if last.endswith("="):  # the rest of an id with a raw slash in it (section 3.2)
        return errors.bad_request(f"Resource not found for the segment '{last}'.")
    return errors.no_such_route(request.path)


def _confirmed(reply: Reply, preferred: Preferences) -> Reply:
    if not preferred.applied or reply.body is None:
        return reply
    return Reply(
        status=reply.status,
        body=reply.body,
        headers=(*reply.headers, ("Preference-Applied", preferred.applied)),
        content_type=reply.content_type,
    )
