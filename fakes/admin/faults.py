"""Faults as JSON, and back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, assert_never

from fakes.faults import Answer, Delay, Effect, Fault, Lost

if TYPE_CHECKING:
    from fakes.faults import Faults


def shown(faults: Faults) -> dict[str, Any]:
    """What waits, and what has reached a client."""
    return {
        "armed": [_document(one) for one in faults.armed],
        "fired": [_document(one) for one in faults.fired],
    }


def read(document: dict[str, Any]) -> Fault:
    """The fault that a document describes which obeys the schema."""
    fields = {**document, "effect": _effect(**document["effect"])}
    for name in ("occurrence", "times"):
        fields[name] = int(fields.get(name, 1))  # 2.0 is an integer to JSON Schema
    return Fault(**fields)


def _effect(*, kind: str, **fields: Any) -> Effect:
    match kind:
        case "answer":
            return Answer(**_whole(fields, "status", "retry_after_s"))
        case "lost":
            return Lost(**fields)
        case _:
            return Delay(by=timedelta(seconds=fields["by_s"]))


def _whole(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    numbers = {name: fields[name] for name in names if fields.get(name) is not None}
    return {**fields, **{name: int(number) for name, number in numbers.items()}}


def _document(fault: Fault) -> dict[str, Any]:
    return {
        "service": fault.service,
        "operation": fault.operation,
        "occurrence": fault.occurrence,
        "times": fault.times,
        "effect": _effect_document(fault.effect),
    }


def _effect_document(effect: Effect) -> dict[str, Any]:
    match effect:
        case Answer():
            return {
                "kind": "answer",
                "status": effect.status,
                "code": effect.code,
                "message": effect.message,
                "retry_after_s": effect.retry_after_s,
            }
        case Lost():
            return {"kind": "lost", "after_effect": effect.after_effect}
        case Delay():
            return {"kind": "delay", "by_s": effect.by.total_seconds()}
        case _:
            assert_never(effect)
