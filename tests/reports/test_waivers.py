"""What the page shows of waivers."""

from pathlib import Path

import pytest

from tests.reports.makers import (
    Line,
    a_listed_waiver,
    a_rule,
    a_scenario,
    a_waiver,
    lines_of,
    waivers_of,
)
from tests.reports.reading import Reading, page_of


def a_page(folder: Path, *entries: Line, scenario: Line | None = None) -> Reading:
    end = {"waivers": waivers_of(*entries)}
    return Reading(page_of(folder, lines_of(scenario or a_scenario(), end=end)))


def test_a_waived_scenario_shows_its_failure_and_its_waiver(tmp_path: Path) -> None:
    """All that a reader needs to judge the waiver itself."""
    waived = a_scenario(
        verdict="waived", message="It is late.", expected="09:00", found="10:00"
    )

    text = a_page(tmp_path, scenario=waived).text

    assert "It is late. Expected09:00 Found10:00" in text
    assert "Waived until 2026-12-31, 41 days left. Otherwise it would be: fail." in text
    assert "ReasonThe nightly rebuild of the cache copies the facts again." in text
    assert "IssueBRIDGE-118 OwnerR. Okafor" in text


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (41, "41 days left"),
        (1, "1 day left"),
        (0, "last day"),
        (-1, "expired 1 day ago"),
        (-400, "expired 400 days ago"),
    ],
)
def test_days_left_are_told_in_words(tmp_path: Path, days: int, words: str) -> None:
    """As of the day of the run, not of the day on which the page is made."""
    assert (
        f"2026-12-31 {words}" in a_page(tmp_path, a_listed_waiver(days_left=days)).text
    )


def test_every_waiver_of_the_run_is_listed_with_state_and_note(tmp_path: Path) -> None:
    """In the order of the file, which is named with the day of judgement."""
    states = ("used", "stale", "expired", "no_effect")

    text = a_page(tmp_path, *map(a_listed_waiver, states)).text

    assert "waivers.yaml, judged on 2026-11-20." in text
    places = [text.index(word) for word in ("⚑ used", "✗ stale", "✗ expired", "– no")]
    assert places == sorted(places)
    assert "It is stale, and here is why." in text
    assert "A visit arrives Acme Bridge >=4.2,<5" in text


def test_a_waiver_leads_to_its_rule_only_where_the_run_has_it(tmp_path: Path) -> None:
    """A link into nowhere helps nobody."""
    entries = a_listed_waiver(), a_listed_waiver("no_effect", rule="TSK-001")

    page = a_page(tmp_path, *entries)

    assert "TSK-001" in page.text
    targets = {known.get("href") for tag, known in page.tags if tag == "a"}
    assert "#BKG-040" in targets
    assert "#TSK-001" not in targets


@pytest.mark.parametrize(
    ("issue", "is_link"),
    [
        ("https://issues.example.com/7", True),
        ("HTTP://issues.example.com/7", True),
        ("BRIDGE-118", False),
        ("javascript:alert(1)", False),
        ("//issues.example.com/7", False),
        (" https://issues.example.com", False),
    ],
)
def test_an_issue_is_a_link_only_when_it_is_of_the_web(
    tmp_path: Path, issue: str, *, is_link: bool
) -> None:
    """With the scenario and in the list."""
    waived = a_scenario(verdict="waived", waiver=a_waiver(issue=issue))

    page = a_page(tmp_path, a_listed_waiver(issue=issue), scenario=waived)

    links = [known for _, known in page.tags if known.get("href") == issue]
    assert len(links) == (2 if is_link else 0)
    assert page.text.count(issue.strip()) == 2


@pytest.mark.parametrize(
    ("states", "words"),
    [
        (("stale", "used"), "Not conformant: 1 stale waiver"),
        (("stale", "expired"), "Not conformant: 2 expired or stale waivers"),
    ],
)
def test_the_headline_names_the_waivers_where_no_rule_is_broken(
    tmp_path: Path, states: tuple[str, ...], words: str
) -> None:
    """Otherwise a page of passes would say *not conformant*."""
    assert words in a_page(tmp_path, *map(a_listed_waiver, states)).text


def test_a_run_without_waivers_has_no_section_of_them(tmp_path: Path) -> None:
    """Neither has one whose file is empty."""
    without = Reading(page_of(tmp_path, lines_of(rules=[a_rule()])))

    assert "waivers" not in without.ids
    assert "waivers" not in a_page(tmp_path).ids
