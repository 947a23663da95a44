"""Progress for people: a bar on a terminal, plain lines elsewhere; on stderr."""

from __future__ import annotations

import sys
from typing import Final

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

_QUIET: Final = frozenset({"pass", "observed", "not_applicable"})
_EVERY: Final = 50


class ProgressShown:
    """Hears a run progress."""

    def __init__(self) -> None:
        self._total = 0
        self._done = 0
        self._bar: Progress | None = None

    def planned(self, count: int) -> None:
        """So many scenarios will run."""
        self._total = count
        if sys.stderr.isatty():
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                console=Console(stderr=True),
                auto_refresh=False,
            )
            self._bar.add_task("Scenarios", total=count)
            self._bar.start()
        else:
            click.echo(f"{count} scenarios are planned.", err=True)

    def ended(self, title: str, rule: str, verdict: str, message: str | None) -> None:
        """A scenario has ended; anything but a pass is told at once."""
        del message
        self._done += 1
        if verdict not in _QUIET:
            self._say(f"{verdict}: {rule} {title}")
        if self._bar is not None:
            self._bar.advance(self._bar.task_ids[0])
            self._bar.refresh()
        elif self._done % _EVERY == 0 or self._done == self._total:
            click.echo(f"{self._done} of {self._total} scenarios.", err=True)

    def close(self) -> None:
        """The bar is gone."""
        if self._bar is not None:
            self._bar.stop()

    def _say(self, text: str) -> None:
        if self._bar is not None:
            self._bar.console.print(text, markup=False, highlight=False)
        else:
            click.echo(text, err=True)
