"""The directory of one tenant: applications, and the tokens they are given."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from fakes.clock import VirtualClock
from fakes.entra import tokens
from fakes.entra.tokens import Claims, TokenRefused
from fakes.identity import Identifiers

GRAPH_RESOURCE: Final = "https://graph.microsoft.com"
TOKEN_LIFETIME: Final = timedelta(seconds=3599)  # section 1.1: "about 3599"
APPLICATION_PERMISSIONS: Final = (
    "Calendars.Read",
    "Calendars.ReadWrite",
    "MailboxSettings.Read",
    "MailboxSettings.ReadWrite",
    "User.Read.All",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A registered application with its service principal in this tenant."""

    client_id: str
    client_secret: str = field(repr=False)
    object_id: str  # of the service principal: claims `oid` and `sub`
    display_name: str
    roles: tuple[str, ...]  # application permissions granted on Graph


class Directory:
    """Who may sign in to one tenant, and which tokens hold there."""

    def __init__(self, *, tenant_id: str, seed: int, clock: VirtualClock) -> None:
        self.tenant_id = tenant_id
        self.domain = f"{tenant_id.partition('-')[0]}.onmicrosoft.example"
        self.clock = clock
        self.identifiers = Identifiers(seed, "entra")
        self._applications: dict[str, Application] = {}
        self._verified: dict[str, Claims] = {}  # by the header's text
        self._withdrawn: set[str] = set()
        self._issued: list[str] = []

    def register_application(
        self, display_name: str, roles: tuple[str, ...] = APPLICATION_PERMISSIONS
    ) -> Application:
        """A new application that holds `roles` on Graph, consented for this tenant."""
        application = Application(
            client_id=self.identifiers.guid(),
            client_secret=self.identifiers.octets(20).hex(),
            object_id=self.identifiers.guid(),
            display_name=display_name,
            roles=roles,
        )
        self._applications[application.client_id] = application
        return application

    def application(self, client_id: str) -> Application | None:
        """The application of that id, in any letter case; None when there is none."""
        return self._applications.get(client_id.lower())

    def is_called(self, tenant: str) -> bool:
        """Whether a URL segment names this tenant: its id or its domain."""
        return tenant.lower() in {self.tenant_id, self.domain}

    def issue(
        self,
        application: Application,
        *,
        audience: str = GRAPH_RESOURCE,
        roles: tuple[str, ...] | None = None,
        lifetime: timedelta = TOKEN_LIFETIME,
    ) -> str:
        """A signed token for one resource, good from now on for `lifetime`.

        `roles` are those of the application unless given.
        """
        now = self.clock.now().replace(microsecond=0)
        claims = Claims(
            client_id=application.client_id,
            object_id=application.object_id,
            tenant_id=self.tenant_id,
            audience=audience,
            roles=application.roles if roles is None else roles,
            issued_at=now,
            expires_at=now + lifetime,
            issuer=tokens.issuer_of(self.tenant_id),
        )
        identifier = self.identifiers.octets(16).hex()
        token = tokens.sign(
            claims, name=application.display_name, identifier=identifier
        )
        self._issued.append(token)
        # It would be found to say just that; any other text is looked into.
        self._verified[f"Bearer {token}"] = claims
        return token

    def expire_tokens(self) -> None:
        """No token issued so far holds any longer (`expired`); new ones do."""
        self._withdrawn.update(self._issued)
        self._issued.clear()
        self._verified.clear()

    def hold_from_now(self) -> None:
        """Time has been turned back: what was issued later than now holds already.

        A client with tokens in a cache need not know that an administrator did so.
        """
        now = self.clock.now()
        for header, claims in self._verified.items():
            if claims.issued_at > now:
                self._verified[header] = replace(claims, issued_at=now)

    def verify(
        self, authorization: str | None, *, audiences: Collection[str]
    ) -> Claims:
        """The claims behind an `Authorization` header.

        Signature, tenant, audience and expiry by the tenant's clock have been checked;
        roles have not.

        Raises:
            TokenRefused: there is no token, or it does not hold here.
        """
        if not authorization:
            raise TokenRefused("missing")
        claims = self._verified.get(authorization)
        if claims is None:
            claims = self._read(authorization)
            self._verified[authorization] = claims
        if claims.audience not in audiences:
            raise TokenRefused("audience")
        if claims.expires_at <= self.clock.now():
            raise TokenRefused("expired")
        if claims.issued_at > self.clock.now():
            raise TokenRefused("early")
        return claims

    def _read(self, authorization: str) -> Claims:
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise TokenRefused("malformed")
        if not token.strip():
            raise TokenRefused("missing")
        claims = tokens.read(token.strip())
        if token.strip() in self._withdrawn:
            raise TokenRefused("expired")
        if claims.tenant_id != self.tenant_id:
            raise TokenRefused("audience")
        if claims.issuer != tokens.issuer_of(self.tenant_id):
            raise TokenRefused("issuer")
        return claims
