"""What the dispatcher does in Field Service."""

from __future__ import annotations

from datetime import timedelta

from pytest_bdd import given, when

from harness.steps.types import facts, parse
from harness.world.bookings import Kind, Part
from harness.world.cast import Role
from harness.world.moments import Moment
from harness.world.workorders import Fact
from harness.world.world import World


@given(parse("the dispatcher books {who:Who} for {title:Name} {start:Moment}"))
@when(parse("the dispatcher books {who:Who} for {title:Name} {start:Moment}"))
def _(world: World, who: Role, title: str, start: Moment) -> None:
    world.dispatcher.book(who, title, start, order=title)


@given(
    parse(
        "the dispatcher books {who:Who} for {title:Name} {start:Moment} lasting {length:Span}"
    )
)
@when(
    parse(
        "the dispatcher books {who:Who} for {title:Name} {start:Moment} lasting {length:Span}"
    )
)
def _(world: World, who: Role, title: str, start: Moment, length: timedelta) -> None:
    world.dispatcher.book(who, title, start, order=title, length=length)


@given(
    parse(
        "the dispatcher books {who:Who} for {title:Name} as {name:Name} {start:Moment}"
    )
)
@when(
    parse(
        "the dispatcher books {who:Who} for {title:Name} as {name:Name} {start:Moment}"
    )
)
def _(world: World, who: Role, title: str, name: str, start: Moment) -> None:
    world.dispatcher.book(who, name, start, order=title)


@given(
    parse(
        "the dispatcher books {who:Who} for {title:Name} as {name:Name} {start:Moment} lasting {length:Span}"
    )
)
@when(
    parse(
        "the dispatcher books {who:Who} for {title:Name} as {name:Name} {start:Moment} lasting {length:Span}"
    )
)
def _(
    world: World, who: Role, title: str, name: str, start: Moment, length: timedelta
) -> None:
    world.dispatcher.book(who, name, start, order=title, length=length)


@given(
    parse(
        "the dispatcher books {who:Who} without a work order as {name:Name} {start:Moment}"
    )
)
@when(
    parse(
        "the dispatcher books {who:Who} without a work order as {name:Name} {start:Moment}"
    )
)
def _(world: World, who: Role, name: str, start: Moment) -> None:
    world.dispatcher.book(who, name, start, order=None)


@given(
    parse(
        "the dispatcher books {kind:Kind} for {title:Name} as {name:Name} {start:Moment}"
    )
)
@when(
    parse(
        "the dispatcher books {kind:Kind} for {title:Name} as {name:Name} {start:Moment}"
    )
)
def _(world: World, kind: Kind, title: str, name: str, start: Moment) -> None:
    world.dispatcher.book(kind, name, start, order=title)


@given(parse("the dispatcher moves {name:Name} to {start:Moment}"))
@when(parse("the dispatcher moves {name:Name} to {start:Moment}"))
def _(world: World, name: str, start: Moment) -> None:
    world.dispatcher.move_to(name, start)


@given(parse("the dispatcher moves {name:Name} by {length:Span}"))
@when(parse("the dispatcher moves {name:Name} by {length:Span}"))
def _(world: World, name: str, length: timedelta) -> None:
    world.dispatcher.move_by(name, length)


@given(parse("the dispatcher lengthens {name:Name} by {length:Span}"))
@when(parse("the dispatcher lengthens {name:Name} by {length:Span}"))
def _(world: World, name: str, length: timedelta) -> None:
    world.dispatcher.lengthen(name, length)


@given(parse("the dispatcher relocates {name:Name} to {place:Text}"))
@when(parse("the dispatcher relocates {name:Name} to {place:Text}"))
def _(world: World, name: str, place: str) -> None:
    world.dispatcher.relocate(name, place)


@given(parse("the dispatcher changes the {part:Part} of {name:Name}"))
@when(parse("the dispatcher changes the {part:Part} of {name:Name}"))
def _(world: World, part: Part, name: str) -> None:
    world.dispatcher.change_part(name, part)


@given(parse("the dispatcher reassigns {name:Name} to {who:Who}"))
@when(parse("the dispatcher reassigns {name:Name} to {who:Who}"))
def _(world: World, name: str, who: Role) -> None:
    world.dispatcher.reassign(name, who)


