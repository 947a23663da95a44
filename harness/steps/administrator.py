"""What administrators decide."""

from __future__ import annotations

from datetime import timedelta

from pytest_bdd import given, when

from harness.steps.types import parse
from harness.world.cast import Role
from harness.world.world import World


@given(parse("cancellations are passed on to Exchange"))
def _(world: World) -> None:
    world.administrator.pass_cancellations_on()


@given(parse("logical deletions are told apart from physical ones"))
def _(world: World) -> None:
    world.administrator.tell_deletions_apart()


@given(parse("Exchange is out of order for the next new entry"))
def _(world: World) -> None:
    world.administrator.fail_next_entry()


@given(parse("the administrator passes cancellations on to Exchange"))
@when(parse("the administrator passes cancellations on to Exchange"))
def _(world: World) -> None:
    world.administrator.pass_cancellations_on()


@given(parse("the administrator switches synchronisation off for {who:Who}"))
@when(parse("the administrator switches synchronisation off for {who:Who}"))
def _(world: World, who: Role) -> None:
    world.administrator.switch_off(who)


@given(parse("the administrator switches synchronisation on for {who:Who}"))
@when(parse("the administrator switches synchronisation on for {who:Who}"))
def _(world: World, who: Role) -> None:
    world.administrator.switch_on(who)


@given(parse("{who:Who}'s mailbox becomes ready"))
@when(parse("{who:Who}'s mailbox becomes ready"))
def _(world: World, who: Role) -> None:
    world.administrator.make_ready(who)


@given(
    parse(
        "the administrator edits the view that selects bookings to reach {length:Span} ahead"
    )
)
@when(
    parse(
        "the administrator edits the view that selects bookings to reach {length:Span} ahead"
    )
)
def _(world: World, length: timedelta) -> None:
    world.administrator.widen_view(length)


@given(parse("the administrator deactivates the appointment filters of {who:Who}"))
@when(parse("the administrator deactivates the appointment filters of {who:Who}"))
def _(world: World, who: Role) -> None:
    world.administrator.deactivate_filters(who)


@given(parse("the administrator changes which fields synchronise"))
@when(parse("the administrator changes which fields synchronise"))
def _(world: World) -> None:
    world.administrator.change_fields()
