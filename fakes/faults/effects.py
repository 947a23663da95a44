"""What may go wrong: the only place that lists the kinds, one value class each.

The same words for all three services. Fields combine: a 504 that is answered with a
gateway's page although the request took effect is one `Answer`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The request is refused with a status; without effect unless `after_effect`.

    `body` is the service's own error, nothing, or the HTML page of a gateway.
    `Retry-After` counts seconds or names an instant of the tenant's clock
    (exchange-graph, section 6: clients read both).
    """

    status: int
    code: str = ""
    message: str = "The service is asked to fail here."
    retry_after_s: int | None = None
    retry_after_as: Literal["seconds", "date"] = "seconds"
    body: Literal["error", "empty", "page"] = "error"
    after_effect: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """The connection ends without an answer, before the effect or after.

    It is reset, or closed `gracefully`: an empty reply.
    """

    after_effect: bool
    gracefully: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """The request takes effect at once; its answer comes `by` later, virtually."""

    by: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Trickled:
    """The first half of the answer comes at once, the rest `by` later, virtually."""

    by: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The connection closes in the middle of the body, after the effect.

    After `kept_bytes` of it, half of it when None; never the whole. An answer without
    a body is cut in the middle of its head.
    """

    kept_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Malformed:
    """A complete message whose body is no JSON, after the effect.

    An answer without a body becomes a 200 with such a one.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistyped:
    """The body is as ever, its `Content-Type` another, after the effect."""

    content_type: str = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokensExpired:
    """No access token issued so far holds: this request is the first to meet 401."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokensRevoked:
    """As `TokensExpired`, and the challenge asks for claims (exchange-graph, 1.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeltaTokensExpired:
    """The link that this request follows is too old (exchange-graph, 4: 410).

    At Exchange, no link given out so far holds any more. Those of Dataverse are mere
    instants: there it is this request that comes too late.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicated:
    """The request is performed twice, as by a gateway that delivers at least once."""

    answered: Literal["first", "second"] = "second"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A GET is answered as the same GET was before, while the fault was armed.

    Readings that nobody has made before are not counted.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirected:
    """The request is sent to the same address again, without effect."""

    status: Literal[307, 308] = 307


Effect: TypeAlias = (
    Answer
    | Lost
    | Delay
    | Trickled
    | Cut
    | Malformed
    | Mistyped
    | TokensExpired
    | TokensRevoked
    | DeltaTokensExpired
    | Duplicated
    | Stale
    | Redirected
)
