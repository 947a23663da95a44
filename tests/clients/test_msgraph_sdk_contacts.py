"""msgraph-sdk keeps contacts: folders, addresses, changes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from msgraph.generated.models.contact import Contact
from msgraph.generated.models.contact_folder import ContactFolder
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.physical_address import PhysicalAddress
from msgraph.generated.models.single_value_legacy_extended_property import (
    SingleValueLegacyExtendedProperty,
)

from tests.clients.graph_sdk import Sdk

KEY = "String {00020329-0000-0000-c000-000000000046} Name fieldsyncRecord"


def _contact(given_name: str = "Zoë", **others: object) -> Any:
    return Contact(given_name=given_name, surname="Ito", **others)


def test_a_contact_is_made_and_read(graph: Sdk) -> None:
    """Each of the three addresses, lists, a birthday."""
    home = PhysicalAddress(street="Gasse 1", city="Graz", postal_code="8020")
    made = graph.run(
        graph.organiser.contacts.post(
            _contact(
                display_name="Zoë Ito",
                company_name="Fabrikam",
                email_addresses=[EmailAddress(address="z@fabrikam.example", name="Z")],
                business_phones=["+43 1"],
                mobile_phone="+43 2",
                home_address=home,
                birthday=datetime(1980, 2, 29, tzinfo=UTC),
                categories=["Red"],
            )
        )
    )

    read = graph.get(graph.organiser.contacts.by_contact_id(made.id))

    assert (read.id, read.display_name) == (made.id, "Zoë Ito")
    assert [one.address for one in read.email_addresses] == ["z@fabrikam.example"]
    assert (read.business_phones, read.mobile_phone) == (["+43 1"], "+43 2")
    assert (read.home_address.city, read.home_address.postal_code) == ("Graz", "8020")
    assert (read.business_address.city, read.other_address.city) == (None, None)
    assert read.birthday.date().isoformat() == "1980-02-29"
    assert read.categories == ["Red"]


def test_a_contact_is_changed_on_a_condition_and_removed(graph: Sdk) -> None:
    """412 for a version that is past."""
    made = graph.run(graph.organiser.contacts.post(_contact()))
    contact = graph.organiser.contacts.by_contact_id(made.id)
    changed = graph.run(contact.patch(Contact(job_title="Fitter")))

    stale = graph.refusal(
        contact.patch(Contact(job_title="None"), graph.condition(made))
    )
    graph.run(contact.delete())

    assert (changed.job_title, changed.surname) == ("Fitter", "Ito")
    assert stale.response_status_code == 412
    assert graph.refusal(contact.get()).error.code == "ErrorItemNotFound"


def test_contacts_are_found_by_their_properties(graph: Sdk) -> None:
    """By name and by an extended property; counted."""
    key = SingleValueLegacyExtendedProperty(id=KEY, value="C-17")
    keyed = _contact("Keyed", single_value_extended_properties=[key])
    for one in (keyed, _contact("Anna")):
        graph.run(graph.organiser.contacts.post(one))
    wanted = f"ep/id eq '{KEY}' and ep/value eq 'C-17'"

    by_name = graph.get(
        graph.organiser.contacts, filter="givenName eq 'Anna'", count=True
    )
    by_key = graph.get(
        graph.organiser.contacts,
        filter=f"singleValueExtendedProperties/Any(ep: {wanted})",
        expand=[f"singleValueExtendedProperties($filter=id eq '{KEY}')"],
    )

    assert [one.given_name for one in by_name.value] == ["Anna"]
    assert by_name.odata_count == 1
    (found,) = by_key.value
    assert found.given_name == "Keyed"
    assert found.single_value_extended_properties[0].value == "C-17"


def test_a_folder_holds_contacts_of_its_own(graph: Sdk) -> None:
    """The default folder is not in the list of folders (section 2.3)."""
    folder = graph.run(
        graph.organiser.contact_folders.post(ContactFolder(display_name="Customers"))
    )
    inside = graph.organiser.contact_folders.by_contact_folder_id(folder.id).contacts
    graph.run(inside.post(_contact("Inside")))
    graph.run(graph.organiser.contacts.post(_contact("Outside")))

    folders = graph.get(graph.organiser.contact_folders).value
    kept, others = graph.get(inside).value, graph.get(graph.organiser.contacts).value

    assert [one.display_name for one in folders] == ["Customers"]
    assert [one.given_name for one in kept] == ["Inside"]
    assert [one.given_name for one in others] == ["Outside"]
    assert kept[0].parent_folder_id == folder.id


def test_the_changes_of_a_folder_are_followed(graph: Sdk) -> None:
    """To the delta link and on (section 4)."""
    made = graph.run(graph.organiser.contacts.post(_contact("First")))
    folders = graph.organiser.contact_folders
    delta = folders.by_contact_folder_id(made.parent_folder_id).contacts.delta
    first = graph.get(delta)
    graph.run(graph.organiser.contacts.by_contact_id(made.id).delete())
    added = graph.run(graph.organiser.contacts.post(_contact("Second")))

    second = graph.get(delta.with_url(first.odata_delta_link))

    assert [one.given_name for one in first.value] == ["First"]
    rows = {one.id: one for one in second.value}
    assert rows[added.id].given_name == "Second"
    assert rows[made.id].additional_data["@removed"] == {"reason": "deleted"}
