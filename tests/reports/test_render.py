import re
from itertools import pairwise
from pathlib import Path

import pytest

from reports import UnwritableReport, read_results, render
from reports.render import html_of
from tests.reports.makers import (
    Line,
    a_happening,
    a_rule,
    a_run,
    a_scenario,
    a_step,
    lines_of,
    write,
)
from tests.reports.reading import Reading, page_of
from tests.reports.sample import LONG, VERDICTS, sample_lines


def test_the_page_is_one_file_written_whole(tmp_path: Path) -> None:
    """The folder is made, and holds nothing but the page."""
    results = read_results(write(tmp_path, sample_lines()))

    page = render(results, tmp_path / "new" / "report")

    assert page == tmp_path / "new" / "report" / "index.html"
    assert [file.name for file in page.parent.iterdir()] == ["index.html"]
    assert page.read_text(encoding="utf-8") == html_of(results)


def test_an_existing_page_is_replaced(tmp_path: Path) -> None:
    """The second report of a folder wins."""
    (tmp_path / "index.html").write_text("old", encoding="utf-8")

    page = render(read_results(write(tmp_path, sample_lines())), tmp_path)

    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(
    tmp_path: Path,
) -> None:
    """Where, what, and what to do; no half page is left behind."""
    results = read_results(write(tmp_path, sample_lines()))
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    with pytest.raises(UnwritableReport) as refused:
        render(results, tmp_path / "file")

    assert "the report cannot be written" in str(refused.value)
    assert str(refused.value).endswith("name a folder that you may write to.")


def test_a_page_in_the_way_leaves_no_temporary_file(tmp_path: Path) -> None:
    """A folder named index.html cannot be replaced."""
    results = read_results(write(tmp_path, sample_lines()))
    (tmp_path / "out" / "index.html" / "x").mkdir(parents=True)

    with pytest.raises(UnwritableReport):
        render(results, tmp_path / "out")

    assert [file.name for file in (tmp_path / "out").iterdir()] == ["index.html"]


def test_the_same_results_give_the_same_bytes(tmp_path: Path) -> None:
    """Nothing depends on time, order or chance."""
    first = page_of(tmp_path, sample_lines())

    assert page_of(tmp_path, sample_lines()) == first


def test_everything_but_bodies_can_be_read_without_javascript(tmp_path: Path) -> None:
    """The texts stand in the page itself."""
    text = Reading(page_of(tmp_path, sample_lines(is_void=False))).text

    for expected in (
        "Not conformant: 3 rules are broken",
        "Outlook Bridge 2.3.1 by Example Field Tools",
        "5 of 8 judged rules held.",
        "fieldsync run --seed 7",
        "failed as it must",
        LONG,
        "“Create and edit bookings”",
        "“Within 15 minutes” includes the cycle that runs at its end.",
        "C-08",
        "Recurring bookings arrive with version 3.",
        "Needs two Exchange organisations.",
        "“Site visit” starts an hour early in the worker's calendar.",
        "one event “Site visit” from Tue 3 Mar 09:00 to 10:00",
        "✗ failed: Then the worker's calendar has gained",
        "· not run: And nothing else has changed",
        "08:00 → 08:15",
        "feature background",
        "Line one line two",
        "connection reset before POST",
        "POST lost exchange /users/worker@example.com/calendar/events",
        "POST 429 dataverse /$batch",
        "Tue 3 Mar 09:00 · step 5",
        "fieldsync run --rule BKG-013 --seed 0",
        "It wrote the subject in capitals.",
        "the bodies also stand in results.jsonl",
        *(message for _, _, message in VERDICTS[2:] if message),
    ):
        assert expected in text, expected


def test_every_verdict_has_a_sign_and_a_word(tmp_path: Path) -> None:
    """Colour alone tells nothing."""
    text = Reading(page_of(tmp_path, sample_lines())).text

    for expected in (
        *("! error", "? inconclusive", "↯ crashed", "✗ fail", "⊘ not testable"),
        *("⚑ waived", "≠ deviation", "– not applicable", "○ observed", "✓ pass"),
        *("· not run", "∅ not tested"),
    ):
        assert expected in text, expected


