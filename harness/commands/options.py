"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from harness.adapters.iut import ClockMode
from harness.paths import FEATURES

Command = Callable[..., Any]


def features(command: Command) -> Command:
    """Where the features lie."""
    return click.option(
        "--features",
        type=click.Path(path_type=Path, file_okay=False),
        default=FEATURES,
        show_default="those that fieldsync brings",
        help="Folder with one folder per profile.",
    )(command)


def profile(command: Command) -> Command:
    """Which profiles."""
    return click.option(
        "--profile",
        "profiles",
        multiple=True,
        metavar="P",
        help="Only this profile; may be repeated.",
    )(command)


def iut(command: Command) -> Command:
    """Which implementation."""
    return click.option(
        "--iut",
        default="reference",
        show_default=True,
        help="The implementation under test: reference, mutant:RULE/name, "
        "http://HOST:PORT, 'exec: COMMAND', 'blackbox: COMMAND', or the path of a "
        "descriptor (iut.yaml).",
    )(command)


def clock(command: Command) -> Command:
    """How a black box is made to follow virtual time."""
    return click.option(
        "--clock",
        type=click.Choice([one.value for one in ClockMode]),
        help="Clock mode of a black box: jump (an event loop), rate (blocking sleeps) "
        "or realtime. [default: as its descriptor says, else jump]",
    )(command)


def output_format(command: Command) -> Command:
    """For people or for programs."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="What stands on standard output.",
    )(command)


def workers(command: Command) -> Command:
    """How many processes."""
    return click.option(
        "--workers",
        type=click.IntRange(min=1, max=64),
        default=1,
        show_default=True,
        help="Processes that share the scenarios.",
    )(command)
