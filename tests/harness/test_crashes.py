"""An implementation in this process that raises: told as its crash, never as ours."""

from __future__ import annotations

from pathlib import Path

from tests.harness.runs import fieldsync, lines_of

CRASHES = """
from reference_impl.shell.cycle import Cycle

async def crash(self):
    if self.state.records.has(next(iter(self.state.mailboxes), "")):
        raise ZeroDivisionError("a bug of the vendor")

Cycle.read_back = crash
"""


def test_a_crash_is_told_as_a_crash_and_the_others_go_on(tmp_path: Path) -> None:
    """The implementation dies in the middle; the run comes to its end."""
    finished = fieldsync(
        "run",
        *("--rule", "BKG-039", "--rule", "BKG-020", "--out", "r"),
        cwd=tmp_path,
        code=CRASHES,
    )

    lines = lines_of(tmp_path / "r" / "results.jsonl")
    told = {(line["rule"], line["verdict"]) for line in lines[1:-1]}
    assert finished.returncode == 1
    assert told == {("BKG-039", "pass"), ("BKG-020", "crashed")}
    assert "ZeroDivisionError: a bug of the vendor" in str(lines)


STUMBLES = """
from reference_impl import ReferenceImplementation

async def stumble(self, session_id):
    raise ZeroDivisionError("a bug at the very end")

ReferenceImplementation.delete_session = stumble
"""


def test_stumbling_over_the_end_of_a_session_spoils_no_verdict(tmp_path: Path) -> None:
    """Scenarios have been judged by then; the run complains of a broken contract."""
    finished = fieldsync(
        "run", "--rule", "BKG-039", "--out", "r", cwd=tmp_path, code=STUMBLES
    )

    *_, end = lines = lines_of(tmp_path / "r" / "results.jsonl")
    assert finished.returncode == 1, finished.stderr
    assert {line["verdict"] for line in lines[1:-1]} == {"pass"}
    assert "A session could not be deleted" in end["message"]
    assert "a bug at the very end" in end["message"]
