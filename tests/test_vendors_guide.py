"""docs/vendors.md is so: variables, descriptors, pipelines, sentences, transcripts."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from harness.adapters.blackbox import variables
from harness.contract import faults, schema
from harness.processes.process import PASSED_ON
from harness.verdicts import AGAINST, Verdict
from tests.harness.runs import PROJECT, fieldsync
from tests.pages import HOLE, blocks

GUIDE: Final = (PROJECT / "docs" / "vendors.md").read_text("utf-8")
CODE: Final = ("harness", "fakes", "reference_impl", "reports")
VARIABLE: Final = re.compile(r"FIELDSYNC_[A-Z_]*[A-Z]\b")
IDENTITY: Final = (
    "authority", "token_url", "tenant_id", "client_id", "client_secret",
    "scope_dataverse", "scope_exchange", "ca_pem",
)  # fmt: skip


def files(name: str) -> list[str]:
    """The YAML blocks whose first line names that file."""
    return [one for one in blocks(GUIDE, "yaml") if one.startswith(f"# {name}")]


def rows(head: str) -> list[list[str]]:
    """The cells of the table with that head."""
    table = GUIDE.partition(f"\n{head}\n")[2].partition("\n\n")[0]
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in table.splitlines()[1:]
    ]


def test_the_guide_names_every_environment_variable_and_no_other(
    tmp_path: Path,
) -> None:
    """Those that a vendor's program finds, and those that a vendor sets."""
    session = {
        "dataverse": {"base_url": "", "api_version": ""},
        "exchange": {"graph_url": ""},
        "identity": dict.fromkeys(IDENTITY, ""),
        "seed": 0,
    }
    given = variables(session, folder=tmp_path, state=tmp_path)
    written = {
        found
        for package in CODE
        for path in (PROJECT / package).rglob("*.py")
        for found in VARIABLE.findall(path.read_text("utf-8"))
    }

    assert set(VARIABLE.findall(GUIDE)) == {*given, *written}


def test_the_guide_names_all_that_a_command_inherits() -> None:
    """And nothing else."""
    [sentence] = re.findall(r"and of yours (.*?)\. A server", GUIDE, re.DOTALL)

    assert set(re.findall(r"`(\w+)`", sentence)) == set(PASSED_ON)


def test_each_descriptor_keeps_its_schema() -> None:
    """Ready to be copied."""
    found = files("iut.yaml")

    assert found
    for one in found:
        assert faults("iut", yaml.safe_load(one)) == ()


def test_the_guide_tells_each_member_of_the_descriptor_and_no_other() -> None:
    """In the first column of its table."""
    named = re.findall(
        r"`(\w+)`", " ".join(cells[0] for cells in rows("| member | meaning |"))
    )

    assert set(named) == set(schema("iut")["properties"])


def test_the_guide_tells_each_verdict_and_whether_it_counts() -> None:
    """As the judge has it."""
    told = {
        cells[0].strip("`"): cells[2] == "yes"
        for cells in rows("| verdict | when | counts against you |")
    }

    assert told == {one.value: one in AGAINST for one in Verdict}


def commands_of(document: Any) -> Iterator[str]:
    """Everything in a pipeline that is a text, line by line."""
    if isinstance(document, str):
        yield from document.splitlines()
    elif isinstance(document, dict | list):
        parts = document.values() if isinstance(document, dict) else document
        for one in parts:
            yield from commands_of(one)


@pytest.mark.parametrize("name", [".github/workflows/fieldsync.yml", ".gitlab-ci.yml"])
def test_each_pipeline_keeps_the_report_that_it_writes(name: str) -> None:
    """It is YAML, asks the doctor first, and the folder has one name."""
    [text] = files(name)

    lines = list(commands_of(yaml.safe_load(text)))

    doctor, run = (shlex.split(line) for line in lines if line.startswith("fieldsync "))
    assert doctor[1] == "doctor"
    assert run[1] == "run"
    assert run[run.index("--out") + 1] in lines


@cache
def said() -> str:
    """Every text of the harness, one a line, with a hole where a value is put in."""
    texts = []
    for path in sorted((PROJECT / "harness").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = (
                    str(part.value) if isinstance(part, ast.Constant) else HOLE
                    for part in node.values
                )
                texts.append("".join(parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(node.value)
    return "\n".join(" ".join(text.split()) for text in texts)


TROUBLES: Final = rows("| the sentence | what is behind it | what to do |")


@pytest.mark.parametrize("sentence", [cells[0] for cells in TROUBLES])
def test_each_sentence_of_the_last_table_is_one_that_the_harness_says(
    sentence: str,
) -> None:
    """Word by word; a hole stands for what differs."""
    pieces = map(re.escape, sentence.strip(f"{HOLE} ").split(HOLE))

    assert re.search(r"[^\n]*".join(pieces), said())


def played() -> Iterator[tuple[list[str], str]]:
    """Each command of the console blocks with what it prints."""
    for block in blocks(GUIDE, "console"):
        head, _, output = block.partition("\n")
        yield shlex.split(head.removeprefix("$ fieldsync ")), output


@pytest.mark.parametrize(("words", "output"), list(played()))
def test_each_transcript_of_the_guide_is_what_is_printed(
    tmp_path: Path, words: list[str], output: str
) -> None:
    """With the adapter of the guide; `…` stands for more of the same."""
    [adapter] = blocks(GUIDE, "python")
    (tmp_path / "adapter.py").write_text(adapter, "utf-8")

    finished = fieldsync(*words, cwd=tmp_path)

    assert finished.returncode == 1, finished.stderr
    holes = re.escape(output).replace(HOLE, "(?s:.*?)")
    assert re.fullmatch(holes, finished.stdout), finished.stdout
