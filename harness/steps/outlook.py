"""What people do in Outlook."""

from __future__ import annotations

from pytest_bdd import given, when

from harness.steps.types import parse
from harness.world.cast import Role
from harness.world.moments import Moment
from harness.world.outlook import Aspect
from harness.world.world import World


@given(parse("{who:Who} moves {name:Name} in Outlook to {start:Moment}"))
@when(parse("{who:Who} moves {name:Name} in Outlook to {start:Moment}"))
def _(world: World, who: Role, name: str, start: Moment) -> None:
    world.outlook.move(who, name, start)


@given(
    parse(
        "{who:Who} changes the {aspect:Aspect} of {name:Name} in Outlook to {text:Text}"
    )
)
@when(
    parse(
        "{who:Who} changes the {aspect:Aspect} of {name:Name} in Outlook to {text:Text}"
    )
)
def _(world: World, who: Role, aspect: Aspect, name: str, text: str) -> None:
    world.outlook.change(who, name, aspect, text)


@given(parse("{who:Who} deletes {name:Name} in Outlook"))
@when(parse("{who:Who} deletes {name:Name} in Outlook"))
def _(world: World, who: Role, name: str) -> None:
    world.outlook.delete(who, name)


@given(parse("{who:Who} creates the entry {title:Name} in Outlook {start:Moment}"))
@when(parse("{who:Who} creates the entry {title:Name} in Outlook {start:Moment}"))
def _(world: World, who: Role, title: str, start: Moment) -> None:
    world.outlook.add_entry(who, title, start)


@given(parse("{who:Who} invites the customer to {name:Name}"))
@when(parse("{who:Who} invites the customer to {name:Name}"))
def _(world: World, who: Role, name: str) -> None:
    world.outlook.invite_customer(who, name)


@given(parse("{who:Who} takes the tracked category off {name:Name}"))
@when(parse("{who:Who} takes the tracked category off {name:Name}"))
def _(world: World, who: Role, name: str) -> None:
    world.outlook.untrack(who, name)


@given(parse("{who:Who} puts the tracked category on the entry {title:Name}"))
@when(parse("{who:Who} puts the tracked category on the entry {title:Name}"))
def _(world: World, who: Role, title: str) -> None:
    world.outlook.track_entry(who, title)


@given(parse("{who:Who} tracks the entry {title:Name} with the add-in"))
@when(parse("{who:Who} tracks the entry {title:Name} with the add-in"))
def _(world: World, who: Role, title: str) -> None:
    world.outlook.track_with_add_in(who, title)


@given(parse("somebody else becomes the organizer of {name:Name}"))
@when(parse("somebody else becomes the organizer of {name:Name}"))
def _(world: World, name: str) -> None:
    world.outlook.take_over(name)


@given(parse("someone copies {name:Name} in Outlook by hand"))
@when(parse("someone copies {name:Name} in Outlook by hand"))
def _(world: World, name: str) -> None:
    world.outlook.copy(name)
