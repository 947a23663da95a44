"""Mail folders: those that every mailbox has, and those that people make (2.3, 8)."""

from __future__ import annotations

from typing import Any

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph
from tests.fakes.exchange.mail.makers import folders_of, mail_of
from tests.fakes.exchange.meetings import OUTSIDER


def a_folder(
    graph: Graph, mailbox: Mailbox, name: str, parent: str | None = None, **others: Any
) -> dict[str, Any]:
    """A new folder as the answer shows it."""
    path = folders_of(mailbox) + (f"/{parent}/childFolders" if parent else "")
    answer = graph.post(path, {"displayName": name, **others})
    assert answer.status == 201, answer.text
    made: dict[str, Any] = answer.json
    return made


def names(graph: Graph, path: str, query: str = "$top=50") -> list[str]:
    """The displayed names of a list."""
    return [row["displayName"] for row in graph.get(path, query).rows]


def test_mailbox_has_its_folders(graph: Graph, ann: Mailbox) -> None:
    """Those at the top; the hidden ones are elsewhere."""
    assert names(graph, folders_of(ann)) == [
        "Archive",
        "Conversation History",
        "Deleted Items",
        "Drafts",
        "Inbox",
        "Junk Email",
        "Outbox",
        "Sent Items",
    ]


@pytest.mark.parametrize(
    ("well_known", "name"),
    [
        ("inbox", "Inbox"),
        ("Drafts", "Drafts"),
        ("SENTITEMS", "Sent Items"),
        ("deleteditems", "Deleted Items"),
        ("junkemail", "Junk Email"),
        ("outbox", "Outbox"),
        ("archive", "Archive"),
        ("msgfolderroot", "Top of Information Store"),
        ("recoverableitemsdeletions", "Deletions"),
    ],
)
def test_well_known_names_lead_to_folders(
    graph: Graph, ann: Mailbox, well_known: str, name: str
) -> None:
    """In any letter case, as an id does."""
    shown = graph.get(f"{folders_of(ann)}/{well_known}").json

    assert shown["displayName"] == name
    assert graph.get(f"{folders_of(ann)}('{shown['id']}')").json == shown


def test_folder_counts_what_is_in_it(graph: Graph, ann: Mailbox) -> None:
    """Items, unread ones, children; without another change of the folder."""
    first = ann.mail.receive(OUTSIDER)
    ann.mail.receive(OUTSIDER)
    path = f"{folders_of(ann)}/inbox"
    assert graph.get(path).json["unreadItemCount"] == 2

    ann.mail.mark_read(first.id)
    a_folder(graph, ann, "Projects", "inbox")

    shown = graph.get(path).json
    assert (shown["totalItemCount"], shown["unreadItemCount"]) == (2, 1)
    assert shown["childFolderCount"] == 1
    expanded = graph.get(path, "$expand=childFolders").json
    assert [one["displayName"] for one in expanded["childFolders"]] == ["Projects"]


