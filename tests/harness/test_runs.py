"""Whole runs: what is written, what repeats, what survives an interruption."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.harness.runs import PROJECT, fieldsync, lines_of

RULES = ("BKG-026", "BKG-096", "BKG-100", "CAD-010", "CAD-015")
CHOSEN = [word for rule in RULES for word in ("--rule", rule)]
DEAD = """
from harness.adapters import reference
from harness.adapters.iut import Progress
from harness.world.moments import START

class Dead(reference.ReferenceIut):
    async def open(self, session_id, session):
        return Progress(now=START, next_wake=None)
    async def advance(self, session_id, to):
        return Progress(now=to, next_wake=None)
    async def signal(self, session_id, signal):
        pass
    async def close(self, session_id):
        pass

import harness.suite.bench
harness.suite.bench.open_iut = lambda *_, **__: Dead()
"""
BLIND = """
import harness.suite.run
from harness.adapters.iut import ClockMode, Implementation
from harness.suite.smoke import Smoked
harness.suite.run.smoke = lambda *_, **__: Smoked(
    implementation=Implementation(
        name="dead", version="0", vendor="nobody", contract=1,
        profiles=("bookings", "cadence"), clock="virtual"),
    clock_mode=ClockMode.VIRTUAL, said="not made")
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of one run of the chosen rules."""
    folder = tmp_path_factory.mktemp("first")
    finished = fieldsync("run", *CHOSEN, "--out", "r", cwd=folder)
    assert finished.returncode == 0, finished.stderr
    return folder / "r"


def test_a_run_leaves_results_and_a_page_and_says_where(first: Path) -> None:
    """The last line names the report."""
    assert (first / "results.jsonl").exists()
    assert "<html" in (first / "index.html").read_text("utf-8")[:200]


def test_results_keep_to_the_published_schema(first: Path) -> None:
    """Every line of a real run is valid."""
    schema = json.loads((PROJECT / "reports" / "results.schema.json").read_text())
    validator = Draft202012Validator(schema)

    for line in (first / "results.jsonl").read_text("utf-8").splitlines():
        validator.validate(json.loads(line))


def test_secrets_and_ports_stay_out_of_the_results(first: Path) -> None:
    """Neither tokens nor the client's secret nor a port of this machine."""
    text = (first / "results.jsonl").read_text("utf-8")

    assert "eyJ" not in text
    assert "127.0.0.1" not in text
    assert "client_secret=(removed)" in text


@pytest.mark.parametrize(
    ("environment", "more"),
    [
        ({"PYTHONHASHSEED": "1"}, []),
        ({"PYTHONHASHSEED": "2"}, []),
        ({}, ["--workers", "2"]),
    ],
)
def test_the_same_seed_gives_the_same_results(
    first: Path, tmp_path: Path, environment: dict[str, str], more: list[str]
) -> None:
    """But for durations; under any hash seed and any number of workers."""
    finished = fieldsync(
        "run", *CHOSEN, *more, "--out", "r", cwd=tmp_path, **environment
    )

    assert finished.returncode == 0, finished.stderr
    again = lines_of(tmp_path / "r" / "results.jsonl")
    assert again == lines_of(first / "results.jsonl")


def test_another_seed_gives_other_people_and_ids(first: Path, tmp_path: Path) -> None:
    """The seed is not decoration."""
    fieldsync("run", *CHOSEN, "--seed", "1", "--out", "r", cwd=tmp_path)

    other = lines_of(tmp_path / "r" / "results.jsonl")
    assert other[1]["exchanges"] != lines_of(first / "results.jsonl")[1]["exchanges"]
    assert other[1]["verdict"] == "pass"


def test_json_output_is_for_programs(tmp_path: Path) -> None:
    """Standard output holds one JSON document, everything else is on stderr."""
    finished = fieldsync("run", *CHOSEN, "--format", "json", "--out", "r", cwd=tmp_path)

    summary = json.loads(finished.stdout)
    assert summary["verdict"] == "conformant"
    assert summary["report"] == "r/index.html"


def test_a_broken_rule_ends_with_code_1_and_is_named(tmp_path: Path) -> None:
    """A mutant is not conformant."""
    finished = fieldsync(
        "run",
        *("--iut", "mutant:BKG-096/deletes-nothing", "--rule", "BKG-096"),
        *("--out", "r"),
        cwd=tmp_path,
    )

    assert finished.returncode == 1
    assert "fail: BKG-096" in finished.stdout


def test_a_dead_implementation_fails_the_smoke_check(tmp_path: Path) -> None:
    """Nothing is scored when nobody looks."""
    finished = fieldsync("run", "--out", "r", cwd=tmp_path, code=DEAD)

    assert finished.returncode == 2
    assert "The smoke check failed" in finished.stderr
    assert not (tmp_path / "r").exists()


def test_a_dead_implementation_passes_nothing(tmp_path: Path) -> None:
    """Not one scenario of all passes by itself, with the smoke check out of the way."""
    finished = fieldsync("run", "--out", "r", cwd=tmp_path, code=DEAD + BLIND)

    assert finished.returncode == 1, finished.stderr
    scenarios = [
        line
        for line in lines_of(tmp_path / "r" / "results.jsonl")
        if line["kind"] == "scenario"
    ]
    passed = [line["id"] for line in scenarios if line["verdict"] == "pass"]
    assert len(scenarios) > 300
    assert passed == []


