"""Contact folders: the hidden default one, and those below (section 2.3, trap 35)."""

from __future__ import annotations

from fakes.exchange import Mailbox
from tests.fakes.exchange.contacts.makers import (
    FORT,
    a_folder,
    contacts_of,
    in_folder,
    names,
    path_of,
    post,
)
from tests.fakes.exchange.graph import RECORD, Graph


def test_default_folder_is_found_through_a_contact_only(
    graph: Graph, ann: Mailbox
) -> None:
    """No listing has it; `parentFolderId` of a contact leads there."""
    a_folder(graph, ann)
    listed = graph.get(f"/users/{ann.id}/contactfolders")

    found = post(graph, ann)["parentFolderId"]

    assert names(listed) == ["Customers"]
    default = graph.get(in_folder(ann, found)).json
    top = graph.get(f"/users/{ann.id}/mailFolders/msgfolderroot").json
    assert (default["displayName"], default["parentFolderId"]) == (
        "Contacts",
        top["id"],
    )
    assert names(graph.get(contacts_of(ann, found))) == ["Garth Fort"]


def test_contacts_of_a_folder_are_in_that_folder_only(
    graph: Graph, ann: Mailbox
) -> None:
    """Listed there, addressed there or without a folder, and nowhere else."""
    folder, other = a_folder(graph, ann), a_folder(graph, ann, "Friends")

    contact = graph.post(contacts_of(ann, folder), FORT).json

    assert contact["parentFolderId"] == folder
    assert graph.get(contacts_of(ann)).rows == []
    assert names(graph.get(contacts_of(ann, folder))) == ["Garth Fort"]
    assert graph.get(path_of(ann, contact["id"])).status == 200
    assert graph.get(f"{contacts_of(ann, folder)}/{contact['id']}").status == 200
    elsewhere = graph.get(f"{contacts_of(ann, other)}/{contact['id']}")
    assert elsewhere.code == "ErrorItemNotFound"


def test_folder_below_a_folder(graph: Graph, ann: Mailbox) -> None:
    """Made, listed and addressed through its parent, and directly."""
    parent = a_folder(graph, ann)
    below = f"{in_folder(ann, parent)}/childFolders"

    child = graph.post(below, {"displayName": "VIP"}).json

    assert child["parentFolderId"] == parent
    assert names(graph.get(below)) == ["VIP"]
    assert names(graph.get(f"/users/{ann.id}/contactFolders")) == ["Customers"]
    assert graph.post(f"{below}/{child['id']}/contacts", FORT).status == 201
    assert names(graph.get(contacts_of(ann, child["id"]))) == ["Garth Fort"]
    other = a_folder(graph, ann, "Friends")
    wrong = graph.get(f"{in_folder(ann, other)}/childFolders/{child['id']}")
    assert wrong.code == "ErrorFolderNotFound"


def test_names_of_folders_are_unique_where_they_lie(graph: Graph, ann: Mailbox) -> None:
    """Create and rename alike; a folder's own name in other letters is free."""
    folder = a_folder(graph, ann)
    path = f"/users/{ann.id}/contactFolders"

    repeated = graph.post(path, {"displayName": "customers"})
    a_folder(graph, ann, "Friends")
    renamed = graph.patch(in_folder(ann, folder), {"displayName": "FRIENDS"})

    assert (repeated.status, repeated.code) == (409, "ErrorFolderExists")
    assert renamed.code == "ErrorFolderExists"
    same = graph.patch(in_folder(ann, folder), {"displayName": "CUSTOMERS"})
    assert same.json["displayName"] == "CUSTOMERS"
    assert graph.post(path, {}).code == "ErrorPropertyValidationFailure"


def test_deleted_folder_takes_its_contacts_along(graph: Graph, ann: Mailbox) -> None:
    """Those of folders below as well: they lie in Deleted Items (inferred)."""
    folder = a_folder(graph, ann)
    child = ann.contacts.add_folder("VIP", parent_id=folder)
    graph.post(contacts_of(ann, folder), FORT)
    ann.contacts.create(given_name="Zoe", folder_id=child.id)

    assert graph.delete(in_folder(ann, folder)).status == 204

    assert graph.get(in_folder(ann, folder)).code == "ErrorFolderNotFound"
    assert graph.get(in_folder(ann, child.id)).status == 404
    assert {one.given_name for one in ann.contacts.deleted} == {"Garth", "Zoe"}


def test_default_folder_stays(graph: Graph, ann: Mailbox) -> None:
    """It cannot be deleted (the code is inferred)."""
    answer = graph.delete(in_folder(ann, ann.contacts.default_folder.id))

    assert (answer.status, answer.code) == (400, "ErrorInvalidRequest")


def test_folders_carry_extended_properties(graph: Graph, ann: Mailbox) -> None:
    """Contact folders are among what has them (section 3.10)."""
    folder = a_folder(graph, ann)
    a_folder(graph, ann, "Friends")
    pair = {"id": RECORD, "value": "Row-1"}

    graph.patch(in_folder(ann, folder), {"singleValueExtendedProperties": [pair]})

    condition = (
        f"singleValueExtendedProperties/any(e:e/id eq '{RECORD}'"
        " and e/value eq 'Row-1')"
    )
    found = graph.get(
        f"/users/{ann.id}/contactFolders",
        f"$filter={condition}"
        f"&$expand=singleValueExtendedProperties($filter=id eq '{RECORD}')",
    )
    assert names(found) == ["Customers"]
    assert found.rows[0]["singleValueExtendedProperties"][0]["value"] == "Row-1"


def test_owner_moves_a_contact_between_folders(graph: Graph, ann: Mailbox) -> None:
    """Its default id is another one, its immutable id the same (section 3.2)."""
    folder = a_folder(graph, ann)
    contact = ann.contacts.create(given_name="Zoe")

    moved = ann.contacts.move(contact.id, folder)

    assert moved.immutable_id == contact.immutable_id
    assert graph.get(path_of(ann, contact.id)).status == 404
    assert graph.get(path_of(ann, moved.id)).json["parentFolderId"] == folder
