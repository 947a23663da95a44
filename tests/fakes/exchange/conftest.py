"""Fixtures of the fake Exchange's tests: a tenant with two mailboxes."""

from __future__ import annotations

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph, a_graph


@pytest.fixture
def graph() -> Graph:
    """A tenant with a client that may do everything."""
    return a_graph()


@pytest.fixture
def ann(graph: Graph) -> Mailbox:
    """A mailbox in Berlin."""
    return graph.exchange.add_mailbox(
        "ann@contoso.example", name="Ann Ames", time_zone="W. Europe Standard Time"
    )


@pytest.fixture
def bob(graph: Graph) -> Mailbox:
    """A mailbox without a time zone of its own."""
    return graph.exchange.add_mailbox("bob@contoso.example", name="Bob Bell")
