"""From a results file to page, summary and verdict. The only importer of `reports`.

The verdict comes from reading the file back, so page and exit code cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from harness.errors import UsageError
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

_BAD: Final = ("fail", "not_testable", "crashed", "inconclusive", "error")
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
    summary: dict[str, Any]
    text: str


def publish(results_path: Path, out: Path) -> Published:
    """The report stands in `out`; the verdict is read back from the results.

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
        verdict=summary["verdict"], summary=summary, text=_text(results, summary)
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
            if one.verdict.value in _BAD
        ],
        "notice": results.notice,
        "message": results.end.message if results.end else None,
        "results": str(path),
        "report": str(page),
    }


def _text(results: Results, summary: dict[str, Any]) -> str:
    counts = ", ".join(f"{count} {name}" for name, count in summary["counts"].items())
    lines = [
        (
            f"{_HEADLINES[summary['verdict']]}: {summary['implementation']} "
            f"{summary['version']}, {summary['scenarios']} of {summary['planned']} "
            f"scenarios, {summary['rules']} rules ({counts})."
        ),
    ]
    lines += [
        f"  {one['verdict']}: {one['rule']} {one['title']}" for one in summary["broken"]
    ]
    lines += [text for text in (results.notice, summary["message"]) if text]
    lines.append(f"Report: {summary['report']}")
    return "\n".join(lines)
