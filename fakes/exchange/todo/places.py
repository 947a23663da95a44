"""Which list, which task and which of its parts a path is about."""

from __future__ import annotations

from fakes.exchange import errors
from fakes.exchange.call import Call
from fakes.exchange.todo.task import Task, TaskList


def list_of(call: Call) -> TaskList:
    """The list that the path names.

    Raises:
        GraphError: there is none.
    """
    return call.folder(call.mailbox.stores.task_lists, call.names["list"])


def task_of(call: Call) -> Task:
    """The task that the path names, by either kind of id, on the path's list.

    What lies in Deleted Items is on no list.

    Raises:
        GraphError: there is none.
    """
    task = call.live(call.mailbox.stores.tasks, call.names["task"])
    if task.folder_id != list_of(call).id:
        raise errors.item_not_found()
    return task


def name_of(call: Call) -> str:
    """The tasks of the path's list, as `@odata.context` calls them."""
    return f"todo/lists('{list_of(call).id}')/tasks"
