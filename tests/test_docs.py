"""What README.md and docs/ say is so: links, options, variables, snippets, sentences."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import click
import pytest
import yaml

from harness.adapters.blackbox import variables
from harness.catalogue import read_catalogue
from harness.cli import commands
from harness.contract import faults
from harness.paths import FEATURES
from harness.processes.process import PASSED_ON
from harness.waivers import read_waivers
from tests.harness.runs import PROJECT, fieldsync

PAGES: Final = (PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md")))
VENDORS: Final = (PROJECT / "docs" / "vendors.md").read_text("utf-8")
CODE: Final = ("harness", "fakes", "reference_impl", "reports")
HOLE: Final = "…"


def name_of(page: Path) -> str:
    return page.relative_to(PROJECT).as_posix()


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def snippet(mark: str) -> list[str]:
    """The YAML blocks whose first line says what they are."""
    return [one for one in blocks(VENDORS, "yaml") if mark in one.splitlines()[0]]


def anchors(page: Path) -> set[str]:
    """What a link may name within the page, as the usual hosts make it."""
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_resolves(page: Path) -> None:
    """To a file of the checkout, and to a heading where one is named."""
    text = page.read_text("utf-8")
    links = re.findall(r"\]\((?!https?:)([^)\s]+)\)", text)

    for link in links:
        file, _, anchor = link.partition("#")
        target = page.parent / file if file else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def typed_in(text: str) -> Iterator[list[str]]:
    """Each `fieldsync …` that stands in code, as words."""
    code = re.sub(r"\n +", " ", text)
    spans = re.findall(r"`([^`]+)`", code)
    fenced = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    for line in (*spans, *"\n".join(fenced).splitlines()):
        for found in re.finditer(r"\bfieldsync ([a-z]+\b.*)", line):
            words = found[1].replace(HOLE, "").partition(" > ")[0]
            try:
                yield shlex.split(words, comments=True)
            except ValueError:
                yield words.split()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_that_is_named_exists_with_its_options(page: Path) -> None:
    """In running text, too."""
    for words in typed_in(page.read_text("utf-8")):
        command = commands.get_command(click.Context(commands), words[0])
        if command is None and not words[1:]:
            continue  # a folder, an image: `fieldsync reference` is a name
        assert command is not None, words
        known = {name for one in command.params for name in one.opts}
        used = {word for word in words[1:] if re.match(r"--[a-z]", word)}
        assert used <= known | {"--help"}, words


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_option_that_is_named_is_one_of_ours(page: Path) -> None:
    """Also where no command stands before it: `--last-failed`."""
    text = page.read_text("utf-8")
    known = {"--help", "--port", "--state-dir"}
    for name in commands.list_commands(click.Context(commands)):
        command = commands.get_command(click.Context(commands), name)
        assert command is not None
        known |= {option for one in command.params for option in one.opts}

    named = set(re.findall(r"`(--[a-z][a-z-]*)", text))

    assert named <= known


def known_variables() -> set[str]:
    """Every variable that the harness sets or reads."""
    identity = dict.fromkeys(
        ["authority", "token_url", "tenant_id", "client_id", "client_secret", "scope_dataverse", "scope_exchange"],
        "",
    )
    session = {
        "dataverse": {"base_url": "", "api_version": ""},
        "exchange": {"graph_url": ""},
        "identity": identity,
        "seed": 0,
    }
    given = variables(session, folder=Path(), state=Path())
    return {*given, "FIELDSYNC_CA_FILE"} | {
        found
        for package in CODE
        for path in (PROJECT / package).rglob("*.py")
        for found in re.findall(r"FIELDSYNC_[A-Z_]*[A-Z]\b", path.read_text("utf-8"))
    }


def test_the_guide_names_every_environment_variable_and_no_other() -> None:
    """Those that a vendor finds, and those that a vendor sets."""
    named = set(re.findall(r"FIELDSYNC_[A-Z_]*[A-Z]\b", VENDORS))

    assert named == known_variables()


def test_the_guide_names_what_a_command_inherits() -> None:
    """All of it."""
    [sentence] = re.findall(r"and of yours (.*?)\. A server", VENDORS, re.DOTALL)

    assert set(re.findall(r"`(\w+)`", sentence)) == set(PASSED_ON)


def test_each_descriptor_keeps_its_schema() -> None:
    """Those of the guide, ready to be copied."""
    found = snippet("(descriptor)")

    assert found
    for one in found:
        assert faults("iut", yaml.safe_load(one)) == ()


def test_the_guide_tells_each_member_of_the_descriptor() -> None:
    """And no other."""
    told = VENDORS.partition("| member | meaning |")[2].partition("\n\n")[0]
    named = {
        name
        for line in told.splitlines()[2:]
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }

    schema = click.testing.CliRunner().invoke(commands, ["contract", "--schema", "iut"])

    assert named == set(yaml.safe_load(schema.output)["properties"])


def test_each_waiver_file_can_be_read(tmp_path: Path) -> None:
    """Those of the guide and of the page about waivers."""
    page = (PROJECT / "docs" / "waivers.md").read_text("utf-8")
    found = [*snippet("(waivers)"), *blocks(page, "yaml")]

    assert len(found) > 1
    for one in found:
        path = tmp_path / "waivers.yaml"
        path.write_text(one, "utf-8")
        assert read_waivers(path, read_catalogue(FEATURES)).entries


def lines_of_shell(document: Any) -> Iterator[str]:
    """Everything in a pipeline that is a command."""
    match document:
        case str():
            yield from document.splitlines()
        case list():
            for one in document:
                yield from lines_of_shell(one)
        case dict():
            for one in document.values():
                yield from lines_of_shell(one)


@pytest.mark.parametrize("name", [".github/workflows/fieldsync.yml", ".gitlab-ci.yml"])
def test_each_pipeline_is_yaml_that_runs_doctor_and_suite(name: str) -> None:
    """In this order, and the report that is kept is the one that is written."""
    [text] = snippet(name)

    shell = list(lines_of_shell(yaml.safe_load(text)))

    asked = [line.split() for line in shell if line.startswith("fieldsync ")]
    assert [words[1] for words in asked] == ["doctor", "run"]
    out = asked[1][asked[1].index("--out") + 1]
    assert shell.count(out) + sum(out == line for line in ()) >= 1


@cache
def spoken() -> str:
    """Every text of the harness, with a hole where a value is put in."""
    texts = []
    for path in sorted((PROJECT / "harness").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [
                    part.value if isinstance(part, ast.Constant) else HOLE
                    for part in node.values
                ]
                texts.append("".join(map(str, parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(node.value)
    return "\n".join(texts)


def sentences() -> list[str]:
    """The first column of the troubleshooting table."""
    table = VENDORS.partition("| the sentence |")[2]
    return [line.split("|")[1].strip() for line in table.splitlines()[2:] if line]


@pytest.mark.parametrize("sentence", sentences())
def test_each_sentence_of_the_troubleshooting_is_one_that_the_harness_says(
    sentence: str,
) -> None:
    """Word by word; a hole stands for what differs."""
    holes = re.escape(sentence).replace(HOLE, rf"[^\n]*?{HOLE}?[^\n]*?")

    assert re.search(holes, spoken()), sentence


def played(text: str) -> Iterator[tuple[list[str], str]]:
    """Each command of the console blocks with what it prints."""
    for block in blocks(text, "console"):
        head, _, output = block.partition("\n")
        yield shlex.split(head.removeprefix("$ fieldsync ")), output


@pytest.mark.parametrize(("words", "output"), list(played(VENDORS)))
def test_each_command_of_the_guide_prints_what_stands_there(
    tmp_path: Path, words: list[str], output: str
) -> None:
    """The adapter is the one of the guide; `…` stands for more of the same."""
    [adapter] = blocks(VENDORS, "python")
    (tmp_path / "adapter.py").write_text(adapter, "utf-8")

    finished: subprocess.CompletedProcess[str] = fieldsync(*words, cwd=tmp_path)

    assert finished.returncode == 1, finished.stderr
    holes = re.escape(output).replace(HOLE, "(?s:.*?)")
    assert re.fullmatch(holes, finished.stdout), finished.stdout
