import json
from pathlib import Path
from typing import Any

import pytest

from reports import UnusableResults, Verdict, read_results
from tests.reports.makers import (
    Line,
    a_rule,
    a_run,
    a_scenario,
    a_waiver,
    an_end,
    an_exchange,
    lines_of,
    write,
)
from tests.reports.sample import sample_lines

BARE_WAIVED = {k: v for k, v in a_scenario(verdict="waived").items() if k != "waiver"}


def refusal(path: Path) -> UnusableResults:
    """Why the file is refused."""
    with pytest.raises(UnusableResults) as refused:
        read_results(path)
    return refused.value


def test_every_part_of_a_scenario_arrives(tmp_path: Path) -> None:
    """What was written is what is read, down to an exchange."""
    results = read_results(write(tmp_path, sample_lines()))

    scenario = results.scenarios[0]
    assert scenario.verdict is Verdict.FAIL
    assert [step.outcome for step in scenario.steps][-2:] == ["failed", "not_run"]
    assert scenario.steps[-1].at is None
    assert scenario.timeline[3].kind == "fault"
    assert scenario.exchanges[2].status is None
    assert results.run.rules[0].source.section == "Create and edit bookings"
    assert results.notice is None


def test_unknown_keys_are_ignored_everywhere(tmp_path: Path) -> None:
    """A later fieldsync may add keys to any object."""
    scenario = a_scenario(
        exchanges=[an_exchange(later=1)],
        steps=[{**a_scenario()["steps"][0], "later": {}}],
        later=[],
    )
    lines = lines_of(scenario, rules=[a_rule(later=None)], end={"later": 1})

    assert len(read_results(write(tmp_path, lines)).scenarios) == 1


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    """An editor may have saved the file."""
    path = write(tmp_path, lines_of(a_scenario()))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert len(read_results(path).scenarios) == 1


def test_a_missing_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    """The sentence names the file and what to give instead."""
    refused = refusal(tmp_path / "nowhere.jsonl")

    assert "nowhere.jsonl: there is no such file; give the results.jsonl" in str(
        refused,
    )
    assert str(refused).count("\n") == 0


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """It cannot be read as a file."""
    assert "cannot be read" in refusal(tmp_path).what


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """The run stopped before it began."""
    path = tmp_path / "results.jsonl"
    path.write_bytes(b"\n")

    assert "empty" in refusal(path).what


@pytest.mark.parametrize(
    ("garbage", "said"),
    [
        (b"hello\n", "not JSON"),
        (b"\n", "not JSON"),
        (b'{"kind": "scenario", "n": NaN}\n', "NaN is no JSON number"),
        (b"[" * 100_000 + b"\n", "not JSON"),
        (b"[1]\n", "not an object"),
        (b'"\xff"\n', "not UTF-8"),
        (b'{"kind": "chapter"}\n', "$.kind must be scenario or end here"),
    ],
)
def test_garbage_between_lines_is_refused_by_its_line(
    tmp_path: Path,
    garbage: bytes,
    said: str,
) -> None:
    """Whatever stands in line 2 that is no scenario."""
    path = write(tmp_path, lines_of(a_scenario()))
    first, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + garbage + b"".join(rest))

    refused = refusal(path)

    assert refused.where == f"{path}, line 2"
    assert said in refused.what


def test_garbage_as_an_unended_last_line_is_refused(tmp_path: Path) -> None:
    """A cut line of ours would begin as an object."""
    path = write(tmp_path, lines_of(a_scenario()))
    path.write_bytes(path.read_bytes() + b"Killed")

    assert "not JSON" in refusal(path).what


def test_a_cut_last_line_keeps_the_scenarios_before_it(tmp_path: Path) -> None:
    """Wherever the last line is cut, also within a letter of two bytes."""
    one, two = a_scenario("One"), a_scenario("Zwei für das Büro")
    path = write(tmp_path, [a_run([one, two]), one, two])
    whole = path.read_bytes()
    start = whole.rindex(b'{"kind": "scenario"')

    for end in range(start + 1, len(whole) - 1):
        path.write_bytes(whole[:end])
        results = read_results(path)
        assert [scenario.title for scenario in results.scenarios] == ["One"]
        assert results.end is None
        assert results.notice == (
            "The last line of the results was cut in half:"
            " 1 of 2 planned scenarios are shown."
        )


def test_a_cut_first_line_keeps_nothing(tmp_path: Path) -> None:
    """Without the plan there is no report."""
    path = write(tmp_path, lines_of(a_scenario()))
    path.write_bytes(path.read_bytes()[:100])

    assert refusal(path).where == f"{path}, line 1"


