"""`fieldsync rules`: what the catalogue holds and what judges it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from harness.catalogue import Catalogue, Plan, plan, read_catalogue
from harness.commands import options
from harness.mutants.register import all_mutants


@click.command(epilog="Example: fieldsync rules --profile bookings --format json")
@options.profile
@options.features
@options.output_format
def rules(*, profiles: tuple[str, ...], features: Path, output: str) -> int:
    """List the rules: id, profile, tier, strength, scenarios, mutants, not_tested."""
    catalogue = read_catalogue(features)
    rows = _rows(catalogue, plan(catalogue, profiles=profiles))
    if output == "json":
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        _print(rows)
    return 0


def _rows(catalogue: Catalogue, chosen: Plan) -> list[dict[str, Any]]:
    cases = Counter(case.rule for case in catalogue.scenarios)
    templates = Counter(
        rule for rule, _ in {(case.rule, case.template) for case in catalogue.scenarios}
    )
    mutants = Counter(mutant.rule for mutant in all_mutants().values())
    return [
        {
            "id": rule.id,
            "profile": rule.profile,
            "title": rule.title,
            "tier": rule.tier,
            "strength": rule.strength,
            "confidence": rule.confidence,
            "judgement": rule.judgement,
            "scenarios": templates[rule.id],
            "cases": cases[rule.id],
            "mutants": mutants[rule.id],
            "not_tested": rule.not_tested,
        }
        for rule in chosen.rules
    ]


def _print(rows: list[dict[str, Any]]) -> None:
    table = Table(box=None, pad_edge=False)
    heads = ("id", "profile", "tier", "strength", "scenarios", "mutants")
    for head in heads:
        table.add_column(head)
    table.add_column("title, or why it is not tested", overflow="fold")
    for row in rows:
        cells = [str(row[head]) for head in heads]
        told = f"not tested: {row['not_tested']}" if row["not_tested"] else row["title"]
        if sys.stdout.isatty():
            table.add_row(*cells, told)
        else:
            click.echo(" | ".join([*cells, told]))
    if sys.stdout.isatty():
        Console(highlight=False).print(table)
    tested = sum(row["scenarios"] > 0 for row in rows)
    click.echo(
        f"{len(rows)} rules, {tested} with scenarios, "
        f"{sum(row['scenarios'] for row in rows)} scenarios "
        f"({sum(row['cases'] for row in rows)} cases), "
        f"{sum(row['mutants'] for row in rows)} mutants."
    )
