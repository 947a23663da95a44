"""Contacts: every property, limits, what is written and read (section 9.1)."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.contacts.makers import FORT, contacts_of, path_of, post
from tests.fakes.exchange.graph import RECORD, Graph

EVERYTHING: dict[str, Any] = {
    "displayName": "Garth the Great",
    "givenName": "Garth",
    "middleName": "Lee",
    "surname": "Fort",
    "nickName": "G",
    "title": "Dr.",
    "generation": "Jr.",
    "initials": "G.F.",
    "fileAs": "Fort (Fabrikam)",
    "yomiGivenName": "ga-su",
    "yomiSurname": "fo-to",
    "yomiCompanyName": "fa-buri-kamu",
    "companyName": "Fabrikam",
    "department": "Sales",
    "jobTitle": "Manager",
    "profession": "Engineer",
    "officeLocation": "20/1101",
    "manager": "Mona",
    "assistantName": "Ashley",
    "businessHomePage": "https://fabrikam.example",
    "emailAddresses": [
        {"name": "Garth", "address": "garth@fabrikam.example"},
        {"name": "Home", "address": "garth@home.example"},
    ],
    "businessPhones": ["+1 1", "+1 2"],
    "homePhones": ["+1 3", "+1 4"],
    "mobilePhone": "+1 5",
    "imAddresses": ["sip:garth@fabrikam.example"],
    "businessAddress": {
        "street": "10 Way",
        "city": "Redmond",
        "state": "WA",
        "countryOrRegion": "USA",
        "postalCode": "98075",
    },
    "homeAddress": {"city": "Seattle"},
    "spouseName": "Sam",
    "children": ["Ann", "Bob"],
    "personalNotes": "Tall.",
    "categories": ["Customer"],
}


def test_every_property_comes_back_as_it_was_written(
    graph: Graph, ann: Mailbox
) -> None:
    """With three postal addresses, `{}` where there is none, and slots of addresses."""
    created = post(graph, ann, **EVERYTHING)

    answer = graph.get(path_of(ann, created["id"]))

    read = answer.json
    assert {name: read[name] for name in EVERYTHING} == EVERYTHING
    assert read["otherAddress"] == {}
    assert read["primaryEmailAddress"]["address"] == "garth@fabrikam.example"
    assert read["secondaryEmailAddress"]["address"] == "garth@home.example"
    assert read["tertiaryEmailAddress"] is None
    assert read["birthday"] is None
    assert read["@odata.etag"] == f'W/"{read["changeKey"]}"'
    assert read["parentFolderId"] == ann.contacts.default_folder.id
    assert {key: read[key] for key in created} == created


def test_unset_members_are_nulls_and_empty_collections(
    graph: Graph, ann: Mailbox
) -> None:
    """No key is missing; nulls that a client sends empty what they name."""
    nulls = dict.fromkeys(EVERYTHING)

    created = post(graph, ann, **nulls)

    assert created["displayName"] is created["nickName"] is created["birthday"] is None
    assert (
        created["emailAddresses"] == created["children"] == created["homePhones"] == []
    )
    assert created["homeAddress"] == created["businessAddress"] == {}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("1974-07-22", "1974-07-22T11:59:00.0000000Z"),
        ("1974-07-22T00:00:00Z", "1974-07-22T11:59:00.0000000Z"),
        ("1974-07-22T23:30:00-02:00", "1974-07-23T11:59:00.0000000Z"),
    ],
)
def test_birthday_is_a_day(graph: Graph, ann: Mailbox, sent: str, kept: str) -> None:
    """Kept at 11:59 UTC (inferred), so that only days compare."""
    assert post(graph, ann, birthday=sent)["birthday"] == kept


@pytest.mark.parametrize(
    ("name", "limit"), [("emailAddresses", 3), ("businessPhones", 2), ("homePhones", 2)]
)
def test_there_is_room_for_so_many(
    graph: Graph, ann: Mailbox, name: str, limit: int
) -> None:
    """One more than the limit is refused, and nothing is written (trap 35)."""
    entry: object = {"address": "a@b.example"} if name == "emailAddresses" else "+1"
    contact = post(graph, ann, **{name: [entry] * limit})
    path = path_of(ann, contact["id"])

    answer = graph.patch(path, {name: [entry] * (limit + 1)})

    assert (answer.status, answer.code) == (400, "ErrorPropertyValidationFailure")
    assert graph.get(path).json["changeKey"] == contact["changeKey"]


def test_an_address_slot_can_be_written_alone(graph: Graph, ann: Mailbox) -> None:
    """Primary, secondary and tertiary are places of `emailAddresses` (inferred)."""
    path = path_of(ann, post(graph, ann)["id"])
    third = {"name": "C", "address": "c@c.example"}

    graph.patch(path, {"tertiaryEmailAddress": third, "primaryEmailAddress": None})

    read = graph.get(path).json
    assert read["emailAddresses"] == [third]
    assert read["primaryEmailAddress"] is None
    assert read["tertiaryEmailAddress"] == third


@pytest.mark.parametrize(("how", "left"), [("dropped", []), ("kept", ["nobody"])])
def test_an_address_without_a_mailbox_part_may_be_dropped(
    graph: Graph, ann: Mailbox, how: Any, left: list[str]
) -> None:
    """Silently, unless the switch says else."""
    graph.exchange.switches.odd_addresses = how

    created = post(graph, ann, emailAddresses=[{"address": "nobody"}])

    assert [one["address"] for one in created["emailAddresses"]] == left


def test_patch_is_sparse_and_replaces_collections(graph: Graph, ann: Mailbox) -> None:
    """What is not named stays; collections and addresses are replaced as a whole."""
    path = path_of(ann, post(graph, ann, **EVERYTHING)["id"])

    answer = graph.patch(
        path,
        {
            "businessPhones": ["+1 9"],
            "businessAddress": {"city": "Bonn"},
            "title": None,
        },
    )

    changed = {"businessPhones": ["+1 9"], "businessAddress": {"city": "Bonn"}}
    assert answer.status == 200
    assert {name: answer.json[name] for name in EVERYTHING} == {
        **EVERYTHING,
        **changed,
        "title": None,
    }


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"phone": "1"}, 400, "RequestBodyRead"),
        ({"givenName": 1}, 400, "RequestBodyRead"),
        ({"emailAddresses": "a@b.example"}, 400, "RequestBodyRead"),
        ({"homeAddress": {"zip": "1"}}, 400, "RequestBodyRead"),
        ({"birthday": "soon"}, 400, "InvalidDateTime"),
        ({"birthday": "0001-01-01T00:00:00+12:00"}, 400, "InvalidDateTime"),
        ({"photo": {}}, 501, "NotImplemented"),
        ({"parentFolderId": "AAMkAGI2AAA="}, 501, "NotImplemented"),
    ],
)
def test_what_does_not_fit_is_refused(
    graph: Graph, ann: Mailbox, body: dict[str, Any], status: int, code: str
) -> None:
    """By name: unknown, of the wrong type, or beyond this fake."""
    answer = graph.post(contacts_of(ann), body)

    assert (answer.status, answer.code) == (status, code)
    assert list(ann.contacts) == []


def test_stale_change_key_is_412(graph: Graph, ann: Mailbox) -> None:
    """For PATCH and DELETE alike (section 7; for contacts inferred)."""
    contact = post(graph, ann)
    path, etag = path_of(ann, contact["id"]), contact["@odata.etag"]
    assert graph.patch(path, {"nickName": "G"}, if_match=etag).status == 200

    refused = [
        graph.patch(path, {"nickName": "H"}, if_match=etag),
        graph.delete(path, if_match=etag),
    ]

    assert [one.code for one in refused] == ["ErrorIrresolvableConflict"] * 2
    assert graph.get(path).json["nickName"] == "G"


def test_deleted_contact_keeps_only_its_immutable_id(
    graph: Graph, ann: Mailbox
) -> None:
    """It lies in Deleted Items under another default id (section 3.8)."""
    contact = post(graph, ann)
    immutable = graph.get(
        path_of(ann, contact["id"]), prefer='IdType="ImmutableId"'
    ).json["id"]

    assert graph.delete(path_of(ann, contact["id"])).status == 204

    assert graph.get(path_of(ann, contact["id"])).code == "ErrorItemNotFound"
    assert graph.get(path_of(ann, immutable)).json["parentFolderId"] is None
    assert graph.get(contacts_of(ann)).rows == []
    (buried,) = ann.contacts.deleted
    assert graph.delete(path_of(ann, buried.id)).status == 204
    assert graph.get(path_of(ann, immutable)).status == 404


def test_another_mailbox_knows_nothing_of_it(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Ids are per mailbox."""
    contact = post(graph, ann)

    assert graph.get(path_of(bob, contact["id"])).code == "ErrorItemNotFound"
    assert graph.get(path_of(bob, "x")).code == "ErrorInvalidIdMalformed"


