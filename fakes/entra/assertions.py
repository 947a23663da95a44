"""Client assertions: the only place that reads one and judges it (section 1.1).

A JWT that the client signs with the key of a registered certificate, named in the
header by its thumbprint. The same assertion may come again, whatever its `jti`: clients
such as msal keep one for as long as it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

import jwt
from jwt.types import Options

from fakes.entra import errors
from fakes.entra.application import Application
from fakes.entra.credentials import Certificate
from fakes.instants import bounded

TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
IsCalled: TypeAlias = Callable[[str], bool]  # whether a name is the tenant's
_ALGORITHMS: Final = ("RS256", "PS256")
_SKEW: Final = timedelta(minutes=5)  # inferred: what the platform's libraries allow
# What an authority's own address ends in, when an assertion is for it.
_ADDRESSED: Final = frozenset(
    {"", "v2.0", "oauth2/token", "oauth2/v2.0/token"}  # the last is documented
)
_UNCHECKED: Final[Options] = {  # the library would judge by the process's clock
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """What a client says of itself, signed; the signature has been checked."""

    issuer: object
    subject: object
    audience: object
    signed_at: datetime | None
    begins_at: datetime | None
    ends_at: datetime
    certificate: Certificate

    @property
    def read_at(self) -> datetime:
        """What the client's clock showed, as far as the assertion tells."""
        return self.signed_at or self.begins_at or self.ends_at - _SKEW


def read(text: str, application: Application) -> Assertion:
    """The assertion, signed by a key of the application.

    Raises:
        Refused: it is malformed (50027), or of another key (700027).
    """
    try:
        header = jwt.get_unverified_header(text)
    except (jwt.InvalidTokenError, ValueError) as error:
        raise errors.malformed_assertion() from error
    if header.get("alg") not in _ALGORITHMS:
        raise errors.malformed_assertion()
    certificate = _certificate(header, application)
    try:
        said: dict[str, Any] = jwt.decode(
            text, certificate.key, algorithms=_ALGORITHMS, options=_UNCHECKED
        )
    except jwt.InvalidSignatureError as error:
        raise errors.invalid_signature("The key was found, but not used") from error
    except (jwt.InvalidTokenError, ValueError) as error:
        raise errors.malformed_assertion() from error
    ends_at = _instant(said, "exp")
    if ends_at is None:
        raise errors.malformed_assertion()
    return Assertion(
        issuer=said.get("iss"),
        subject=said.get("sub"),
        audience=said.get("aud"),
        signed_at=_instant(said, "iat"),
        begins_at=_instant(said, "nbf"),
        ends_at=ends_at,
        certificate=certificate,
    )


def check_parties(
    assertion: Assertion, *, client_id: str, root_url: str, is_called: IsCalled
) -> None:
    """The assertion is by the application, for this tenant's authority.

    Raises:
        Refused: it is of somebody else (700021), or for another place (700023).
    """
    if not _is(assertion.issuer, client_id) or not _is(assertion.subject, client_id):
        raise errors.other_client(client_id)
    audience = assertion.audience
    named = audience if isinstance(audience, list) else [audience]
    if not any(_addresses(one, root_url, is_called) for one in named):
        raise errors.other_audience()


def _addresses(audience: object, root_url: str, is_called: IsCalled) -> bool:
    """Whether the text is the authority or an endpoint of it, as the client reached it.

    That others than the token endpoint will do is inferred.
    """
    root = root_url.lower() + "/"
    if not isinstance(audience, str) or not audience.lower().startswith(root):
        return False
    tenant, _, rest = unquote(audience[len(root) :]).partition("/")
    return is_called(tenant) and rest.rstrip("/").lower() in _ADDRESSED


def check_time(assertion: Assertion, *, now: datetime) -> None:
    """The assertion and its certificate hold at that instant.

    Raises:
        Refused: the assertion does not (700024), or the key does not (700027).
    """
    begins_at = assertion.begins_at or assertion.signed_at
    early = begins_at is not None and begins_at > now + _SKEW
    empty = begins_at is not None and begins_at >= assertion.ends_at
    if early or empty or assertion.ends_at <= now - _SKEW:
        raise errors.untimely_assertion(now=now, ends_at=assertion.ends_at)
    if not assertion.certificate.holds(now):
        raise errors.invalid_signature("The key used is expired")


def _certificate(header: dict[str, Any], application: Application) -> Certificate:
    for name in ("x5t#S256", "x5t"):
        thumbprint = header.get(name)
        if not isinstance(thumbprint, str):
            continue
        for one in application.certificates:
            if thumbprint.rstrip("=") in {one.sha256, one.sha1}:
                return one
        raise errors.invalid_signature("The key was not found")
    raise errors.unnamed_key()


def _is(value: object, client_id: str) -> bool:
    return isinstance(value, str) and value.lower() == client_id.lower()


def _instant(said: dict[str, Any], claim: str) -> datetime | None:
    value = said.get(claim)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return bounded(datetime.fromtimestamp(value, UTC))
    except (ValueError, OverflowError, OSError) as error:
        raise errors.malformed_assertion() from error
