"""Whatever an implementation says, `faults` finds words for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.contract import KINDS, faults, schema

# JSON, and what Python's readers of JSON and YAML hand on besides.
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.sampled_from(["\ud800", 2**2000, b"\x00", dt.date(2026, 3, 2)])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text() | st.integers() | st.none(), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_document_is_sound_or_broken_in_words(kind: str) -> None:
    """An exception, a control character or a flood of text would be ours to mend."""
    names = list(schema(kind)["properties"])
    [sound, *_] = schema(kind)["examples"]
    members = st.dictionaries(st.sampled_from(names), values)

    @settings(max_examples=100)
    @given(document=values | members | members.map(lambda some: {**sound, **some}))
    def holds(document: Any) -> None:
        sentences = faults(kind, document)

        assert len(sentences) <= 10
        for sentence in sentences:
            assert sentence.isprintable()
            assert sentence.endswith(f"(schema {kind}).")
            assert len(sentence) < 600

    holds()
