"""Conformance reports: results.jsonl in, one self-contained HTML page out.

Usable alone; the interface is `results.schema.json`. A caller reads, renders and asks
for the verdict:

    results = read_results("results.jsonl")
    page = render(results, "report")
    verdict = verdict_of(results)

`results.notice` tells in one sentence when the run is incomplete.
"""

from reports.errors import UnusableResults, UnwritableReport
from reports.model import Results, RunVerdict, Verdict
from reports.reader import read_results
from reports.render import render
from reports.summary import counts_of, is_complete, profiles_of, rules_of, verdict_of

__all__ = [
    "Results",
    "RunVerdict",
    "UnusableResults",
    "UnwritableReport",
    "Verdict",
    "counts_of",
    "is_complete",
    "profiles_of",
    "read_results",
    "render",
    "rules_of",
    "verdict_of",
]
