"""Files and open extensions at tasks and lists. Sections 3.9, 3.10 and 9.2."""

from __future__ import annotations

from urllib.parse import quote

from fakes.exchange import Mailbox
from tests.fakes.exchange.attachments.files import a_file, add
from tests.fakes.exchange.attachments.test_uploads import (
    CHUNK,
    SIZE,
    WHOLE,
    address,
    put,
)
from tests.fakes.exchange.extensions.test_extensions import NAME, an_extension
from tests.fakes.exchange.graph import Graph
from tests.fakes.exchange.todo.makers import lists_of, path_of, post, tasks_of

TASK_FILE = {"@odata.type": "#microsoft.graph.taskFileAttachment"}


def test_a_file_hangs_at_a_task(graph: Graph, ann: Mailbox) -> None:
    """Its content is shown alone, not in the list; the task says that it is there."""
    task = path_of(ann, post(graph, ann)["id"])

    path = add(graph, task, {**a_file(), **TASK_FILE})

    alone = graph.get(path).json
    assert alone["@odata.type"] == "#microsoft.graph.taskFileAttachment"
    assert "contentBytes" in alone
    assert "isInline" not in alone
    (row,) = graph.get(f"{task}/attachments").rows
    assert (row["id"], "contentBytes" in row) == (alone["id"], False)
    assert graph.get(f"{path}/$value").text == "Turn left"
    assert graph.get(task).json["hasAttachments"] is True
    assert graph.delete(path).status == 204
    assert graph.get(task).json["hasAttachments"] is False


def test_tasks_take_files_of_their_own_kind(graph: Graph, ann: Mailbox) -> None:
    """Outlook's are refused."""
    task = path_of(ann, post(graph, ann)["id"])

    assert graph.post(f"{task}/attachments", a_file()).code == "RequestBodyRead"


def test_a_large_file_is_uploaded_to_a_task(graph: Graph, ann: Mailbox) -> None:
    """With the names that To Do has for it, to an address that ends in `content`."""
    task = path_of(ann, post(graph, ann)["id"])
    info = {"attachmentType": "file", "name": "film.mp4", "size": SIZE}
    session = graph.post(
        f"{task}/attachments/createUploadSession", {"attachmentInfo": info}
    )
    url = f"{address(session)}/content"

    for first in range(0, SIZE, CHUNK):
        answer = put(graph, url, first, WHOLE[first : first + CHUNK])

    assert answer.status == 201
    found = graph.follow(answer.headers["Location"]).json
    assert (found["name"], found["size"]) == ("film.mp4", SIZE)
    assert found["@odata.type"] == "#microsoft.graph.taskFileAttachment"


def test_extensions_come_with_a_task(graph: Graph, ann: Mailbox) -> None:
    """As a foreign key; expanded in lists, changed by themselves (section 9.2)."""
    made = post(graph, ann, extensions=[an_extension(row="R-1")])
    task = path_of(ann, made["id"])
    assert [one["row"] for one in made["extensions"]] == ["R-1"]

    graph.patch(f"{task}/extensions/{NAME}", {"row": "R-2"})

    expand = f"$expand=extensions($filter=id eq '{NAME}')"
    (row,) = graph.get(tasks_of(ann), expand).rows
    assert [one["row"] for one in row["extensions"]] == ["R-2"]
    assert row["@odata.etag"] == made["@odata.etag"]


def test_extensions_come_with_a_list(graph: Graph, ann: Mailbox) -> None:
    """And can be added afterwards."""
    body = {"displayName": "Crew", "extensions": [an_extension(row="R-1")]}

    made = graph.post(lists_of(ann), body).json

    assert [one["row"] for one in made["extensions"]] == ["R-1"]
    path = f"{lists_of(ann)}/{quote(made['id'])}"
    assert graph.get(f"{path}/extensions/{NAME}").json["row"] == "R-1"
    later = graph.post(f"{path}/extensions", an_extension(extensionName="other"))
    assert later.status == 201
    assert len(graph.get(path, "$expand=extensions").json["extensions"]) == 2


def test_extensions_in_an_update_are_a_gap(graph: Graph, ann: Mailbox) -> None:
    """They have their own address."""
    body = {"extensions": [an_extension()]}
    made = graph.post(lists_of(ann), {"displayName": "Crew"}).json

    for path in (
        path_of(ann, post(graph, ann)["id"]),
        f"{lists_of(ann)}/{quote(made['id'])}",
    ):
        assert graph.patch(path, body).status == 501
