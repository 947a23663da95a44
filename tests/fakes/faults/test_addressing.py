"""Which request a fault is about, and how often."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.faults import (
    Answer,
    DeltaTokensExpired,
    Fault,
    Faults,
    Stale,
    TokensExpired,
    Where,
)
from fakes.wire import Request, Response
from tests.fakes.faults.makers import a_request, an_occasion

BUSY = Answer(status=503)
ANN = frozenset({"ann@contoso.example", "id-of-ann"})


def a_fault(**more: Any) -> Fault:
    return Fault(
        **{"service": "exchange", "operation": "*", "effect": BUSY, **more},
    )


def test_faults_count_the_operations_that_they_are_about() -> None:
    """From the second matching one on, two of them."""
    faults = Faults()
    fault = a_fault(operation="event.*", occurrence=2, times=2)
    faults.add(fault)

    names = ["event.create", "batch", "event.read", "event.delete", "event.read"]
    hit = [faults.hit(an_occasion(name)) is not None for name in names]

    assert hit == [False, False, True, True, False]
    assert faults.hit(an_occasion("event.read", service="dataverse")) is None
    assert faults.fired == [fault, fault]


def test_of_several_faults_the_first_is_met() -> None:
    """The others have counted the operation all the same."""
    faults = Faults()
    first, second = a_fault(), a_fault(operation="event.*", times=2)
    faults.add(first)
    faults.add(second)

    met = [faults.hit(an_occasion()) for _ in range(3)]

    assert met == [first, second, None]


@pytest.mark.parametrize(
    ("where", "met"),
    [
        (Where(), True),
        (Where(method="GET"), True),
        (Where(method="POST"), False),
        (Where(path="/v1.0/users/ann@contoso.example/*"), True),
        (Where(path="*/calendarView"), False),
        (Where(mailbox="Ann@Contoso.example"), True),
        (Where(mailbox="ID-of-Ann"), True),
        (Where(mailbox="bob@contoso.example"), False),
        (Where(client_id="app-1"), True),
        (Where(client_id="app-2"), False),
        (Where(in_batch=False), True),
        (Where(in_batch=True), False),
        (Where(method="GET", client_id="app-2"), False),
    ],
)
def test_every_condition_must_hold(where: Where, *, met: bool) -> None:
    """What does not meet them is not even counted."""
    faults = Faults()
    faults.add(a_fault(where=where))
    occasion = an_occasion(mailbox_names=lambda: ANN, client_id=lambda: "app-1")

    assert (faults.hit(occasion) is not None) == met


@pytest.mark.parametrize(
    ("effect", "without", "shown"),
    [
        (
            TokensExpired(),
            a_request(),
            a_request(headers={"authorization": "Bearer x"}),
        ),
        (DeltaTokensExpired(), a_request(), a_request(query="%24deltatoken=x")),
    ],
)
def test_only_a_token_that_is_shown_can_be_too_old(
    effect: TokensExpired | DeltaTokensExpired, without: Request, shown: Request
) -> None:
    """A request without one would not notice, and is not counted."""
    faults = Faults()
    faults.add(a_fault(effect=effect))

    unnoticed = faults.hit(an_occasion(request=without))
    noticed = faults.hit(an_occasion(request=shown))

    assert (unnoticed, noticed) == (None, a_fault(effect=effect))


@pytest.mark.parametrize(
    "other",
    [
        {"request": a_request(query="$top=1")},
        {"request": a_request(headers={"prefer": "odata.maxpagesize=1"})},
        {"client_id": lambda: "another"},
    ],
)
def test_only_a_reading_made_before_can_be_stale(other: dict[str, Any]) -> None:
    """Another question, or another's, has no older answer."""
    faults = Faults()
    faults.add(a_fault(effect=Stale()))
    faults.remember(an_occasion(), Response(status=200))

    assert faults.hit(an_occasion(**other)) is None
    assert faults.hit(an_occasion()) is not None


def test_answers_are_kept_only_while_somebody_may_want_them() -> None:
    """Neither before the fault is armed nor after it is used up."""
    faults = Faults()
    faults.remember(an_occasion(), Response(status=200))
    faults.add(a_fault(effect=Stale()))
    before = faults.older(an_occasion())
    faults.remember(an_occasion(), Response(status=200))
    faults.hit(an_occasion())

    faults.remember(an_occasion(), Response(status=404))

    assert before is None
    assert faults.older(an_occasion()) == Response(status=200)


def test_a_snapshot_keeps_counts_and_older_answers() -> None:
    """What has happened since is undone."""
    faults = Faults()
    faults.add(a_fault(effect=Stale(), occurrence=2))
    faults.remember(an_occasion(), Response(status=200))
    faults.hit(an_occasion())
    kept = faults.snapshot()
    assert faults.hit(an_occasion()) is not None
    faults.clear()

    faults.restore(kept)

    assert faults.snapshot() == kept
    assert faults.fired == []
    assert faults.hit(an_occasion()) is not None


@pytest.mark.parametrize(
    "change",
    [
        {"occurrence": 0},
        {"times": 0},
        {"service": "entra", "effect": TokensExpired()},
        {"service": "entra", "effect": DeltaTokensExpired()},
    ],
)
def test_a_fault_that_could_never_be_met_cannot_exist(change: dict[str, Any]) -> None:
    """It would wait for ever, and a scenario with it."""
    with pytest.raises(ValueError, match=r"at least 1|shows a token"):
        a_fault(**change)
