"""What the fakes assume is written down, and what can be switched is there."""

from __future__ import annotations

import re
from dataclasses import fields

from fakes import assumptions
from fakes.dataverse import Limits
from fakes.dataverse.customization import Customization
from fakes.exchange import Switches


def test_every_assumption_has_an_id_of_its_own_a_section_and_a_sentence() -> None:
    found = assumptions()

    ids = [one.id for one in found]
    assert len(found) > 50
    assert sorted(set(ids)) == ids
    assert all(re.fullmatch(r"\d+(\.\d+)?", one.section) for one in found)
    assert all(one.assumed.endswith(".") for one in found)


def test_every_switch_is_one_of_the_organisation_or_of_the_exchange_tenant() -> None:
    known = {f"customization.{one.name}" for one in fields(Customization)}
    known |= {f"customization.limits.{one.name}" for one in fields(Limits)}
    known |= {f"switches.{one.name}" for one in fields(Switches)}

    switches = {one.switch for one in assumptions() if one.switch}

    assert switches
    assert switches <= known
