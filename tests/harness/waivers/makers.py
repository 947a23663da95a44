"""A catalogue of two rules, waivers for it, and lines as a run judges them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from harness.adapters.iut import Implementation
from harness.catalogue import Catalogue, read_catalogue
from harness.paths import FEATURES
from harness.waivers import Waiver, Waivers, read_waivers

TODAY = date(2026, 11, 20)
LEAKS = "The entry stays as it was overnight"
RULE = "BKG-061"
BRIDGE = Implementation(
    name="Acme Bridge",
    version="4.2.1",
    vendor="Acme",
    contract=1,
    profiles=("bookings",),
    clock="virtual",
)


@cache
def catalogue() -> Catalogue:
    return read_catalogue(FEATURES)


def id_of(title: str) -> str:
    return next(one.id for one in catalogue().scenarios if one.title == title)


def ids_of(rule: str) -> list[str]:
    return [one.id for one in catalogue().scenarios if one.rule == rule]


def an_entry(**replaced: Any) -> dict[str, Any]:
    """A waiver of one scenario as it stands in a file; None leaves a member out."""
    entry = {
        "rule": RULE,
        "scenario": LEAKS,
        "implementation": BRIDGE.name,
        "versions": ">=4.2,<5",
        "reason": "The cache is rebuilt at night.",
        "issue": "BRIDGE-118",
        "owner": "R. Okafor",
        "expires": "2026-12-31",
    } | replaced
    return {name: value for name, value in entry.items() if value is not None}


def a_file(folder: Path, *entries: dict[str, Any]) -> Path:
    """A waiver file in plain YAML, every scalar without quotes but the title."""
    lines = []
    for entry in entries:
        dash = "-"
        for name, value in entry.items():
            text = f'"{value}"' if name in ("scenario", "versions") else value
            lines.append(f"{dash} {name}: {text}")
            dash = " "
    path = folder / "waivers.yaml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def waivers_of(folder: Path, *entries: dict[str, Any]) -> Waivers:
    return read_waivers(a_file(folder, *entries), catalogue())


def a_waiver(**replaced: Any) -> Waiver:
    values: dict[str, Any] = {
        "rule": RULE,
        "scenario": LEAKS,
        "covered": frozenset({id_of(LEAKS)}),
        "implementation": BRIDGE.name,
        "versions": (">=4.2,<5",),
        "reason": "The cache is rebuilt at night.",
        "issue": "BRIDGE-118",
        "owner": "R. Okafor",
        "expires": date(2026, 12, 31),
    }
    return Waiver(**values | replaced)


def for_the_rule(**replaced: Any) -> Waiver:
    return a_waiver(scenario=None, covered=frozenset(ids_of(RULE)), **replaced)


def a_line(verdict: str, **replaced: Any) -> dict[str, Any]:
    """The members of a scenario's line that a waiver looks at or keeps."""
    broken = verdict == "fail"
    return {
        "id": id_of(LEAKS),
        "verdict": verdict,
        "message": "Expected the old number; found the new one." if broken else None,
        "expected": "the old number" if broken else None,
        "found": "the new one" if broken else None,
        "observations": ["It looked twice."],
    } | replaced
