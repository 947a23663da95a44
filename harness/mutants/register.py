"""Every mutant, by profile and rule."""

from __future__ import annotations

from functools import cache

from harness.errors import UnknownName
from harness.mutants import bookings, cadence
from harness.mutants.mutant import Mutant


@cache
def all_mutants() -> dict[str, Mutant]:
    """The mutants by id, in the order of their rules."""
    mutants = [*bookings.MUTANTS, *cadence.MUTANTS]
    return {mutant.id: mutant for mutant in mutants}


def find(mutant_id: str) -> Mutant:
    """The mutant of that id.

    Raises:
        UnknownName: there is none.
    """
    try:
        return all_mutants()[mutant_id]
    except KeyError:
        raise UnknownName(
            kind="mutant",
            name=mutant_id,
            hint="`fieldsync mutants --list` names them all.",
        ) from None
