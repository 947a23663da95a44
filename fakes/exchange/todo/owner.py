"""Tasks and lists as what attachments and open extensions hang at."""

from __future__ import annotations

from typing import Final

from fakes.exchange.attachments.attachment import TASK_KINDS
from fakes.exchange.owner import Owner
from fakes.exchange.permissions import READ_TASKS, WRITE_TASKS
from fakes.exchange.todo.places import list_of, name_of, task_of

TASKS: Final = Owner(
    paths=("{U}/todo/lists/{list}/tasks/{task}",),
    find=task_of,
    store=lambda mailbox: mailbox.stores.tasks,
    address=lambda call, task_id: f"{name_of(call)}('{task_id}')",
    read=READ_TASKS,
    write=WRITE_TASKS,
    attachment_kinds=TASK_KINDS,
)
TASK_LISTS: Final = Owner(
    paths=("{U}/todo/lists/{list}",),
    find=list_of,
    store=lambda mailbox: mailbox.stores.task_lists,
    address=lambda _, list_id: f"todo/lists('{list_id}')",
    read=READ_TASKS,
    write=WRITE_TASKS,
)
