"""Delta rounds over contacts and their folders (section 4)."""

from __future__ import annotations

from fakes.exchange import Mailbox
from tests.fakes.exchange.contacts.makers import a_folder, contacts_of, names, path_of
from tests.fakes.exchange.graph import Answer, Graph


def changes(graph: Graph, answer: Answer, **headers: str) -> Answer:
    """The next round."""
    return graph.follow(answer.json["@odata.deltaLink"], **headers)


def removed(answer: Answer) -> list[str]:
    """The ids that the round takes away."""
    return [row["id"] for row in answer.rows if "@removed" in row]


def test_round_over_a_folder_tells_of_that_folder(graph: Graph, ann: Mailbox) -> None:
    """Created, changed, deleted there; with type and etag on every row."""
    folder = a_folder(graph, ann)
    zoe = ann.contacts.create(display_name="Zoe", folder_id=folder)
    ann.contacts.create(display_name="Elsewhere")
    first = graph.get(f"{contacts_of(ann, folder)}/delta")

    ann.contacts.update(zoe.id, display_name="Zora")
    second = changes(graph, first)
    ann.contacts.delete(zoe.id)
    third = changes(graph, second)

    assert names(first) == ["Zoe"]
    assert first.rows[0]["@odata.type"] == "#microsoft.graph.contact"
    assert "@odata.etag" in first.rows[0]
    assert first.json["@odata.context"].endswith("$metadata#Collection(contact)")
    assert names(second) == ["Zora"]
    assert third.rows == [
        {
            "@odata.type": "#microsoft.graph.contact",
            "id": zoe.id,
            "@removed": {"reason": "deleted"},
        }
    ]


def test_select_goes_on_to_hold(graph: Graph, ann: Mailbox) -> None:
    """It is frozen into the token, over pages and rounds; `id` comes along."""
    for number in range(3):
        ann.contacts.create(display_name=f"Zoe {number}", given_name="Zoe")
    folder = ann.contacts.default_folder.id
    prefer = "odata.maxpagesize=2"
    page = graph.get(
        f"{contacts_of(ann, folder)}/delta()", "$select=displayName", prefer=prefer
    )
    last = graph.follow(page.json["@odata.nextLink"], prefer=prefer)
    ann.contacts.create(display_name="New")

    later = changes(graph, last)

    fields = {"@odata.type", "@odata.etag", "id", "displayName"}
    assert names(page) + names(last) == ["Zoe 0", "Zoe 1", "Zoe 2"]
    assert names(later) == ["New"]
    assert {key for one in (page, last, later) for row in one.rows for key in row} == (
        fields
    )


def test_moved_contact_is_removed_here_and_new_there(
    graph: Graph, ann: Mailbox
) -> None:
    """Each folder tells its own half (section 9.1, inferred)."""
    folder = a_folder(graph, ann)
    zoe = ann.contacts.create(display_name="Zoe")
    here = graph.get(f"{contacts_of(ann, ann.contacts.default_folder.id)}/delta")
    there = graph.get(f"{contacts_of(ann, folder)}/delta")

    moved = ann.contacts.move(zoe.id, folder)

    assert removed(changes(graph, here)) == [zoe.id]
    assert [row["id"] for row in changes(graph, there).rows] == [moved.id]


def test_round_over_the_mailbox_tells_of_a_move(graph: Graph, ann: Mailbox) -> None:
    """The old default id is removed; an immutable one only changes."""
    folder = a_folder(graph, ann)
    zoe = ann.contacts.create(display_name="Zoe")
    first = graph.get(f"{contacts_of(ann)}/delta")
    moved = ann.contacts.move(zoe.id, folder)

    by_default_ids = changes(graph, first)
    by_immutable_ids = changes(graph, first, prefer='IdType="ImmutableId"')

    assert [row["id"] for row in by_default_ids.rows] == [zoe.id, moved.id]
    assert removed(by_default_ids) == [zoe.id]
    assert [row["id"] for row in by_immutable_ids.rows] == [zoe.immutable_id]
    assert removed(by_immutable_ids) == []


def test_contact_that_went_and_came_back_has_another_id(
    graph: Graph, ann: Mailbox
) -> None:
    """The folder's round takes the id that it had, and brings the one that it has."""
    folder = a_folder(graph, ann)
    zoe = ann.contacts.create(display_name="Zoe")
    home = ann.contacts.default_folder.id
    first = graph.get(f"{contacts_of(ann, home)}/delta")
    away = ann.contacts.move(zoe.id, folder)
    back = ann.contacts.move(away.id, home)

    rows = changes(graph, first).rows

    assert [row["id"] for row in rows] == [zoe.id, back.id]


def test_round_over_folders(graph: Graph, ann: Mailbox) -> None:
    """New, renamed and deleted ones; the default folder is hidden here, too."""
    path = f"/users/{ann.id}/contactFolders/delta"
    folder = a_folder(graph, ann)
    first = graph.get(path, "$select=displayName")
    found = ann.stores.contact_folders.find_live(folder)
    assert found is not None

    renamed = ann.contacts.change_folder(found, display_name="Clients")
    second = changes(graph, first)
    ann.contacts.remove_folder(renamed)
    third = changes(graph, second)

    assert names(first) == ["Customers"]
    assert second.rows == [
        {
            "@odata.type": "#microsoft.graph.contactFolder",
            "id": folder,
            "displayName": "Clients",
        }
    ]
    assert removed(third) == [folder]


def test_tokens_hold_where_they_were_handed_out(graph: Graph, ann: Mailbox) -> None:
    """One of the whole mailbox says nothing to a folder, nor one of its folders."""
    link = graph.get(f"{contacts_of(ann)}/delta").json["@odata.deltaLink"]
    token = link.partition("?")[2]
    folder = ann.contacts.default_folder.id

    elsewhere = [
        graph.get(f"{contacts_of(ann, folder)}/delta", token),
        graph.get(f"/users/{ann.id}/contactFolders/delta", token),
    ]

    assert [one.code for one in elsewhere] == ["SyncStateNotFound"] * 2


def test_refused_options_of_a_round(graph: Graph, ann: Mailbox) -> None:
    """Only `$select`; what cannot be selected is refused at the first call."""
    path = f"{contacts_of(ann)}/delta"

    assert graph.get(path, "$filter=surname eq 'x'").code == "ErrorInvalidUrlQuery"
    assert graph.get(path, "$select=nonsense").code == "BadRequest"


def test_own_write_comes_back_with_its_change_key(graph: Graph, ann: Mailbox) -> None:
    """Echoes are told apart by the change key (trap 38)."""
    first = graph.get(f"{contacts_of(ann)}/delta")
    created = graph.post(contacts_of(ann), {"givenName": "Zoe"}).json

    (row,) = changes(graph, first).rows

    assert row["changeKey"] == created["changeKey"]
    assert graph.get(path_of(ann, row["id"])).status == 200
