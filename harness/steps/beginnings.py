"""How scenarios begin: who takes part, what is there, and time itself."""

from __future__ import annotations

from datetime import timedelta

from pytest_bdd import given, when

from harness.steps.types import facts, parse
from harness.world.cast import Role
from harness.world.moments import Moment
from harness.world.world import World


@given(parse("the story begins {start:Moment}"))
def _(world: World, start: Moment) -> None:
    world.begin(start)


@given(parse("a technician with a ready mailbox"))
def _(world: World) -> None:
    world.introduce(Role.TECHNICIAN)


@given(parse("a second technician with a ready mailbox"))
def _(world: World) -> None:
    world.introduce(Role.SECOND)


@given(parse("a technician with a ready mailbox in the time zone {zone:Text}"))
def _(world: World, zone: str) -> None:
    world.introduce(Role.TECHNICIAN, time_zone=zone)


@given(parse("a technician whose mailbox is not ready"))
def _(world: World) -> None:
    world.introduce(Role.TECHNICIAN, is_ready=False)


@given(parse("synchronisation is running"))
def _(world: World) -> None:
    world.start()


@given(parse("a work order {title:Name} with"))
def _(world: World, title: str, datatable: list[list[str]]) -> None:
    world.dispatcher.write_order(title, facts(datatable))


@given(parse("a work order {title:Name} without optional facts"))
def _(world: World, title: str) -> None:
    world.dispatcher.write_order(title, None)


@given(parse("{who:Who} has the entry {title:Name} in the calendar {start:Moment}"))
def _(world: World, who: Role, title: str, start: Moment) -> None:
    world.outlook.add_entry(who, title, start)


@given(parse("{who:Who} has the synchronised booking {name:Name} {start:Moment}"))
def _(world: World, who: Role, name: str, start: Moment) -> None:
    world.synchronised(who, name, start)


@given(
    parse(
        "{who:Who} has the synchronised booking {name:Name} {start:Moment} lasting {length:Span}"
    )
)
def _(world: World, who: Role, name: str, start: Moment, length: timedelta) -> None:
    world.synchronised(who, name, start, length=length)


@given(
    parse(
        "{who:Who} has the synchronised booking {name:Name} of work order {title:Name} {start:Moment}"
    )
)
def _(world: World, who: Role, name: str, title: str, start: Moment) -> None:
    world.synchronised(who, name, start, order=title)


@given(parse("{length:Span} pass"))
@when(parse("{length:Span} pass"))
def _(world: World, length: timedelta) -> None:
    world.let_pass(length)


@given(parse("{length:Span} passes"))
@when(parse("{length:Span} passes"))
def _(world: World, length: timedelta) -> None:
    world.let_pass(length)
