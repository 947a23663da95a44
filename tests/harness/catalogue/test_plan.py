"""What a run is narrowed down to, and what is said where nothing of the name exists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.catalogue import Catalogue, plan, read_catalogue
from harness.errors import UnknownName, UsageError
from harness.paths import FEATURES

CATALOGUE: Catalogue = read_catalogue(FEATURES)
OUTLINE = "A booking <start> appears in the calendar"
ROWS = [case for case in CATALOGUE.scenarios if case.template == OUTLINE]


def test_rules_and_profiles_add_up() -> None:
    """Each may be asked for several times."""
    rules = plan(CATALOGUE, rules=["BKG-001", "CAD-010"])

    assert [rule.id for rule in rules.rules] == ["BKG-001", "CAD-010"]
    assert plan(CATALOGUE, profiles=["bookings", "cadence"]) == plan(CATALOGUE)


def test_a_title_chooses_one_scenario_and_its_rule() -> None:
    """Nothing else is planned."""
    chosen = plan(CATALOGUE, titles=["The technician moves the entry"])

    assert [case.title for case in chosen.scenarios] == [
        "The technician moves the entry"
    ]
    assert [rule.id for rule in chosen.rules] == ["BKG-004"]


def test_the_title_of_an_outline_chooses_all_its_rows() -> None:
    """As it is written, with its placeholders."""
    assert list(plan(CATALOGUE, titles=[OUTLINE]).scenarios) == ROWS
    assert len(ROWS) > 1


def test_the_title_of_a_row_chooses_that_row() -> None:
    """With its cells filled in."""
    assert plan(CATALOGUE, titles=[ROWS[1].title]).scenarios == (ROWS[1],)


def test_ids_narrow_down_and_forgotten_ones_are_let_go() -> None:
    """A scenario that failed may have been renamed since."""
    ids = {ROWS[0].id, "bookings/gone#BKG-001#Gone#"}

    assert plan(CATALOGUE, ids=ids).scenarios == (ROWS[0],)
    assert plan(CATALOGUE, rules=["BKG-004"], ids=ids).scenarios == ()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"profiles": ["bokings"]}, "'bokings'. Did you mean 'bookings'? Known: b"),
        ({"rules": ["bkg-014"]}, "no rule 'bkg-014'. Did you mean 'BKG-014'"),
        ({"rules": ["nonsense"]}, "no rule 'nonsense'. `fieldsync rules` lists"),
        (
            {"titles": ["the technician moves the entry"]},
            "Did you mean 'The technician moves the entry'",
        ),
        ({"titles": ["xyz"]}, "no scenario 'xyz'. Titles are matched as they are"),
        (
            {"rules": ["BKG-001"], "titles": ["The technician moves the entry"]},
            "among the profiles and rules asked for",
        ),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(
    asked: dict[str, list[str]], sentence: str
) -> None:
    """Or with the way to find it."""
    with pytest.raises(UnknownName) as refused:
        plan(CATALOGUE, **asked)

    assert sentence in str(refused.value)


def test_a_title_of_several_rules_asks_for_the_rule() -> None:
    """The row of one outline may read like the title of another scenario."""
    twin = replace(ROWS[0], id="twin", rule="BKG-004")
    catalogue = replace(CATALOGUE, scenarios=(*CATALOGUE.scenarios, twin))

    with pytest.raises(UsageError, match="--rule BKG-001, --rule BKG-004"):
        plan(catalogue, titles=[twin.title])

    asked = plan(catalogue, rules=["BKG-004"], titles=[twin.title])
    assert asked.scenarios == (twin,)
