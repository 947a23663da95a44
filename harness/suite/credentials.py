"""Is it the implementation that was meant, and can it be run in this way?

The only place that holds what an implementation says of itself against its descriptor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from harness.adapters.iut import Implementation
from harness.adapters.target import Target, Way
from harness.errors import IutUnusable, UsageError
from harness.visible import visible

_SPEAKS: Final[frozenset[Way]] = frozenset({Way.HTTP, Way.EXEC})
_SHOWN: Final = 5  # names told one by one


def check_credentials(
    implementation: Implementation, target: Target, *, workers: int
) -> None:
    """The implementation is the one that was meant, and can be run like this.

    Raises:
        IutUnusable: it is another, or has its own clock.
        UsageError: it does not serve as many sessions side by side.
    """
    if target.way not in _SPEAKS:
        return
    if implementation.clock != "virtual":
        raise IutUnusable(
            f"{implementation.name} says that it lives by the clock of its system "
            '("clock": "system"), which the contract cannot turn. Start it as a black '
            "box (blackbox: COMMAND) in the clock mode jump or rate."
        )
    said = list(mismatches(implementation, target))
    if said:
        raise IutUnusable(
            f"The implementation is not what its descriptor says: {' '.join(said)} "
            "Mend the descriptor, or start the implementation that it means."
        )
    if target.way is Way.HTTP and workers > implementation.parallel_sessions:
        most = implementation.parallel_sessions
        sessions = (
            f"{most} sessions side by side" if most > 1 else "one session at a time"
        )
        raise UsageError(
            f"{implementation.name} serves {sessions} (parallel_sessions), and each of "
            f"the {workers} workers needs one. Use --workers {most}."
        )


def mismatches(implementation: Implementation, target: Target) -> Iterator[str]:
    """A sentence for everything that descriptor and implementation tell differently."""
    said = target.declared
    texts = (
        ("name", said.name, implementation.name),
        ("version", said.version, implementation.version),
        ("vendor", said.vendor, implementation.vendor),
        ("homepage", said.homepage, implementation.homepage),
    )
    for member, meant, found in texts:
        # as its own words are shown: else they could never agree
        if meant is not None and visible(meant) != found:
            told = "missing" if found is None else repr(found)
            yield f"{member} is {told}, not {visible(meant)!r}."
    yield from _differing("claim", said.profiles, implementation.profiles)
    yield from _differing("except", said.exceptions, implementation.exceptions)


def _differing(
    verb: str, meant: Iterable[str] | None, found: Iterable[str]
) -> Iterator[str]:
    """A sentence for what only one of both names; their order says nothing."""
    if meant is None:
        return
    if besides := set(found) - set(meant):
        yield f"it {verb}s {_named(besides)}, and its descriptor does not."
    if lacking := set(meant) - set(found):
        yield f"it does not {verb} {_named(lacking)}, and its descriptor does."


def _named(names: Iterable[str]) -> str:
    listed = sorted(names)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return f"{', '.join(listed[:_SHOWN])}{more}"
