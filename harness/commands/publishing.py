"""From a results file to page, summary and verdict. The only importer of `reports`.

The verdict comes from reading the file back, so page and exit code cannot disagree.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from harness.errors import UsageError
from harness.suite.request import YOURS
from harness.verdicts import FAILED, Verdict
from harness.visible import visible
from reports import (
    Results,
    UnusableResults,
    UnwritableReport,
    counts_of,
    read_results,
    render,
    rules_of,
    verdict_of,
)

_RULES: Final = 20  # told in the text; the report tells all
_COMMANDS: Final = 10
_HEADLINES: Final = {
    "conformant": "Conformant",
    "not_conformant": "Not conformant",
    "inconclusive": "Inconclusive",
    "void": "Void",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a run came to, for people and for programs."""

    verdict: str
    verdicts: Mapping[str, Verdict]  # by scenario
    page: Path
    summary: dict[str, Any]
    text: str


def publish(
    results_path: Path, out: Path, *, privately: Sequence[str] = ()
) -> Published:
    """The report stands in `out`; the verdict is read back from the results.

    The words of `privately` complete the commands of the text, and stand nowhere else:
    how an implementation is reached is known to its user and to nobody who is sent
    the report.

    Raises:
        UsageError: the results cannot be used or the page cannot be written.
    """
    try:
        results = read_results(results_path)
        page = render(results, out)
    except (UnusableResults, UnwritableReport) as error:
        raise UsageError(str(error)) from error
    summary = _summary(results, results_path, page)
    return Published(
        verdict=summary["verdict"],
        verdicts={one.id: Verdict(one.verdict.value) for one in results.scenarios},
        page=page,
        summary=summary,
        text="\n".join(_text(results, summary, privately)),
    )


def _summary(results: Results, path: Path, page: Path) -> dict[str, Any]:
    counts = {verdict.value: count for verdict, count in counts_of(results).items()}
    return {
        "verdict": verdict_of(results).value,
        "implementation": results.run.iut.name,
        "version": results.run.iut.version,
        "scenarios": sum(counts.values()),
        "planned": len(results.run.planned),
        "rules": len(results.run.rules),
        "counts": {name: count for name, count in counts.items() if count},
        "broken": [
            {"rule": one.rule.id, "verdict": one.verdict.value, "title": one.rule.title}
            for one in rules_of(results)
            if one.verdict.value in FAILED
        ],
        "notice": results.notice,
        "message": results.end.message if results.end else None,
        "results": str(path),
        "report": str(page),
    }


def _text(
    results: Results, summary: dict[str, Any], privately: Sequence[str]
) -> Iterator[str]:
    counts = ", ".join(f"{count} {name}" for name, count in summary["counts"].items())
    who = visible(f"{summary['implementation']} {summary['version']}")
    yield (
        f"{_HEADLINES[summary['verdict']]}: {who}, {summary['scenarios']} of "
        f"{summary['planned']} scenarios, {summary['rules']} rules ({counts})."
    )
    yield from _broken(summary["broken"])
    yield from _commands(results, privately)
    for one in (results.notice, summary["message"]):
        if one:
            yield visible(one, lines=True)
    yield from map(visible, results.run.iut.doubts)
    yield f"Report: {summary['report']}"


def _broken(rules: Sequence[Mapping[str, str]]) -> Iterator[str]:
    for one in rules[:_RULES]:
        yield f"  {one['verdict']}: {one['rule']} {one['title']}"
    if len(rules) > _RULES:
        yield f"  … and {len(rules) - _RULES} more rules in the report."


def _commands(results: Results, privately: Sequence[str]) -> Iterator[str]:
    failed = [one for one in results.scenarios if one.verdict.value in FAILED]
    if failed:
        yield "Repeat a failing scenario:"
    for one in failed[:_COMMANDS]:
        repeat = one.repeat.replace(f" --iut {YOURS}", "")  # the terminal may know
        yield f"  {' '.join((repeat, *map(shlex.quote, privately)))}"
    if len(failed) > _COMMANDS:
        yield f"  … and {len(failed) - _COMMANDS} more in the report."
