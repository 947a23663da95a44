"""What a waiver does to the verdict on one scenario.

A waiver covers a rule that is broken in a known way: `fail`, or `not_testable` where
the known fault lies in what the scenario rests on. It never covers `crashed` (dying or
breaking the contract breaks no rule in a known way, it hides every other) and nothing
that is not held against the implementation in the first place.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from harness.adapters.iut import Implementation
from harness.verdicts import AGAINST, Verdict
from harness.waivers.waiver import Waiver, Waivers

WAIVABLE: Final = frozenset({Verdict.FAIL, Verdict.NOT_TESTABLE})

Line = Mapping[str, Any]


def with_waiver(
    line: Line, waivers: Waivers, *, implementation: Implementation, today: date
) -> Line:
    """The judged scenario's line with its waiver applied; the very line without one.

    A line that is waived keeps its message, what was expected and what was found; the
    verdict that it would have had stands in `waiver`.
    """
    over = waivers.over(line["id"]) if line["verdict"] in AGAINST else ()
    if not over:
        return line
    ours = [one for one in over if one.is_for(implementation)]
    if not ours:
        return _observed(line, over, implementation)
    if line["verdict"] not in WAIVABLE:
        return _with_notes(line, [f"The waiver for {ours[0].name} covers no crash."])
    # the closest that holds speaks; a scenario's own is closer than its rule's
    closest = max(ours, key=lambda one: (one.expires >= today, bool(one.scenario)))
    if closest.days_left(today) < 0:
        return _expired(line, closest, today)
    return {
        **line,
        "verdict": Verdict.WAIVED.value,
        "waiver": {**closest.told(today), "verdict": line["verdict"]},
    }


def _expired(line: Line, waiver: Waiver, today: date) -> Line:
    told = f"The waiver for it {waiver.expiry(today)}: {waiver.blame}."
    return {**line, "message": "\n".join(filter(None, (line["message"], told)))}


def _observed(
    line: Line, over: tuple[Waiver, ...], implementation: Implementation
) -> Line:
    under_test = f"{implementation.name} {implementation.version}"
    return _with_notes(
        line,
        [
            f"A waiver for it is made for {one.made_for} and has no effect on "
            f"{under_test}: {one.blame}."
            for one in over
        ],
    )


def _with_notes(line: Line, notes: list[str]) -> Line:
    return {**line, "observations": [*line["observations"], *notes]}
