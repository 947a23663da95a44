"""Runs against black boxes, as the command line makes them."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from harness.cli import main
from tests.harness.adapters.boxes import command_of, left_behind
from tests.harness.adapters.descriptors import a_descriptor
from tests.harness.runs import PROJECT, fieldsync, lines_of

pytestmark = pytest.mark.usefixtures("libfaketime", "temporary")

SYNCD = PROJECT / "examples" / "blackbox_asyncio" / "syncd.py"
EXAMPLE = shlex.join([sys.executable, str(SYNCD)])
TITLE = "A booking today at 14:00 appears in the calendar"


def test_a_box_without_a_descriptor_claims_what_is_asked(tmp_path: Path) -> None:
    """The profiles of what was asked for, and nothing else of it is known."""
    finished = fieldsync(
        *("run", "--iut", f"blackbox: {EXAMPLE}", "--rule", "BKG-001"),
        *("--repeat-scenario", TITLE),
        cwd=tmp_path,
    )

    run, *scenarios, end = lines_of(tmp_path / "fieldsync-report" / "results.jsonl")
    assert finished.returncode == 0, finished.stderr
    assert run["iut"]["claims"] == ["bookings"]
    assert run["iut"]["clock_mode"] == "jump"
    assert run["iut"]["contract"] == 0
    assert "not_applicable" not in {one["verdict"] for one in scenarios}
    assert end["verdict"] == "conformant"


def test_the_command_line_overrides_the_clock_of_a_descriptor(tmp_path: Path) -> None:
    """And the results tell the mode that was used."""
    path = a_descriptor(tmp_path, blackbox=EXAMPLE, profiles=["bookings"], clock="jump")
    finished = fieldsync(
        *("run", "--iut", str(path), "--clock", "rate"),
        *("--repeat-scenario", TITLE),
        cwd=tmp_path,
    )

    run, *_ = lines_of(tmp_path / "fieldsync-report" / "results.jsonl")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert run["iut"]["clock_mode"] == "rate"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("blackbox: ./no-such-box", "There is no program './no-such-box'"),
        (f"blackbox: {sys.executable} -c 'exit(4)'", "ended with exit code 4"),
        (  # a sleep that no jump reaches
            f"blackbox: {sys.executable} -c 'import time; time.sleep(9000)'",
            "the clock mode rate",
        ),
        (
            f"blackbox: {sys.executable} -c 'import asyncio as a; a.run(a.sleep(9e6))'",
            "made no successful reading of Dataverse rows",
        ),
    ],
)
def test_a_box_that_cannot_be_used_is_told_before_anything_is_scored(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, address: str, sentence: str
) -> None:
    """With exit code 2, without a traceback and without results."""
    code = main(["run", "--iut", address, "--out", str(tmp_path / "r")])

    told = capsys.readouterr().err
    assert code == 2
    assert sentence in told
    assert "Traceback" not in told
    assert not (tmp_path / "r").exists()
    assert left_behind(tmp_path) == []


def test_a_box_that_dies_in_a_scenario_has_crashed_there(tmp_path: Path) -> None:
    """The results tell how and its last words; what came before is not touched."""
    count = tmp_path / "count"
    program = f"""
import pathlib, runpy, sys
count = pathlib.Path({str(count)!r})
sessions = count.read_text() if count.exists() else ""
count.write_text(sessions + "x")
if sessions == "xx":  # after the smoke check and the canary
    print("out of luck")
    sys.exit(3)
sys.path.insert(0, {str(SYNCD.parent)!r})
runpy.run_path({str(SYNCD)!r}, run_name="__main__")
"""
    command = command_of(tmp_path, program)
    finished = fieldsync(
        *("run", "--iut", f"blackbox: {command}", "--repeat-scenario", TITLE),
        cwd=tmp_path,
    )

    _, scenario, end = lines_of(tmp_path / "fieldsync-report" / "results.jsonl")
    assert finished.returncode == 1, finished.stderr
    assert scenario["verdict"] == "crashed"
    assert "exit code 3" in scenario["message"]
    assert scenario["message"].endswith("Its last output: out of luck")
    assert end["verdict"] == "not_conformant"
