"""Tasks in answers are what the metadata of v1.0 says."""

from __future__ import annotations

import base64
from typing import Final
from urllib.parse import quote

from msgraph.generated.models.attachment_base import AttachmentBase
from msgraph.generated.models.attachment_base_collection_response import (
    AttachmentBaseCollectionResponse,
)
from msgraph.generated.models.checklist_item import ChecklistItem
from msgraph.generated.models.checklist_item_collection_response import (
    ChecklistItemCollectionResponse,
)
from msgraph.generated.models.linked_resource import LinkedResource
from msgraph.generated.models.linked_resource_collection_response import (
    LinkedResourceCollectionResponse,
)
from msgraph.generated.models.task_file_attachment import TaskFileAttachment
from msgraph.generated.models.todo_task import TodoTask
from msgraph.generated.models.todo_task_collection_response import (
    TodoTaskCollectionResponse,
)
from msgraph.generated.models.todo_task_list import TodoTaskList
from msgraph.generated.models.todo_task_list_collection_response import (
    TodoTaskListCollectionResponse,
)
from msgraph.generated.users.item.todo.lists.delta import (
    delta_get_response as lists_delta,
)
from msgraph.generated.users.item.todo.lists.item.tasks.delta import (
    delta_get_response as tasks_delta,
)

from tests.clients.tour import Tour, missing

DAY: Final = {"dateTime": "2026-03-09T00:00:00", "timeZone": "UTC"}


def _default_list(tour: Tour) -> str:
    """The path of the tasks' default list."""
    path = f"{tour.organiser}/todo/lists"
    for row in tour.get(path, TodoTaskListCollectionResponse)["value"]:
        if row["wellknownListName"] == "defaultList":
            return f"{path}/{quote(row['id'])}"
    msg = "there is no default list"
    raise AssertionError(msg)


def test_a_bare_task_leaves_unset_members_out(tour: Tour) -> None:
    """Absent, not null (section 9.2)."""
    made = tour.post(f"{_default_list(tour)}/tasks", {"title": "Order"}, TodoTask)

    assert None not in made.values()
    assert missing(made, TodoTask) >= {
        "completedDateTime",
        "dueDateTime",
        "recurrence",
        "reminderDateTime",
        "startDateTime",
    }


def test_a_full_task_is_what_the_model_says(tour: Tour) -> None:
    """Made, completed, read and listed."""
    path = f"{_default_list(tour)}/tasks"
    body = {
        "title": "Order",
        "body": {"content": "Two of them", "contentType": "text"},
        "importance": "high",
        "categories": ["Red"],
        "startDateTime": DAY,
        "dueDateTime": DAY,
        "isReminderOn": True,
        "reminderDateTime": {"dateTime": "2026-03-09T07:00:00", "timeZone": "UTC"},
    }

    made = tour.post(path, body, TodoTask)
    own = f"{path}/{quote(made['id'])}"
    done = tour.patch(own, {"status": "completed"}, TodoTask)
    tour.get(own, TodoTask)
    tour.get(path, TodoTaskCollectionResponse)

    assert missing(done, TodoTask) == {
        "attachmentSessions",
        "attachments",
        "checklistItems",
        "extensions",
        "linkedResources",
        "recurrence",
    }


def test_what_belongs_to_a_task_is_what_the_models_say(tour: Tour) -> None:
    """Steps and links."""
    tasks = f"{_default_list(tour)}/tasks"
    task = f"{tasks}/{quote(tour.post(tasks, {'title': 'Order'}, TodoTask)['id'])}"
    steps, links = f"{task}/checklistItems", f"{task}/linkedResources"
    link = {
        "webUrl": "https://contoso.example/17",
        "applicationName": "Field Service",
        "displayName": "WO-17",
        "externalId": "17",
    }

    step = tour.post(steps, {"displayName": "Call"}, ChecklistItem)
    checked = tour.patch(
        f"{steps}/{quote(step['id'])}", {"isChecked": True}, ChecklistItem
    )
    linked = tour.post(links, link, LinkedResource)
    tour.get(f"{steps}/{quote(step['id'])}", ChecklistItem)
    own_link = f"{links}/{quote(linked['id'])}"
    tour.patch(own_link, {"externalId": "18"}, LinkedResource)
    tour.get(own_link, LinkedResource)
    tour.get(steps, ChecklistItemCollectionResponse)
    tour.get(links, LinkedResourceCollectionResponse)

    assert missing(checked, ChecklistItem) == set()
    assert missing(linked, LinkedResource) == set()


def test_lists_of_tasks_are_what_the_models_say(tour: Tour) -> None:
    """And their deltas."""
    path = f"{tour.organiser}/todo/lists"
    made = tour.post(path, {"displayName": "Tour"}, TodoTaskList)
    own = f"{path}/{quote(made['id'])}"
    lists = tour.get(f"{path}/delta", lists_delta.DeltaGetResponse)
    task = tour.post(f"{own}/tasks", {"title": "Start"}, TodoTask)
    tasks = tour.get(f"{own}/tasks/delta", tasks_delta.DeltaGetResponse)
    tour.patch(own, {"displayName": "Tour North"}, TodoTaskList)
    tour.get(own, TodoTaskList)
    tour.delete(f"{own}/tasks/{quote(task['id'])}")

    changed = tour.get(lists["@odata.deltaLink"], lists_delta.DeltaGetResponse)
    removed = tour.get(tasks["@odata.deltaLink"], tasks_delta.DeltaGetResponse)

    assert missing(made, TodoTaskList) == {"extensions", "tasks"}
    assert [row["displayName"] for row in changed["value"]] == ["Tour North"]
    assert [row["id"] for row in removed["value"]] == [task["id"]]


def test_a_repeated_task_is_what_the_model_says(tour: Tour) -> None:
    """With a recurrence like that of events."""
    daily = {"pattern": {"type": "daily", "interval": 1}}
    reach = {"type": "noEnd", "startDate": "2026-03-09"}
    body = {
        "title": "Check",
        "dueDateTime": DAY,
        "recurrence": {**daily, "range": reach},
    }

    made = tour.post(f"{_default_list(tour)}/tasks", body, TodoTask)

    assert made["recurrence"]["pattern"]["type"] == "daily"


def test_a_file_attached_to_a_task_is_what_the_model_says(tour: Tour) -> None:
    """Of a kind of its own."""
    tasks = f"{_default_list(tour)}/tasks"
    task = f"{tasks}/{quote(tour.post(tasks, {'title': 'Order'}, TodoTask)['id'])}"
    file = {
        "@odata.type": "#microsoft.graph.taskFileAttachment",
        "name": "plan.txt",
        "contentType": "text/plain",
        "contentBytes": base64.b64encode(b"plan").decode(),
    }

    attached = tour.post(f"{task}/attachments", file, AttachmentBase)
    alone = tour.get(f"{task}/attachments/{quote(attached['id'])}", AttachmentBase)
    tour.get(f"{task}/attachments", AttachmentBaseCollectionResponse)

    assert alone["@odata.type"] == file["@odata.type"]
    assert missing(alone, TaskFileAttachment) == set()
