"""What the tests of alternate keys begin with."""

from __future__ import annotations

import pytest

from tests.fakes.dataverse.makers import Bench


@pytest.fixture
def keyed(bench: Bench) -> Bench:
    """Keys of one and of two columns, with text, a lookup, a number, an instant."""
    organization = bench.organization
    organization.define_key("account", "number", ["accountnumber"])
    organization.define_key("contact", "person", ["emailaddress1", "lastname"])
    organization.define_key("account", "main", ["primarycontactid", "fax"])
    organization.define_key("msdyn_priority", "level", ["msdyn_levelofimportance"])
    organization.define_key("task", "at", ["scheduledstart"])
    return bench
