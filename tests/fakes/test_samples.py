"""What the files of documented examples hold, and how they are read."""

from __future__ import annotations

from tests.fakes.samples import load


def test_instants_of_a_sample_stay_text() -> None:
    """YAML would make them dates, which no JSON holds."""
    (sample,) = [
        one
        for one in load("dataverse")
        if one.id == "values/instants-have-whole-seconds"
    ]

    assert sample.told["request"]["body"]["scheduledstart"] == (
        "2026-03-29T10:30:00+02:00"
    )
