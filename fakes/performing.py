"""One HTTP exchange: the only place where a request meets its fault and its service."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, assert_never

from fakes.dataverse import tokens as links
from fakes.faults import (
    Answer,
    Cut,
    Delay,
    DeltaTokensExpired,
    Duplicated,
    Effect,
    Fault,
    Lost,
    Malformed,
    Mistyped,
    Occasion,
    Redirected,
    Stale,
    TokensExpired,
    TokensRevoked,
    Trickled,
    describe,
    spoiling,
)
from fakes.journal import Operation
from fakes.wire import Departure, Request, Response, Service

if TYPE_CHECKING:
    from fakes.journal import Entry
    from fakes.tenant import Tenant

_Spoil: TypeAlias = Callable[[Response], Response]
_DELTA_TOKEN: Final = re.compile(r"(deltatoken=)([^&]*)", re.IGNORECASE)
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


class _Broken(Exception):  # noqa: N818 - a signal, not an error
    """The connection ended before the effect of a request, maybe an inner one."""


class _Asked(NamedTuple):
    """A request that is being performed; `fault` in words when it has met one.

    A tuple for the reason that `Operation` is one.
    """

    request: Request
    name: str
    fault: str | None = None


class Performance:
    """One HTTP exchange while it is carried out."""

    def __init__(self, tenant: Tenant, service: Service, entry: Entry) -> None:
        self._tenant = tenant
        self._service = service
        self._entry = entry
        self._leaving = Departure()
        self.delay = timedelta()  # for which the answer is held back

    def departure(self, request: Request) -> Departure:
        """How the answer leaves; whatever the request does has been done."""
        try:
            response = self._perform(request, in_batch=False)
        except _Broken:
            return self._leaving
        if self._leaving.ending == "whole":
            return Departure(response=response)
        if self._leaving.ending in {"closed", "reset"}:
            return self._leaving
        return replace(self._leaving, response=response)

    def _inner(self, request: Request) -> Response:
        return self._perform(request, in_batch=True)

    def _perform(self, request: Request, *, in_batch: bool) -> Response:
        name = self._service.operation(request)
        if not self._tenant.faults:
            return self._served(_Asked(request, name))
        occasion = self._occasion(request, name, in_batch=in_batch)
        fault = self._tenant.faults.hit(occasion)
        if fault is None:
            response = self._served(_Asked(request, name))
            self._tenant.faults.remember(occasion, response)
            return response
        asked = _Asked(request, name, describe(fault))
        self._tell(fault)
        return self._struck(asked, fault.effect, occasion)

    def _struck(  # noqa: C901, PLR0911, PLR0912 - the one place: a case per kind
        self, asked: _Asked, effect: Effect, occasion: Occasion
    ) -> Response:
        """The answer to a request that has met a fault."""
        tenant = self._tenant
        match effect:
            case Answer():
                return self._refused(asked, effect)
            case Redirected():
                redirect = spoiling.redirected(asked.request, effect)
                return self._noted(asked, redirect)
            case Lost():
                return self._lost(asked, effect)
            case Delay(by=by):
                self.delay += by
                return self._served(asked)
            case Trickled(by=by):
                self._leaving = Departure(ending="trickled", pause=by)
                return self._served(asked)
            case Cut(kept_bytes=kept):
                self._leaving = Departure(ending="cut", kept_bytes=kept)
                return self._served(asked)
            case Malformed():
                return self._served(asked, spoiling.malformed)
            case Mistyped(content_type=content_type):
                typed = partial(spoiling.retyped, content_type=content_type)
                return self._served(asked, typed)
            case TokensExpired():
                tenant.directory.expire_tokens()
                return self._served(asked)
            case TokensRevoked():
                tenant.directory.revoke()
                now = tenant.clock.now()
                return self._served(asked, partial(spoiling.challenged, now=now))
            case DeltaTokensExpired():
                return self._too_late(asked)
            case Duplicated(answered=which):
                first = self._served(asked)
                second = self._served(asked)
                return first if which == "first" else second
            case Stale():
                older = tenant.faults.older(occasion)
                assert older is not None  # else the fault would not have been met
                return self._served(asked, partial(spoiling.aged, older=older))
        assert_never(effect)

    def _refused(self, asked: _Asked, effect: Answer) -> Response:
        position = len(self._entry.operations)
        if effect.after_effect:
            self._handled(asked.request)
        refusal = spoiling.refused(self._service, effect, now=self._tenant.clock.now())
        return self._noted(asked, refusal, since=position)

    def _lost(self, asked: _Asked, effect: Lost) -> Response:
        ending = Departure(ending="closed" if effect.gracefully else "reset")
        if effect.after_effect:
            response = self._served(asked)
            self._leaving = ending
            return response
        self._leaving = ending
        self._note(asked, None)
        raise _Broken

    def _too_late(self, asked: _Asked) -> Response:
        """The link's tokens are gone, or, at Dataverse, of long ago (5.2 there)."""
        if self._service.name != "dataverse":
            self._tenant.exchange.expire_delta_tokens()
            return self._served(asked)
        token = links.delta_token(0, _LONG_AGO)
        query = _DELTA_TOKEN.sub(rf"\g<1>{token}", asked.request.query)
        return self._noted(asked, self._handled(replace(asked.request, query=query)))

    def _served(self, asked: _Asked, spoil: _Spoil | None = None) -> Response:
        """The service's own answer, spoilt if it is to be; the journal has it."""
        position = len(self._entry.operations)
        response = self._handled(asked.request)
        if spoil is not None:
            response = spoil(response)
        return self._noted(asked, response, since=position)

    def _handled(self, request: Request) -> Response:
        response = self._service.handle(request, self._inner)
        if response.status == 501:
            target = (
                f"{request.path}?{request.query}" if request.query else request.path
            )
            gap = f"{self._service.name}: {request.method} {target}"
            self._tenant.journal.gaps.append(gap)
        return response

    def _noted(
        self, asked: _Asked, response: Response, *, since: int | None = None
    ) -> Response:
        """The response, noted; a batch stands in the journal as its parts."""
        parts = since is not None and len(self._entry.operations) > since
        if asked.name != "batch" or not parts:
            self._note(asked, response.status)
        return response

    def _note(self, asked: _Asked, status: int | None) -> None:
        request, entry = asked.request, self._entry
        target = f"{request.path}?{request.query}" if request.query else request.path
        if target == entry.target:
            target = entry.target  # one text, kept once
        entry.operations.append(
            Operation(
                service=self._service.name,
                name=asked.name,
                method=request.method,
                target=target,
                status=status,
                at=self._tenant.clock.now(),
                fault=asked.fault,
            )
        )

    def _tell(self, fault: Fault) -> None:
        """The journal says of the whole exchange what its parts have met."""
        words = describe(fault)
        if self._entry.fault is None:
            self._entry.fault = words
        elif words not in self._entry.fault.split("; "):
            self._entry.fault += f"; {words}"

    def _occasion(self, request: Request, name: str, *, in_batch: bool) -> Occasion:
        tenant = self._tenant
        return Occasion(
            service=self._service.name,
            operation=name,
            request=request,
            in_batch=in_batch,
            mailbox_names=lambda: tenant.mailbox_names(self._service, request),
            client_id=lambda: tenant.client_id(self._service, request),
        )
