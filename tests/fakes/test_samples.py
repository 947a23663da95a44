"""The comparison of documented examples can fail."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.samples import differences, filled, load, text_differences

ID = "6d1b2a4e-0000-4000-8000-000000000001"
OTHER = "6d1b2a4e-0000-4000-8000-000000000002"


def complaints(expected: Any, found: Any) -> list[str]:
    """What the comparison says."""
    return list(differences(expected, found, {"api": "http://x/v9.2"}))


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ({"a": 1}, {"a": 1}),
        ({"a": 1, "...": "others"}, {"a": 1, "b": 2}),
        ({"a": "${guid}"}, {"a": ID}),
        ({"a": "${integer}"}, {"a": 7}),
        ({"a": "${any}"}, {"a": None}),
        ("${api}/tasks(${guid:made})?${made}", f"http://x/v9.2/tasks({ID})?{ID}"),
        ({"$any_order": [1, 2]}, [2, 1]),
        ({"$contains": [2]}, [1, 2]),
        ({"$one_of": ["0x0", ""]}, ""),
        ({"$decoded": {"times": 2, "text": "<a>"}}, "%253ca%253e"),
    ],
)
def test_what_fits_is_accepted(expected: Any, found: Any) -> None:
    """Exact values, patterns and the special comparisons."""
    assert complaints(expected, found) == []


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": True}),
        ({"a": 1500.0}, {"a": 1500}),
        ({"a": 1}, {}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": None}, {}),
        ({"a": "${guid}"}, {"a": ID.upper()}),
        ({"a": "${integer}"}, {"a": True}),
        ({"a": "${text}"}, {"a": None}),
        ("${guid:made}/${made}", f"{ID}/{OTHER}"),
        ("a.c", "abc"),
        ([1, 2], [2, 1]),
        ([1], [1, 2]),
        ({"$any_order": [1, 2]}, [2, 1, 3]),
        ({"$contains": [3]}, [1, 2]),
        ({"$one_of": ["0x0", ""]}, "0x1"),
        ({"$decoded": {"times": 1, "text": "<a>"}}, "%253ca%253e"),
        ("text", {"error": 1}),
    ],
)
def test_what_does_not_fit_is_told_by_its_field(expected: Any, found: Any) -> None:
    """One complaint at least, and it begins with the field."""
    (complaint, *_) = complaints(expected, found)

    assert complaint.startswith("body")
    assert "expected" in complaint


def test_a_name_that_stands_for_nothing_is_a_mistake_of_the_sample() -> None:
    """It is never taken for a difference, which a sample may be excused for."""
    with pytest.raises(KeyError):
        filled("/contacts(${nobody})", {})
    with pytest.raises(KeyError):
        list(text_differences("${nobody}", "x", {}, "body"))


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
