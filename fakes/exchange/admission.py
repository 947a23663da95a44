"""Who is let in: token, permission, mailbox, policy, budget, in that order.

The only place that turns a caller away for what they are. Sections 1.3, 1.4 and 6 of
the fact sheet.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from fakes.entra import GRAPH_RESOURCE, Claims, Directory, TokenRefused
from fakes.exchange import endpoints, errors
from fakes.exchange.errors import GraphError
from fakes.exchange.mailbox import Mailbox
from fakes.exchange.permissions import Permission
from fakes.exchange.tenant import ExchangeTenant
from fakes.exchange.throttling import Throttling
from fakes.wire import Request

_GRAPH_APPLICATION: Final = "00000003-0000-0000-c000-000000000000"
_AUDIENCES: Final = (GRAPH_RESOURCE, f"{GRAPH_RESOURCE}/", _GRAPH_APPLICATION)
_CHALLENGE: Final = (
    'Bearer realm="", authorization_uri='
    '"https://login.microsoftonline.com/common/oauth2/authorize", '
    f'client_id="{_GRAPH_APPLICATION}"'
)
_UPLOADS: Final = frozenset({"PATCH", "POST", "PUT"})


class Admission:
    """The door of one tenant's mailboxes."""

    def __init__(self, exchange: ExchangeTenant, directory: Directory) -> None:
        self._exchange = exchange
        self._directory = directory
        self._throttling = Throttling(exchange.clock)

    def forget_usage(self) -> None:
        """Nobody has asked for anything."""
        self._throttling.forget()

    def claims(self, request: Request) -> Claims:
        """The caller's claims.

        A Graph SDK that is given no scopes asks for a token for the bare scheme and
        host that it was pointed at (client-expectations, section 4).

        Raises:
            GraphError: 401: the token does not hold here.
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

    def permit(self, claims: Claims, needed: Permission | None) -> None:
        """The application may ask for such things at all, where no mailbox is named.

        Raises:
            GraphError: 403: it may not.
        """
        if needed is not None and needed.roles.isdisjoint(claims.roles):
            raise _denied(needed)

    def mailbox(
        self, claims: Claims, user: str, needed: Permission | None, request: Request
    ) -> Mailbox:
        """The mailbox of the user, which the application may reach for that.

        Raises:
            GraphError: 403, 404 or 429: it may not, there is none, or it is too much.
        """
        mailbox = self._exchange.find(user)
        if needed is not None:
            self._check_roles(claims, mailbox, needed)
        if needed is not None and needed.area == "Directory":
            if mailbox is None:
                raise errors.no_such_user(user)
            return mailbox
        if mailbox is None:
            raise errors.invalid_user(user)
        ready_at = mailbox.ready_at
        if ready_at is not None and self._exchange.clock.now() < ready_at:
            raise errors.invalid_user(user)
        if mailbox.access == "not_enabled":
            raise errors.mailbox_not_enabled()
        covered = needed is None or needed.area != "Tasks"  # trap 34
        if mailbox.access == "denied" and covered:
            raise errors.access_denied("Access to OData is disabled by policy.")
        upload = len(request.body) if request.method in _UPLOADS else 0
        self._throttling.admit(
            claims.client_id,
            mailbox.address,
            upload,
            self._exchange.switches.throttle,
        )
        return mailbox

    def _check_roles(
        self, claims: Claims, mailbox: Mailbox | None, needed: Permission
    ) -> None:
        rules = self._exchange.access_rules
        if mailbox is None or rules.is_empty:
            if needed.roles.isdisjoint(claims.roles):
                raise _denied(needed)
            return
        at = self._exchange.clock.now()
        may = rules.effective(
            claims.client_id,
            mailbox.address,
            needed.area,
            consented=claims.roles,
            at=at,
        )
        if not needed.roles.isdisjoint(may):
            return
        if needed.roles.isdisjoint(claims.roles):
            raise _denied(needed)
        raise errors.access_denied("Access to OData is disabled by policy.")

    @contextlib.contextmanager
    def in_flight(self, request: Request) -> Iterator[None]:
        """While it lasts the request counts as concurrent in its mailbox."""
        user = endpoints.find(request.path).names.get("user")
        mailbox = None if user is None else self._exchange.find(user)
        try:
            client_id = self.claims(request).client_id
        except GraphError:
            mailbox = None  # it was refused: nothing is executed for it
        if mailbox is None:
            yield
            return
        throttle = self._exchange.switches.throttle
        key = self._throttling.begin(client_id, mailbox.address, throttle)
        try:
            yield
        finally:
            self._throttling.end(key)


def _unauthenticated(refused: TokenRefused) -> GraphError:
    return GraphError(
        401,
        "InvalidAuthenticationToken",
        str(refused),
        headers=(("WWW-Authenticate", f"{_CHALLENGE}{refused.challenge}"),),
    )


def _denied(needed: Permission) -> GraphError:
    if needed.area == "Directory":
        return GraphError(
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        )
    return errors.access_denied("Access is denied. Check credentials and try again.")
