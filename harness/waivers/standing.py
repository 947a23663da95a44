"""How each waiver stands at the end of a run, and which of them fail it.

A waiver is *stale* only once everything that it covers has ended and none of it fails:
a part of a rule, or a scenario that could not be decided, proves nothing. What was not
selected, not claimed or interrupted leaves it without effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from harness.adapters.iut import Implementation
from harness.verdicts import Verdict
from harness.waivers.verdicts import WAIVABLE
from harness.waivers.waiver import Waiver, Waivers

_HELD: Final = frozenset({Verdict.PASS, Verdict.DEVIATION, Verdict.OBSERVED})


class State(StrEnum):
    """What became of a waiver."""

    USED = "used"
    STALE = "stale"
    EXPIRED = "expired"
    NO_EFFECT = "no_effect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A waiver, what became of it, and why: one sentence, None when it was used."""

    waiver: Waiver
    state: State
    note: str | None


def standings(
    waivers: Waivers,
    ended: Mapping[str, Verdict],
    *,
    implementation: Implementation,
    today: date,
) -> tuple[Standing, ...]:
    """Every waiver of the run, in the order of its file.

    `ended` holds the verdict on each scenario before any waiver, by its id.
    """
    return tuple(
        Standing(waiver=one, state=state, note=note)
        for one in waivers.entries
        for state, note in [_stands(one, ended, implementation, today)]
    )


def _stands(
    waiver: Waiver,
    ended: Mapping[str, Verdict],
    implementation: Implementation,
    today: date,
) -> tuple[State, str | None]:
    if not waiver.is_for(implementation):
        tested = f"{implementation.name} {implementation.version}"
        return State.NO_EFFECT, f"Made for {waiver.made_for}, not for {tested}."
    found = {ended.get(id) for id in waiver.covered} - {Verdict.NOT_APPLICABLE}
    if found <= {None}:
        return State.NO_EFFECT, "Nothing that it covers ran."
    return _judged(waiver, found, today)


def _judged(
    waiver: Waiver, found: AbstractSet[Verdict | None], today: date
) -> tuple[State, str | None]:
    """How a waiver stands for which something ran; None: not everything did."""
    is_over = found <= _HELD
    if waiver.days_left(today) < 0:
        rest = ", and nothing that it covers fails; remove it" if is_over else ""
        return State.EXPIRED, f"It {waiver.expiry(today)}{rest}."
    if found & WAIVABLE:
        return State.USED, None
    if is_over:
        return State.STALE, "Nothing that it covers fails; remove it."
    if Verdict.CRASHED in found:
        return State.NO_EFFECT, "The implementation crashed; no waiver covers that."
    return State.NO_EFFECT, "Not everything that it covers was decided."


def complaints(found: Iterable[Standing]) -> tuple[str, ...]:
    """Why the run fails whatever its scenarios say: a sentence per waiver at fault."""
    begins = {State.STALE: "Stale waiver", State.EXPIRED: "Expired waiver"}
    return tuple(
        f"{begins[one.state]} for {one.waiver.name} ({one.waiver.blame}). {one.note}"
        for one in found
        if one.state in begins
    )


def told(
    waivers: Waivers, found: Sequence[Standing], today: date
) -> dict[str, Any] | None:
    """What the end line tells of the waivers, ready to be shown; None without file."""
    if waivers.file is None:
        return None
    return {
        "file": waivers.file,
        "judged_on": today.isoformat(),
        "entries": [
            {
                "rule": one.waiver.rule,
                "scenario": one.waiver.scenario,
                "implementation": one.waiver.implementation,
                "versions": list(one.waiver.versions),
                **one.waiver.told(today),
                "state": one.state.value,
                "note": one.note,
            }
            for one in found
        ],
    }
