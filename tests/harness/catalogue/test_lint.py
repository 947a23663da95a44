"""What must not stand in a feature or a catalogue, each told in one clear sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harness.catalogue import plan, read_catalogue
from harness.errors import CatalogueBroken, UnknownName
from harness.paths import FEATURES

RULES = """\
profile: bookings
title: Bookings
about: Bookings reach the calendar.
rules:
  - id: BKG-001
    title: It arrives
    statement: It MUST arrive.
    strength: must
    confidence: high
    tier: core
    origin: seed
    sync_method: sss
    source: {document: A page, file: a.txt, section: Top}
    applies_when: [always]
    observable: Look.
"""
FEATURE = """\
Feature: Arrival

  @BKG-001
  Rule: It arrives
    Because people wait for it.

    Scenario: It arrives in time
      Given a technician with a ready mailbox
      When 15 minutes pass
"""
STEPS = FEATURE[FEATURE.index("      Given") :]


def problems_of(root: Path, *, feature: str = FEATURE, rules: str = RULES) -> list[str]:
    folder = root / "bookings"
    folder.mkdir()
    (folder / "rules.yaml").write_text(rules)
    (folder / "arrival.feature").write_text(feature)
    try:
        read_catalogue(root)
    except CatalogueBroken as error:
        return list(error.problems)
    return []


def test_a_sound_catalogue_has_no_problem(tmp_path: Path) -> None:
    """The model that the other tests break is sound."""
    assert problems_of(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (STEPS, STEPS + "      Wen nothing\n", "is no Gherkin"),
        ("Given a tech", "Givn a tech", "text that is no step"),
        ("  @BKG-001\n", "", "has no tag"),
        ("@BKG-001", "@BKG-999", "knows no rule BKG-999"),
        ("@BKG-001", "@BKG-001 @BKG-002", "several ids"),
        (STEPS, "", "no steps"),
        ("Scenario: It", "@skip\n    Scenario: It", "@skip"),
        ("It arrives in time", "It arrives in <time>", "placeholder but no examples"),
        ("Scenario: It", "Scenario Outline: It <when>", "no rows"),
    ],
)
def test_a_flaw_of_a_feature_is_told(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    """Each flaw names file, line and remedy."""
    (problem, *_) = problems_of(tmp_path, feature=FEATURE.replace(old, new))

    assert told in problem
    assert problem.startswith(("features/bookings/", "bookings/arrival.feature"))


def test_a_duplicate_title_is_told_with_both_places(tmp_path: Path) -> None:
    """pytest-bdd would run only the last of the two."""
    twin = "\n    Scenario: It arrives in time\n      When 15 minutes pass\n"

    (problem,) = problems_of(tmp_path, feature=FEATURE + twin)

    assert "arrival.feature:11" in problem
    assert "arrival.feature:7" in problem


def test_a_scenario_outside_any_rule_is_told(tmp_path: Path) -> None:
    """A scenario that no rule owns accuses nobody."""
    loose = "Feature: Loose\n\n  Scenario: Alone\n    When 15 minutes pass\n"

    problems = problems_of(tmp_path, feature=loose)

    assert any("stands under no tagged rule" in one for one in problems)
    assert any("BKG-001 has no scenario" in one for one in problems)


def test_an_outline_with_an_unbound_placeholder_is_told(tmp_path: Path) -> None:
    """The literal text would run as it stands."""
    outline = FEATURE.replace(
        "Scenario: It arrives in time", "Scenario Outline: In <a>"
    )
    outline = outline.replace("15 minutes pass", "<b> pass")
    outline += "\n      Examples:\n        | a |\n        | 1 |\n"

    (problem,) = problems_of(tmp_path, feature=outline)

    assert "<b>" in problem


def test_a_rule_with_scenarios_must_not_be_marked_not_tested(tmp_path: Path) -> None:
    """Data must not contradict the features."""
    rules = RULES + "    not_tested: nobody can see it\n"

    (problem,) = problems_of(tmp_path, rules=rules)

    assert "marked not_tested" in problem


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("strength: must", "strength: perhaps", "rule BKG-001, strength"),
        ("    statement: It MUST arrive.\n", "", "'statement' is a required property"),
        ("profile: bookings", "profile: cadence", "lies in the folder 'bookings'"),
        ("about: Bookings", "about: [", "is no YAML"),
        ("rules:", "roles:", "roles"),
    ],
)
def test_a_flaw_of_the_catalogue_is_told(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    """Each flaw names the file and the rule."""
    problems = problems_of(tmp_path, rules=RULES.replace(old, new))

    assert any(told in one for one in problems), problems
    assert all("bookings/rules.yaml" in one or "arrival" in one for one in problems)


def test_a_rule_that_stands_twice_is_told(tmp_path: Path) -> None:
    """One id, one rule."""
    twice = RULES + RULES[RULES.index("  - id") :]

    assert "stands twice" in problems_of(tmp_path, rules=twice)[0]


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    """Bytes of another encoding are no text."""
    shutil.copytree(FEATURES / "cadence", tmp_path / "cadence")
    (tmp_path / "cadence" / "deadlines.feature").write_bytes(b"Feature: \xff\xfe")

    with pytest.raises(CatalogueBroken, match="is not UTF-8"):
        read_catalogue(tmp_path)


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    """A folder without profiles is no features folder."""
    with pytest.raises(CatalogueBroken, match="holds no profile"):
        read_catalogue(tmp_path)


def test_unknown_names_are_told_with_what_is_known() -> None:
    """The caller learns what there is."""
    catalogue = read_catalogue(FEATURES)

    with pytest.raises(UnknownName, match="Known: bookings, cadence"):
        plan(catalogue, profiles=["bokings"])
    with pytest.raises(UnknownName, match="no rule 'BKG-999'"):
        plan(catalogue, rules=["BKG-999"])
    with pytest.raises(UnknownName, match="belongs to cadence"):
        plan(catalogue, profiles=["cadence"], rules=["BKG-001"])


def test_a_plan_holds_what_was_asked_for() -> None:
    """Profiles and rules narrow the plan together."""
    catalogue = read_catalogue(FEATURES)

    narrowed = plan(catalogue, profiles=["bookings"], rules=["BKG-040", "CAD-001"])

    assert [rule.id for rule in narrowed.rules] == ["BKG-040"]
    assert {case.rule for case in narrowed.scenarios} == {"BKG-040"}
