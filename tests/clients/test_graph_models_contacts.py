"""Contacts in answers are what the metadata of v1.0 says."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

import pytest
from msgraph.generated.models.contact import Contact
from msgraph.generated.models.contact_collection_response import (
    ContactCollectionResponse,
)
from msgraph.generated.models.contact_folder import ContactFolder
from msgraph.generated.models.contact_folder_collection_response import (
    ContactFolderCollectionResponse,
)
from msgraph.generated.users.item.contact_folders.delta import (
    delta_get_response as folders_delta,
)
from msgraph.generated.users.item.contact_folders.item.contacts.delta import (
    delta_get_response as contacts_delta,
)

from tests.clients.tour import Tour, missing

ADDRESS: Final = {
    "street": "Annenstraße 1",
    "city": "Graz",
    "state": "Styria",
    "countryOrRegion": "Austria",
    "postalCode": "8020",
}
FULL: Final[dict[str, Any]] = {
    "displayName": "Zoë Ito",
    "givenName": "Zoë",
    "middleName": "M.",
    "surname": "Ito",
    "nickName": "Zo",
    "title": "Dr",
    "generation": "II",
    "initials": "ZMI",
    "fileAs": "Ito, Zoë",
    "yomiGivenName": "Z",
    "yomiSurname": "I",
    "yomiCompanyName": "F",
    "companyName": "Fabrikam",
    "department": "Service",
    "jobTitle": "Fitter",
    "profession": "Electrician",
    "officeLocation": "2/14",
    "manager": "A. Sato",
    "assistantName": "B. Sato",
    "businessHomePage": "https://fabrikam.example",
    "emailAddresses": [{"name": "Zoë", "address": "zoe@fabrikam.example"}],
    "businessPhones": ["+43 1", "+43 2"],
    "homePhones": ["+43 3"],
    "mobilePhone": "+43 4",
    "imAddresses": ["sip:zoe@fabrikam.example"],
    "businessAddress": ADDRESS,
    "homeAddress": ADDRESS,
    "otherAddress": ADDRESS,
    "birthday": "1980-02-29T00:00:00Z",
    "spouseName": "C. Ito",
    "children": ["D", "E"],
    "personalNotes": "Rings twice",
    "categories": ["Red"],
}
NOT_OF_CONTACTS: Final = {
    "extensions",
    "multiValueExtendedProperties",
    "photo",
    "singleValueExtendedProperties",
}
NEWER: Final = {  # than the samples (section 9.1)
    "primaryEmailAddress",
    "secondaryEmailAddress",
    "tertiaryEmailAddress",
}


@pytest.mark.parametrize("body", [{"givenName": "Zoë"}, FULL], ids=["bare", "full"])
def test_a_contact_has_every_member(tour: Tour, body: dict[str, Any]) -> None:
    """Made, read, changed and listed."""
    path = f"{tour.organiser}/contacts"

    made = tour.post(path, body, Contact)
    own = f"{path}/{quote(made['id'])}"
    read = tour.get(own, Contact)
    changed = tour.patch(own, {"jobTitle": "Foreman"}, Contact)
    (listed,) = tour.get(path, ContactCollectionResponse)["value"]

    for row in (made, read, changed, listed):
        assert missing(row, Contact) - NEWER == NOT_OF_CONTACTS


def test_a_full_contact_keeps_all_that_was_written(tour: Tour) -> None:
    """But for the hour of the birthday (section 9.1)."""
    made = tour.post(f"{tour.organiser}/contacts", FULL, Contact)

    kept = {name: made[name] for name in FULL if name != "birthday"}

    assert kept == {name: value for name, value in FULL.items() if name != "birthday"}
    assert made["birthday"].startswith("1980-02-29T")


def test_folders_of_contacts_have_every_member(tour: Tour) -> None:
    """With folders in them."""
    path = f"{tour.organiser}/contactFolders"
    made = tour.post(path, {"displayName": "Customers"}, ContactFolder)
    own = f"{path}/{quote(made['id'])}"
    tour.post(f"{own}/childFolders", {"displayName": "North"}, ContactFolder)
    tour.post(f"{own}/contacts", {"givenName": "Zoë"}, Contact)

    tour.get(own, ContactFolder)
    tour.patch(own, {"displayName": "Clients"}, ContactFolder)
    tour.get(f"{own}/childFolders", ContactFolderCollectionResponse)
    listed = tour.get(path, ContactFolderCollectionResponse)["value"]

    assert missing(listed[0], ContactFolder) == {
        "childFolders",
        "contacts",
        "multiValueExtendedProperties",
        "singleValueExtendedProperties",
    }


def test_the_delta_of_contacts_is_what_the_model_says(tour: Tour) -> None:
    """Changed and removed rows."""
    path = f"{tour.organiser}/contacts"
    made = tour.post(path, FULL, Contact)
    gone = tour.post(path, {"givenName": "Anna"}, Contact)
    folder = f"{tour.organiser}/contactFolders/{quote(made['parentFolderId'])}"
    model = contacts_delta.DeltaGetResponse
    first = tour.get(f"{folder}/contacts/delta", model)
    tour.patch(f"{path}/{quote(made['id'])}", {"jobTitle": "Foreman"}, Contact)
    tour.delete(f"{path}/{quote(gone['id'])}")

    second = tour.get(first["@odata.deltaLink"], model)

    assert len(first["value"]) == len(second["value"]) == 2


def test_the_delta_of_folders_of_contacts_is_what_the_model_says(tour: Tour) -> None:
    """A new folder after the first round."""
    path, model = f"{tour.organiser}/contactFolders", folders_delta.DeltaGetResponse
    first = tour.get(f"{path}/delta", model)
    made = tour.post(path, {"displayName": "Customers"}, ContactFolder)

    second = tour.get(first["@odata.deltaLink"], model)

    assert [row["id"] for row in second["value"]] == [made["id"]]
