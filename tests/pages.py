"""The pages that people read, picked apart: code, commands, options."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import click

from harness.cli import commands
from tests.harness.runs import PROJECT

PAGES: Final = (PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md")))
HOLE: Final = "…"
_FENCED: Final = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_TYPED: Final = re.compile(
    r"^\s*(?:\$ |- (?:run: )?)?fieldsync ([^>&|]+)", re.MULTILINE
)


def name_of(page: Path) -> str:
    """As it is called from the root of the project."""
    return page.relative_to(PROJECT).as_posix()


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of that language."""
    return [code for said, code in _FENCED.findall(text) if said == language]


def spans(text: str) -> list[str]:
    """What stands between backticks in running text, each on one line."""
    return [" ".join(one.split()) for one in re.findall(r"`([^`]+)`", prose(text))]


def prose(text: str) -> str:
    """The text without its fenced blocks."""
    return _FENCED.sub("", text)


def typed_in(text: str) -> Iterator[list[str]]:
    """Each `fieldsync …` of the page as words, in blocks and in running text."""
    languages = ("sh", "console", "yaml")
    code = [one for language in languages for one in blocks(text, language)]
    for line in "\n".join([*code, *spans(text)]).splitlines():
        if found := _TYPED.match(line):
            yield shlex.split(found[1].replace(HOLE, ""), comments=True)


@cache
def options_of(name: str) -> frozenset[str]:
    """The options of that command; it has to exist."""
    command = commands.get_command(click.Context(commands), name)
    assert command is not None, f"there is no fieldsync {name}"
    return frozenset({"--help", *(one for it in command.params for one in it.opts)})


def all_options() -> set[str]:
    """Those of all commands."""
    names = commands.list_commands(click.Context(commands))
    return {option for name in names for option in options_of(name)}
