"""The list of what failed: what it takes up, lets go and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.commands.lastfailed import NAME, recall, remember
from harness.errors import UsageError
from harness.verdicts import Verdict


def test_what_keeps_a_run_from_conforming_has_failed(tmp_path: Path) -> None:
    """Deviations, waivers and what does not apply have not."""
    remember(tmp_path, {verdict.value: verdict for verdict in Verdict})

    assert recall(tmp_path) == (
        "fail",
        "not_testable",
        "crashed",
        "inconclusive",
        "error",
    )


def test_a_failure_stays_until_it_has_run_and_held(tmp_path: Path) -> None:
    """What did not run is still on the list."""
    remember(tmp_path, {"a": Verdict.FAIL, "b": Verdict.FAIL, "c": Verdict.PASS})
    remember(tmp_path, {"b": Verdict.PASS, "c": Verdict.CRASHED})

    assert recall(tmp_path) == ("a", "c")


def test_without_an_earlier_run_the_way_is_told(tmp_path: Path) -> None:
    """Also where the list was removed."""
    with pytest.raises(UsageError, match=r"no earlier run in .*: run once without"):
        recall(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"failed": [1]}', "\xff", "null"])
def test_a_list_that_is_none_is_refused_and_replaced(tmp_path: Path, text: str) -> None:
    """Told to who asks for it; the next run makes a sound one."""
    (tmp_path / NAME).write_text(text, "latin-1")

    with pytest.raises(UsageError, match="does not list what failed: delete it"):
        recall(tmp_path)
    remember(tmp_path, {"a": Verdict.FAIL})

    assert recall(tmp_path) == ("a",)