def test_a_missing_end_is_an_interrupted_run_and_no_error(tmp_path: Path) -> None:
    """Whole lines count; the notice says what is missing."""
    one, two = a_scenario("One"), a_scenario("Two")

    results = read_results(write(tmp_path, [a_run([one, two]), one]))

    assert results.end is None
    assert results.notice == (
        "The run was interrupted before its end: 1 of 2 planned scenarios are shown."
    )


def test_a_planned_scenario_without_a_line_is_noticed(tmp_path: Path) -> None:
    """An end line does not make a short run whole."""
    one, two = a_scenario("One"), a_scenario("Two")
    end = an_end([one], verdict="inconclusive")

    results = read_results(write(tmp_path, [a_run([one, two]), one, end]))

    assert results.notice is not None
    assert results.notice.startswith("The run left scenarios out")


def test_another_schema_version_is_refused_with_the_writer_named(
    tmp_path: Path,
) -> None:
    """Even when nothing else of the line is understood."""
    path = write(tmp_path, [{"kind": "run", "schema": 2, "fieldsync": "0.9.0"}])

    refused = refusal(path)

    assert "schema version 2" in refused.what
    assert "0.9.0" in refused.remedy


def test_the_first_line_must_be_the_run(tmp_path: Path) -> None:
    """A file that lost its head."""
    path = write(tmp_path, lines_of(a_scenario())[1:])

    assert "$.kind must be run in the first line" in refusal(path).what


def broken(path: str, value: Any) -> list[Line]:
    """A whole file whose one scenario holds this value at this dotted path."""
    lines = json.loads(json.dumps(lines_of(a_scenario())))
    at = lines[1]
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in way:
        at = at[part]
    if value is ...:
        del at[last]
    else:
        at[last] = value
    return list(lines)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("title", ..., "$ lacks title"),
        ("title", 7, "$.title must be string, but is a number"),
        ("verdict", "great", "$.verdict must be pass, fail, deviation"),
        ("exchanges.0.status", "200", "$.exchanges[0].status must be integer or null"),
        ("exchanges.0.truncated", None, "$.exchanges[0].truncated must be boolean"),
        ("exchanges.0.request_headers.0", ["a"], "a pair of name and value"),
        ("steps.0.at", "yesterday", "a UTC time like 2026-03-02T08:00:00Z"),
        ("timeline.0.at", "2026-13-02T08:00:00Z", "$.timeline[0].at must be a UTC"),
        ("row", {"column": 7}, "$.row.column must be string"),
    ],
)
def test_a_broken_line_is_refused_with_line_and_path(
    tmp_path: Path,
    path: str,
    value: Any,
    said: str,
) -> None:
    """The sentence says which line, which key, and what it should be."""
    refused = refusal(write(tmp_path, broken(path, value)))

    assert refused.where.endswith("line 2")
    assert said in refused.what


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            [a_run([a_scenario()]), a_scenario(), a_scenario()],
            "is already in line 2",
        ),
        ([a_run([]), a_scenario()], "is not in the plan of line 1"),
        ([a_run([a_scenario()], rules=[]), a_scenario()], "line 1 does not list"),
        (
            [a_run([a_scenario()], rules=[a_rule(), a_rule()]), a_scenario()],
            "lists a rule twice",
        ),
        ([a_run([a_scenario()]), an_end(), a_scenario()], "more lines follow"),
        ([a_run([a_scenario()]), BARE_WAIVED], "waived without a waiver"),
        ([a_run([a_scenario()]), a_scenario(waiver=a_waiver())], "otherwise with one"),
    ],
)
def test_lines_that_do_not_belong_together_are_refused(
    tmp_path: Path,
    lines: list[Line],
    said: str,
) -> None:
    """Two runs in one file, or a file that was edited."""
    assert said in refusal(write(tmp_path, lines)).what


def test_an_end_that_counts_otherwise_is_refused(tmp_path: Path) -> None:
    """Page and file cannot disagree."""
    path = write(tmp_path, lines_of(a_scenario(), end={"counts": {"pass": 2}}))

    assert "counts 2 pass, the scenario lines 1" in refusal(path).what


@pytest.mark.parametrize(
    ("scenario", "end"),
    [
        ("fail", {"verdict": "conformant", "message": "All is well."}),
        ("pass", {"verdict": "not_conformant"}),
        ("inconclusive", {"verdict": "not_conformant", "message": "Hm."}),
    ],
)
def test_an_end_that_judges_otherwise_is_refused(
    tmp_path: Path,
    scenario: str,
    end: Line,
) -> None:
    """Milder never; harsher only with a reason."""
    path = write(tmp_path, lines_of(a_scenario(verdict=scenario), end=end))

    assert "the scenario lines say" in refusal(path).what