def test_what_is_broken_is_open_and_comes_first(tmp_path: Path) -> None:
    """What passed is closed."""
    html = page_of(tmp_path, sample_lines(is_void=False))

    states = {
        str(known["id"]): "open" in known
        for tag, known in Reading(html).tags
        if tag == "details" and "id" in known
    }

    assert next(iter(states)) == "BKG-012"
    assert states["BKG-013"]
    assert states["s-bkg-013-a-visit-tomorrow-reaches-the-cal"]
    assert not states["BKG-040"]


def test_deep_links_are_unique_and_readable(tmp_path: Path) -> None:
    """By rule id, and by rule and title for scenarios, also when titles are alike."""
    titles = ("A visit", "A visit!", "A visit?", "点検", "検査")
    page = Reading(page_of(tmp_path, lines_of(*map(a_scenario, titles))))

    assert len(page.ids) == len(set(page.ids))
    for expected in (
        *("BKG-040", "s-bkg-040-a-visit", "s-bkg-040-a-visit-2"),
        *("s-bkg-040-a-visit-3", "s-bkg-040", "s-bkg-040-2"),
    ):
        assert expected in page.ids


def test_every_link_within_the_page_leads_somewhere(tmp_path: Path) -> None:
    """Rules, profiles and the list of what to look at first."""
    page = Reading(page_of(tmp_path, sample_lines()))

    targets = {
        str(known["href"])[1:]
        for tag, known in page.tags
        if tag == "a" and str(known["href"]).startswith("#")
    }

    assert targets
    assert targets <= set(page.ids)


def test_an_interrupted_run_says_so_first(tmp_path: Path) -> None:
    """With what is missing, by name."""
    one, two = a_scenario("One"), a_scenario("Two")

    text = Reading(page_of(tmp_path, [a_run([one, two]), one])).text

    assert "Inconclusive: the run is incomplete" in text
    assert "1 of 2 planned scenarios are shown." in text
    assert "1 scenario left no result" in text
    assert two["id"] in text


def test_a_run_that_only_lacks_its_end_says_that(tmp_path: Path) -> None:
    """All scenarios are there; the canary may not be."""
    one = a_scenario("One")

    text = Reading(page_of(tmp_path, [a_run([one]), one])).text

    assert "the run never came to its end" in text
    assert "? not reached" in text


@pytest.mark.parametrize(
    ("verdicts", "end", "headline"),
    [
        (["pass"], {}, "Conformant"),
        (["observed"], {}, "Conformant, but no rule was judged"),
        (["not_applicable"], {}, "Inconclusive: nothing ran"),
        (["fail"], {}, "Not conformant: 1 rule is broken"),
        (["inconclusive"], {}, "Inconclusive: 1 rule could not be decided"),
        (["error"], {}, "Void: the harness erred on 1 rule"),
        (["pass"], {"canary": "passed"}, "Void: the canary passed"),
        (
            ["pass"],
            {"canary": "did not run", "verdict": "void", "message": "No canary."},
            "Void: the canary did not run",
        ),
        (
            ["waived"],
            {"verdict": "not_conformant", "message": "The waiver expired."},
            "Not conformant",
        ),
    ],
)
def test_the_headline_tells_the_verdict_in_words(
    tmp_path: Path,
    verdicts: list[str],
    end: Line,
    headline: str,
) -> None:
    """What a product owner reads first, and the message of the end line below it."""
    scenarios = [a_scenario(verdict=verdict) for verdict in verdicts]

    html = page_of(tmp_path, lines_of(*scenarios, end=end))

    assert f"<h1>{headline}</h1>" in html
    assert end.get("message", headline) in html


def test_headings_go_down_one_level_at_a_time(tmp_path: Path) -> None:
    """And there is one of the first level."""
    page = Reading(page_of(tmp_path, sample_lines()))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]

    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_landmarks_language_and_theme_are_declared(tmp_path: Path) -> None:
    """For readers that do not look."""
    page = Reading(page_of(tmp_path, sample_lines()))
    tags = [tag for tag, _ in page.tags]

    assert tags.count("main") == tags.count("header") == tags.count("footer") == 1
    assert ("html", {"lang": "en"}) in page.tags
    assert ("meta", {"name": "color-scheme", "content": "light dark"}) in page.tags


