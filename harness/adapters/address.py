"""How to reach an implementation: one short string. Never part of a report."""

from __future__ import annotations

from harness.adapters.iut import Iut
from harness.adapters.reference import ReferenceIut
from harness.errors import UnknownName
from harness.mutants.mutant import Mutated
from harness.mutants.register import find


def open_iut(address: str) -> Iut:
    """The implementation that the address names.

    Raises:
        UnknownName: nothing of that name can be reached.
    """
    if address == "reference":
        return ReferenceIut()
    kind, _, target = address.partition(":")
    if kind == "mutant":
        return Mutated(find(target), ReferenceIut)
    raise UnknownName(
        kind="implementation",
        name=address,
        hint="Use `reference`, or `mutant:RULE/name` (see `fieldsync mutants --list`).",
    )
