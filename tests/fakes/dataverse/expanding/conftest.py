"""What the tests of `$expand` begin with."""

from __future__ import annotations

import pytest

from tests.fakes.dataverse.makers import (
    Bench,
    a_contact,
    an_account,
)

BOOKINGS = "bookableresource_bookableresourcebooking_Resource"


@pytest.fixture
def account(bench: Bench) -> str:
    """An account with a contact, two more of its own, and three tasks."""
    doe = a_contact(bench, "Doe", fax="1")
    account = an_account(bench, primarycontactid=doe)
    for name in ("Poe", "Roe"):
        a_contact(bench, name, parentcustomerid=("account", account))
    for subject in ("Call", "Write", "Visit"):
        values = {"subject": subject, "regardingobjectid": ("account", account)}
        bench.organization.create("task", values)
    return account
