"""Lines that are known to fit the schema, as values. Pure, and total for such lines."""

from collections.abc import Mapping
from typing import Any

from reports.model import (
    Assumption,
    End,
    Exchange,
    Happening,
    Implementation,
    ListedWaiver,
    Rule,
    Run,
    RunVerdict,
    Scenario,
    Source,
    Step,
    Verdict,
    Waiver,
    WaiverFile,
    WaiverState,
)

Line = Mapping[str, Any]


def run_of(line: Line) -> Run:
    """The run that a line of kind `run` describes."""
    return Run(
        fieldsync=line["fieldsync"],
        iut=_implementation(line["iut"]),
        seed=line["seed"],
        starts_at=line["starts_at"],
        selected_profiles=tuple(line["selection"]["profiles"]),
        selected_rules=tuple(line["selection"]["rules"]),
        selected_scenarios=tuple(line["selection"].get("scenarios", ())),
        only_last_failed=line["selection"].get("last_failed", False),
        command=line["command"],
        planned=tuple(line["planned"]),
        rules=tuple(_rule(rule) for rule in line["rules"]),
        assumptions=tuple(map(_assumption, line.get("assumptions", ()))),
    )


def _assumption(line: Line) -> Assumption:
    return Assumption(
        id=line["id"],
        service=line["service"],
        section=line["section"],
        assumed=line["assumed"],
        switch=line["switch"],
    )


def scenario_of(line: Line) -> Scenario:
    """The scenario that a line of kind `scenario` describes."""
    return Scenario(
        id=line["id"],
        profile=line["profile"],
        feature=line["feature"],
        file=line["file"],
        line=line["line"],
        rule=line["rule"],
        title=line["title"],
        row=line["row"],
        verdict=Verdict(line["verdict"]),
        message=line["message"],
        expected=line["expected"],
        found=line["found"],
        looked=line["looked"],
        observations=tuple(line["observations"]),
        repeat=line["repeat"],
        steps=tuple(_step(step) for step in line["steps"]),
        timeline=tuple(_happening(entry) for entry in line["timeline"]),
        exchanges=tuple(_exchange(exchange) for exchange in line["exchanges"]),
        diagnostics=line.get("diagnostics"),
        output=line.get("output"),
        duration_ms=line["duration_ms"],
        waiver=_waiver(line["waiver"]) if "waiver" in line else None,
    )


def end_of(line: Line) -> End:
    """The conclusion that a line of kind `end` describes; unknown counts are left."""
    counts = line["counts"]
    return End(
        verdict=RunVerdict(line["verdict"]),
        counts={verdict: counts.get(verdict.value, 0) for verdict in Verdict},
        canary=line["canary"],
        smoke=line["smoke"],
        stopped=line.get("stopped", False),
        message=line["message"],
        duration_ms=line["duration_ms"],
        waivers=_waiver_file(line["waivers"]) if "waivers" in line else None,
    )


def _waiver(raw: Line) -> Waiver:
    return Waiver(
        reason=raw["reason"],
        issue=raw["issue"],
        owner=raw["owner"],
        expires=raw["expires"],
        days_left=raw["days_left"],
        verdict=Verdict(raw["verdict"]),
    )


def _waiver_file(raw: Line) -> WaiverFile:
    return WaiverFile(
        file=raw["file"],
        judged_on=raw["judged_on"],
        entries=tuple(map(_listed, raw["entries"])),
    )


def _listed(raw: Line) -> ListedWaiver:
    return ListedWaiver(
        rule=raw["rule"],
        scenario=raw["scenario"],
        implementation=raw["implementation"],
        versions=tuple(raw["versions"]),
        reason=raw["reason"],
        issue=raw["issue"],
        owner=raw["owner"],
        expires=raw["expires"],
        days_left=raw["days_left"],
        state=WaiverState(raw["state"]),
        note=raw["note"],
    )


def _implementation(raw: Line) -> Implementation:
    return Implementation(
        name=raw["name"],
        version=raw["version"],
        vendor=raw["vendor"],
        homepage=raw["homepage"],
        contract=raw["contract"],
        clock_mode=raw["clock_mode"],
        claims=tuple(raw["claims"]),
        exceptions=raw["exceptions"],
        doubts=tuple(raw.get("doubts", ())),
    )


def _rule(raw: Line) -> Rule:
    return Rule(
        id=raw["id"],
        profile=raw["profile"],
        title=raw["title"],
        statement=raw["statement"],
        why=raw["why"],
        strength=raw["strength"],
        confidence=raw["confidence"],
        tier=raw["tier"],
        origin=raw["origin"],
        sync_method=raw["sync_method"],
        source=Source(
            document=raw["source"]["document"],
            file=raw["source"]["file"],
            section=raw["source"]["section"],
        ),
        parameters=raw["parameters"],
        applies_when=tuple(raw["applies_when"]),
        observable=raw["observable"],
        derived_from=tuple(raw["derived_from"]),
        conflicts=tuple(raw["conflicts"]),
        notes=raw["notes"],
        judgement=raw["judgement"],
        not_tested=raw["not_tested"],
        reading=raw["reading"],
    )


def _step(raw: Line) -> Step:
    return Step(
        keyword=raw["keyword"],
        text=raw["text"],
        outcome=raw["outcome"],
        origin=raw["origin"],
        line=raw["line"],
        at=raw["at"],
        until=raw["until"],
        table=raw["table"],
        docstring=raw["docstring"],
        duration_ms=raw["duration_ms"],
    )


def _happening(raw: Line) -> Happening:
    return Happening(at=raw["at"], kind=raw["kind"], text=raw["text"])


def _exchange(raw: Line) -> Exchange:
    return Exchange(
        n=raw["n"],
        at=raw["at"],
        step=raw["step"],
        service=raw["service"],
        method=raw["method"],
        target=raw["target"],
        status=raw["status"],
        fault=raw["fault"],
        request_headers=raw["request_headers"],
        request_body=raw["request_body"],
        response_headers=raw["response_headers"],
        response_body=raw["response_body"],
        truncated=raw["truncated"],
    )
