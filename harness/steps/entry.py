"""What the calendar entry of a booking is like."""

from __future__ import annotations

from datetime import timedelta

from pytest_bdd import then

from harness.steps.types import facts, parse
from harness.world.cast import Role
from harness.world.moments import Moment
from harness.world.workorders import Fact
from harness.world.world import World


@then(parse("{name:Name} starts {at:Moment} in Outlook"))
def _(world: World, name: str, at: Moment) -> None:
    world.entry(name).expect_start(world.at(at))


@then(parse("{name:Name} ends {at:Moment} in Outlook"))
def _(world: World, name: str, at: Moment) -> None:
    world.entry(name).expect_end(world.at(at))


@then(parse("{name:Name} still starts {at:Moment} in Outlook"))
def _(world: World, name: str, at: Moment) -> None:
    world.entry(name).expect_still_starts(world.at(at))


@then(parse("{name:Name} still ends {at:Moment} in Outlook"))
def _(world: World, name: str, at: Moment) -> None:
    world.entry(name).expect_still_ends(world.at(at))


@then(parse("{name:Name} lies on {day:Text} in Outlook"))
def _(world: World, name: str, day: str) -> None:
    world.entry(name).expect_date(day)


@then(parse("{name:Name} shows the {fact:Fact} {value:Text} in Outlook"))
def _(world: World, name: str, fact: Fact, value: str) -> None:
    world.entry(name).expect_says(fact, value)


@then(parse("{name:Name} still shows the {fact:Fact} {value:Text} in Outlook"))
def _(world: World, name: str, fact: Fact, value: str) -> None:
    world.entry(name).expect_still_says(fact, value)


@then(parse("{name:Name} does not show {value:Text} in Outlook"))
def _(world: World, name: str, value: str) -> None:
    world.entry(name).expect_silent(value)


@then(parse("{name:Name} shows in Outlook"))
def _(world: World, name: str, datatable: list[list[str]]) -> None:
    world.entry(name).expect_facts(facts(datatable))


@then(parse("{name:Name} is the same item as before"))
def _(world: World, name: str) -> None:
    world.entry(name).expect_same()


@then(parse("{name:Name} is unchanged in Outlook"))
def _(world: World, name: str) -> None:
    world.entry(name).expect_unchanged()


@then(parse("{name:Name} has not been touched in Outlook"))
def _(world: World, name: str) -> None:
    world.entry(name).expect_untouched()


@then(parse("{name:Name} has normal importance in Outlook"))
def _(world: World, name: str) -> None:
    world.entry(name).expect_normal_importance()


@then(parse("{name:Name} carries the tracked category"))
def _(world: World, name: str) -> None:
    world.entry(name).expect_tracked()


@then(parse("{name:Name} is no longer linked"))
def _(world: World, name: str) -> None:
    world.entry(name).expect_unlinked()


@then(parse("{name:Name} is not cancelled in Outlook"))
def _(world: World, name: str) -> None:
    world.entry(name).expect_not_cancelled()


@then(parse("{name:Name} is cancelled or gone in Outlook"))
def _(world: World, name: str) -> None:
    world.entry(name).expect_cancelled_or_gone()


@then(parse("no change of {name:Name} waited longer than {limit:Span}"))
def _(world: World, name: str, limit: timedelta) -> None:
    world.expect_no_wait_beyond(name, limit)


@then(parse("{name:Name} no longer stands {at:Moment} in Outlook"))
def _(world: World, name: str, at: Moment) -> None:
    world.entry(name).expect_nothing_at(world.at(at))


@then(parse("{who:Who}'s item of {name:Name} is no longer linked"))
def _(world: World, who: Role, name: str) -> None:
    world.entry(name, of=who).expect_unlinked()


@then(parse("{who:Who}'s item of {name:Name} still starts {at:Moment} in Outlook"))
def _(world: World, who: Role, name: str, at: Moment) -> None:
    world.entry(name, of=who).expect_still_starts(world.at(at))


@then(
    parse(
        "{who:Who}'s item of {name:Name} shows the {fact:Fact} {value:Text} in Outlook"
    )
)
def _(world: World, who: Role, name: str, fact: Fact, value: str) -> None:
    world.entry(name, of=who).expect_says(fact, value)


@then(parse("the copy of {name:Name} still exists in Outlook"))
def _(world: World, name: str) -> None:
    world.expect_copy(name)
