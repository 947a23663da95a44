"""What a technician's calendar shows."""

from __future__ import annotations

from pytest_bdd import then

from harness.steps.types import parse
from harness.world.cast import Role
from harness.world.world import World


@then(parse("{who:Who}'s calendar shows {name:Name}"))
def _(world: World, who: Role, name: str) -> None:
    world.calendar_of(who).expect_one(name)


@then(parse("{name:Name} is in {who:Who}'s main calendar"))
def _(world: World, name: str, who: Role) -> None:
    world.calendar_of(who).expect_one(name)


@then(parse("{who:Who}'s calendar does not show {name:Name}"))
def _(world: World, who: Role, name: str) -> None:
    world.calendar_of(who).expect_none(name)


@then(parse("{who:Who}'s calendar no longer shows {name:Name}"))
def _(world: World, who: Role, name: str) -> None:
    world.calendar_of(who).expect_none(name)


@then(parse("{who:Who}'s calendar still shows {name:Name}"))
def _(world: World, who: Role, name: str) -> None:
    world.calendar_of(who).expect_still(name)


@then(parse("{who:Who}'s calendar has gained nothing"))
def _(world: World, who: Role) -> None:
    world.calendar_of(who).expect_gained_nothing()


@then(parse("{who:Who}'s entry {title:Name} is unchanged"))
def _(world: World, who: Role, title: str) -> None:
    world.expect_entry_unchanged(who, title)


@then(parse("{who:Who} is the organizer of {name:Name}"))
def _(world: World, who: Role, name: str) -> None:
    world.expect_organizer(who, name)


@then(parse("{who:Who}'s calendar shows {name:Name} at most once"))
def _(world: World, who: Role, name: str) -> None:
    world.calendar_of(who).expect_at_most_one(name)


@then(parse("no calendar but {who:Who}'s shows {name:Name}"))
def _(world: World, who: Role, name: str) -> None:
    world.expect_nowhere_else(who, name)


@then(parse("{who:Who}'s mailbox has been visited at least as often as {other:Who}'s"))
def _(world: World, who: Role, other: Role) -> None:
    world.expect_visited_as_often(who, other)