@given(parse("the dispatcher reassigns {name:Name} to {kind:Kind}"))
@when(parse("the dispatcher reassigns {name:Name} to {kind:Kind}"))
def _(world: World, name: str, kind: Kind) -> None:
    world.dispatcher.reassign(name, kind)


@given(parse("the dispatcher cancels {name:Name}"))
@when(parse("the dispatcher cancels {name:Name}"))
def _(world: World, name: str) -> None:
    world.dispatcher.set_status(name, "Canceled")


@given(parse("the dispatcher reactivates {name:Name}"))
@when(parse("the dispatcher reactivates {name:Name}"))
def _(world: World, name: str) -> None:
    world.dispatcher.set_status(name, "Scheduled")


@given(parse("the dispatcher sets {name:Name} to {status:Text}"))
@when(parse("the dispatcher sets {name:Name} to {status:Text}"))
def _(world: World, name: str, status: str) -> None:
    world.dispatcher.set_status(name, status)


@given(parse("the technician completes {name:Name} with the end {end:Moment}"))
@when(parse("the technician completes {name:Name} with the end {end:Moment}"))
def _(world: World, name: str, end: Moment) -> None:
    world.dispatcher.complete(name, end)


@given(parse("the dispatcher deletes {name:Name}"))
@when(parse("the dispatcher deletes {name:Name}"))
def _(world: World, name: str) -> None:
    world.dispatcher.delete(name)


@given(parse("the dispatcher deletes the work order {title:Name}"))
@when(parse("the dispatcher deletes the work order {title:Name}"))
def _(world: World, title: str) -> None:
    world.dispatcher.delete_order(title)


@given(
    parse(
        "the dispatcher deletes the work order {title:Name} together with its bookings"
    )
)
@when(
    parse(
        "the dispatcher deletes the work order {title:Name} together with its bookings"
    )
)
def _(world: World, title: str) -> None:
    world.dispatcher.delete_order_with_bookings(title)


@given(parse("the dispatcher takes {name:Name} off its work order"))
@when(parse("the dispatcher takes {name:Name} off its work order"))
def _(world: World, name: str) -> None:
    world.dispatcher.take_off(name)


@given(parse("the dispatcher puts {name:Name} on the work order {title:Name}"))
@when(parse("the dispatcher puts {name:Name} on the work order {title:Name}"))
def _(world: World, name: str, title: str) -> None:
    world.dispatcher.put_on(name, title)


@given(
    parse(
        "the dispatcher changes the {fact:Fact} of work order {title:Name} to {value:Text}"
    )
)
@when(
    parse(
        "the dispatcher changes the {fact:Fact} of work order {title:Name} to {value:Text}"
    )
)
def _(world: World, fact: Fact, title: str, value: str) -> None:
    world.dispatcher.change_order(title, {fact: value})


@given(parse("the dispatcher changes the work order {title:Name} to"))
@when(parse("the dispatcher changes the work order {title:Name} to"))
def _(world: World, title: str, datatable: list[list[str]]) -> None:
    world.dispatcher.change_order(title, facts(datatable))


@given(parse("the dispatcher renames {name:Name} to {new:Text}"))
@when(parse("the dispatcher renames {name:Name} to {new:Text}"))
def _(world: World, name: str, new: str) -> None:
    world.dispatcher.rename(name, new)


@given(parse("the dispatcher saves the times of {name:Name} unchanged"))
@when(parse("the dispatcher saves the times of {name:Name} unchanged"))
def _(world: World, name: str) -> None:
    world.dispatcher.save_times_unchanged(name)


@given(parse("{who:Who} loses access to {name:Name}"))
@when(parse("{who:Who} loses access to {name:Name}"))
def _(world: World, who: Role, name: str) -> None:
    world.dispatcher.hide(who, name)


@given(
    parse("for {length:Span} the dispatcher moves {name:Name} by 1 minute every minute")
)
@when(
    parse("for {length:Span} the dispatcher moves {name:Name} by 1 minute every minute")
)
def _(world: World, length: timedelta, name: str) -> None:
    world.move_every_minute(name, length)
