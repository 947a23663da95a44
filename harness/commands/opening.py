"""Shows the report to its user: the only place that starts a browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click


def open_page(page: Path) -> None:
    """A browser shows the page, or standard error says that none could be opened."""
    try:
        is_shown = webbrowser.open(page.resolve().as_uri())
    except webbrowser.Error:
        is_shown = False
    if not is_shown:
        click.echo(f"No browser could be opened: open {page} yourself.", err=True)
