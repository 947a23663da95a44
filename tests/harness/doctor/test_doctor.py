"""The doctor finds every defect, by the check that is about it, and no other."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness.cli import main

PROJECT = Path(__file__).resolve().parents[3]
MODULE = "tests.harness.doctor.defects"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What the command came to."""

    code: int
    document: dict[str, Any]

    @property
    def outcomes(self) -> dict[int, str]:
        """By number."""
        return {one["number"]: one["outcome"] for one in self.document["checks"]}

    @property
    def failed(self) -> list[int]:
        """The numbers."""
        return [number for number, one in self.outcomes.items() if one == "failed"]

    def check(self, number: int) -> dict[str, Any]:
        """What is told of that check."""
        found: dict[str, Any] = self.document["checks"][number - 1]
        return found


@pytest.fixture
def patients(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Patients:
    return Patients(tmp_path, capsys)


class Patients:
    """Implementations on the command line of the doctor."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capsys = capsys

    def examine(self, iut: str) -> Examined:
        """What the doctor says of it."""
        code = main(["doctor", "--iut", iut, "--format", "json"])
        return Examined(code=code, document=json.loads(self._capsys.readouterr().out))

    def with_defect(self, name: str, **described: object) -> Examined:
        """The reference as a process with that defect, by a descriptor."""
        descriptor = {
            "exec": f"'{sys.executable}' -m {MODULE} {name}",
            "directory": str(PROJECT),
            "name": "fieldsync reference",
            "version": "0.1.0",
            "vendor": "fieldsync",
            **described,
        }
        descriptor = {key: one for key, one in descriptor.items() if one is not None}
        path = self._folder / "iut.yaml"
        path.write_text(json.dumps(descriptor), "utf-8")  # JSON is YAML
        return self.examine(str(path))


@contextmanager
def serving() -> Iterator[str]:
    """A server of the contract that runs already; its address."""
    command = (sys.executable, "-m", "reference_impl", "--port", "0")
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().removeprefix("listening on ").strip()
    finally:
        process.kill()
        process.communicate()


def test_the_reference_in_process_is_well(patients: Patients) -> None:
    """What needs a process or HTTP is skipped, and says so."""
    examined = patients.examine("reference")

    skipped = {n for n, one in examined.outcomes.items() if one == "skipped"}
    assert (examined.code, examined.failed, skipped) == (0, [], {3, 7, 10})
    assert examined.document["implementation"]["name"] == "fieldsync reference"


def test_the_reference_as_a_process_passes_all_ten(patients: Patients) -> None:
    """Durable with its state folder, and as its descriptor says."""
    examined = patients.with_defect("none")

    assert examined.code == 0
    assert examined.outcomes == dict.fromkeys(range(1, 11), "ok")
    assert "made nothing twice" in examined.check(10)["seen"]


def test_a_server_that_runs_is_not_killed(patients: Patients) -> None:
    with serving() as url:
        examined = patients.examine(url)

    assert (examined.code, examined.failed) == (0, [])
    assert examined.outcomes[7] == "ok"
    assert "did not start it" in examined.check(10)["seen"]


def test_a_mutant_that_writes_no_entry_shows_in_no_false_alarm(
    patients: Patients,
) -> None:
    """A broken rule is the suite's business: the adapter is sound."""
    examined = patients.examine("mutant:BKG-061/work-order-leaks")

    assert (examined.code, examined.failed) == (0, [])


@pytest.mark.parametrize(
    ("name", "number", "seen", "hint"),
    [
        ("exits", 1, "The licence has expired.", "Start it by hand"),
        ("no-vendor", 2, "`vendor`: found nothing", "--schema implementation"),
        ("system-clock", 3, '"clock": "system"', "start it as a black box"),
        ("created-is-ok", 4, "answered 200 instead of 201", "with 201 and a Progress"),
        ("wrong-secret", 5, "the token service refused", "scope_dataverse"),
        ("answers-early", 5, "After it had answered `advance`", "await the work"),
        ("one-token", 6, "answered 401", "identity.scope_exchange"),
        ("plain-refusals", 7, "its Content-Type is 'text/plain'", "RFC 9457"),
        ("one-refusal", 7, "schema: answered 400 instead of 422", "422 to one that"),
        ("tells-wall-time", 8, "answered with `now` 20", "Date.now()"),
        ("lives-this-year", 8, "reached the calendar 0 times", "for windows"),
        ("filters-by-wall-time", 8, "modifiedon ge 20", "DateTime.UtcNow"),
        ("restless", 9, "GET /dataverse/api/data", "background tasks"),
        ("deletes-all", 9, "The other session suffered", "by the session's id"),
        ("forgetful", 10, "answered 404 instead of 201", "FIELDSYNC_STATE_DIR"),
        ("starts-afresh", 10, "answered 201 instead of 404", "Answer 404"),
    ],
)
def test_a_defect_fails_its_own_check_alone(
    name: str, number: int, seen: str, hint: str, patients: Patients
) -> None:
    """And the line says what was seen and how to mend it."""
    examined = patients.with_defect(name)

    assert (examined.code, examined.failed) == (1, [number])
    assert seen in examined.check(number)["seen"]
    assert hint in examined.check(number)["hint"]


def test_what_differs_from_the_descriptor_is_told(patients: Patients) -> None:
    examined = patients.with_defect("none", version="9.9.9", vendor="Somebody else")

    assert (examined.code, examined.failed) == (1, [3])
    assert "not '9.9.9'. vendor is 'fieldsync'" in examined.check(3)["seen"]
    assert "Mend the descriptor" in examined.check(3)["hint"]


def test_what_rests_on_a_failed_check_names_it(patients: Patients) -> None:
    """Also where a skipped one stands between."""
    examined = patients.with_defect("wrong-secret")

    why = {n: examined.check(n)["seen"] for n in (6, 10)}
    assert why == dict.fromkeys((6, 10), "because check 5 failed")
    assert {examined.outcomes[n] for n in (7, 8, 9)} == {"ok"}


def test_an_address_at_which_nobody_listens_fails_the_first_check(
    patients: Patients,
) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{one.getsockname()[1]}"

        examined = patients.examine(url)

    assert (examined.code, examined.failed) == (1, [1])
    assert f"Nobody listens at {url}" in examined.check(1)["seen"]
    assert examined.check(10)["seen"] == "because check 1 failed"


def test_a_black_box_that_ends_is_told_how_it_is_to_live(patients: Patients) -> None:
    """Whether it ends before or after its session is opened is a race of its own."""
    code = "raise SystemExit('the address is missing')"

    examined = patients.with_defect(
        "none",
        exec=None,
        blackbox=f'"{sys.executable}" -c "{code}"',
        clock="realtime",
        profiles=["bookings"],
    )

    first = examined.check(examined.failed[0])
    assert (examined.code, first["number"] in {4, 5}) == (1, True)
    assert "the address is missing" in first["seen"]
    assert "FIELDSYNC_TOKEN_URL" in first["hint"]


def test_text_is_ten_lines_without_colour(capsys: pytest.CaptureFixture[str]) -> None:
    """Where standard output is no terminal."""
    code = main(["doctor"])

    lines = capsys.readouterr().out.splitlines()
    assert (code, len(lines)) == (0, 10)
    assert lines[0] == " 1 ok It starts: It lives in this process."
    assert lines[2].startswith(" 3 skipped (no descriptor was named) ")
    assert not any("\x1b" in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--iut", "refrence"], "There is no implementation 'refrence'"),
        (["--iut", "exec:"], "There is no command after `exec:`"),
        (["--clock", "jump"], "The clock mode jump does not go with reference"),
    ],
)
def test_what_cannot_be_tried_at_all_is_told(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["doctor", *arguments])

    told = capsys.readouterr()
    assert (code, told.out) == (2, "")
    assert sentence in told.err
