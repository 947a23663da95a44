"""Whole runs with a waiver file: verdict, exit code, results, page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from harness.cli import main
from harness.suite.request import RunRequest
from tests.harness.runs import PROJECT, fieldsync, lines_of
from tests.harness.waivers.makers import LEAKS, RULE, a_file, an_entry, ids_of

MUTANT = ("--iut", "mutant:BKG-061/work-order-leaks")
# The day is injected: it is the 20th of November 2026.
ON_THE_DAY = """
from datetime import date
import harness.stopwatch
harness.stopwatch.today = lambda: date(2026, 11, 20)
"""
VALID = {"expires": "2026-12-31"}
EXPIRED = {"expires": "2026-11-17"}
OTHER_VERSION = {"versions": "<0.1"}


@pytest.mark.parametrize(
    ("iut", "listed", "verdict", "state", "code", "said"),
    [
        (MUTANT, None, "fail", None, 1, f"fail: {RULE}"),
        (MUTANT, VALID, "waived", "used", 0, "Conformant: fieldsync reference"),
        (MUTANT, EXPIRED, "fail", "expired", 1, f"Expired waiver for {RULE} (owner"),
        (MUTANT, OTHER_VERSION, "fail", "no_effect", 1, f"fail: {RULE}"),
        ((), None, "pass", None, 0, "Conformant"),
        ((), VALID, "pass", "stale", 1, f"Stale waiver for {RULE} (owner R. Okafor"),
        ((), EXPIRED, "pass", "expired", 1, "It expired 3 days ago (on 2026-11-17), a"),
        ((), OTHER_VERSION, "pass", "no_effect", 0, "Conformant"),
    ],
)
def test_each_cell_of_verdict_and_waiver_through_a_whole_run(
    tmp_path: Path,
    iut: tuple[str, ...],
    listed: dict[str, str] | None,
    verdict: str,
    state: str | None,
    code: int,
    said: str,
) -> None:
    """{fail, pass} x {unlisted, listed, expired, other version}, for a whole rule."""
    reference = {"implementation": "fieldsync reference", "versions": ">=0.1,<1"}
    entries = [an_entry(scenario=None, **reference | listed)] if listed else []
    a_file(tmp_path, *entries)

    finished = fieldsync(
        *("run", "--rule", RULE, *iut, "--waivers", "waivers.yaml", "--out", "r"),
        cwd=tmp_path,
        code=ON_THE_DAY,
    )

    run, *scenarios, end = lines_of(tmp_path / "r" / "results.jsonl")
    assert finished.returncode == code, finished.stderr
    assert said in finished.stdout
    assert {line["verdict"] for line in scenarios} == {verdict}
    assert [one["state"] for one in end["waivers"]["entries"]] == [state] * len(entries)
    assert run["command"].endswith(" --waivers waivers.yaml")


@pytest.fixture(scope="module")
def waived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a run in which one of the scenarios that fail is waived."""
    folder = tmp_path_factory.mktemp("waived")
    one = an_entry(implementation="fieldsync reference", versions="0.*")
    a_file(folder, one, an_entry(implementation="another"))
    finished = fieldsync(
        *("run", "--rule", RULE, *MUTANT, "--waivers", "waivers.yaml", "--out", "r"),
        cwd=folder,
        code=ON_THE_DAY,
    )
    assert finished.returncode == 1, finished.stderr
    return folder / "r"


def test_a_waiver_of_one_scenario_leaves_the_others_of_its_rule(waived: Path) -> None:
    """The failure stays visible, and what is judged is the day of the run."""
    _, *scenarios, end = lines_of(waived / "results.jsonl")
    verdicts = {line["title"]: line["verdict"] for line in scenarios}
    line = next(line for line in scenarios if line["title"] == LEAKS)

    assert verdicts.pop(LEAKS) == "waived"
    assert set(verdicts.values()) == {"fail"}
    assert line["waiver"]["verdict"] == "fail"
    assert line["waiver"]["days_left"] == 41
    assert line["message"].startswith("Expected ")
    assert line["expected"]
    assert line["found"]
    assert end["waivers"]["judged_on"] == "2026-11-20"
    assert end["counts"] == {"fail": len(ids_of(RULE)) - 1, "waived": 1}


def test_results_with_waivers_keep_to_the_published_schema(waived: Path) -> None:
    """Every line of a real run is valid."""
    schema = json.loads((PROJECT / "reports" / "results.schema.json").read_text())
    validator = Draft202012Validator(schema)

    for line in (waived / "results.jsonl").read_text("utf-8").splitlines():
        validator.validate(json.loads(line))


def test_the_page_of_a_run_with_waivers_lists_them(waived: Path) -> None:
    """Both: the one that was used and the one that had no effect."""
    page = (waived / "index.html").read_text("utf-8")

    assert "⚑ used" in page
    assert "Made for another &gt;=4.2,&lt;5, not for fieldsync reference" in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("- rule: BKG-999", "waivers.yaml:1: lacks implementation, versions, reason"),
        ("waived", "waivers.yaml: holds no list."),
        (None, "waivers.yaml: cannot be read: No such file or directory."),
    ],
)
def test_a_broken_waiver_file_is_told_before_anything_runs(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: str | None,
    sentence: str,
) -> None:
    """Exit code 2, and no results."""
    path = tmp_path / "waivers.yaml"
    if content is not None:
        path.write_text(content, "utf-8")

    code = main(["run", "--waivers", str(path), "--out", str(tmp_path / "r")])

    assert code == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "r").exists()


def test_the_folder_of_a_waiver_file_is_nobodys_business() -> None:
    """Its name is told, fit for a shell; workers get the whole path."""
    path = Path("/home/somebody/secret project/our waivers.yaml")
    request = RunRequest(features=Path("features"), waivers=path)

    assert request.command == "fieldsync run --seed 0 --waivers 'our waivers.yaml'"
    assert RunRequest.from_json(request.to_json()).waivers == path


def test_the_waiver_file_of_a_descriptor_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It lies beside the descriptor; a broken one is told before anything runs."""
    descriptor = tmp_path / "iut.yaml"
    descriptor.write_text(
        "http: http://127.0.0.1:9\n"
        "name: Acme Bridge\nversion: '4.2'\nvendor: Acme\nwaivers: waivers.yaml\n",
        "utf-8",
    )
    (tmp_path / "waivers.yaml").write_text("waived", "utf-8")

    code = main(["run", "--iut", str(descriptor), "--out", str(tmp_path / "r")])

    assert code == 2
    assert "waivers.yaml: holds no list." in capsys.readouterr().err
