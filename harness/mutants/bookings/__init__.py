"""Mutants of the profile bookings."""

from typing import Final

from harness.mutants.bookings import (
    cancelling,
    changes,
    content,
    deleting,
    disabling,
    one_way,
    reaching,
    stale,
    window,
)
from harness.mutants.mutant import Mutant

MUTANTS: Final[tuple[Mutant, ...]] = tuple(
    sorted(
        (
            *cancelling.MUTANTS,
            *changes.MUTANTS,
            *content.MUTANTS,
            *deleting.MUTANTS,
            *disabling.MUTANTS,
            *one_way.MUTANTS,
            *reaching.MUTANTS,
            *stale.MUTANTS,
            *window.MUTANTS,
        ),
        key=lambda one: one.id,
    )
)
