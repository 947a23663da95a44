"""The command line for the impatient: less of a run, and sooner."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from harness.commands.lastfailed import NAME
from tests.harness.runs import fieldsync, lines_of

MUTANT = ("--iut", "mutant:BKG-005/deletion-flows-back")
RULES = ("--rule", "BKG-005", "--rule", "BKG-107", "--rule", "BKG-108")
BROKEN = "The technician deletes the entry of a coming visit"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which a run of a mutant has just ended."""
    folder = tmp_path_factory.mktemp("broken")
    finished = fieldsync("run", *RULES, *MUTANT, "--out", "r", cwd=folder)
    (folder / "told").write_text(finished.stdout, "utf-8")
    assert finished.returncode == 1, finished.stderr
    return folder


def verdicts_of(results: Path) -> dict[str, str]:
    """The verdict of each scenario by its title."""
    lines = lines_of(results / "results.jsonl")
    return {one["title"]: one["verdict"] for one in lines if one["kind"] == "scenario"}


def test_a_failing_scenario_is_repeated_by_the_command_that_is_told(
    broken: Path, tmp_path: Path
) -> None:
    """It runs that scenario, and it fails again in the same way."""
    told = (broken / "told").read_text("utf-8").splitlines()
    command = next(line for line in told if BROKEN in line and "fieldsync" in line)

    again = fieldsync(*shlex.split(command)[1:], "--out", "r", cwd=tmp_path)

    assert again.returncode == 1, again.stderr
    first = {line.get("title"): line for line in lines_of(broken / "r/results.jsonl")}
    (_, line, _) = lines_of(tmp_path / "r" / "results.jsonl")
    assert line == first[BROKEN]
    assert line["repeat"] == command.strip()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_may_end_at_the_first_failure(tmp_path: Path, workers: str) -> None:
    """Not conformant, the canary judged, and the rest told as not run."""
    finished = fieldsync(
        "run",
        *("--fail-fast", "--profile", "bookings", *MUTANT),
        *("--workers", workers, "--out", "r"),
        cwd=tmp_path,
    )

    head, *scenarios, end = lines_of(tmp_path / "r" / "results.jsonl")
    assert finished.returncode == 1, finished.stderr
    assert end["verdict"] == "not_conformant"
    assert end["canary"] == "failed as it must"
    assert end["stopped"] is True
    assert end["counts"]["not_testable"] == 1
    assert len(scenarios) < len(head["planned"]) // 2
    assert finished.stdout.startswith("Not conformant")
    assert "(--fail-fast)" in finished.stdout
    assert "The run left scenarios out" in finished.stdout


def test_a_run_in_which_nothing_fails_does_not_end_early(tmp_path: Path) -> None:
    """The flag alone changes nothing."""
    finished = fieldsync(
        "run", "--fail-fast", "--rule", "BKG-005", "--out", "r", cwd=tmp_path
    )

    *_, end = lines_of(tmp_path / "r" / "results.jsonl")
    assert finished.returncode == 0, finished.stderr
    assert (end["verdict"], end["stopped"]) == ("conformant", False)
    assert end["message"] is None


CANARY_SINGS = """
from harness.world.records import Records

Records.expect_appointment = lambda self, title: None
"""


def test_a_void_run_ends_at_once(tmp_path: Path) -> None:
    """Nothing that follows could accuse anybody."""
    finished = fieldsync(
        "run", "--fail-fast", "--out", "r", cwd=tmp_path, code=CANARY_SINGS
    )

    lines = lines_of(tmp_path / "r" / "results.jsonl")
    assert finished.returncode == 3
    assert finished.stdout.startswith("Void")
    assert len(lines) == 2


def test_what_failed_last_is_run_until_it_holds(broken: Path, tmp_path: Path) -> None:
    """A run that ends early forgets nothing; one in which all hold empties the list."""
    out = ("--out", "r", "--last-failed")
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / NAME).write_bytes((broken / "r" / NAME).read_bytes())

    early = fieldsync("run", *MUTANT, *out, "--fail-fast", cwd=tmp_path)
    still = fieldsync("run", *MUTANT, *out, cwd=tmp_path)
    failed = verdicts_of(tmp_path / "r")
    mended = fieldsync("run", *out, cwd=tmp_path)
    whole = (tmp_path / "r" / "results.jsonl").read_bytes()
    empty = fieldsync("run", *out, cwd=tmp_path)

    assert [early.returncode, still.returncode, mended.returncode] == [1, 1, 0]
    assert BROKEN in failed
    assert set(failed.values()) == {"fail", "not_testable"}
    assert set(verdicts_of(tmp_path / "r")) == set(failed)
    assert (empty.returncode, empty.stdout) == (0, "")
    assert "nothing is said about conformance" in empty.stderr
    assert (tmp_path / "r" / "results.jsonl").read_bytes() == whole


def test_a_run_of_nothing_has_no_verdict_for_programs_either(tmp_path: Path) -> None:
    """One JSON document, as ever."""
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / NAME).write_text('{"failed": []}')

    empty = fieldsync(
        "run", "--last-failed", "--out", "r", "--format", "json", cwd=tmp_path
    )

    assert json.loads(empty.stdout)["verdict"] is None
    assert [one.name for one in (tmp_path / "r").iterdir()] == [NAME]


def test_the_report_opens_in_the_browser_of_the_user(tmp_path: Path) -> None:
    """Once the run has ended, whatever came of it."""
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)

    finished = fieldsync(
        *("run", "--rule", "BKG-005", *MUTANT, "--open", "--out", "r"),
        cwd=tmp_path,
        BROWSER=str(browser),
    )

    assert finished.returncode == 1, finished.stderr
    page = tmp_path / "r" / "index.html"
    assert (tmp_path / "opened").read_text().strip() == page.as_uri()


def test_without_a_browser_the_report_is_named(tmp_path: Path) -> None:
    """One sentence; the verdict stands."""
    finished = fieldsync(
        *("run", "--rule", "BKG-039", "--open", "--out", "r"),
        cwd=tmp_path,
        code="import webbrowser\nwebbrowser.open = lambda url: False",
    )

    assert finished.returncode == 0, finished.stderr
    assert "No browser could be opened: open r/index.html yourself." in finished.stderr


VENDOR = """
import harness.suite.bench as bench

parsed = bench.parse_address
bench.parse_address = lambda *_, **__: parsed("mutant:BKG-005/deletion-flows-back")
"""


def test_how_a_vendor_is_reached_is_told_on_the_terminal_only(tmp_path: Path) -> None:
    """The command is whole there; results and page travel without the address."""
    address = "http://10.1.2.3:9000/secret"
    asked = ("run", "--rule", "BKG-005", "--iut", address, "--out", "r")

    finished = fieldsync(*asked, cwd=tmp_path, code=VENDOR)
    programs = fieldsync(*asked, "--format", "json", cwd=tmp_path, code=VENDOR)

    command = next(line for line in finished.stdout.splitlines() if BROKEN in line)
    assert shlex.split(command)[-2:] == ["--iut", address]
    assert "YOURS" not in command
    assert "10.1.2.3" not in programs.stdout
    for name in ("results.jsonl", "index.html", NAME):
        assert "10.1.2.3" not in (tmp_path / "r" / name).read_text("utf-8")
