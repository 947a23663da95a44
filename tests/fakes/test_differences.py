"""The comparison of documented examples can fail."""

from __future__ import annotations

from typing import Any

import jwt
import pytest

from tests.fakes.differences import differences, filled, keep, text_differences
from tests.fakes.samples import Different

ID = "6d1b2a4e-0000-4000-8000-000000000001"
OTHER = "6d1b2a4e-0000-4000-8000-000000000002"

TOKEN = jwt.encode({"roles": ["a", "b"]}, "a key as long as the algorithm asks for")


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
        ({"a": {"$absent": True}, "...": "others"}, {"b": 2}),
        ({"$none": [{"a": 1, "...": "others"}]}, [{"a": 2}]),
        ({"$not": "${api}"}, "http://y"),
        ({"$count": 2}, [{}, {}]),
        ({"$jwt": {"roles": {"$contains": ["b"]}}}, TOKEN),
        ("${weak_etag}", 'W/"Q0s+/x=="'),
        ("${moment}", "2026-03-02T08:00:00.1234567Z"),
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
        ({"a": {"$absent": True}, "...": "others"}, {"a": None}),
        ({"$none": [{"a": 1, "...": "others"}]}, [{"a": 1, "b": 2}]),
        ({"$none": []}, {}),
        ({"$not": "${api}"}, "http://x/v9.2"),
        ({"$not": "${api}"}, None),
        ({"$count": 2}, [{}]),
        ({"$jwt": {"roles": []}}, TOKEN),
        ({"$jwt": {"roles": []}}, "of.bad.news"),
        ("${weak_etag}", '"Q0s="'),
        ("${moment}", "2026-03-02T08:00:00"),
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


def test_what_an_answer_holds_is_kept_by_its_name() -> None:
    """At any depth, other members ignored; an answer of another shape is told."""
    names = {"visit": "an older one"}
    answer = {"value": [{"id": "AAMk=", "subject": "Call"}], "more": 1}
    templates = {"value": [{"id": "${id:visit}", "...": "others"}]}

    keep(names, templates, answer)

    assert names == {"visit": "AAMk="}
    with pytest.raises(Different, match=r"kept\.value"):
        keep(names, templates, {"value": []})