# The command as in a terminal, also where a shell has put the tests in the background.
_INTERRUPTIBLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from harness.cli import entry
entry()
"""


def test_an_interrupted_run_keeps_what_had_ended(tmp_path: Path) -> None:
    """Ctrl-C leaves complete lines, a page that says so, and no traceback."""
    command = [sys.executable, "-c", _INTERRUPTIBLE, "run", "--out", "r"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    ) as running:
        assert running.stderr is not None
        for line in running.stderr:
            if line.startswith("50 of"):
                break
        running.send_signal(signal.SIGINT)
        output, errors = running.communicate(timeout=60)

    lines = lines_of(tmp_path / "r" / "results.jsonl")
    assert running.returncode == 3
    assert "Traceback" not in errors
    assert "Interrupted" in errors
    assert "Report: r/index.html" in output
    assert len(lines) >= 51
    assert lines[-1]["kind"] == "scenario"
    assert (tmp_path / "r" / "index.html").exists()


def test_a_results_file_cut_in_half_still_becomes_a_page(
    first: Path, tmp_path: Path
) -> None:
    """What is whole is shown, and the cut is told."""
    whole = (first / "results.jsonl").read_bytes()
    (tmp_path / "cut.jsonl").write_bytes(whole[: len(whole) // 2])

    finished = fieldsync("report", "cut.jsonl", "--out", "r", cwd=tmp_path)

    assert finished.returncode == 0, finished.stderr
    assert "cut" in finished.stdout
    assert (tmp_path / "r" / "index.html").exists()


def test_the_surroundings_do_not_reach_a_run(tmp_path: Path) -> None:
    """A vendor's pytest settings and plugins are deaf and dumb."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --frobnicate\n")
    (tmp_path / "conftest.py").write_text("raise SystemExit('never')\n")

    finished = fieldsync(
        "run",
        *CHOSEN,
        *("--out", "r"),
        cwd=tmp_path,
        PYTEST_ADDOPTS="--frobnicate",
        PYTEST_PLUGINS="does.not.exist",
    )

    assert finished.returncode == 0, finished.stderr


CLAIMS = """
from reference_impl import ReferenceImplementation

healthy = ReferenceImplementation.describe
ReferenceImplementation.describe = lambda self: healthy(self) | {
    "profiles": ["bookings"],
    "rules": {"BKG-096": {"supported": False, "reason": "we never delete"}},
}
"""


def test_what_is_not_claimed_is_not_applicable(tmp_path: Path) -> None:
    """Neither run nor counted as passed; the reason is told."""
    finished = fieldsync("run", *CHOSEN, "--out", "r", cwd=tmp_path, code=CLAIMS)

    assert finished.returncode == 0, finished.stderr
    verdicts = {
        (line["rule"], line["verdict"], line["message"])
        for line in lines_of(tmp_path / "r" / "results.jsonl")
        if line["kind"] == "scenario" and line["verdict"] != "pass"
    }
    assert verdicts == {
        ("BKG-096", "not_applicable", "we never delete"),
        ("CAD-010", "not_applicable", "The profile cadence is not claimed."),
        ("CAD-015", "not_applicable", "The profile cadence is not claimed."),
    }


BLIND_CANARY = """
from harness.world.records import Records

Records.expect_appointment = lambda self, title: None
"""


def test_a_canary_that_sings_voids_the_run(tmp_path: Path) -> None:
    """A bench that cannot see accuses and acquits nobody."""
    finished = fieldsync(
        "run", "--rule", "BKG-039", "--out", "r", cwd=tmp_path, code=BLIND_CANARY
    )

    assert finished.returncode == 3
    assert finished.stdout.startswith("Void")


def test_a_row_that_the_implementation_deleted_accuses_it_and_not_us(
    tmp_path: Path,
) -> None:
    """The dispatcher cannot move what is gone: not testable, not void."""
    finished = fieldsync(
        "run",
        *("--iut", "mutant:BKG-005/deletion-flows-back", "--rule", "BKG-107"),
        *("--out", "r"),
        cwd=tmp_path,
    )

    assert finished.returncode == 1
    assert "not_testable: BKG-107" in finished.stdout


def test_what_only_the_fake_forgives_is_told_and_not_judged(tmp_path: Path) -> None:
    """A name in another case than the real service takes (DV-050)."""
    careless = (
        "from reference_impl.shell import dataverse_rows as rows\n"
        "rows.WORK_ORDER_EXPAND = rows.WORK_ORDER_EXPAND.replace("
        "'msdyn_Priority(', 'msdyn_priority(')"
    )

    run = fieldsync("run", "--rule", "BKG-001", cwd=tmp_path, code=careless)

    told = [
        text
        for line in lines_of(tmp_path / "fieldsync-report" / "results.jsonl")
        for text in line.get("observations", ())
    ]
    assert run.returncode == 0, run.stdout + run.stderr
    assert any(
        "DV-050" in text and "which is spelt msdyn_Priority" in text for text in told
    )
