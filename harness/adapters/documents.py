"""The contract's documents as values: the only place that picks them apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from harness.adapters.descriptor import exceptions_of
from harness.adapters.iut import Implementation, Problem, Progress
from harness.visible import visible


def implementation_of(document: Mapping[str, Any]) -> Implementation:
    """The PICS as a value; words of the vendor are fit to be shown."""
    homepage = document.get("homepage")
    exceptions = exceptions_of(document.get("rules", {}))
    return Implementation(
        name=visible(document["name"]),
        version=visible(document["version"]),
        vendor=visible(document["vendor"]),
        homepage=visible(homepage) if homepage else None,
        contract=int(document["contract"]),
        profiles=tuple(visible(name) for name in document["profiles"]),
        clock=document["clock"],
        optional=tuple(document.get("optional", ())),
        parallel_sessions=int(document.get("parallel_sessions", 1)),
        durable=document.get("durable", False),
        exceptions={visible(key): visible(why) for key, why in exceptions.items()},
    )


def progress_of(document: Mapping[str, Any]) -> Progress:
    """The contract's `Progress` as a value; words of the vendor are fit to be shown."""
    wake = document.get("next_wake")
    return Progress(
        now=datetime.fromisoformat(document["now"]),
        next_wake=datetime.fromisoformat(wake) if wake else None,
        problems=tuple(
            Problem(code=visible(problem["code"]), message=visible(problem["message"]))
            for problem in document.get("problems", ())
        ),
    )
