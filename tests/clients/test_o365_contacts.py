"""python-o365 keeps contacts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.clients.office import an_account
from tests.clients.served import Served


@pytest.fixture
def account(served: Served) -> Any:
    """The mailbox of the first person of the seed."""
    return an_account(served, served.mailboxes[0])


def _names(book: Any, **options: Any) -> list[str]:
    return sorted(one.name for one in book.get_contacts(**options))


def test_a_contact_is_made_changed_and_removed(account: Any) -> None:
    """Lists of addresses and telephones, three postal addresses."""
    contact = account.address_book().new_contact()
    contact.name, contact.surname = "Zoë", "Ito"
    contact.emails.add("zoe@fabrikam.example")
    contact.business_phones = ["+43 1"]
    contact.home_address = {"city": "Graz", "postalCode": "8020"}
    contact.save()
    contact.job_title = "Fitter"
    saved = contact.save()

    (read,) = account.address_book().get_contacts()

    assert saved
    assert (read.object_id, read.full_name) == (contact.object_id, "Zoë Ito")
    assert (read.job_title, read.business_phones) == ("Fitter", ["+43 1"])
    assert read.main_email == "zoe@fabrikam.example"
    assert read.home_address["city"] == "Graz"
    assert read.delete()
    assert _names(account.address_book()) == []


def test_contacts_are_found_and_paged(account: Any) -> None:
    """By a query, and in pieces."""
    book = account.address_book()
    for name in ("Anna", "Bert", "Berta"):
        contact = book.new_contact()
        contact.name = name
        contact.save()

    found = _names(book, query=book.new_query().startswith("givenName", "Bert"))
    everything = _names(book, limit=None, batch=2)

    assert found == ["Bert", "Berta"]
    assert everything == ["Anna", "Bert", "Berta"]


def test_folders_of_contacts_are_made_and_listed(account: Any) -> None:
    """The library can do no more: it takes each of them for the root."""
    book = account.address_book()
    folder = book.create_child_folder("Customers")

    named = book.get_folder(folder_name="Customers")

    assert named == folder
    assert [one.name for one in book.get_folders()] == ["Customers"]