def test_what_scenarios_have_in_common_is_said_once(tmp_path: Path) -> None:
    """Command and feature stand with the rule, unless scenarios differ."""
    alike = page_of(tmp_path, lines_of(a_scenario("One"), a_scenario("Two")))
    other = a_scenario("Two", file="features/bookings/edge.feature", repeat="again")
    differing = page_of(tmp_path, lines_of(a_scenario("One"), other))

    assert alike.count("fieldsync run --rule BKG-040 --seed 0") == 1
    assert alike.count("features/bookings/window.feature") == 1
    assert "features/bookings/edge.feature:12" in differing
    assert "<code>again</code>" in differing


def test_a_page_without_scenarios_can_be_made(tmp_path: Path) -> None:
    """A smoke test that failed leaves rules only."""
    html = page_of(tmp_path, lines_of(rules=[a_rule()]))

    assert "<h1>Inconclusive: nothing ran</h1>" in html


def test_empty_parts_leave_no_empty_boxes(tmp_path: Path) -> None:
    """A scenario that crashed before its first step."""
    scenario = a_scenario(steps=[], timeline=[], exchanges=[], verdict="crashed")

    html = page_of(tmp_path, lines_of(scenario))

    assert "Timeline" not in html
    assert "<details class=x" not in html
    assert "<details class=o" not in html
    assert "<ol class=g>" not in html


def test_a_step_time_is_told_where_it_changes(tmp_path: Path) -> None:
    """Blank means the same moment as the step before."""
    at = {"at": "2026-03-02T08:15:00Z", "until": "2026-03-02T08:15:00Z"}
    steps = [a_step("a"), a_step("b"), a_step("c", **at), a_step("d", **at)]

    html = page_of(tmp_path, lines_of(a_scenario(steps=steps)))

    assert re.findall(r"<i>(.*?)</i>.*?</b> (\w)", html) == [
        ("08:00", "a"),
        ("08:15", "c"),
    ]


def test_alerts_and_faults_stand_out_in_the_timeline(tmp_path: Path) -> None:
    """By a class, beside their word."""
    timeline = [a_happening(kind="alert", text="mailbox off"), a_happening()]

    html = page_of(tmp_path, lines_of(a_scenario(timeline=timeline)))

    assert "<dd class=r><b>alert</b> mailbox off<dd><b>cycle</b>" in html


def test_what_the_fakes_assume_stands_on_the_page(tmp_path: Path) -> None:
    """Provenance: number, section and the setting that chooses otherwise."""
    scenario = a_scenario()
    lines = lines_of(scenario)

    page = Reading(page_of(tmp_path, lines)).text
    del lines[0]["assumptions"]  # as files of earlier versions
    without = Reading(page_of(tmp_path, lines)).text

    assert "1 behaviour that the documents leave open" in page
    assert "Completed and canceled activities refuse changes." in page
    assert "customization.closed_activities_are_read_only" in page
    assert "What the fakes assume" not in without


def test_a_doubt_about_the_claims_stands_at_the_head(tmp_path: Path) -> None:
    """Files of earlier versions know none."""
    doubt = "The implementation claims the profile '<b>', which is not there."
    lines = lines_of(a_scenario())
    lines[0]["iut"]["doubts"] = [doubt]

    page = page_of(tmp_path, lines)
    del lines[0]["iut"]["doubts"]
    earlier = page_of(tmp_path, lines)

    assert doubt in Reading(page).text
    assert "<b>', which" not in page
    assert "which is not there" not in earlier


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"rules": ["BKG-040"]}, "BKG-040"),
        ({"scenarios": ["A visit <arrives>"]}, "“A visit &lt;arrives&gt;”"),
        ({"last_failed": True}, "what had failed before"),
    ],
)
def test_a_part_of_a_profile_is_not_called_conformant_as_a_whole(
    tmp_path: Path, asked: Line, shown: str
) -> None:
    """The head says how far, and what was asked for."""
    lines = lines_of(a_scenario())
    lines[0]["selection"] |= asked

    page = page_of(tmp_path, lines)

    assert "<h1>Conformant, as far as was asked for</h1>" in page
    assert f"<dt>Asked for</dt><dd>{shown}</dd>" in page
    assert "held so far" in page
