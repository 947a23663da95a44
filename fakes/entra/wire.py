"""The token service's JSON and forms: the only place that spells their names."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, unquote_plus

from fakes.entra import tokens
from fakes.entra.errors import Refused
from fakes.wire import Request, Response

_JSON: Final = ("Content-Type", "application/json; charset=utf-8")
_NOT_STORED: Final = (("Cache-Control", "no-store, no-cache"), ("Pragma", "no-cache"))
_CLAIMS: Final = ("aud", "exp", "iat", "iss", "nbf", "sub", "tid", "ver")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """The form of a token request; unknown fields are ignored (section 1.1)."""

    grant_type: str
    client_id: str
    client_secret: str | None
    scope: str
    assertion_type: str | None
    assertion: str | None
    claims: str


def sign_in(request: Request) -> SignIn:
    """The token request that a form, or a form with Basic credentials, spells."""
    form = dict(parse_qsl(request.body.decode("utf-8", "replace")))
    user, password = _basic(request.headers)
    return SignIn(
        grant_type=form.get("grant_type", ""),
        client_id=form.get("client_id", user or ""),
        client_secret=form.get("client_secret", password),
        scope=form.get("scope", ""),
        assertion_type=form.get("client_assertion_type"),
        assertion=form.get("client_assertion"),
        claims=form.get("claims", ""),
    )


def _basic(headers: Mapping[str, str]) -> tuple[str | None, str | None]:
    scheme, _, value = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None, None
    try:
        user, _, password = base64.b64decode(value).decode().partition(":")
    except ValueError:  # no base64, or no text in it
        return None, None
    return unquote_plus(user), unquote_plus(password)


def token(access_token: str, *, lifetime_s: int) -> Response:
    """The answer to a sign-in that succeeded."""
    body = {
        "token_type": "Bearer",
        "expires_in": lifetime_s,
        "ext_expires_in": lifetime_s,
        "access_token": access_token,
    }
    return _answer(200, body, headers=_NOT_STORED)


def refusal(
    refused: Refused, *, now: datetime, trace: str, correlation: str
) -> Response:
    """The answer to a sign-in that was turned down."""
    stamp = f"{now:%Y-%m-%d %H:%M:%S}Z"
    text = (
        f"AADSTS{refused.number}: {refused.message} Trace ID: {trace} "
        f"Correlation ID: {correlation} Timestamp: {stamp}"
    )
    body = {
        "error": refused.error,
        "error_description": text,
        "error_codes": [refused.number],
        "timestamp": stamp,
        "trace_id": trace,
        "correlation_id": correlation,
    }
    return _answer(refused.status, body, headers=_NOT_STORED)


def unsupported(what: str) -> Response:
    """501: the fake knows that there is such a thing and does not have it."""
    body = {
        "error": "not_implemented",
        "error_description": f"This token service does not support {what}.",
    }
    return _answer(501, body)


def openid_configuration(authority: str, *, tenant_id: str, issuer: str) -> Response:
    """Where the tenant's endpoints are, below the address that the client used."""
    return _answer(
        200,
        {
            "token_endpoint": f"{authority}/oauth2/v2.0/token",
            "token_endpoint_auth_methods_supported": [
                "client_secret_post",
                "private_key_jwt",
                "client_secret_basic",
            ],
            "token_endpoint_auth_signing_alg_values_supported": ["RS256", "PS256"],
            "jwks_uri": f"{authority}/discovery/v2.0/keys",
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code", "id_token", "code id_token"],
            "grant_types_supported": ["client_credentials"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "claims_supported": list(_CLAIMS),
            "request_uri_parameter_supported": False,
            "issuer": f"{issuer}/v2.0",
            "authorization_endpoint": f"{authority}/oauth2/v2.0/authorize",
            "device_authorization_endpoint": f"{authority}/oauth2/v2.0/devicecode",
            "tenant_region_scope": "WW",
            "cloud_instance_name": "microsoftonline.com",
            "msgraph_host": "graph.microsoft.com",
            "tenant_id": tenant_id,
        },
    )


def instance_discovery(authority: str) -> Response:
    """That the host is a known authority, as clients ask before trusting it."""
    body = {
        "tenant_discovery_endpoint": (
            f"{authority}/v2.0/.well-known/openid-configuration"
        ),
        "api-version": "1.1",
        "metadata": [],
    }
    return _answer(200, body)


def keys() -> Response:
    """The public keys that tokens are signed with."""
    return Response(status=200, headers=(_JSON,), body=tokens.key_set())


def _answer(
    status: int, body: object, *, headers: tuple[tuple[str, str], ...] = ()
) -> Response:
    return Response(
        status=status,
        headers=(_JSON, *headers),
        body=json.dumps(body, separators=(",", ":")).encode(),
    )
