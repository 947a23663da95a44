"""`fieldsync report`: results into HTML."""

from __future__ import annotations

from pathlib import Path

import click

from harness.commands.publishing import publish


@click.command(
    epilog="Example: fieldsync report fieldsync-report/results.jsonl --out r"
)
@click.argument("results", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("fieldsync-report"),
    show_default=True,
    help="Folder for index.html.",
)
def report(*, results: Path, out: Path) -> int:
    """Write the HTML report for a results file."""
    published = publish(results, out)
    click.echo(published.text)
    return 0
