"""Claims that a client asks for, and the challenge that makes it ask.

The only place that reads a `claims` field and spells a claims challenge (sections 1.1
and 1.3 of the fact sheet; the texts as the tests of published clients show them).
"""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any, Final

_CAPABLE: Final = "cp1"  # says that the client can handle claims challenges
CHALLENGED: Final = (
    "Continuous access evaluation resulted in challenge with result: "
    "InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp"
)


def read_capabilities(text: str) -> tuple[str, ...]:
    """The client capabilities (`xms_cc`) that the claims asked for declare.

    Other claims, such as the `nbf` that a challenge demands, ask for nothing that a new
    token does not have.

    Raises:
        ValueError: the text is no claims request.
    """
    asked = _object(_parsed(text)) if text.strip() else {}
    of_token = _object(asked.get("access_token") or {})
    capabilities = _object(of_token.get("xms_cc") or {})
    values = capabilities.get("values", [capabilities.get("value")])
    if not isinstance(values, list):
        msg = "the values of xms_cc are a list"
        raise ValueError(msg)  # noqa: TRY004 - one error for whatever is wrong with a text
    named = (one.upper() for one in values if isinstance(one, str))
    return tuple(dict.fromkeys(one for one in named if one.lower() == _CAPABLE))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        msg = "a claims request is not nested so deeply"
        raise ValueError(msg) from error


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        msg = "a claims request is made of objects"
        raise ValueError(msg)  # noqa: TRY004 - one error for whatever is wrong with a text
    return value


def demanded(revoked_at: datetime) -> str:
    """The claims of a token that was issued after the revocation, as JSON."""
    asked = {"nbf": {"essential": True, "value": str(int(revoked_at.timestamp()))}}
    return json.dumps({"access_token": asked}, separators=(",", ":"))


def challenge(claims: str) -> str:
    """The end of a `WWW-Authenticate` that demands the claims, with its comma."""
    coded = base64.b64encode(claims.encode()).decode()
    return (
        f', error_description="{CHALLENGED}", error="insufficient_claims", '
        f'claims="{coded}"'
    )
