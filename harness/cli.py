"""The command line: parse to one value, call, turn every error into one sentence."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from harness import VERSION
from harness.commands.mutants import mutants
from harness.commands.report import report
from harness.commands.rules import rules
from harness.commands.run import run
from harness.commands.serve import serve
from harness.errors import CatalogueBroken, HarnessError, UsageError
from harness.verdicts import INTERRUPTED, UNUSABLE


@click.group(epilog="Example: fieldsync run --profile bookings")
@click.version_option(VERSION, prog_name="fieldsync")
def commands() -> None:
    """Does it synchronise as documented? Conformance tests for Field Service sync.

    Exit codes: 0 conformant, 1 not conformant, 2 unusable input or implementation,
    3 inconclusive, void or interrupted.
    """


for command in (run, rules, mutants, report, serve):
    commands.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of the command line; whatever went wrong has been told."""
    try:
        code = commands.main(
            list(arguments) if arguments is not None else None,
            prog_name="fieldsync",
            standalone_mode=False,
        )
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show(sys.stderr)
        return UNUSABLE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except CatalogueBroken as error:
        click.echo("The features cannot be used:", err=True)
        for problem in error.problems:
            click.echo(f"  {problem}", err=True)
        return UNUSABLE
    except UsageError as error:
        click.echo(f"Error: {error}", err=True)
        return UNUSABLE
    except HarnessError as error:
        click.echo(f"Error of fieldsync itself: {error}", err=True)
        return INTERRUPTED


def entry() -> None:
    """The console script."""
    sys.exit(main())
