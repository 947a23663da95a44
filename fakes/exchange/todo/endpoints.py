"""To Do lists and tasks: where they are, and what may be done there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fakes.exchange.endpoint import Endpoint
from fakes.exchange.permissions import READ_TASKS as READ
from fakes.exchange.permissions import WRITE_TASKS as WRITE
from fakes.exchange.todo import answers, delta, task_lists
from fakes.exchange.todo.parts import LINKS, STEPS, Parts

_LISTS: Final = "{U}/todo/lists"
_LIST: Final = f"{_LISTS}/{{list}}"
_TASKS: Final = f"{_LIST}/tasks"
_TASK: Final = f"{_TASKS}/{{task}}"


def _parts(parts: Parts, operation: str) -> Iterator[Endpoint]:
    """The parts of one kind."""
    every = f"{_TASK}/{parts.name}"
    one = f"{every}/{{part}}"
    yield Endpoint("GET", every, parts.list, f"{operation}.list", READ)
    yield Endpoint("POST", every, parts.create, f"{operation}.create", WRITE)
    yield Endpoint("GET", one, parts.read, f"{operation}.read", READ)
    yield Endpoint("PATCH", one, parts.update, f"{operation}.update", WRITE)
    yield Endpoint("DELETE", one, parts.delete, f"{operation}.delete", WRITE)


ENDPOINTS: Final = (
    Endpoint("GET", _LISTS, task_lists.task_lists, "taskList.list", READ),
    Endpoint("POST", _LISTS, task_lists.create, "taskList.create", WRITE),
    Endpoint("GET", f"{_LISTS}/delta", delta.task_lists, "taskLists.delta", READ),
    Endpoint("GET", _LIST, task_lists.read, "taskList.read", READ),
    Endpoint("PATCH", _LIST, task_lists.update, "taskList.update", WRITE),
    Endpoint("DELETE", _LIST, task_lists.delete, "taskList.delete", WRITE),
    Endpoint("GET", _TASKS, answers.tasks, "task.list", READ),
    Endpoint("POST", _TASKS, answers.create, "task.create", WRITE),
    Endpoint("GET", f"{_TASKS}/$count", answers.count, "task.list", READ),
    Endpoint("GET", f"{_TASKS}/delta", delta.tasks, "tasks.delta", READ),
    Endpoint("GET", _TASK, answers.read, "task.read", READ),
    Endpoint("PATCH", _TASK, answers.update, "task.update", WRITE),
    Endpoint("DELETE", _TASK, answers.delete, "task.delete", WRITE),
    *_parts(STEPS, "checklistItem"),
    *_parts(LINKS, "linkedResource"),
)
