"""The command that serves the fakes: `fieldsync serve`, and `python -m fakes`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click


class _Refused(click.ClickException):
    exit_code = 2


@click.command(
    epilog="Example: fieldsync serve --tls --ca-file ca.pem --seed-file seed.yaml"
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(min=0, max=65535),
    default=0,
    show_default="any free one",
    help="Which port.",
)
@click.option("--tls", is_flag=True, help="Speak https, with a private CA.")
@click.option(
    "--ca-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the CA's certificate is written and stays; else a temporary file.",
)
@click.option(
    "--seed-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What the tenant holds: YAML or JSON.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Number that ids and people follow from.",
)
@click.option(
    "--now",
    metavar="INSTANT",
    help="Where virtual time begins: 2026-03-02T08:00:00Z unless the seed says so.",
)
def serve(*, tls: bool, ca_file: Path | None, **asked: Any) -> int:
    """Start the fakes alone: Dataverse, Graph and tokens of one tenant.

    One line of JSON on standard output says how to reach them, once they answer. They
    serve until SIGINT or SIGTERM.
    """
    # The other commands of `fieldsync` need not wait for what only this one needs.
    from fakes import serving  # noqa: PLC0415 - as said above

    if ca_file is not None and not tls:
        msg = "--ca-file belongs to --tls: add --tls, or leave out --ca-file."
        raise _Refused(msg)
    try:
        how = serving.Serving(tls=tls, ca_file=ca_file, **asked)
        serving.serve(how, ready=_announce)
    except serving.Unservable as error:
        raise _Refused(str(error)) from error
    return 0


def _announce(connection: dict[str, Any]) -> None:
    click.echo(json.dumps(connection))
