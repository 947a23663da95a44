"""What is kept of items that were written once."""

from __future__ import annotations

import pytest

from fakes.exchange import Mailbox
from fakes.exchange.wire import shape
from tests.fakes.exchange.graph import START, Graph


def test_no_more_texts_are_kept_than_allowed(
    graph: Graph, bob: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that pages through everything, again and again, fills no memory."""
    monkeypatch.setattr(shape, "_KEPT", 5)
    for number in range(7):
        bob.create_event(subject=f"Visit {number}", start=START, end=START)
    fragments = shape.Fragments()
    graph.service._fragments = fragments

    pages = [
        graph.get(f"/users/{bob.address}/events", f"$select={select}").subjects
        for select in ("subject", "subject,start", "subject")
    ]

    assert pages == [[f"Visit {number}" for number in range(7)]] * 3
    assert sum(len(table) for table in fragments._tables.values()) <= 5
