"""msgraph-sdk keeps To Do lists: tasks, their steps, their links, their changes."""

from __future__ import annotations

from typing import Any

import pytest
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.checklist_item import ChecklistItem
from msgraph.generated.models.importance import Importance
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.linked_resource import LinkedResource
from msgraph.generated.models.task_status import TaskStatus
from msgraph.generated.models.todo_task import TodoTask
from msgraph.generated.models.todo_task_list import TodoTaskList
from msgraph.generated.models.wellknown_list_name import WellknownListName

from tests.clients.graph_sdk import Sdk, a_time


@pytest.fixture
def tasks(graph: Sdk) -> Any:
    """The request builder of the tasks of the default list."""
    (default,) = (
        one
        for one in graph.get(graph.organiser.todo.lists).value
        if one.wellknown_list_name is WellknownListName.DefaultList
    )
    return graph.organiser.todo.lists.by_todo_task_list_id(default.id).tasks


def test_a_task_is_made_and_read(graph: Sdk, tasks: Any) -> None:
    """Its due date is a day."""
    made = graph.run(
        tasks.post(
            TodoTask(
                title="Order parts",
                body=ItemBody(content="Two of them", content_type=BodyType.Text),
                due_date_time=a_time("2026-03-09T00:00:00"),
                importance=Importance.High,
                categories=["Red"],
            )
        )
    )

    read = graph.get(tasks.by_todo_task_id(made.id))

    assert (read.id, read.title) == (made.id, "Order parts")
    assert read.body.content == "Two of them"
    assert read.due_date_time.date_time.startswith("2026-03-09T00:00:00")
    assert read.status is TaskStatus.NotStarted
    assert read.importance is Importance.High
    assert read.categories == ["Red"]
    assert read.completed_date_time is None


def test_a_completed_task_says_when(graph: Sdk, tasks: Any) -> None:
    """Completion is a day, too (section 9.2)."""
    made = graph.run(tasks.post(TodoTask(title="Order parts")))

    done = graph.run(
        tasks.by_todo_task_id(made.id).patch(TodoTask(status=TaskStatus.Completed))
    )

    assert done.status is TaskStatus.Completed
    assert done.completed_date_time.date_time.startswith("2026-03-02T00:00:00")


def test_a_task_has_steps_and_links(graph: Sdk, tasks: Any) -> None:
    """The link's external id is the foreign key (section 9.2)."""
    made = graph.run(tasks.post(TodoTask(title="Order parts")))
    task = tasks.by_todo_task_id(made.id)
    step = graph.run(task.checklist_items.post(ChecklistItem(display_name="Call")))
    link = LinkedResource(
        application_name="Field Service", display_name="WO-17", external_id="17"
    )
    graph.run(task.linked_resources.post(link))

    checked = graph.run(
        task.checklist_items.by_checklist_item_id(step.id).patch(
            ChecklistItem(is_checked=True)
        )
    )

    (listed,) = graph.get(task.checklist_items).value
    (linked,) = graph.get(task.linked_resources).value
    assert (checked.is_checked, listed.is_checked) == (True, True)
    assert checked.checked_date_time.isoformat() == "2026-03-02T08:00:00+00:00"
    assert (linked.external_id, linked.application_name) == ("17", "Field Service")


def test_a_list_comes_and_goes(graph: Sdk) -> None:
    """Those built in stay."""
    lists = graph.organiser.todo.lists
    made = graph.run(lists.post(TodoTaskList(display_name="Tour")))
    own = lists.by_todo_task_list_id(made.id)
    renamed = graph.run(own.patch(TodoTaskList(display_name="Tour North")))
    graph.run(own.tasks.post(TodoTask(title="Start")))

    graph.run(own.delete())

    assert made.wellknown_list_name is WellknownListName.None_
    assert renamed.display_name == "Tour North"
    assert made.id not in [one.id for one in graph.get(lists).value]
    assert graph.refusal(own.tasks.get()).response_status_code == 404


def test_the_changes_of_a_list_are_followed(graph: Sdk, tasks: Any) -> None:
    """To the delta link and on."""
    kept = graph.run(tasks.post(TodoTask(title="Kept")))
    gone = graph.run(tasks.post(TodoTask(title="Gone")))
    first = graph.get(tasks.delta)
    graph.run(tasks.by_todo_task_id(kept.id).patch(TodoTask(title="Changed")))
    graph.run(tasks.by_todo_task_id(gone.id).delete())

    second = graph.get(tasks.delta.with_url(first.odata_delta_link))

    assert {one.id for one in first.value} == {kept.id, gone.id}
    rows = {one.id: one for one in second.value}
    assert rows[kept.id].title == "Changed"
    assert rows[gone.id].additional_data["@removed"] == {"reason": "deleted"}
