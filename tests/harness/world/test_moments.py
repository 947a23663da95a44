"""Times as features say them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from harness.world.moments import (
    MOMENT_PATTERN,
    SPAN_PATTERN,
    START,
    Moment,
    rfc3339,
    span,
    spoken,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow at 09:00", datetime(2026, 3, 3, 9, 0, tzinfo=UTC)),
        ("yesterday at 23:30", datetime(2026, 3, 1, 23, 30, tzinfo=UTC)),
        ("on Monday at 09:00", datetime(2026, 3, 2, 9, 0, tzinfo=UTC)),
        ("next Tuesday at 15:00", datetime(2026, 3, 10, 15, 0, tzinfo=UTC)),
        ("last Friday at 10:00", datetime(2026, 2, 27, 10, 0, tzinfo=UTC)),
        ("on 29 March at 09:30", datetime(2026, 3, 29, 9, 30, tzinfo=UTC)),
        ("in 14 days and 1 minute", datetime(2026, 3, 16, 8, 1, tzinfo=UTC)),
        (
            "6 days, 23 hours and 45 minutes ago",
            datetime(2026, 2, 23, 8, 15, tzinfo=UTC),
        ),
    ],
)
def test_a_moment_means_one_instant(text: str, expected: datetime) -> None:
    """Relative words look from the clock, weekdays from the fixed start."""
    assert re.fullmatch(MOMENT_PATTERN, text)
    assert Moment(text).at(START) == expected


def test_relative_days_move_with_the_clock_and_weekdays_do_not() -> None:
    """Two days later tomorrow is another day, and Monday the same."""
    later = START + timedelta(days=2)

    assert Moment("tomorrow at 09:00").at(later).day == 5
    assert Moment("on Monday at 09:00").at(later).day == 2


@pytest.mark.parametrize("text", ["now", "soon", "at 09:00", "in a while"])
def test_vague_words_are_no_moment(text: str) -> None:
    """A feature never says now."""
    assert not re.fullmatch(MOMENT_PATTERN, text)


def test_spans_add_up() -> None:
    """Commas and `and` join the parts."""
    text = "1 week, 2 days and 5 minutes"

    assert re.fullmatch(SPAN_PATTERN, text)
    assert span(text) == timedelta(days=9, minutes=5)


def test_instants_are_spoken_and_written() -> None:
    """Reports speak, results write RFC 3339."""
    assert spoken(START) == "Monday 2 March 08:00"
    assert rfc3339(START) == "2026-03-02T08:00:00Z"
