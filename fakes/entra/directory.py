"""The directory of one tenant: applications, and the tokens they are given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from fakes.clock import VirtualClock
from fakes.entra import claims_request, tokens
from fakes.entra.application import Application
from fakes.entra.credentials import Certificate, Secret
from fakes.entra.permissions import APPLICATION_PERMISSIONS, checked_permissions
from fakes.entra.switches import Switches
from fakes.entra.tokens import Claims, Proof, TokenRefused
from fakes.identity import Identifiers

GRAPH_RESOURCE: Final = "https://graph.microsoft.com"
# In a tenant's place: whichever the user is of. There is no user here.
ANY_TENANT: Final = ("common", "organizations")
TOKEN_LIFETIME: Final = timedelta(seconds=3599)  # section 1.1: "about 3599"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectorySnapshot:
    """Applications, revocations and switches at one moment."""

    applications: Mapping[str, Application]
    revoked: Mapping[str, str]
    switches: Switches


class Directory:
    """Who may sign in to one tenant, and which tokens hold there."""

    def __init__(self, *, tenant_id: str, seed: int, clock: VirtualClock) -> None:
        self.tenant_id = tenant_id
        self.domain = f"{tenant_id.partition('-')[0]}.onmicrosoft.example"
        self.clock = clock
        self.switches = Switches()
        self.identifiers = Identifiers(seed, "entra")
        # The latest reading of each client's own clock, as its assertions show it.
        self.client_clocks: dict[str, datetime] = {}
        self._applications: dict[str, Application] = {}
        self._verified: dict[str, Claims] = {}  # by the header's text
        self._withdrawn: set[str] = set()
        self._issued: dict[str, str] = {}  # token to client id
        self._revoked: dict[str, str] = {}  # token to the claims that a new one has

    def snapshot(self) -> DirectorySnapshot:
        """The present state, to come back to."""
        return DirectorySnapshot(
            applications=dict(self._applications),
            revoked=dict(self._revoked),
            switches=replace(self.switches),
        )

    def restore(self, snapshot: DirectorySnapshot) -> None:
        """Applications are those of the snapshot, tokens revoked since then hold again.

        Other tokens hold as before.
        """
        self._applications = dict(snapshot.applications)
        self._revoked = dict(snapshot.revoked)
        self.switches = replace(snapshot.switches)
        self.client_clocks.clear()

    @property
    def applications(self) -> tuple[Application, ...]:
        """The applications in the order of their registration."""
        return tuple(self._applications.values())

    def register_application(
        self,
        display_name: str,
        roles: tuple[str, ...] = APPLICATION_PERMISSIONS,
        *,
        client_id: str | None = None,
        secrets: tuple[Secret, ...] | None = None,
        certificates: tuple[Certificate, ...] = (),
    ) -> Application:
        """A new application that holds `roles`, consented for this tenant.

        It has a secret of its own unless `secrets` are given.

        Raises:
            ValueError: there is one of that id, or no such permission.
        """
        client_id = (client_id or self.identifiers.guid()).lower()
        if client_id in self._applications:
            msg = f"there is an application {client_id} already"
            raise ValueError(msg)
        if secrets is None:
            secrets = (Secret(value=self.identifiers.octets(20).hex()),)
        application = Application(
            client_id=client_id,
            secrets=secrets,
            certificates=certificates,
            object_id=self.identifiers.guid(),
            display_name=display_name,
            roles=checked_permissions(roles),
        )
        self._applications[client_id] = application
        return application

    def application(self, client_id: str) -> Application | None:
        """The application of that id, in any letter case; None when there is none."""
        return self._applications.get(client_id.lower())

    def change(self, application: Application) -> None:
        """The application of that id is as given; its tokens say what they said.

        Raises:
            KeyError: there is none.
            ValueError: it holds what is no permission.
        """
        self._applications[application.client_id]
        checked_permissions(application.roles)
        self._applications[application.client_id] = application

    def consent(self, application: Application, roles: tuple[str, ...]) -> Application:
        """The application, which holds exactly these permissions in tokens to come.

        Raises:
            ValueError: one is no permission.
        """
        changed = replace(
            self._applications[application.client_id], roles=checked_permissions(roles)
        )
        self.change(changed)
        return changed

    @property
    def names(self) -> tuple[str, ...]:
        """What an authority's path may begin with here."""
        return (self.tenant_id, self.domain, *ANY_TENANT)

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
        proof: Proof = "1",
        capabilities: tuple[str, ...] = (),
    ) -> str:
        """A signed token for one resource, good from now on for `lifetime`.

        `roles` are those that the application has by now unless given.
        """
        now = self.clock.now().replace(microsecond=0)
        present = self._applications.get(application.client_id, application)
        claims = Claims(
            client_id=application.client_id,
            object_id=application.object_id,
            tenant_id=self.tenant_id,
            audience=audience,
            roles=present.roles if roles is None else roles,
            issued_at=now,
            expires_at=now + lifetime,
            issuer=tokens.issuer_of(self.tenant_id),
            proof=proof,
            capabilities=capabilities,
        )
        identifier = self.identifiers.octets(16).hex()
        token = tokens.sign(
            claims, name=application.display_name, identifier=identifier
        )
        self._issued[token] = application.client_id
        # It would be found to say just that; any other text is looked into.
        self._verified[f"Bearer {token}"] = claims
        return token

    def revoke(self, application: Application | None = None) -> None:
        """No token of the application, or of any, that was issued so far holds.

        They are `revoked` (continuous access evaluation); those to come hold.
        """
        demanded = claims_request.demanded(self.clock.now())
        for token, client_id in self._issued.items():
            if application is None or client_id == application.client_id:
                self._revoked[token] = demanded

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

        Signature, tenant, audience, expiry by the tenant's clock and revocation have
        been checked; roles have not.

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
        if self._revoked:
            self._check_revoked(authorization, claims)
        return claims

    def _check_revoked(self, authorization: str, claims: Claims) -> None:
        """The token has not been revoked.

        A client that has not said that it can handle a challenge gets none. That it is
        refused all the same is inferred.
        """
        demanded = self._revoked.get(_token(authorization))
        if demanded is not None:
            challenged = demanded if claims.takes_challenges else None
            raise TokenRefused("revoked", claims=challenged)

    def _read(self, authorization: str) -> Claims:
        scheme, _, _ = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise TokenRefused("malformed")
        token = _token(authorization)
        if not token:
            raise TokenRefused("missing")
        claims = tokens.read(token)
        if token in self._withdrawn:
            raise TokenRefused("expired")
        if claims.tenant_id != self.tenant_id:
            raise TokenRefused("audience")
        if claims.issuer != tokens.issuer_of(self.tenant_id):
            raise TokenRefused("issuer")
        return claims


def _token(authorization: str) -> str:
    return authorization.partition(" ")[2].strip()
