"""What the tests of alternate keys begin with."""

from __future__ import annotations

import pytest

from tests.fakes.dataverse.makers import Bench


@pytest.fixture
def keyed(keyed: Bench) -> Bench:
    """More keys: of two columns, with a lookup, a number, an instant."""
    organization = keyed.organization
    organization.define_key("contact", "person", ["emailaddress1", "lastname"])
    organization.define_key("account", "main", ["primarycontactid", "fax"])
    organization.define_key("msdyn_priority", "level", ["msdyn_levelofimportance"])
    organization.define_key("task", "at", ["scheduledstart"])
    return keyed