def test_unknown_folders(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """Another mailbox's id, a name that this mailbox has not, no id at all."""
    foreign = bob.stores.mail_folder_ids["inbox"]

    unknown = graph.get(f"{folders_of(ann)}/{foreign}")
    absent = graph.get(f"{folders_of(ann)}/syncissues/messages")
    malformed = graph.get(f"{folders_of(ann)}/nonsense!")

    assert (unknown.status, unknown.code) == (404, "ErrorFolderNotFound")
    assert (absent.status, absent.code) == (404, "ErrorFolderNotFound")
    assert (malformed.status, malformed.code) == (400, "ErrorInvalidIdMalformed")


def test_folder_is_made_renamed_and_moved(graph: Graph, ann: Mailbox) -> None:
    """Its id stays through it all (section 3.2)."""
    made = a_folder(graph, ann, "Projects")
    path = f"{folders_of(ann)}/{made['id']}"

    renamed = graph.patch(path, {"displayName": "Work"}).json
    moved = graph.post(f"{path}/move", {"destinationId": "inbox"})

    assert (renamed["displayName"], renamed["id"]) == ("Work", made["id"])
    assert moved.status == 201
    assert moved.json["id"] == made["id"]
    assert moved.json["parentFolderId"] == ann.stores.mail_folder_ids["inbox"]
    assert names(graph, f"{folders_of(ann)}/inbox/childFolders") == ["Work"]
    below = f"{folders_of(ann)}/inbox/childFolders/{made['id']}"
    assert graph.get(below).status == 200
    assert graph.get(below.replace("/inbox/", "/drafts/")).status == 404


def test_names_are_unique_among_siblings(graph: Graph, ann: Mailbox) -> None:
    """409 at create, rename, move and copy; elsewhere the name is free."""
    a_folder(graph, ann, "Projects", "inbox")
    other = a_folder(graph, ann, "Projects")
    more = a_folder(graph, ann, "More")
    path = f"{folders_of(ann)}/{other['id']}"

    answers = [
        graph.post(folders_of(ann), {"displayName": "projects"}),
        graph.post(folders_of(ann), {"displayName": "Inbox"}),
        graph.patch(f"{folders_of(ann)}/{more['id']}", {"displayName": "Projects"}),
        graph.post(f"{path}/move", {"destinationId": "inbox"}),
        graph.post(f"{path}/copy", {"destinationId": "inbox"}),
    ]

    assert {(one.status, one.code) for one in answers} == {(409, "ErrorFolderExists")}
    assert graph.patch(path, {"displayName": "PROJECTS"}).status == 200


def test_hidden_folders_are_listed_on_request(graph: Graph, ann: Mailbox) -> None:
    """`isHidden` is set at create, once."""
    made = a_folder(graph, ann, "Secret", isHidden=True)

    assert "Secret" not in names(graph, folders_of(ann))
    every = names(graph, folders_of(ann), "includeHiddenFolders=true&$top=50")
    assert "Secret" in every
    path = f"{folders_of(ann)}/{made['id']}"
    assert graph.patch(path, {"isHidden": False}).status == 400


def test_deleted_folder_takes_its_contents_along(graph: Graph, ann: Mailbox) -> None:
    """To Deleted Items first, then for good (inferred)."""
    made = a_folder(graph, ann, "Projects")
    a_folder(graph, ann, "Old", made["id"])
    message = ann.mail.receive(OUTSIDER)
    ann.stores.messages.move(message, made["id"], by="owner")
    path = f"{folders_of(ann)}/{made['id']}"

    assert graph.delete(path).status == 204
    bin_id = ann.stores.mail_folder_ids["deleteditems"]
    assert graph.get(path).json["parentFolderId"] == bin_id
    assert graph.get(path).json["totalItemCount"] == 1

    assert graph.delete(path).status == 204
    assert graph.get(path).code == "ErrorFolderNotFound"
    assert ann.messages == ()
    assert "Old" not in [one.name for one in ann.stores.mail_folders.live]


def test_message_of_a_deleted_folder_is_removed_at_once(
    graph: Graph, ann: Mailbox
) -> None:
    """It lies below Deleted Items already."""
    made = a_folder(graph, ann, "Projects", "deleteditems")
    message = ann.mail.receive(OUTSIDER)
    moved = ann.stores.messages.move(message, made["id"], by="owner")

    graph.delete(f"{mail_of(ann)}/{moved.id}")

    assert ann.messages == ()


def test_copy_has_the_contents_twice(graph: Graph, ann: Mailbox) -> None:
    """Folders below and messages, under ids of their own."""
    made = a_folder(graph, ann, "Projects")
    child = a_folder(graph, ann, "Old", made["id"])
    message = ann.mail.receive(OUTSIDER, subject="Offer")
    ann.stores.messages.move(message, child["id"], by="owner")

    copy = graph.post(
        f"{folders_of(ann)}/{made['id']}/copy", {"destinationId": "archive"}
    ).json

    (below,) = graph.get(f"{folders_of(ann)}/{copy['id']}/childFolders").rows
    assert (below["displayName"], below["totalItemCount"]) == ("Old", 1)
    assert below["id"] != child["id"]
    assert len(ann.messages) == 2


def test_folder_cannot_lie_in_itself(graph: Graph, ann: Mailbox) -> None:
    """Neither in one that lies in it."""
    made = a_folder(graph, ann, "Projects")
    child = a_folder(graph, ann, "Old", made["id"])

    answer = graph.post(
        f"{folders_of(ann)}/{made['id']}/move", {"destinationId": child["id"]}
    )

    assert answer.status == 400


@pytest.mark.parametrize("well_known", ["inbox", "msgfolderroot"])
def test_folders_of_every_mailbox_stay(
    graph: Graph, ann: Mailbox, well_known: str
) -> None:
    """They are neither deleted, moved nor renamed (the codes are inferred)."""
    path = f"{folders_of(ann)}/{well_known}"

    deleted = graph.delete(path)
    moved = graph.post(f"{path}/move", {"destinationId": "archive"})
    renamed = graph.patch(path, {"displayName": "Mine"})

    assert deleted.code == "ErrorDeleteDistinguishedFolder"
    assert {one.status for one in (deleted, moved, renamed)} == {400}


def test_nameless_folders_and_search_folders(graph: Graph, ann: Mailbox) -> None:
    """A name is needed; search folders are not there."""
    assert graph.post(folders_of(ann), {"displayName": " "}).status == 400
    search = {"@odata.type": "microsoft.graph.mailSearchFolder", "displayName": "S"}
    assert graph.post(folders_of(ann), search).status == 501
