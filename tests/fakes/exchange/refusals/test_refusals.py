"""Section 8, row by row: status, code and shape of what is refused."""

from __future__ import annotations

from typing import Any, Final

import pytest

from fakes import Answer
from fakes.exchange import Mailbox
from tests.fakes.exchange.faulty import a_faulty_graph
from tests.fakes.exchange.graph import Graph, events_of
from tests.fakes.exchange.refusals.bad_requests import BAD_REQUESTS
from tests.fakes.exchange.refusals.case import Case, World
from tests.fakes.exchange.refusals.others import OTHERS
from tests.fakes.exchange.refusals.sheet import DEFAULTS, ONLY_BY_FAULT, SHEET, Refusal

CASES: Final = (*BAD_REQUESTS, *OTHERS)
_INNER: Final = {"date", "request-id", "client-request-id"}


def in_shape(answer: Any, *, is_bare: bool = False) -> None:
    """The body is an error as section 8 has it."""
    (error,) = answer.json.values()
    assert set(answer.json) == {"error"}
    assert set(error) == {"code", "message"} | (set() if is_bare else {"innerError"})
    assert error["message"]
    if not is_bare:
        assert set(error["innerError"]) >= _INNER
        assert error["innerError"]["date"] == "2026-03-02T08:00:00"  # without a zone


@pytest.mark.parametrize("case", CASES, ids=[one.title for one in CASES])
def test_it_is_refused(graph: Graph, ann: Mailbox, bob: Mailbox, case: Case) -> None:
    answer = case.ask(World(graph=graph, ann=ann, bob=bob))

    assert (answer.status, answer.code) == (case.status, case.code)
    in_shape(answer, is_bare=case.is_bare)


@pytest.mark.parametrize("row", ONLY_BY_FAULT, ids=lambda row: f"{row[0]} {row[1]}")
def test_a_fault_answers_as_it_is_told(row: Refusal) -> None:
    status, code = row
    graph = a_faulty_graph()
    ann = graph.exchange.add_mailbox("ann@contoso.example", name="Ann")
    graph.arm("event.list", Answer(status=status, code=code))

    refused = graph.get(events_of(ann))

    assert (refused.status, refused.code) == (status, code or "UnknownError")
    in_shape(refused)
    assert graph.get(events_of(ann)).status == 200


@pytest.mark.parametrize(("status", "code"), DEFAULTS.items())
def test_a_fault_has_the_usual_code_of_its_status(status: int, code: str) -> None:
    graph = a_faulty_graph()
    ann = graph.exchange.add_mailbox("ann@contoso.example", name="Ann")
    graph.arm("event.list", Answer(status=status))

    refused = graph.get(events_of(ann))

    assert (refused.status, refused.code) == (status, code)


def test_every_row_of_the_sheet_is_met_or_left_to_faults() -> None:
    met = {(case.status, case.code) for case in CASES}
    statuses = {case.status for case in CASES}

    for status, code in SHEET:
        is_met = (status, code) in met if code else status in statuses
        assert is_met != ((status, code) in ONLY_BY_FAULT), (status, code)
    assert set(ONLY_BY_FAULT) <= set(SHEET)
