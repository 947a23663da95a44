"""`fieldsync run`: the main job."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harness.adapters.address import parse_address
from harness.adapters.iut import ClockMode
from harness.catalogue import read_catalogue
from harness.commands import options
from harness.commands.lastfailed import recall, remember
from harness.commands.opening import open_page
from harness.commands.progress import ProgressShown
from harness.commands.publishing import publish
from harness.errors import UsageError
from harness.paths import FEATURES
from harness.stopwatch import today
from harness.suite.request import RunRequest
from harness.suite.run import execute
from harness.verdicts import EXIT_CODES, INTERRUPTED, Conformance


@click.command(
    epilog="Example: fieldsync run --profile bookings --profile cadence --out report"
)
@options.profile
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="ID",
    help="Only this rule; may be repeated.",
)
@click.option(
    "--repeat-scenario",
    "titles",
    multiple=True,
    metavar="TITLE",
    help="Only this scenario, outline or row of one; may be repeated.",
)
@click.option(
    "--last-failed",
    is_flag=True,
    help="Only what failed in earlier runs into the same --out folder.",
)
@click.option(
    "--fail-fast",
    is_flag=True,
    help="End at the first scenario that counts against the implementation.",
)
@options.iut
@options.clock
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("fieldsync-report"),
    show_default=True,
    help="Folder for results.jsonl and index.html.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed."
)
@click.option(
    "--port",
    type=click.IntRange(min=0, max=65535),
    default=0,
    show_default="any free one",
    help="Port of the fakes on loopback; needs one worker.",
)
@click.option(
    "--waivers",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Waiver file: known failures, each with reason, issue, owner and expiry date. "
    "[default: as the descriptor says]",
)
@click.option(
    "--open",
    "open_report",
    is_flag=True,
    help="Open the report in a browser.",
)
@options.workers
@options.features
@options.output_format
def run(  # noqa: PLR0913 - one parameter per option
    *,
    profiles: tuple[str, ...],
    rules: tuple[str, ...],
    titles: tuple[str, ...],
    last_failed: bool,
    fail_fast: bool,
    iut: str,
    clock: str | None,
    out: Path,
    seed: int,
    port: int,
    waivers: Path | None,
    open_report: bool,
    workers: int,
    features: Path,
    output: str,
) -> int:
    """Run the features against an implementation and write the report."""
    if port and workers > 1:
        raise UsageError("One port serves one worker: leave out --port or --workers.")
    mode = ClockMode(clock) if clock else None
    request = RunRequest(
        features=features,
        profiles=profiles,
        rules=rules,
        titles=titles,
        ids=recall(out) if last_failed else None,
        fail_fast=fail_fast,
        iut=iut,
        clock=clock,
        seed=seed,
        port=port,
        waivers=waivers or parse_address(iut, clock=mode).waivers,
    )
    if last_failed and not request.plan_of(read_catalogue(features)).scenarios:
        return _nothing_left(out, output)
    progress = ProgressShown()
    try:
        finished = execute(
            request, out=out, workers=workers, listener=progress, today=today()
        )
    finally:
        progress.close()
    published = publish(finished.results, out, privately=_typed(request))
    remember(out, published.verdicts)
    if output == "json":
        click.echo(json.dumps(published.summary, indent=2))
    else:
        click.echo(published.text)
    if open_report:
        open_page(published.page)
    if not finished.complete:
        click.echo("Interrupted: the report shows what had ended by then.", err=True)
        return INTERRUPTED
    return EXIT_CODES[Conformance(published.verdict)]


def _nothing_left(out: Path, output: str) -> int:
    """What a run of nothing comes to: a sentence, and neither results nor a verdict."""
    sentence = (
        f"Of what was asked for, nothing failed in earlier runs into {out}: "
        "nothing was run, and nothing is said about conformance."
    )
    if output == "json":
        click.echo(json.dumps({"verdict": None, "planned": 0, "notice": sentence}))
    else:
        click.echo(sentence, err=True)
    return 0


def _typed(request: RunRequest) -> tuple[str, ...]:
    """What was typed and results keep to themselves, to complete a command with."""
    words: list[str] = []
    if request.features != FEATURES:
        words += ["--features", str(request.features)]
    if not request.is_built_in:
        words += ["--iut", request.iut]
    if request.clock is not None:
        words += ["--clock", request.clock]
    if request.waivers is not None and request.waivers != Path(request.waivers.name):
        words += ["--waivers", str(request.waivers)]  # the last one of an option counts
    return tuple(words)
