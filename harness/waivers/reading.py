"""Reads a waiver file: the only place that knows its layout.

Every problem is told at once, each in one sentence with its line, before anything runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from harness.catalogue import Catalogue
from harness.catalogue.nearest import did_you_mean
from harness.errors import UsageError
from harness.waivers.faults import faults
from harness.waivers.waiver import Waiver, Waivers

_TWICE: Final = (
    "covers the same as line {}, for the same implementation and versions. Remove one "
    "of the two."
)


def read_waivers(path: Path, catalogue: Catalogue) -> Waivers:
    """The waivers that the file holds, each with the scenarios that it covers.

    Raises:
        UsageError: the file cannot be used; one line per problem.
    """
    lines, document = _document(path)
    problems = [
        f"{_place(path, lines, number)}: {what}" for number, what in faults(document)
    ]
    entries: list[Waiver] = []
    if not problems:
        entries = [_waiver(raw, catalogue) for raw in document]
        problems = [
            f"{_place(path, lines, number)}: {what}"
            for number, what in _doubts(entries, lines, catalogue)
        ]
    if problems:
        raise UsageError("\n".join(problems))
    return Waivers(file=path.name, entries=tuple(entries))


def _document(path: Path) -> tuple[list[int], Any]:
    """Where each entry begins, and all of them; an empty file holds none."""
    try:
        # Scalars stay text: as YAML reads them, version 4.10 would be the number 4.1.
        # The loader in C would crash on a file of nothing but brackets.
        text = path.read_text("utf-8")
        loader = yaml.BaseLoader(text)
        node = loader.get_single_node()
        document = [] if node is None else loader.construct_document(node)
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be read: {error.strerror}. Name the waiver file."
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8. Save it as UTF-8.") from error
    except yaml.YAMLError as error:
        raise UsageError(_no_yaml(path, text, error)) from error
    except RecursionError as error:
        raise UsageError(f"{path}: is nested too deeply for a waiver file.") from error
    parts = node.value if isinstance(node, yaml.SequenceNode) else []
    return [part.start_mark.line + 1 for part in parts], document or []


def _no_yaml(path: Path, text: str, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"{path}:{mark.line + 1}" if mark else str(path)
    what = getattr(error, "problem", None) or "it cannot be parsed"
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    # both mean something to YAML where a value begins
    quotes = '; ">=4.2" and "*" need quotes' if set(line) & {">", "*"} else ""
    return f"{where}: is no YAML: {what}. Mend that line{quotes}."


def _place(path: Path, lines: list[int], number: int | None) -> str:
    return str(path) if number is None else f"{path}:{lines[number]}"


def _waiver(raw: Mapping[str, Any], catalogue: Catalogue) -> Waiver:
    versions = raw["versions"]
    return Waiver(
        rule=raw["rule"],
        scenario=raw.get("scenario"),
        covered=frozenset(_covered(raw["rule"], raw.get("scenario"), catalogue)),
        implementation=raw["implementation"],
        versions=(versions,) if isinstance(versions, str) else tuple(versions),
        reason=raw["reason"],
        issue=raw["issue"],
        owner=raw["owner"],
        expires=date.fromisoformat(raw["expires"]),
    )


def _covered(rule: str, scenario: str | None, catalogue: Catalogue) -> Iterator[str]:
    for case in catalogue.scenarios:
        names = (None, case.id, case.title, case.template)
        if case.rule == rule and scenario in names:
            yield case.id


def _doubts(
    entries: list[Waiver], lines: list[int], catalogue: Catalogue
) -> Iterator[tuple[int, str]]:
    """What the catalogue knows better, and what stands twice."""
    first: dict[tuple[Any, ...], int] = {}
    for number, one in enumerate(entries):
        if not one.covered:
            yield number, _covers_nothing(one, catalogue)
            continue
        key = (one.covered, one.implementation, frozenset(one.versions))
        if key in first:
            yield number, _TWICE.format(lines[first[key]])
        first.setdefault(key, number)


def _covers_nothing(waiver: Waiver, catalogue: Catalogue) -> str:
    rule = catalogue.rules.get(waiver.rule)
    if rule is None:
        meant = did_you_mean(waiver.rule, catalogue.rules)
        return (
            f"there is no rule {waiver.rule!r}. {meant}`fieldsync rules` lists every "
            "rule."
        )
    if waiver.scenario is None or rule.not_tested:
        return f"the rule {rule.id} has no scenario, so nothing of it can fail. Remove."
    for case in catalogue.scenarios:
        if waiver.scenario in (case.id, case.title, case.template):
            return (
                f"the scenario {waiver.scenario!r} belongs to {case.rule}, not to "
                f"{rule.id}. Name its rule."
            )
    titles = [
        title
        for case in catalogue.scenarios
        if case.rule == rule.id
        for title in (case.template, case.title)
    ]
    meant = did_you_mean(waiver.scenario, titles)
    return (
        f"{rule.id} has no scenario {waiver.scenario!r}. {meant}Mend the title, or "
        "leave `scenario` out to cover the whole rule."
    )
