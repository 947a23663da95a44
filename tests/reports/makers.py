"""Small makers of results lines: every key has a default, any can be replaced."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Line = dict[str, Any]

MONDAY = "2026-03-02T08:00:00Z"
QUARTER_PAST = "2026-03-02T08:15:00Z"
TUESDAY = "2026-03-03T09:00:00Z"


def a_rule(id: str = "BKG-040", **replaced: Any) -> Line:
    """A tested must-rule of the profile bookings."""
    return {
        "id": id,
        "profile": "bookings",
        "title": f"Title of {id}",
        "statement": f"Statement of {id}: the engine MUST do it.",
        "why": f"Why {id} exists.",
        "strength": "must",
        "confidence": "high",
        "tier": "core",
        "origin": "seed",
        "sync_method": "sss",
        "source": {
            "document": "Integrate bookings with Outlook calendars",
            "file": "000_seed.txt",
            "section": "Create and edit bookings",
        },
        "parameters": {"deadline_minutes": 15},
        "applies_when": ["baseline"],
        "observable": "The calendar holds one item.",
        "derived_from": [],
        "conflicts": [],
        "notes": None,
        "judgement": "verdict",
        "not_tested": None,
        "reading": None,
    } | replaced


def a_step(text: str = "15 minutes pass", **replaced: Any) -> Line:
    """A step of the scenario itself that passed in no time."""
    return {
        "keyword": "When",
        "text": text,
        "outcome": "passed",
        "origin": "scenario",
        "line": 14,
        "at": MONDAY,
        "until": MONDAY,
        "table": None,
        "docstring": None,
        "duration_ms": 0.5,
    } | replaced


def a_happening(text: str = "first cycle", **replaced: Any) -> Line:
    """A quiet cycle when the scenario starts."""
    return {"at": MONDAY, "kind": "cycle", "text": text} | replaced


def an_exchange(n: int = 1, **replaced: Any) -> Line:
    """A read of one booking that succeeded."""
    return {
        "n": n,
        "at": MONDAY,
        "step": 0,
        "service": "dataverse",
        "method": "GET",
        "target": "/api/data/v9.2/bookableresourcebookings?$select=name",
        "status": 200,
        "fault": None,
        "request_headers": [["Accept", "application/json"]],
        "request_body": None,
        "response_headers": [["Content-Type", "application/json"]],
        "response_body": '{"value":[{"name":"Site visit"}]}',
        "truncated": False,
    } | replaced


def a_waiver(**replaced: Any) -> Line:
    """A waiver that holds for 41 days more, as a waived scenario tells it."""
    return {
        "reason": "The nightly rebuild of the cache copies the facts again.",
        "issue": "BRIDGE-118",
        "owner": "R. Okafor",
        "expires": "2026-12-31",
        "days_left": 41,
        "verdict": "fail",
    } | replaced


def a_listed_waiver(state: str = "used", **replaced: Any) -> Line:
    """The same waiver as the end line lists it."""
    line = a_waiver()
    del line["verdict"]
    return (
        line
        | {
            "rule": "BKG-040",
            "scenario": "A visit arrives",
            "implementation": "Acme Bridge",
            "versions": [">=4.2,<5"],
            "state": state,
            "note": None if state == "used" else f"It is {state}, and here is why.",
        }
        | replaced
    )


def waivers_of(*entries: Line) -> Line:
    """The member `waivers` of the end line."""
    return {"file": "waivers.yaml", "judged_on": "2026-11-20", "entries": [*entries]}


def a_scenario(title: str = "A visit arrives", **replaced: Any) -> Line:
    """A passing scenario of BKG-040; its id follows from rule and title."""
    rule = replaced.get("rule", "BKG-040")
    waiver = {"waiver": a_waiver()} if replaced.get("verdict") == "waived" else {}
    return (
        waiver
        | {
            "kind": "scenario",
            "id": f"bookings/window#{rule}#{title}#",
            "profile": "bookings",
            "feature": "The synchronisation window",
            "file": "features/bookings/window.feature",
            "line": 12,
            "rule": rule,
            "title": title,
            "row": None,
            "verdict": "pass",
            "message": None,
            "expected": None,
            "found": None,
            "looked": None,
            "observations": [],
            "repeat": f"fieldsync run --rule {rule} --seed 0",
            "steps": [a_step()],
            "timeline": [a_happening()],
            "exchanges": [an_exchange()],
            "duration_ms": 12.5,
        }
        | replaced
    )


def a_run(
    scenarios: Iterable[Mapping[str, Any]] = (),
    rules: Sequence[Line] | None = None,
    **replaced: Any,
) -> Line:
    """A run that planned these scenarios, with the rules that they name."""
    planned = [scenario["id"] for scenario in scenarios]
    names = dict.fromkeys(scenario["rule"] for scenario in scenarios)
    return {
        "kind": "run",
        "schema": 1,
        "fieldsync": "0.1.0",
        "iut": {
            "name": "Outlook Bridge",
            "version": "2.3.1",
            "vendor": "Example Field Tools",
            "homepage": "https://bridge.example/sync",
            "contract": 1,
            "clock_mode": "virtual",
            "claims": ["bookings"],
            "exceptions": {},
            "doubts": [],
        },
        "seed": 7,
        "starts_at": MONDAY,
        "selection": {
            "profiles": [],
            "rules": [],
            "scenarios": [],
            "last_failed": False,
        },
        "command": "fieldsync run --seed 7",
        "planned": planned,
        "rules": [a_rule(name) for name in names] if rules is None else rules,
        "assumptions": [
            {
                "id": "DV-022",
                "service": "dataverse",
                "section": "3.6",
                "assumed": "Completed and canceled activities refuse changes.",
                "switch": "customization.closed_activities_are_read_only",
            }
        ],
    } | replaced


def an_end(scenarios: Iterable[Mapping[str, Any]] = (), **replaced: Any) -> Line:
    """An end that counts these scenarios and judges them as it must."""
    counts = Counter(scenario["verdict"] for scenario in scenarios)
    canary = replaced.get("canary", "failed as it must")
    listed = replaced.get("waivers", {"entries": []})["entries"]
    at_fault = [one for one in listed if one["state"] in ("stale", "expired")]
    if canary == "passed" or counts["error"]:
        verdict = "void"
    elif counts["inconclusive"] or set(counts.elements()) <= {"not_applicable"}:
        verdict = "inconclusive"
    elif counts["fail"] or counts["crashed"] or counts["not_testable"] or at_fault:
        verdict = "not_conformant"
    else:
        verdict = "conformant"
    return {
        "kind": "end",
        "verdict": verdict,
        "counts": dict(counts),
        "canary": canary,
        "smoke": "one record went out, one event came in",
        "stopped": False,
        "message": None,
        "duration_ms": 4321.0,
    } | replaced


def lines_of(
    *scenarios: Line,
    rules: Sequence[Line] | None = None,
    run: Mapping[str, Any] | None = None,
    end: Mapping[str, Any] | None = None,
) -> list[Line]:
    """A whole file: run, scenarios, end."""
    return [
        a_run(scenarios, rules, **(run or {})),
        *scenarios,
        an_end(scenarios, **(end or {})),
    ]


def write(folder: Path, lines: Iterable[Mapping[str, Any]]) -> Path:
    """The path of a results file that holds these lines."""
    path = folder / "results.jsonl"
    text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return path
