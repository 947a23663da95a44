"""What Dataverse and people's inboxes hold afterwards."""

from __future__ import annotations

from pytest_bdd import then

from harness.steps.types import parse
from harness.world.world import World


@then(parse("nobody has received a meeting message"))
def _(world: World) -> None:
    world.expect_no_messages()


@then(parse("the customer has received {count:Count} cancellation"))
def _(world: World, count: int) -> None:
    world.expect_cancellations(count)


@then(parse("the booking {name:Name} is unchanged in Dataverse"))
def _(world: World, name: str) -> None:
    world.expect_booking_unchanged(name)


@then(parse("the booking {name:Name} still exists in Dataverse"))
def _(world: World, name: str) -> None:
    world.expect_booking_exists(name)


@then(parse("the work order {title:Name} is unchanged in Dataverse"))
def _(world: World, title: str) -> None:
    world.expect_order_unchanged(title)


@then(parse("no booking has come into being"))
def _(world: World) -> None:
    world.expect_no_new("bookableresourcebooking")


@then(parse("at most one appointment has come into being"))
def _(world: World) -> None:
    world.expect_no_new("appointment", at_most=1)


@then(parse("the appointment {title:Name} exists in Dataverse"))
def _(world: World, title: str) -> None:
    world.expect_appointment(title)


@then(parse("the customer has received no cancellation"))
def _(world: World) -> None:
    world.expect_cancellations(0)
