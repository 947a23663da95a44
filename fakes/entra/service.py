"""The token service over HTTP: which path is what, and who gets a token."""

from __future__ import annotations

import contextlib
import hmac
from typing import Final
from urllib.parse import unquote, urlsplit

from fakes.entra import errors, wire
from fakes.entra.directory import GRAPH_RESOURCE, TOKEN_LIFETIME, Directory
from fakes.entra.errors import Refused
from fakes.wire import Perform, Request, Response, ServiceName

_DEFAULT: Final = "/.default"
_GRAPH_RESOURCES: Final = frozenset(
    {GRAPH_RESOURCE, "00000003-0000-0000-c000-000000000000"}
)


class EntraService:
    """Tokens and discovery for the one tenant of a directory."""

    name: ServiceName = "entra"

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def operation(self, request: Request) -> str:
        """`token`, `discovery`, or `other` for what the fake does not have."""
        _, rest = _split(request.path)
        if rest == "oauth2/v2.0/token":
            return "token"
        return "discovery" if rest in _DISCOVERY else "other"

    async def prepare(self, request: Request) -> None:
        """Nothing is needed."""

    def handle(self, request: Request, perform: Perform) -> Response:  # noqa: ARG002 - the protocol's
        """The answer to one request; a token is good from this instant on."""
        tenant, rest = _split(request.path)
        try:
            return self._answer(request, tenant, rest)
        except Refused as refused:
            return self._refuse(refused, request)

    def in_flight(self, request: Request) -> contextlib.AbstractContextManager[None]:  # noqa: ARG002 - the protocol's
        """Nothing is counted here."""
        return contextlib.nullcontext()

    def refusal(self, status: int, code: str, message: str) -> Response:
        """A failure in the token service's own shape."""
        refused = Refused(
            status=status,
            error=code or "temporarily_unavailable",
            number=90033,
            message=message,
        )
        return self._refuse(refused, None)

    def _answer(self, request: Request, tenant: str, rest: str) -> Response:
        authority = f"{request.root_url}/{tenant}"
        if rest == "discovery/instance":
            return wire.instance_discovery(
                f"{request.root_url}/{self._directory.tenant_id}"
            )
        if not self._directory.is_called(tenant):
            raise errors.unknown_tenant(tenant)
        match rest:
            case "oauth2/v2.0/token" if request.method == "POST":
                return self._token(request)
            case "discovery/v2.0/keys":
                return wire.keys()
            case _ if rest in _DISCOVERY:
                return wire.openid_configuration(
                    authority, tenant_id=self._directory.tenant_id
                )
            case _:
                return wire.unsupported(f"{request.method} {request.path}")

    def _token(self, request: Request) -> Response:
        form = wire.sign_in(request)
        directory = self._directory
        for field, value in (
            ("grant_type", form.grant_type),
            ("client_id", form.client_id),
            ("scope", form.scope),
        ):
            if not value:
                raise errors.missing_field(field)
        if form.grant_type in _OTHER_GRANTS:
            return wire.unsupported(f"the grant type {form.grant_type}")
        if form.grant_type != "client_credentials":
            raise errors.unsupported_grant(form.grant_type)
        application = directory.application(form.client_id)
        if application is None:
            raise errors.unknown_application(form.client_id)
        if form.client_secret is None:
            if form.with_assertion:
                return wire.unsupported("client assertions")
            raise errors.missing_secret()
        if not hmac.compare_digest(
            form.client_secret.encode(), application.client_secret.encode()
        ):
            raise errors.wrong_secret(form.client_id)
        resource = _resource(form.scope)
        token = directory.issue(
            application,
            audience=resource,
            roles=application.roles if _is_graph(resource) else (),
        )
        return wire.token(token, lifetime_s=int(TOKEN_LIFETIME.total_seconds()))

    def _refuse(self, refused: Refused, request: Request | None) -> Response:
        identifiers = self._directory.identifiers
        trace = identifiers.guid()
        asked = request.headers.get("client-request-id") if request else None
        return wire.refusal(
            refused,
            now=self._directory.clock.now(),
            trace=trace,
            correlation=asked or identifiers.guid(),
        )


_DISCOVERY: Final = frozenset(
    {
        "v2.0/.well-known/openid-configuration",
        ".well-known/openid-configuration",
        "discovery/instance",
        "discovery/v2.0/keys",
    }
)
_OTHER_GRANTS: Final = frozenset(
    {
        "authorization_code",
        "password",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
    }
)


def _split(path: str) -> tuple[str, str]:
    """The tenant's segment and the rest of the path, lower case."""
    tenant, _, rest = unquote(path).lstrip("/").partition("/")
    return tenant, rest.rstrip("/").lower()


def _resource(scope: str) -> str:
    """The resource that the scope asks for; it becomes the audience as it stands."""
    if " " in scope or not scope.endswith(_DEFAULT):
        raise errors.invalid_scope(scope)
    resource = scope.removesuffix(_DEFAULT)
    parts = urlsplit(resource)
    if resource not in _GRAPH_RESOURCES and not (
        parts.scheme in {"http", "https", "api"} and parts.netloc
    ):
        raise errors.unknown_resource(resource)
    return resource


def _is_graph(resource: str) -> bool:
    """Whether the resource is Graph.

    A Graph SDK that is given no scopes asks for the bare scheme and host of the
    address it was pointed at (client-expectations, section 4).
    """
    return resource.rstrip("/") in _GRAPH_RESOURCES or not urlsplit(
        resource
    ).path.strip("/")
