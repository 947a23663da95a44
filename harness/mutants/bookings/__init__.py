"""Mutants of the profile bookings."""

from typing import Final

from harness.mutants.bookings import (
    changes,
    content,
    disabling,
    ending,
    one_way,
    reaching,
    stale,
    window,
)
from harness.mutants.mutant import Mutant

MUTANTS: Final[tuple[Mutant, ...]] = tuple(
    sorted(
        (
            *changes.MUTANTS,
            *content.MUTANTS,
            *disabling.MUTANTS,
            *ending.MUTANTS,
            *one_way.MUTANTS,
            *reaching.MUTANTS,
            *stale.MUTANTS,
            *window.MUTANTS,
        ),
        key=lambda one: one.id,
    )
)
