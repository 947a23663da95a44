"""Steps and links of a task: lists, create, read, update, delete.

They have no ETag; each write changes the change key of their task (inferred).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fakes.exchange import errors
from fakes.exchange.answers import lists
from fakes.exchange.call import Call
from fakes.exchange.todo import bodies
from fakes.exchange.todo.places import name_of, task_of
from fakes.exchange.todo.shape import CHECKLIST_ITEM, LINKED_RESOURCE
from fakes.exchange.todo.task import ChecklistItem, LinkedResource, Task
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.shape import Shape
from fakes.exchange.wire.values import Json

_SELECT: Final = frozenset({"$select"})
_NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The answers about one kind of part."""

    name: str  # the collection's, in paths and contexts
    kind: type[ChecklistItem | LinkedResource]
    shape: Shape[Any]
    written: Callable[[Json, Call, Any], dict[str, Any]]
    of: Callable[[Task], tuple[ChecklistItem | LinkedResource, ...]]

    def list(self, call: Call) -> Reply:
        """A page of the task's parts, in the order of their making."""
        size = call.exchange.switches.todo_page_size
        rows = self.of(task_of(call))
        return lists.page(call, self.shape, rows, what=self._where(call), size=size)

    def create(self, call: Call) -> Reply:
        """A new part of the task."""
        call.check_writing(self.shape, where="a create")
        task = task_of(call)
        fields = self.written(call.json(), call, None)
        part = call.mailbox.tasks.add_part(task, self.kind, by="api", **fields)
        return self._shown(call, part, status=201)

    def read(self, call: Call) -> Reply:
        """The part."""
        call.options.allow(_SELECT, where="a part of a task")
        return self._shown(call, self._found(call))

    def update(self, call: Call) -> Reply:
        """The part with the new values."""
        call.check_writing(self.shape, where="an update")
        part = self._found(call)
        fields = self.written(call.json(), call, part)
        part = call.mailbox.tasks.change_part(task_of(call), part, by="api", **fields)
        return self._shown(call, part)

    def delete(self, call: Call) -> Reply:
        """The task has that part no longer."""
        call.options.allow(_NONE, where="a delete")
        call.mailbox.tasks.remove_part(task_of(call), self._found(call), by="api")
        return Reply(status=204)

    def _found(self, call: Call) -> ChecklistItem | LinkedResource:
        for part in self.of(task_of(call)):
            if part.id == call.names["part"]:
                return part
        raise errors.item_not_found()

    def _where(self, call: Call) -> str:
        return f"{name_of(call)}('{call.names['task']}')/{self.name}"

    def _shown(
        self, call: Call, part: ChecklistItem | LinkedResource, *, status: int = 200
    ) -> Reply:
        return envelope.entity(
            call.entity_context(self._where(call)),
            call.fragments.text(self.shape, part, call.view(self.shape)),
            status=status,
        )


def checked(fields: dict[str, Any], call: Call) -> dict[str, Any]:
    """The fields of a new step with the moment at which it was done, if it is."""
    is_checked = fields.pop("is_checked", False)
    return {**fields, "checked_at": call.now if is_checked else None}


def _step(raw: Json, call: Call, before: ChecklistItem | None) -> dict[str, Any]:
    fields = bodies.written_step(raw)
    if before is None:
        return checked(fields, call)
    is_checked = fields.pop("is_checked", before.is_checked)
    fields["checked_at"] = (before.checked_at or call.now) if is_checked else None
    return fields


def _link(raw: Json, call: Call, before: LinkedResource | None) -> dict[str, Any]:  # noqa: ARG001 - as its sister
    return bodies.written_link(raw)


STEPS: Final = Parts(
    name="checklistItems",
    kind=ChecklistItem,
    shape=CHECKLIST_ITEM,
    written=_step,
    of=lambda task: task.checklist,
)
LINKS: Final = Parts(
    name="linkedResources",
    kind=LinkedResource,
    shape=LINKED_RESOURCE,
    written=_link,
    of=lambda task: task.links,
)
