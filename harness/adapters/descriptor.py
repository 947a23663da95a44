"""Reads `iut.yaml`, the descriptor of an implementation: its only reader.

Its schema is `harness/contract/iut.schema.json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import yaml

from harness.adapters.iut import ClockMode
from harness.adapters.target import DEFAULT_RATE, Declared, Target, Timeouts, Way
from harness.contract import faults
from harness.errors import UsageError

_MIB: Final = 2**20
_WAYS: Final = (Way.EXEC, Way.BLACKBOX, Way.HTTP)
_DEFAULT_CLOCK: Final = {Way.BLACKBOX: ClockMode.JUMP}


def read_descriptor(path: Path) -> Target:
    """The target that the descriptor names; paths in it are relative to its folder.

    Raises:
        UsageError: it cannot be read or breaks its schema; each fault is told.
    """
    document = _document(path)
    way = next(one for one in _WAYS if one in document)
    timeouts = document.get("timeouts", {})
    clock = document.get("clock")
    return Target(
        way=way,
        what=document[way],
        clock=ClockMode(clock) if clock else _DEFAULT_CLOCK.get(way, ClockMode.VIRTUAL),
        rate=int(document.get("rate", DEFAULT_RATE)),  # 600.0 is whole, too
        memory_limit=int(document.get("memory_mb", 1024)) * _MIB,
        timeouts=Timeouts(
            **{
                name.removesuffix("_s"): timedelta(seconds=seconds)
                for name, seconds in timeouts.items()
            }
        ),
        directory=(path.parent / document.get("directory", ".")).resolve(),
        environment=document.get("environment", {}),
        declared=_declared(document),
        waivers=path.parent / document["waivers"] if "waivers" in document else None,
    )


def exceptions_of(rules: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Rule id to reason, of the rules that are said not to be supported."""
    return {
        rule_id: rule.get("reason", "")
        for rule_id, rule in rules.items()
        if not rule.get("supported", True)
    }


def _declared(document: Mapping[str, Any]) -> Declared:
    profiles = document.get("profiles")
    rules = document.get("rules")
    return Declared(
        name=document.get("name"),
        version=document.get("version"),
        vendor=document.get("vendor"),
        homepage=document.get("homepage"),
        profiles=tuple(profiles) if profiles is not None else None,
        exceptions=exceptions_of(rules) if rules is not None else None,
    )


def _document(path: Path) -> Mapping[str, Any]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(
            f"The descriptor {path} cannot be read: {error.strerror}. "
            "Name an existing file."
        ) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise UsageError(
            f"The descriptor {path} is no YAML: {reason}. See docs/vendors.md."
        ) from error
    except RecursionError as error:
        raise UsageError(
            f"The descriptor {path} is nested too deeply for one. See docs/vendors.md."
        ) from error
    found = faults("iut", document)
    if found:
        raise UsageError(f"The descriptor {path} cannot be used: {' '.join(found)}")
    return document  # type: ignore[no-any-return]  # the schema says it is a mapping
