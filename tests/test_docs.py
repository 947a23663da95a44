"""README.md and docs/ name only what there is: links, commands, options, files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import click
import pytest

from harness.catalogue import read_catalogue
from harness.cli import commands
from harness.paths import FEATURES
from harness.waivers import read_waivers
from tests.harness.runs import PROJECT
from tests.pages import (
    PAGES,
    all_options,
    blocks,
    name_of,
    options_of,
    prose,
    spans,
    typed_in,
)

OF_OTHERS: Final = {"--port"}  # of `python -m reference_impl`


def anchors(page: Path) -> set[str]:
    """What a link may name within the page, as the usual hosts make it."""
    heads = re.findall(r"^#+ (.+)$", prose(page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_resolves(page: Path) -> None:
    """To a file of the checkout, and to a heading where one is named."""
    links = re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text("utf-8"))

    for link in links:
        file, _, anchor = link.partition("#")
        target = page.parent / file if file else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_that_is_told_exists_with_its_options(page: Path) -> None:
    """In blocks of code and in running text."""
    told = list(typed_in(page.read_text("utf-8")))

    assert told or page.name not in {"README.md", "vendors.md"}
    for name, *words in told:
        used = {word for word in words if re.match(r"--[a-z]", word)}
        assert used <= options_of(name), (name, *words)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_option_that_is_named_alone_is_one_of_ours(page: Path) -> None:
    """Such as `--last-failed` in running text."""
    named = {
        one.split()[0] for one in spans(page.read_text("utf-8")) if one[:2] == "--"
    }

    assert named <= all_options() | OF_OTHERS


def test_the_readme_tells_every_command() -> None:
    """In its table."""
    text = (PROJECT / "README.md").read_text("utf-8")

    for name in commands.list_commands(click.Context(commands)):
        assert f"| `fieldsync {name}` |" in text


@pytest.mark.parametrize("page", ["vendors.md", "waivers.md"])
def test_each_waiver_file_can_be_read(page: str, tmp_path: Path) -> None:
    """Ready to be copied."""
    text = (PROJECT / "docs" / page).read_text("utf-8")
    files = [one for one in blocks(text, "yaml") if one.startswith("# waivers.yaml")]

    assert files
    for one in files:
        path = tmp_path / "waivers.yaml"
        path.write_text(one, "utf-8")
        assert read_waivers(path, read_catalogue(FEATURES)).entries
