"""What is noted and never judged."""

from __future__ import annotations

from pytest_bdd import then

from harness.steps.types import parse
from harness.world.cast import Role
from harness.world.world import World


@then(parse("it is noted whether {who:Who}'s calendar shows {name:Name}"))
def _(world: World, who: Role, name: str) -> None:
    world.notes.shows(who, name)


@then(parse("it is noted how long changes of {name:Name} waited"))
def _(world: World, name: str) -> None:
    world.notes.waits(name, now=world.now)
