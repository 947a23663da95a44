"""The command line: parse to one value, call, turn every error into one sentence."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Final

import click

from harness import VERSION
from harness.errors import CatalogueBroken, HarnessError, UsageError
from harness.verdicts import INTERRUPTED, UNUSABLE
from harness.visible import visible

# each in the module of its name
_COMMANDS: Final = ("contract", "doctor", "mutants", "report", "rules", "run", "serve")


class _Commands(click.Group):
    """The commands, imported when one is asked for: `serve` needs no scenarios."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"harness.commands.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(cls=_Commands, epilog="Example: fieldsync run --profile bookings")
@click.version_option(VERSION, prog_name="fieldsync")
def commands() -> None:
    """Does it synchronise as documented? Conformance tests for Field Service sync.

    Exit codes: 0 conformant, 1 not conformant, 2 unusable input or implementation,
    3 inconclusive, void or interrupted.
    """


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
        # A sentence may quote an implementation or a file: nothing of it acts.
        click.echo(f"Error: {visible(str(error), lines=True)}", err=True)
        return UNUSABLE
    except HarnessError as error:
        click.echo(f"Error of fieldsync itself: {error}", err=True)
        return INTERRUPTED


def entry() -> None:
    """The console script."""
    sys.exit(main())
