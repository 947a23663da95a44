"""One scenario as a line of results.jsonl (reports/results.schema.json)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final
from urllib.parse import quote

from fakes import Entry
from harness.catalogue import PlannedScenario, Step
from harness.suite.judge import Judgement
from harness.suite.request import RunRequest
from harness.suite.tracker import StepRun, Track
from harness.verdicts import Verdict
from harness.visible import visible
from harness.world.moments import rfc3339
from harness.world.world import World

_BODY_LIMIT: Final = 20_000
_CUT: Final = "… "  # stands where the beginning is left out
_GOOD: Final = frozenset({Verdict.PASS, Verdict.OBSERVED, Verdict.NOT_APPLICABLE})
_ENDS: Final = 6  # exchanges kept at each end of a long wait
_FAKES: Final = "http://fakes"  # stands for the server, whose port is any free one
_LEFT_OUT: Final = frozenset({"host", "content-length", "connection"})


class Hidden:
    """Puts a fixed name in place of the server's address, plain or percent-encoded."""

    def __init__(self, root_url: str) -> None:
        self._plain = root_url
        self._encoded = quote(root_url, safe="")

    def __call__(self, text: str) -> str:
        """The text without the address of this very run."""
        hidden = text.replace(self._plain, _FAKES)
        return hidden.replace(self._encoded, quote(_FAKES, safe=""))


def scenario_line(
    track: Track, judgement: Judgement, request: RunRequest
) -> dict[str, Any]:
    """The line for a scenario that ran."""
    world = track.world
    line = _head(track.case, judgement)
    line["observations"] = [*world.timeline.notes, *_forgiven(world)] if world else []
    line["repeat"] = request.repeat_of(track.case)
    line["steps"] = [
        _step(step, track.steps[index] if index < len(track.steps) else StepRun())
        for index, step in enumerate(track.case.steps)
    ]
    line["timeline"] = _timeline(world) if world else []
    line["exchanges"] = list(_exchanges(world, track)) if world else []
    if world and judgement.verdict not in _GOOD:
        line |= _evidence(world)
    line["duration_ms"] = track.clock.ms
    return line


def _evidence(world: World) -> dict[str, str]:
    """What the implementation has to say for itself: shown, never judged."""
    hide = Hidden(world.tenant.root_url)
    diagnostics = world.session.diagnostics()
    told = hide(json.dumps(diagnostics, indent=2)) if diagnostics else ""
    printed = hide(world.session.last_output() or "")
    said = {
        "diagnostics": visible(told, lines=True, at_most=_BODY_LIMIT),
        "output": visible(_end_of(printed), lines=True, at_most=_BODY_LIMIT),
    }
    return {name: text for name, text in said.items() if text}


def _end_of(text: str) -> str:
    """The end, where the reason stands why a program stopped; what is cut is told."""
    if len(text) <= _BODY_LIMIT:
        return text
    return _CUT + text[len(_CUT) - _BODY_LIMIT :]


def _forgiven(world: World) -> list[str]:
    """What the implementation did that only the fake forgives: told, not judged."""
    return [
        f"Only the fake forgives it, the real service may not (DV-050): {one}."
        for one in world.tenant.dataverse.remarks
    ]


def excused_line(
    case: PlannedScenario, judgement: Judgement, request: RunRequest
) -> dict[str, Any]:
    """The line for a scenario that did not have to run."""
    line = _head(case, judgement)
    steps = [_step(step, StepRun()) for step in case.steps]
    return line | {
        "observations": [],
        "repeat": request.repeat_of(case),
        "steps": steps,
        "timeline": [],
        "exchanges": [],
        "duration_ms": 0.0,
    }


def _head(case: PlannedScenario, judgement: Judgement) -> dict[str, Any]:
    return {
        "kind": "scenario",
        "id": case.id,
        "profile": case.profile,
        "feature": case.feature,
        "file": case.file,
        "line": case.line,
        "rule": case.rule,
        "title": case.title,
        "row": dict(case.row) if case.row else None,
        "verdict": judgement.verdict.value,
        "message": judgement.message,
        "expected": judgement.expected,
        "found": judgement.found,
        "looked": judgement.looked,
    }


def _step(step: Step, run: StepRun) -> dict[str, Any]:
    return {
        "keyword": step.keyword,
        "text": step.text,
        "outcome": run.outcome,
        "origin": step.origin,
        "line": step.line,
        "at": rfc3339(run.at) if run.at else None,
        "until": rfc3339(run.until) if run.until else None,
        "table": [list(row) for row in step.table] if step.table else None,
        "docstring": step.docstring,
        "duration_ms": run.duration_ms,
    }


def _timeline(world: World) -> list[dict[str, str]]:
    return [
        {"at": rfc3339(one.at), "kind": one.kind, "text": one.text}
        for one in world.timeline.happenings
    ]


def _exchanges(world: World, track: Track) -> Iterator[dict[str, Any]]:
    hide = Hidden(world.tenant.root_url)
    entries = world.tenant.journal.entries
    starts = [*(step.journal for step in track.steps), len(entries)]
    for step, (start, end) in enumerate(pairwise(starts)):
        for entry in _told(entries[start:end]):
            yield _exchange(entry, step, hide)


def _told(entries: list[Entry]) -> list[Entry]:
    """The entries of a step without the monotony of long waits.

    What Exchange was asked, what went wrong and both ends are told; of quiet readings
    in between a report would only show thousands. Their numbers tell that they were.
    """
    if len(entries) <= 2 * _ENDS:
        return entries
    middle = [
        entry
        for entry in entries[_ENDS:-_ENDS]
        if entry.service == "exchange" or entry.fault or (entry.status or 500) >= 400
    ]
    return [*entries[:_ENDS], *middle, *entries[-_ENDS:]]


def _exchange(entry: Entry, step: int, hide: Hidden) -> dict[str, Any]:
    request_body, request_cut = _body(entry.request_body, hide)
    response_body, response_cut = _body(entry.response_body, hide)
    return {
        "n": entry.number,
        "at": rfc3339(entry.at),
        "step": step,
        "service": entry.service,
        "method": entry.method,
        "target": hide(entry.target),
        "status": entry.status,
        "fault": entry.fault,
        "request_headers": _headers(entry.request_headers, hide),
        "request_body": request_body,
        "response_headers": _headers(entry.response_headers, hide),
        "response_body": response_body,
        "truncated": request_cut or response_cut,
    }


def _headers(headers: tuple[tuple[str, str], ...], hide: Hidden) -> list[list[str]]:
    return [
        [name, hide(value)] for name, value in headers if name.lower() not in _LEFT_OUT
    ]


def _body(body: bytes, hide: Hidden) -> tuple[str | None, bool]:
    if not body:
        return None, False
    text = hide(body.decode("utf-8", "replace"))
    return text[:_BODY_LIMIT], len(text) > _BODY_LIMIT
