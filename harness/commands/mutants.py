"""`fieldsync mutants`: proof that the suite catches what it claims to catch."""

from __future__ import annotations

import json
import sys
from statistics import median
from typing import Any, Final

import click
from rich.console import Console
from rich.table import Table

from harness.catalogue import plan, read_catalogue
from harness.commands import options
from harness.errors import UnknownName
from harness.mutants.register import all_mutants, find
from harness.paths import FEATURES
from harness.stopwatch import Stopwatch
from harness.suite.kills import Fate, hunt
from harness.suite.request import RunRequest

_EVERY: Final = 500


@click.command(epilog="Example: fieldsync mutants --profile bookings --workers 2")
@options.profile
@click.option("--mutant", "ids", multiple=True, metavar="ID", help="Only this mutant.")
@click.option("--matrix", is_flag=True, help="Run every scenario, not the rule's own.")
@click.option(
    "--list", "only_list", is_flag=True, help="Name the mutants, run nothing."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True)
@options.workers
@options.output_format
def mutants(
    *,
    profiles: tuple[str, ...],
    ids: tuple[str, ...],
    matrix: bool,
    only_list: bool,
    seed: int,
    workers: int,
    output: str,
) -> int:
    """Run the suite against broken references; each must be caught by its own rule."""
    chosen = _chosen(profiles, ids)
    if only_list:
        for mutant_id in chosen:
            click.echo(f"{mutant_id}: {find(mutant_id).careless}")
        return 0
    request = RunRequest(
        features=FEATURES,
        profiles=profiles,
        rules=() if matrix else tuple(dict.fromkeys(find(one).rule for one in chosen)),
        seed=seed,
        mutants=chosen,
        matrix=matrix,
    )
    clock = Stopwatch()
    fates = hunt(request, workers=workers, heard=_Told())
    if output == "json":
        click.echo(json.dumps(_document(fates, clock), indent=2, ensure_ascii=False))
    else:
        _print(fates, clock, matrix=matrix)
    return 0 if all(fate.killed for fate in fates) else 1


class _Told:
    """Tells on standard error how far a hunt has come."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self) -> None:
        """One more scenario has met one more mutant."""
        self._count += 1
        if self._count % _EVERY == 0:
            click.echo(f"{self._count} scenarios against mutants.", err=True)


def _chosen(profiles: tuple[str, ...], ids: tuple[str, ...]) -> tuple[str, ...]:
    catalogue = read_catalogue(FEATURES)
    rules = {rule.id for rule in plan(catalogue, profiles=profiles).rules}
    asked = [find(one).id for one in ids] or list(all_mutants())
    chosen = tuple(one for one in asked if find(one).rule in rules)
    if not chosen:
        raise UnknownName(
            kind="mutant",
            name=", ".join(profiles) or "any",
            hint="No mutant belongs to that selection.",
        )
    return chosen


def _document(fates: tuple[Fate, ...], clock: Stopwatch) -> dict[str, Any]:
    return {
        "mutants": [
            {
                "id": fate.mutant.id,
                "rule": fate.mutant.rule,
                "careless": fate.mutant.careless,
                "killed": fate.killed,
                "reason": fate.mutant.reason,
                "met": fate.met,
                "failing_rules": list(fate.failing_rules),
                "hits": [
                    {
                        "rule": hit.rule,
                        "scenario": hit.scenario,
                        "verdict": hit.verdict.value,
                        "message": hit.message,
                    }
                    for hit in fate.hits
                ],
            }
            for fate in fates
        ],
        "killed": sum(fate.killed for fate in fates),
        "total": len(fates),
        "median_failing_rules": _median(fates),
        "duration_ms": clock.ms,
    }


def _median(fates: tuple[Fate, ...]) -> float:
    return median(len(fate.failing_rules) for fate in fates)


def _cells(fate: Fate) -> tuple[str, str, str, str]:
    """Mutant, fate, who caught it, with which message."""
    killers = fate.killers or tuple(fate.hits[:1])
    first = killers[0] if killers else None
    others = f" and {len(fate.hits) - 1} more" if len(fate.hits) > 1 else ""
    return (
        fate.mutant.id,
        "killed" if fate.killed else "SURVIVED",
        f"{first.rule} {first.scenario}{others}" if first else "nobody",
        first.message if first else "",
    )


def _print(fates: tuple[Fate, ...], clock: Stopwatch, *, matrix: bool) -> None:
    table = Table(box=None, pad_edge=False)
    for head in ("mutant", "fate", "by", "with the message"):
        table.add_column(head, overflow="fold")
    for fate in fates:
        cells = _cells(fate)
        if sys.stdout.isatty():
            table.add_row(*cells)
        else:
            click.echo(" | ".join(cells))
    if sys.stdout.isatty():
        Console(highlight=False).print(table)
    killed = sum(fate.killed for fate in fates)
    click.echo(f"{killed} of {len(fates)} mutants killed by their own rule.")
    if matrix:
        worst = max(fates, key=lambda fate: len(fate.failing_rules))
        click.echo(
            f"Rules that fail per mutant: median {_median(fates):g}, most "
            f"{len(worst.failing_rules)} ({worst.mutant.id})."
        )
    click.echo(f"{clock.ms / 1000:.1f} s.")
