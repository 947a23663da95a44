"""What the PICS says of a run: the only place that excuses a rule or doubts a claim.

Without `--profile` a run plans every profile of the catalogue; what the implementation
does not claim is not applicable, and so is what it excepts within a claimed profile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from harness.adapters.iut import Implementation
from harness.catalogue import Catalogue, Plan
from harness.catalogue.nearest import guess

_SHOWN: Final = 5  # unknown names told one by one
_LONGEST: Final = 60  # characters of a name that is not ours


def with_claims(implementation: Implementation, chosen: Plan) -> Implementation:
    """The implementation with what it claims spelled out.

    A black box without a descriptor says nothing of itself: it claims what is asked.
    """
    if not implementation.claims_all:
        return implementation
    return replace(implementation, profiles=chosen.profiles)


def excused(chosen: Plan, implementation: Implementation) -> dict[str, str]:
    """Rules of the plan that the PICS does not claim, each with the reason."""
    reasons: dict[str, str] = {}
    for rule in chosen.rules:
        if rule.profile not in implementation.profiles:
            reasons[rule.id] = f"The profile {rule.profile} is not claimed."
        elif rule.id in implementation.exceptions:
            reasons[rule.id] = implementation.exceptions[rule.id] or (
                "Declared as not supported; no reason is given."
            )
    return reasons


def doubts(catalogue: Catalogue, implementation: Implementation) -> tuple[str, ...]:
    """One sentence for each kind of name in the PICS that the catalogue lacks."""
    return (
        *_unknown("profile", "claims", implementation.profiles, catalogue.profiles),
        *_unknown("rule", "excepts", implementation.exceptions, catalogue.rules),
    )


def _unknown(
    kind: str, verb: str, named: Collection[str], known: Collection[str]
) -> Iterator[str]:
    strange = sorted(set(named) - set(known))
    if not strange:
        return
    told = ", ".join(_told(name, known) for name in strange[:_SHOWN])
    more = f" and {len(strange) - _SHOWN} more" if len(strange) > _SHOWN else ""
    kinds = kind if len(strange) == 1 else f"{kind}s"
    it = "it was" if len(strange) == 1 else "they were"
    yield (
        f"The implementation {verb} the {kinds} {told}{more}, which this catalogue "
        f"does not have: {it} left out of account."
    )


def _told(name: str, known: Collection[str]) -> str:
    """The name, made harmless, and the one that may have been meant."""
    shown = repr(name[:_LONGEST])
    meant = guess(name, known, most=1)
    return f"{shown} (did you mean {meant[0]}?)" if meant else shown
