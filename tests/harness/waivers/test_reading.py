"""Waiver files: what they mean, and what is told about broken ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from harness.errors import UsageError
from harness.waivers import read_waivers
from harness.waivers.faults import published
from tests.harness.waivers.makers import (
    LEAKS,
    RULE,
    a_file,
    a_waiver,
    an_entry,
    catalogue,
    id_of,
    ids_of,
    waivers_of,
)

OUTLINE = "The work order number <number> can be read"


def told(path: Path) -> list[str]:
    """The sentences about the file, without its path."""
    with pytest.raises(UsageError) as raised:
        read_waivers(path, catalogue())
    return [line.removeprefix(f"{path}") for line in str(raised.value).split("\n")]


def test_an_entry_is_read_with_the_scenario_that_it_covers(tmp_path: Path) -> None:
    """And the file by its name alone."""
    waivers = waivers_of(tmp_path, an_entry())

    assert waivers.entries == (a_waiver(),)
    assert waivers.file == "waivers.yaml"


@pytest.mark.parametrize(
    ("scenario", "rule", "covered"),
    [
        (None, RULE, ids_of(RULE)),
        (id_of(LEAKS), RULE, [id_of(LEAKS)]),
        (OUTLINE, "BKG-027", ids_of("BKG-027")[:3]),
        (
            "The work order number 00042 can be read",
            "BKG-027",
            [id_of("The work order number 00042 can be read")],
        ),
    ],
)
def test_a_scenario_is_named_by_title_outline_or_id(
    tmp_path: Path, scenario: str | None, rule: str, covered: list[str]
) -> None:
    """Without a name all of the rule is covered."""
    (waiver,) = waivers_of(tmp_path, an_entry(rule=rule, scenario=scenario)).entries

    assert waiver.covered == frozenset(covered)


def test_versions_and_dates_need_no_quotes(tmp_path: Path) -> None:
    """4.10 stays 4.10; YAML would make it 4.1, and the date no text."""
    path = a_file(tmp_path, an_entry(versions=None))
    path.write_text(path.read_text("utf-8") + "  versions: [4.10, <4]\n", "utf-8")

    (waiver,) = read_waivers(path, catalogue()).entries

    assert waiver.versions == ("4.10", "<4")
    assert waiver.expires == date(2026, 12, 31)


@pytest.mark.parametrize("text", ["", "[]", "# the last one is mended\n", "---\n"])
def test_a_file_without_entries_holds_no_waivers(tmp_path: Path, text: str) -> None:
    """So does one whose last entry was removed."""
    path = tmp_path / "waivers.yaml"
    path.write_text(text, "utf-8")

    assert read_waivers(path, catalogue()).entries == ()


@pytest.mark.parametrize(
    ("replaced", "sentence"),
    [
        ({"rule": "BKG-999"}, "there is no rule 'BKG-999'. Did you mean 'BKG-099'"),
        ({"rule": "bookings"}, "there is no rule 'bookings'. `fieldsync rules` lists"),
        (
            {"scenario": "The entry stays over night"},
            "BKG-061 has no scenario 'The entry stays over night'. Did you mean 'The",
        ),
        (
            {"rule": "BKG-062"},
            f"the scenario '{LEAKS}' belongs to BKG-061, not to BKG-062.",
        ),
        ({"expires": "2026-02-30"}, "expires: '2026-02-30' is no date."),
        ({"expires": "31.12.2026"}, "expires: '31.12.2026' is no date."),
        ({"expires": "20261231"}, "expires: '20261231' is no date."),
        ({"expires": "never"}, "expires: 'never' is no date."),
        ({"expire": "2026-12-31"}, "'expire' is no member of a waiver. Use rule, sce"),
        ({"owner": None}, "lacks owner. Add what is missing."),
        ({"owner": None, "issue": None}, "lacks issue, owner. Add what is missing."),
        ({"reason": "''"}, "reason: must be text that is not empty."),
        ({"owner": "' '"}, "owner: must be text that is not empty."),
        ({"issue": "[1, 2]"}, "issue: must be text that is not empty."),
        ({"versions": ">=x"}, "'>=x' is no version specifier; write one as in PEP"),
        ({"versions": ""}, "versions: must be a version or specifier"),
    ],
)
def test_what_is_wrong_with_an_entry_is_told_in_one_sentence(
    tmp_path: Path, replaced: dict[str, Any], sentence: str
) -> None:
    """With the line on which the entry begins."""
    path = a_file(
        tmp_path, an_entry(scenario=None, rule="BKG-001"), an_entry(**replaced)
    )

    (line,) = told(path)

    assert line.startswith(f":8: {sentence}")


def test_a_rule_without_scenarios_cannot_be_waived(tmp_path: Path) -> None:
    """Nothing of it can fail."""
    untested = next(one.id for one in catalogue().rules.values() if one.not_tested)

    (line,) = told(a_file(tmp_path, an_entry(rule=untested, scenario=None)))

    assert f"the rule {untested} has no scenario" in line


def test_an_entry_that_stands_twice_is_told(tmp_path: Path) -> None:
    """Also where one names the title and the other the id."""
    other = an_entry(versions="<4")
    path = a_file(tmp_path, an_entry(), other, an_entry(scenario=id_of(LEAKS)))

    (line,) = told(path)

    assert line.startswith(":17: covers the same as line 1, for the same implement")


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    """One line each, in the order of the file."""
    path = a_file(tmp_path, an_entry(rule="BKG-999"), an_entry(), an_entry(rule="X"))

    lines = told(path)

    assert [line[:5] for line in lines] == [":1: t", ":17: "]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"rule: BKG-001\n", ": holds no list. Begin each waiver with `- rule: "),
        (b"waived\n", ": holds no list."),
        (b"- BKG-001\n", ":1: is no waiver."),
        (b"- rule: [1\n- x: {\n", ":2: is no YAML: "),
        (b"- rule: BKG-001\n--- \n- rule: BKG-001\n", ":2: is no YAML: "),
        (b"\xff\xfe\x00", ": is not UTF-8. Save it as UTF-8."),
        (b"- rule: \x07\n", " is no YAML: "),
        (b"[" * 100_000, " is "),
    ],
)
def test_a_file_that_is_none_is_told(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    """In one sentence, whatever it holds."""
    path = tmp_path / "waivers.yaml"
    path.write_bytes(content)

    (line,) = told(path)

    assert sentence in line


@pytest.mark.parametrize("versions", [">=4.2", "*", "[>=4.2]", "[*, 4.2]"])
def test_versions_that_mean_something_to_yaml_are_told_to_need_quotes(
    tmp_path: Path, versions: str
) -> None:
    """The most likely slip of all."""
    path = tmp_path / "waivers.yaml"
    path.write_text(f"- rule: {RULE}\n  versions: {versions}\n", "utf-8")

    (line,) = told(path)

    assert line.startswith(":2: is no YAML: ")
    assert line.endswith('Mend that line; ">=4.2" and "*" need quotes.')


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A folder neither is one."""
    (missing,) = told(tmp_path / "nowhere.yaml")
    (folder,) = told(tmp_path)

    assert "cannot be read: No such file" in missing
    assert "cannot be read: Is a directory" in folder


def test_the_published_schema_is_one_and_takes_an_entry() -> None:
    """Editors may use it."""
    schema = dict(published())

    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid([an_entry()])
    assert not Draft202012Validator(schema).is_valid([an_entry(owner=None)])