def test_foreign_key_is_found_by_extended_property(graph: Graph, ann: Mailbox) -> None:
    """Written silently, found by value, read only when expanded (section 3.10)."""
    created = post(
        graph, ann, singleValueExtendedProperties=[{"id": RECORD, "value": "Row-1"}]
    )
    post(graph, ann, surname="Other")
    condition = (
        "singleValueExtendedProperties/Any(ep: ep/id eq "
        f"'{RECORD}' and ep/value eq 'row-1')"
    )

    found = graph.get(contacts_of(ann), f"$filter={condition}").rows

    assert "singleValueExtendedProperties" not in created
    assert [row["id"] for row in found] == [created["id"]]
    assert "singleValueExtendedProperties" not in found[0]
    path = path_of(ann, created["id"])
    other = RECORD.replace("Record", "Other")
    graph.patch(path, {"singleValueExtendedProperties": [{"id": other, "value": "x"}]})
    expand = f"$expand=singleValueExtendedProperties($filter=id eq '{RECORD}')"
    (pair,) = graph.get(path, expand).json["singleValueExtendedProperties"]
    assert pair["value"] == "Row-1"


def test_permissions_of_contacts(graph: Graph, ann: Mailbox) -> None:
    """Reading does not allow writing (section 1.4)."""
    reader = graph.directory.register_application("reader", roles=("Contacts.Read",))
    graph.token = graph.directory.issue(reader)

    assert graph.get(contacts_of(ann)).status == 200
    assert graph.post(contacts_of(ann), FORT).code == "ErrorAccessDenied"


def test_owner_and_client_see_one_contact(graph: Graph, ann: Mailbox) -> None:
    """What the owner does in Outlook is what the client reads."""
    contact = ann.contacts.create(given_name="Zoe", email_addresses=["z@z.example"])
    path = path_of(ann, contact.id)

    ann.contacts.update(contact.id, mobile_phone="+49 1")

    read = graph.get(path).json
    assert (read["displayName"], read["mobilePhone"]) == ("Zoe", "+49 1")
    assert read["emailAddresses"] == [{"name": "", "address": "z@z.example"}]
    ann.contacts.delete(contact.id)
    assert graph.get(path).status == 404
    assert [one.by for one in graph.exchange.changed_since(0)] == ["owner"] * 3


def test_restored_tenant_has_its_contacts_back(graph: Graph, ann: Mailbox) -> None:
    """Contacts and folders are part of a snapshot."""
    contact = ann.contacts.create(given_name="Zoe")
    before = graph.exchange.snapshot()
    ann.contacts.update(contact.id, given_name="Zora")
    ann.contacts.add_folder("Customers")

    graph.exchange.restore(before)

    assert [one.given_name for one in ann.contacts] == ["Zoe"]
    assert graph.get(f"/users/{ann.id}/contactFolders").rows == []
