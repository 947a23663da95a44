"""`fieldsync doctor`: is the adapter sound? Ten checks, before anything is scored."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Final

import click
from rich.console import Console
from rich.text import Text

from harness.adapters.iut import ClockMode, Implementation
from harness.commands import options
from harness.doctor import Finding, Outcome, Patient, examine
from harness.suite.bench import Bench, PinnedClock

_COLOURS: Final = {
    Outcome.OK: "green",
    Outcome.FAILED: "bold red",
    Outcome.SKIPPED: "yellow",
}


@click.command(epilog="Example: fieldsync doctor --iut 'exec: node dist/server.js'")
@options.iut
@options.clock
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed."
)
@options.output_format
def doctor(*, iut: str, clock: str | None, seed: int, output: str) -> int:
    """Check the way to an implementation: ten checks, each with how to mend it.

    Exit codes: 0 none failed, 1 one failed, 2 it cannot be tried at all.
    """
    bench = Bench(iut, clock=ClockMode(clock) if clock else None)
    patient = Patient(bench, seed=seed)
    with PinnedClock():
        try:
            findings = tuple(_told(examine(patient), output))
        finally:
            bench.close()
    if output == "json":
        document = _document(findings, patient.implementation)
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    return 1 if any(one.outcome is Outcome.FAILED for one in findings) else 0


def _told(findings: Iterable[Finding], output: str) -> Iterator[Finding]:
    """The findings; each is told as soon as it is there, unless for a program."""
    console = Console(highlight=False) if sys.stdout.isatty() else None
    for one in findings:
        if output == "text" and console is not None:
            console.print(_coloured(one), soft_wrap=True)
        elif output == "text":
            click.echo(_line(one))
        yield one


def _line(finding: Finding) -> str:
    hint = f" To mend it: {finding.hint}" if finding.hint else ""
    head = f"{finding.number:>2} {_outcome(finding)}"
    return f"{head} {finding.title}{_seen(finding)}{hint}"


def _coloured(finding: Finding) -> Text:
    hint = f"\n   To mend it: {finding.hint}" if finding.hint else ""
    return Text.assemble(
        f"{finding.number:>2} ",
        (_outcome(finding), _COLOURS[finding.outcome]),
        " ",
        (finding.title, "bold"),
        _seen(finding),
        (hint, "dim"),
    )


def _outcome(finding: Finding) -> str:
    if finding.outcome is Outcome.SKIPPED:
        return f"skipped ({finding.seen})"
    return str(finding.outcome)


def _seen(finding: Finding) -> str:
    skipped = finding.outcome is Outcome.SKIPPED
    return "." if skipped else f": {finding.seen}"


def _document(
    findings: tuple[Finding, ...], implementation: Implementation | None
) -> dict[str, Any]:
    said = implementation
    return {
        "implementation": {
            "name": said.name,
            "version": said.version,
            "vendor": said.vendor,
        }
        if said
        else None,
        "checks": [
            {
                "number": one.number,
                "title": one.title,
                "outcome": one.outcome.value,
                "seen": one.seen,
                "hint": one.hint,
            }
            for one in findings
        ],
        **{
            outcome.value: sum(one.outcome is outcome for one in findings)
            for outcome in Outcome
        },
    }
