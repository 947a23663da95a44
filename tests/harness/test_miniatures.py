"""However broken an implementation is, its vendor gets a verdict and a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Final

import pytest

from tests.harness.miniature_runs import Ran, run_all
from tests.miniatures.bare import BARE
from tests.miniatures.idle import LONG
from tests.miniatures.miniature import Miniature
from tests.miniatures.syncing import SYNCING
from tests.miniatures.table import MINIATURES, README, readme

# C0 but the line feed, DEL, C1, what turns the direction of text, halves of characters.
_ACTING: Final = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
NAMES: Final = [one.name for one in MINIATURES]


@pytest.fixture(scope="module")
def runs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Future[Ran]]:
    """The runs of all miniatures that are asked for."""
    asked = {item.name for item in request.session.items if item.path == request.path}
    chosen = [one for one in MINIATURES if any(f"[{one.name}]" in it for it in asked)]
    return run_all(chosen, tmp_path_factory.mktemp("miniatures"))


@pytest.mark.parametrize("miniature", MINIATURES, ids=NAMES)
def test_it_gets_its_verdict_and_a_sentence_and_leaves_nothing_behind(
    miniature: Miniature, runs: Mapping[str, Future[Ran]]
) -> None:
    """And the other scenarios are judged; nothing of its own acts on its reader."""
    ran = runs[miniature.name].result()

    assert (ran.code, ran.verdicts) == (miniature.exit_code, miniature.verdicts), ran
    assert miniature.is_told_in(ran.told), ran.told
    assert "Traceback" not in ran.told
    assert ran.forgotten == ()
    assert not _ACTING.findall(ran.stdout + ran.stderr)
    assert LONG not in ran.told
    assert not _ACTING.findall(ran.page.replace("\t", ""))
    assert "<script>alert" not in ran.page
    assert "<script>x" not in ran.page


SCRIPT: Final = "script-and-control-characters"
AS_TEXT: Final = "&lt;script&gt;alert(1)&lt;/script&gt; "


@pytest.mark.parametrize(
    ("place", "after"),
    [
        ("its name", '<p class="who"><b>'),
        ("an alert", "<b>alert</b> "),
        ("a problem document", "answered 500 instead of 200 ("),
    ],
    ids=[f"{n}-[{SCRIPT}]" for n in range(3)],
)
def test_the_page_shows_as_text_what_was_meant_to_act(
    place: str, after: str, runs: Mapping[str, Future[Ran]]
) -> None:
    """Escaped, not left out: the reader is to see what the implementation says."""
    page = runs[SCRIPT].result().page

    assert page.partition(after)[2].lstrip().startswith(AS_TEXT), place


@pytest.mark.parametrize("name", [SCRIPT])
def test_the_page_shows_as_text_what_was_printed(
    name: str, runs: Mapping[str, Future[Ran]]
) -> None:
    """Of long output the end is kept, so that it need not stand at the beginning."""
    page = runs[name].result().page

    printed = page.partition("What it printed last</summary><pre>")[2]
    assert AS_TEXT in printed.partition("</pre>")[0]


def test_every_miniature_stands_in_the_table_and_the_table_in_the_readme() -> None:
    """None is forgotten; `python -m tests.miniatures.table` writes the README anew."""
    assert sorted(NAMES) == sorted([*BARE, *SYNCING])
    assert README.read_text("utf-8") == readme()
