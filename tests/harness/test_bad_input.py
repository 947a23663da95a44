"""Bad input gets one clear sentence, the right exit code, and no traceback."""

from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path

import pytest

from harness.cli import main
from harness.paths import FEATURES


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """What stands on standard error; never a traceback."""
    text = capsys.readouterr().err
    assert "Traceback" not in text
    return text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["run", "--profile", "bokings"], "There is no profile 'bokings'"),
        (["run", "--rule", "BKG-999"], "There is no rule 'BKG-999'"),
        (["run", "--repeat-scenario", "Nothing"], "There is no scenario 'Nothing'"),
        (["run", "--iut", "refrence"], "There is no implementation 'refrence'"),
        (["run", "--iut", "mutant:BKG-001/x"], "There is no mutant 'BKG-001/x'"),
        (["run", "--seed", "minus one"], "not a valid integer"),
        (["run", "--workers", "0"], "0 is not in the range"),
        (["run", "--port", "9", "--workers", "2"], "One port serves one worker"),
        (["run", "--last-failed"], "There is no earlier run in fieldsync-report"),
        (["run", "--frobnicate"], "No such option"),
        (["rules", "--profile", "mail"], "Known: bookings, cadence"),
        (["mutants", "--mutant", "BKG-001"], "There is no mutant 'BKG-001'"),
        (["report", "nowhere.jsonl"], "nowhere.jsonl"),
        (["frob"], "No such command"),
    ],
)
def test_a_wrong_word_on_the_command_line_is_told(
    arguments: list[str],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing runs and nothing is written."""
    monkeypatch.chdir(tmp_path)

    code = main(arguments)

    assert code == 2
    assert sentence in told(capsys)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_feature_is_told_with_file_and_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Every problem stands on a line of its own."""
    shutil.copytree(FEATURES, tmp_path / "features")
    broken = tmp_path / "features" / "cadence" / "deadlines.feature"
    text = broken.read_text("utf-8")
    broken.write_text(text.replace("@CAD-001", "@CAD-099"), "utf-8")

    code = main(
        ["run", "--features", str(tmp_path / "features"), "--out", str(tmp_path / "r")]
    )

    text = told(capsys)
    assert code == 2
    assert "deadlines.feature:10: the catalogue knows no rule CAD-099" in text
    assert "CAD-001 has no scenario" in text
    assert not (tmp_path / "r").exists()


def test_an_output_folder_that_cannot_be_written_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "taken").write_text("mine")

    code = main(["run", "--rule", "BKG-039", "--out", str(tmp_path / "taken" / "r")])

    assert code == 2
    assert "Nothing can be written to" in told(capsys)
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_port_in_use_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The sentence says which port and what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code = main(["run", "--port", str(port), "--out", str(tmp_path / "r")])

    text = told(capsys)
    assert code == 2
    assert f"cannot listen on 127.0.0.1:{port}" in text
    assert "Choose another port" in text


def test_results_of_another_version_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The page is not made from what this version does not understand."""
    results = tmp_path / "results.jsonl"
    results.write_text(json.dumps({"kind": "run", "schema": 99}) + "\n")

    code = main(["report", str(results), "--out", str(tmp_path / "r")])

    assert code == 2
    assert "99" in told(capsys)
    assert not (tmp_path / "r").exists()
