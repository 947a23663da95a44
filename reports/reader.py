"""The only place that turns results.jsonl into values.

Every line is checked against the published schema; what does not hold is told in one
sentence with its line number. A file that stops early (no `end` line, or a last line
cut in half) is still read: it is an incomplete run, and `Results.notice` says so.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from reports.collector import resting_collector
from reports.errors import UnusableResults
from reports.lines import end_of, run_of, scenario_of
from reports.model import Results
from reports.schema import complaint, fits
from reports.summary import check_end

SCHEMA_VERSION: Final = 1
_AGAIN: Final = "run fieldsync again to get a whole file"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def read_results(path: Path | str) -> Results:
    """What the file says, checked.

    Raises:
        UnusableResults: the file is missing, unreadable, foreign, broken or
            contradicts itself.
    """
    with resting_collector():
        return _read(Path(path))


def _read(path: Path) -> Results:
    raw_lines = _raw_lines(path)
    lines = []
    cut = False
    for number, raw in enumerate(raw_lines, start=1):
        is_unended = number == len(raw_lines)  # a whole file ends in "\n", so b"" here
        if is_unended and not raw.strip():
            break
        place = f"{path}, line {number}"
        line = _decoded(raw, place, may_be_cut=is_unended and number > 1)
        if line is None:
            cut = True
            break
        lines.append(_checked(line, place, number))
    return _assembled(path, lines, cut=cut)


def _raw_lines(path: Path) -> list[bytes]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise UnusableResults(
            where=str(path),
            what="there is no such file",
            remedy="give the results.jsonl that `fieldsync run` wrote",
        ) from None
    except OSError as error:
        raise UnusableResults(
            where=str(path),
            what=f"the file cannot be read ({error.strerror})",
            remedy="give a readable results.jsonl",
        ) from error
    if not content.strip():
        raise UnusableResults(
            where=str(path),
            what="the file is empty, so the run stopped before it began",
            remedy=_AGAIN,
        )
    return content.removeprefix(_BYTE_ORDER_MARK).split(b"\n")


def _decoded(raw: bytes, place: str, *, may_be_cut: bool) -> Mapping[str, Any] | None:
    """The line's object, or None for a last line that was cut in half."""
    # A line that was cut began as an object and lacks its newline. Anything else that
    # is no JSON was never ours.
    tolerated = may_be_cut and raw.startswith(b"{")
    try:
        line = json.loads(raw.decode(), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        if tolerated:
            return None
        raise UnusableResults(
            where=place,
            what=f"byte {error.start + 1} is not UTF-8",
            remedy="give the file as fieldsync wrote it, unconverted",
        ) from None
    except (ValueError, RecursionError) as error:
        if tolerated:
            return None
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise UnusableResults(
            where=place,
            what=f"this is not JSON ({reason})",
            remedy="give the results.jsonl that `fieldsync run` wrote",
        ) from None
    if not isinstance(line, dict):
        raise UnusableResults(
            where=place,
            what="this is JSON, but not an object",
            remedy="give the results.jsonl that `fieldsync run` wrote",
        )
    return line


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is no JSON number"
    raise ValueError(message)


def _checked(line: Mapping[str, Any], place: str, number: int) -> Mapping[str, Any]:
    """The line, now known to have its kind's shape and to stand where it may."""
    kind = line.get("kind")
    if number == 1:
        _check_first(line, place)
    elif kind not in {"scenario", "end"}:
        raise UnusableResults(
            where=place,
            what=f"$.kind must be scenario or end here, but is {kind!r}",
            remedy="give the file of one single run",
        )
    if not fits(str(kind))(line):
        broken = complaint(str(kind), line)
        if broken is not None:
            raise UnusableResults(
                where=place,
                what=f"the line breaks the results schema: {broken}",
                remedy="have a newer or older fieldsync read it, or mend its writer",
            )
    return line


def _check_first(line: Mapping[str, Any], place: str) -> None:
    if line.get("kind") != "run":
        raise UnusableResults(
            where=place,
            what=f"$.kind must be run in the first line, but is {line.get('kind')!r}",
            remedy="give the whole results.jsonl, from its first line",
        )
    version = line.get("schema")
    if version != SCHEMA_VERSION:
        raise UnusableResults(
            where=place,
            what=(
                f"the results are of schema version {version!r}, and this fieldsync"
                f" reads version {SCHEMA_VERSION}"
            ),
            remedy=f"use the fieldsync that wrote them ({line.get('fieldsync')!r})",
        )


def _assembled(path: Path, lines: Sequence[Mapping[str, Any]], *, cut: bool) -> Results:
    run = run_of(lines[0])
    has_end = lines[-1]["kind"] == "end"
    body = lines[1:-1] if has_end else lines[1:]
    _check_together(path, lines[0], body)
    scenarios = tuple(scenario_of(line) for line in body)
    results = Results(
        run=run,
        scenarios=scenarios,
        end=end_of(lines[-1]) if has_end else None,
        notice=_notice(len(scenarios), len(run.planned), cut=cut, has_end=has_end),
    )
    check_end(results, where=f"{path}, line {len(lines)}")
    return results


def _check_together(
    path: Path,
    first: Mapping[str, Any],
    body: Sequence[Mapping[str, Any]],
) -> None:
    """No scenario is there twice, unplanned or without its rule."""
    rules = {rule["id"] for rule in first["rules"]}
    planned = set(first["planned"])
    seen: dict[str, int] = {}
    if len(rules) < len(first["rules"]):
        raise UnusableResults(
            where=f"{path}, line 1",
            what="$.rules lists a rule twice",
            remedy="mend the catalogue and run again",
        )
    for number, line in enumerate(body, start=2):
        if line["kind"] == "end":
            wrong = "this is the end line, and more lines follow"
        elif line["id"] in seen:
            wrong = f"scenario {line['id']!r} is already in line {seen[line['id']]}"
        elif line["id"] not in planned:
            wrong = f"scenario {line['id']!r} is not in the plan of line 1"
        elif line["rule"] not in rules:
            wrong = f"$.rule names {line['rule']!r}, which line 1 does not list"
        elif (line["verdict"] == "waived") != ("waiver" in line):
            wrong = "the verdict is waived without a waiver, or otherwise with one"
        else:
            seen[line["id"]] = number
            continue
        raise UnusableResults(
            where=f"{path}, line {number}",
            what=wrong,
            remedy="give the file of one single run, unedited",
        )


def _notice(shown: int, planned: int, *, cut: bool, has_end: bool) -> str | None:
    share = f"{shown} of {planned} planned scenarios are shown"
    if cut:
        return f"The last line of the results was cut in half: {share}."
    if not has_end:
        return f"The run was interrupted before its end: {share}."
    if shown < planned:
        return f"The run left scenarios out: {share}."
    return None
