"""How the head of the page tells whose clock it was, and who was spoken to."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.reports.makers import a_run, lines_of
from tests.reports.reading import Reading, page_of


def head_of(folder: Path, **iut: Any) -> str:
    """The text of the page of a run of such an implementation."""
    said = a_run()["iut"] | iut
    return Reading(page_of(folder, lines_of(run={"iut": said}))).text


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("virtual", "the harness told it the time, deadlines are judged exactly"),
        ("jump", "its clock was moved from wake to wake, deadlines are judged to the"),
        ("rate", "its clock ran faster than real time, deadlines are judged to the"),
        ("realtime", "nothing was sped up, what takes longer than minutes was not"),
    ],
)
def test_the_clock_mode_is_told_in_words(tmp_path: Path, mode: str, words: str) -> None:
    """A product owner need not know what a mode is called."""
    assert f"Clock{mode}: {words}" in head_of(tmp_path, clock_mode=mode)


@pytest.mark.parametrize(
    ("contract", "words"), [(1, "version 1"), (0, "none: a black box")]
)
def test_who_speaks_no_contract_is_told_as_a_black_box(
    tmp_path: Path, contract: int, words: str
) -> None:
    """There is no version 0."""
    text = head_of(tmp_path, contract=contract)

    assert re.search(rf"Contract\s*{re.escape(words)}", text)
    assert "version 0" not in text
