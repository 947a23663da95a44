"""Faults as JSON, and back. A kind is an effect's class in lower case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from fakes.admin.refusals import Refused
from fakes.faults import (
    Answer,
    Cut,
    Delay,
    DeltaTokensExpired,
    Duplicated,
    Effect,
    Fault,
    Lost,
    Malformed,
    Mistyped,
    Redirected,
    Stale,
    TokensExpired,
    TokensRevoked,
    Trickled,
    Where,
)

if TYPE_CHECKING:
    from fakes.faults import Faults

KINDS: Final[Mapping[str, type[Effect]]] = {
    "answer": Answer,
    "cut": Cut,
    "delay": Delay,
    "delta_tokens_expired": DeltaTokensExpired,
    "duplicated": Duplicated,
    "lost": Lost,
    "malformed": Malformed,
    "mistyped": Mistyped,
    "redirected": Redirected,
    "stale": Stale,
    "tokens_expired": TokensExpired,
    "tokens_revoked": TokensRevoked,
    "trickled": Trickled,
}
_NAMES: Final = {kind: name for name, kind in KINDS.items()}
_WHOLE: Final = frozenset(
    {"occurrence", "times", "status", "retry_after_s", "kept_bytes"}
)


def shown(faults: Faults) -> dict[str, Any]:
    """What waits, and what has reached a client."""
    return {
        "armed": [_document(one) for one in faults.armed],
        "fired": [_document(one) for one in faults.fired],
    }


def read(document: dict[str, Any]) -> Fault:
    """The fault that a document describes which obeys the schema.

    Raises:
        Refused: no client could ever meet it.
    """
    fields = {
        **_whole(document),
        "effect": _effect(**document["effect"]),
        "where": Where(**document.get("where", {})),
    }
    try:
        return Fault(**fields)
    except ValueError as error:
        raise Refused(400, f"{error}.") from error


def _effect(*, kind: str, **fields: Any) -> Effect:
    if "by_s" in fields:
        fields["by"] = timedelta(seconds=fields.pop("by_s"))
    return KINDS[kind](**_whole(fields))


def _whole(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with 2 for 2.0, which is an integer to JSON Schema."""
    return {
        name: int(value) if name in _WHOLE and value is not None else value
        for name, value in fields.items()
    }


def _document(fault: Fault) -> dict[str, Any]:
    return {**asdict(fault), "effect": _effect_document(fault.effect)}


def _effect_document(effect: Effect) -> dict[str, Any]:
    fields = asdict(effect)
    if "by" in fields:
        fields["by_s"] = fields.pop("by").total_seconds()
    return {"kind": _NAMES[type(effect)], **fields}
