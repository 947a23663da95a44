"""Tasks: lists, create, read, update, delete."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from fakes.exchange.answers import entities, lists
from fakes.exchange.call import Call
from fakes.exchange.todo import bodies
from fakes.exchange.todo.parts import checked
from fakes.exchange.todo.places import list_of, name_of, task_of
from fakes.exchange.todo.shape import TASK
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.shape import Expansion

_READ: Final = frozenset({"$select", "$expand"})
_NONE: Final[frozenset[str]] = frozenset()


def tasks(call: Call) -> Reply:
    """A page of the list's tasks, in creation order unless asked otherwise."""
    rows = call.mailbox.stores.tasks.in_folder(list_of(call).id)
    size = call.exchange.switches.todo_page_size
    return lists.page(call, TASK, rows, what=name_of(call), size=size)


def count(call: Call) -> Reply:
    """The number of the list's tasks as plain text."""
    rows = call.mailbox.stores.tasks.in_folder(list_of(call).id)
    return lists.count(call, TASK, rows)


def create(call: Call) -> Reply:
    """A new task on the list."""
    call.check_writing(TASK, where="a create")
    task_list = list_of(call)
    fields = bodies.written_new(call.json())
    fields["checklist"] = tuple(checked(one, call) for one in fields.pop("checklist"))
    extensions = fields.pop("extensions")
    task = call.mailbox.tasks.create(by="api", list_id=task_list.id, **fields)
    expand = None
    if extensions:
        store, expand = call.mailbox.stores.tasks, Expansion(name="extensions")
        task = store.annotate(task, extensions=extensions)
    return entities.made(
        call,
        TASK,
        task,
        what=name_of(call),
        where=f"todo/lists('{quote(task_list.id)}')/tasks",
        expand=expand,
    )


def read(call: Call) -> Reply:
    """The task."""
    call.options.allow(_READ, where="a task")
    return entities.shown(call, TASK, task_of(call), what=name_of(call))


def update(call: Call) -> Reply:
    """The task with the new values; a completed one of a series has a successor."""
    call.check_writing(TASK, where="an update")
    task = task_of(call)
    call.check_match(task)
    fields = bodies.written(call.json())
    if fields:
        task = call.mailbox.tasks.update(task.immutable_id, by="api", **fields)
    return entities.shown(call, TASK, task, what=name_of(call))


def delete(call: Call) -> Reply:
    """The task is on no list any longer."""
    call.options.allow(_NONE, where="a delete")
    task = task_of(call)
    call.check_match(task)
    call.mailbox.tasks.delete(task.immutable_id, by="api")
    return Reply(status=204)
