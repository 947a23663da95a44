"""Access tokens: the only place that signs one or looks into one.

Claims as section 1.2 of the fact sheet (exchange-graph) lists them. The key is made
once per process, when the first token is asked for.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal, TypeAlias

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from fakes.entra.claims_request import CHALLENGED, challenge

KEY_ID: Final = "fieldsync-1"
_ALGORITHM: Final = "RS256"
_KEY_BITS: Final = 2048

Refusal: TypeAlias = Literal[
    "missing",
    "malformed",
    "signature",
    "expired",
    "early",
    "audience",
    "issuer",
    "revoked",
]

# How the client proved its name, claim `appidacr`: by a secret, by a certificate.
Proof: TypeAlias = Literal["1", "2"]

_REASONS: Final[dict[str, str]] = {
    "missing": "Access token is empty.",
    "malformed": "The access token is malformed: it is no bearer token in JWT form.",
    "signature": "The signature of the access token is invalid.",
    "expired": "Lifetime validation failed, the token is expired.",
    "early": "Lifetime validation failed, the token is not yet valid.",
    "issuer": "Access token validation failure. Invalid issuer.",
    "audience": "Access token validation failure. Invalid audience.",
    "revoked": "Lifetime validation failed, the token has been revoked.",
}


class TokenRefused(Exception):  # noqa: N818 - reads as the outcome it reports
    """The caller showed no token that holds here; `reason` says why.

    `claims` is the claims request, as JSON, that a new token has to be asked for with;
    None when none is, or the client has not said that it can handle such a challenge.
    """

    def __init__(self, reason: Refusal, *, claims: str | None = None) -> None:
        super().__init__(_REASONS[reason] if claims is None else CHALLENGED)
        self.reason = reason
        self.claims = claims

    @property
    def challenge(self) -> str:
        """What ends the value of `WWW-Authenticate`; empty without a challenge."""
        return "" if self.claims is None else challenge(self.claims)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a verified token says about its bearer."""

    client_id: str
    object_id: str
    tenant_id: str
    audience: str
    roles: tuple[str, ...]
    issued_at: datetime
    expires_at: datetime
    issuer: str
    proof: Proof = "1"
    capabilities: tuple[str, ...] = ()  # `xms_cc`: which challenges the client can meet

    @property
    def takes_challenges(self) -> bool:
        """Whether the client has said that it can handle claims challenges."""
        return "CP1" in self.capabilities


def issuer_of(tenant_id: str) -> str:
    """Who issues the tokens of a tenant (section 1.2)."""
    return f"https://sts.windows.net/{tenant_id}/"


@functools.cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)


@functools.cache
def key_set() -> bytes:
    """The public key as a JSON Web Key Set."""
    key: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(_key().public_key()))
    published = {
        "kty": key["kty"],
        "use": "sig",
        "alg": _ALGORITHM,
        "kid": KEY_ID,
        "n": key["n"],
        "e": key["e"],
    }
    return json.dumps({"keys": [published]}, separators=(",", ":")).encode()


def sign(claims: Claims, *, name: str, identifier: str) -> str:
    """The claims as a signed token; `name` is the application's display name."""
    issued = int(claims.issued_at.timestamp())
    payload = {
        "aud": claims.audience,
        "iss": claims.issuer,
        "iat": issued,
        "nbf": issued,
        "exp": int(claims.expires_at.timestamp()),
        "aio": f"aio.{identifier}",
        "app_displayname": name,
        "appid": claims.client_id,
        "appidacr": claims.proof,
        "idp": f"https://sts.windows.net/{claims.tenant_id}/",
        "idtyp": "app",
        "oid": claims.object_id,
        "rh": f"rh.{identifier}",
        "sub": claims.object_id,
        "tid": claims.tenant_id,
        "uti": identifier,
        "ver": "1.0",
        "wids": ["0997a1d0-0d1d-4acb-b408-d5ca73121e90"],  # the directory's base role
    }
    if claims.roles:
        payload["roles"] = list(claims.roles)
    if claims.capabilities:
        payload["xms_cc"] = list(claims.capabilities)
    return jwt.encode(payload, _key(), algorithm=_ALGORITHM, headers={"kid": KEY_ID})


def read(token: str) -> Claims:
    """What the token says, its signature having been checked; nothing else has.

    Raises:
        TokenRefused: it is no token, or signed by somebody else.
    """
    try:
        payload = jwt.decode(
            token,
            _key().public_key(),
            algorithms=[_ALGORITHM],
            options={
                "verify_exp": False,  # virtual time decides, in Directory.verify
                "verify_nbf": False,
                "verify_iat": False,
                "verify_aud": False,
            },
        )
        return Claims(
            client_id=payload["appid"],
            object_id=payload["oid"],
            tenant_id=payload["tid"],
            audience=payload["aud"],
            roles=tuple(payload.get("roles", ())),
            issued_at=datetime.fromtimestamp(payload["iat"], UTC),
            expires_at=datetime.fromtimestamp(payload["exp"], UTC),
            issuer=payload["iss"],
            proof="2" if payload.get("appidacr") == "2" else "1",
            capabilities=tuple(payload.get("xms_cc", ())),
        )
    except jwt.InvalidSignatureError as error:
        raise TokenRefused("signature") from error
    except (jwt.InvalidTokenError, KeyError, TypeError, ValueError) as error:
        raise TokenRefused("malformed") from error
