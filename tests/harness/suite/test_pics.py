"""What an implementation does not claim is excused; strange claims are told."""

from __future__ import annotations

from typing import Any

import pytest

from harness.adapters.documents import implementation_of
from harness.adapters.iut import Implementation
from harness.catalogue import Catalogue, plan, read_catalogue
from harness.paths import FEATURES
from harness.suite.pics import doubts, excused

CATALOGUE: Catalogue = read_catalogue(FEATURES)
ALL = plan(CATALOGUE)


def claiming(*profiles: str, **rules: Any) -> Implementation:
    """What an implementation says of itself; `BKG_096` stands for BKG-096."""
    return implementation_of(
        {
            "name": "Outlook Bridge",
            "version": "2.3.1",
            "vendor": "Example Field Tools",
            "contract": 1,
            "clock": "virtual",
            "profiles": list(profiles),
            "rules": {name.replace("_", "-"): rule for name, rule in rules.items()},
        }
    )


def test_every_rule_of_claimed_profiles_has_to_hold() -> None:
    """Nothing is excused where everything is claimed."""
    assert excused(ALL, claiming(*CATALOGUE.profiles)) == {}


def test_an_unclaimed_profile_is_excused_as_a_whole() -> None:
    """All rules of cadence, and none of bookings."""
    reasons = excused(ALL, claiming("bookings"))

    cadence = {rule.id for rule in ALL.rules if rule.profile == "cadence"}
    assert set(reasons) == cadence
    assert set(reasons.values()) == {"The profile cadence is not claimed."}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"supported": False, "reason": "we never delete"}, "we never delete"),
        ({"supported": False}, "Declared as not supported; no reason is given."),
    ],
)
def test_an_excepted_rule_is_excused_with_its_reason(
    rule: dict[str, Any], expected: str
) -> None:
    """A missing reason is told as missing."""
    reasons = excused(ALL, claiming(*CATALOGUE.profiles, BKG_096=rule))

    assert reasons == {"BKG-096": expected}


def test_a_rule_that_is_declared_supported_has_to_hold() -> None:
    """Whatever is said beside it."""
    told = {"supported": True, "reason": "for a second profile"}

    assert excused(ALL, claiming(*CATALOGUE.profiles, BKG_096=told)) == {}


def test_supporting_one_rule_does_not_claim_its_profile() -> None:
    """Only the list of profiles claims."""
    reasons = excused(ALL, claiming("bookings", CAD_010={"supported": True}))

    assert reasons["CAD-010"] == "The profile cadence is not claimed."


def test_sound_claims_leave_no_doubt() -> None:
    """An exception of a known rule is none either."""
    implementation = claiming("bookings", BKG_096={"supported": False})

    assert doubts(CATALOGUE, implementation) == ()


def test_an_unknown_profile_is_told_with_the_one_that_was_meant() -> None:
    """It is no error: a later catalogue may know it."""
    (doubt,) = doubts(CATALOGUE, claiming("bokings", "cadence"))

    assert doubt == (
        "The implementation claims the profile 'bokings' (did you mean bookings?), "
        "which this catalogue does not have: it was left out of account."
    )


def test_an_exception_of_an_unknown_rule_is_told() -> None:
    """The rule that was meant is run, and its vendor should know why."""
    excepted = {"supported": False, "reason": "we never delete"}

    (doubt,) = doubts(CATALOGUE, claiming("bookings", BKG_0096=excepted))

    assert "excepts the rule 'BKG-0096' (did you mean BKG-096?)" in doubt


def test_many_long_and_hostile_names_become_one_harmless_sentence() -> None:
    """Control characters are spelled out, and what is too much is counted."""
    names = [f"\x1b[2J{number}{'x' * 5000}" for number in range(40)]

    (doubt,) = doubts(CATALOGUE, claiming(*names))

    assert doubt.isprintable()
    assert len(doubt) < 600
    assert "and 35 more" in doubt
