"""Whatever breaks on the way, one booking becomes one entry: no loss, no duplicate."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fakes import Answer, Delay, Fault, Lost
from fakes.faults import Effect
from fakes.wire import ServiceName
from harness.world.cast import Role
from harness.world.moments import Moment
from harness.world.world import World

HOUR = timedelta(hours=1)
FAULTS: list[tuple[ServiceName, str, Effect]] = [
    ("exchange", "event.create", Answer(status=503, code="ErrorServerBusy")),
    ("exchange", "event.create", Answer(status=429, retry_after_s=120)),
    ("exchange", "event.create", Lost(after_effect=False)),
    ("exchange", "event.create", Lost(after_effect=True)),
    ("exchange", "event.create", Delay(by=timedelta(seconds=90))),
    ("exchange", "batch", Answer(status=429, retry_after_s=300)),
    ("exchange", "batch", Lost(after_effect=True)),
    ("exchange", "batch", Answer(status=500)),
    ("dataverse", "batch", Answer(status=429, code="0x80072322", retry_after_s=60)),
    ("dataverse", "batch", Lost(after_effect=False)),
    ("dataverse", "batch", Delay(by=timedelta(minutes=2))),
    ("entra", "token", Answer(status=503)),
]


@pytest.mark.parametrize(
    ("service", "operation", "effect"),
    FAULTS,
    ids=str,
)
def test_a_fault_costs_time_and_nothing_else(
    world: World, service: ServiceName, operation: str, effect: Effect
) -> None:
    """The fault has reached the client, and the calendar is right all the same."""
    if service == "entra":
        world.let_pass(HOUR)  # the token in hand grows old
    world.tenant.faults.add(Fault(service=service, operation=operation, effect=effect))
    world.dispatcher.book(
        Role.TECHNICIAN, "Visit", Moment("tomorrow at 09:00"), order="Visit"
    )

    world.let_pass(HOUR)

    assert len(world.tenant.faults.fired) == 1
    world.calendar_of(Role.TECHNICIAN).expect_one("Visit")
    assert world.tenant.journal.gaps == []
    assert world.tenant.journal.crashes == []


def test_a_delay_moves_virtual_time_and_no_other(world: World) -> None:
    """Ninety seconds pass for the tenant before the answer comes."""
    world.tenant.faults.add(
        Fault(
            service="exchange",
            operation="event.create",
            effect=Delay(by=timedelta(seconds=90)),
        )
    )
    world.dispatcher.book(
        Role.TECHNICIAN, "Visit", Moment("tomorrow at 09:00"), order="Visit"
    )

    world.let_pass(HOUR)

    (held,) = [one for one in world.tenant.journal.entries if one.fault]
    later = world.tenant.journal.entries[held.number]
    assert later.at >= held.at + timedelta(seconds=90)


def test_retry_after_is_obeyed_to_the_second(world: World) -> None:
    """Nothing reaches the mailbox before the time that Exchange asked for."""
    world.tenant.faults.add(
        Fault(
            service="exchange",
            operation="event.create",
            effect=Answer(status=429, retry_after_s=420),
        )
    )
    world.dispatcher.book(
        Role.TECHNICIAN, "Visit", Moment("tomorrow at 09:00"), order="Visit"
    )

    world.let_pass(HOUR)

    writes = [
        one
        for one in world.tenant.journal.operations()
        if one.service == "exchange" and one.name.startswith("event.")
    ]
    assert writes[0].status == 429
    assert writes[1].at >= writes[0].at + timedelta(seconds=420)


def test_several_faults_in_a_row_are_survived(world: World) -> None:
    """The second create is applied and its answer lost, after a refused first."""
    for effect in (Answer(status=503), Lost(after_effect=True)):
        world.tenant.faults.add(
            Fault(service="exchange", operation="event.create", effect=effect)
        )
    world.dispatcher.book(
        Role.TECHNICIAN, "Visit", Moment("tomorrow at 09:00"), order="Visit"
    )

    world.let_pass(HOUR)

    world.calendar_of(Role.TECHNICIAN).expect_one("Visit")
