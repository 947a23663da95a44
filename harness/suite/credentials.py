"""Is it the implementation that was meant, and can it be run in this way?

The only place that holds what an implementation says of itself against its descriptor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harness.adapters.iut import Implementation
from harness.adapters.target import Target, Way
from harness.errors import IutUnusable, UsageError
from harness.visible import visible

_SPEAKS: frozenset[Way] = frozenset({Way.HTTP, Way.EXEC})


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
    pairs: tuple[tuple[str, object, object], ...] = (
        ("name", _shown(said.name), implementation.name),
        ("version", _shown(said.version), implementation.version),
        ("vendor", _shown(said.vendor), implementation.vendor),
        ("homepage", _shown(said.homepage), implementation.homepage),
        ("profiles", _set(said.profiles), _set(implementation.profiles)),
        ("rules", _set(said.exceptions), _set(implementation.exceptions)),
    )
    for member, meant, found in pairs:
        if meant is not None and meant != found:
            verb = "are" if isinstance(meant, frozenset) else "is"
            yield f"{member} {verb} {_told(found)}, not {_told(meant)}."


def _shown(text: str | None) -> str | None:
    """As the implementation's own words are shown: else they could never agree."""
    return None if text is None else visible(text)


def _set(names: Iterable[str] | None) -> frozenset[str] | None:
    return frozenset(names) if names is not None else None


def _told(value: object) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or "nothing"
    return repr(value)
