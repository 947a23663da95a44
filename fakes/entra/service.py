"""The token service over HTTP: which path is what, and who gets a token."""

from __future__ import annotations

import contextlib
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from fakes.entra import errors, wire
from fakes.entra.application import Application
from fakes.entra.claims_request import read_capabilities
from fakes.entra.directory import (
    ANY_TENANT,
    GRAPH_RESOURCE,
    TOKEN_LIFETIME,
    Directory,
)
from fakes.entra.errors import Refused
from fakes.entra.permissions import EXCHANGE_PERMISSIONS
from fakes.entra.signing_in import prove
from fakes.wire import Perform, Request, Response, ServiceName

_DEFAULT: Final = "/.default"
_GRAPH_RESOURCES: Final = frozenset(
    {GRAPH_RESOURCE, "00000003-0000-0000-c000-000000000000"}
)
_EXCHANGE_RESOURCES: Final = frozenset(
    {"https://outlook.office365.com", "00000002-0000-0ff1-ce00-000000000000"}
)
_SAML: Final = "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"


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
            return wire.instance_discovery(f"{request.root_url}/{self._meant(request)}")
        anybody = tenant.lower() in ANY_TENANT
        if not anybody and not self._directory.is_called(tenant):
            raise errors.unknown_tenant(tenant)
        match rest:
            case "oauth2/v2.0/token" if request.method == "POST":
                if anybody:
                    raise errors.no_tenant_named()
                return self._token(request)
            case "discovery/v2.0/keys":
                return wire.keys()
            case _ if rest in _DISCOVERY:
                return wire.openid_configuration(
                    authority,
                    tenant_id="{tenantid}" if anybody else self._directory.tenant_id,
                    issuer=f"{request.root_url}/{{tenantid}}" if anybody else authority,
                )
            case _:
                return wire.unsupported(f"{request.method} {request.path}")

    def _meant(self, request: Request) -> str:
        """The tenant that an instance discovery is about: `common`, or this one.

        Its authority stands in the query; the host in it is not compared (inferred).
        """
        asked = dict(parse_qsl(request.query)).get("authorization_endpoint", "")
        segments = [one.lower() for one in asked.split("/")[3:]]
        named = next((one for one in segments if one in ANY_TENANT), None)
        return named or self._directory.tenant_id

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
        if form.assertion_type == _SAML:
            return wire.unsupported("client assertions in SAML")
        application = directory.application(form.client_id)
        if application is None:
            raise errors.unknown_application(form.client_id)
        proof = prove(form, application, directory, root_url=request.root_url)
        resource = _resource(form.scope)
        token = directory.issue(
            application,
            audience=resource,
            roles=_roles(application, resource),
            proof=proof,
            capabilities=_capabilities(form.claims),
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
    if resource not in _GRAPH_RESOURCES | _EXCHANGE_RESOURCES and not (
        parts.scheme in {"http", "https", "api"} and parts.netloc
    ):
        raise errors.unknown_resource(resource)
    return resource


def _capabilities(claims: str) -> tuple[str, ...]:
    try:
        return read_capabilities(claims)
    except ValueError as error:
        raise errors.malformed_claims() from error


def _roles(application: Application, resource: str) -> tuple[str, ...]:
    """The application's permissions on that resource."""
    if resource.rstrip("/") in _EXCHANGE_RESOURCES:
        return tuple(one for one in application.roles if one in EXCHANGE_PERMISSIONS)
    if _is_graph(resource):
        return tuple(
            one for one in application.roles if one not in EXCHANGE_PERMISSIONS
        )
    return ()


def _is_graph(resource: str) -> bool:
    """Whether the resource is Graph.

    A Graph SDK that is given no scopes asks for the bare scheme and host of the
    address it was pointed at (client-expectations, section 4).
    """
    return resource.rstrip("/") in _GRAPH_RESOURCES or not urlsplit(
        resource
    ).path.strip("/")
