"""Faults in words, for journal and report."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from fakes.faults.effects import (
    Answer,
    Cut,
    Delay,
    DeltaTokensExpired,
    Duplicated,
    Lost,
    Malformed,
    Mistyped,
    Redirected,
    Stale,
    TokensExpired,
    TokensRevoked,
    Trickled,
)

if TYPE_CHECKING:
    from fakes.faults.fault import Fault


def describe(fault: Fault) -> str:  # noqa: C901, PLR0911, PLR0912 - a line per kind
    """What happened to the request that met the fault."""
    match fault.effect:
        case Answer() as answer:
            return _refusal(answer)
        case Lost(gracefully=True, after_effect=True):
            return "connection closed without an answer after the effect"
        case Lost(gracefully=True):
            return "connection closed without an answer before the effect"
        case Lost(after_effect=True):
            return "connection broken after the effect"
        case Lost():
            return "connection broken before the effect"
        case Delay(by=by):
            return f"answer held back for {by}"
        case Trickled(by=by):
            return f"second half of the answer held back for {by}"
        case Cut(kept_bytes=None):
            return "answer cut off in the middle"
        case Cut(kept_bytes=kept):
            return f"answer cut off after {kept} bytes"
        case Malformed():
            return "answered with malformed JSON after the effect"
        case Mistyped(content_type=content_type):
            return f"answered as {content_type} on purpose"
        case TokensExpired():
            return "access tokens expired just before"
        case TokensRevoked():
            return "access tokens revoked just before"
        case DeltaTokensExpired():
            return "delta tokens expired just before"
        case Duplicated(answered=which):
            return f"performed twice, answered as the {which} time"
        case Stale():
            return "answered as the same reading was before"
        case Redirected(status=status):
            return f"redirected to the same address with {status}"
    assert_never(fault.effect)


def _refusal(answer: Answer) -> str:
    parts = [f"answered {answer.status} on purpose"]
    if answer.body == "empty":
        parts.append("without a body")
    if answer.body == "page":
        parts.append("with a gateway's page")
    if answer.after_effect:
        parts.append("although it took effect")
    if answer.retry_after_s is not None:
        named = ", told as a date" if answer.retry_after_as == "date" else ""
        again = f"to be repeated after {answer.retry_after_s} s{named}"
        return f"{' '.join(parts)}, {again}"
    return " ".join(parts)
