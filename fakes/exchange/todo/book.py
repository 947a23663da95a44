"""The tasks of one mailbox: every write goes through here, whoever does it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Unpack

from fakes.exchange import errors
from fakes.exchange.items import Writer
from fakes.exchange.todo import repeating
from fakes.exchange.todo.form import TaskForm, fields_of, is_completing
from fakes.exchange.todo.task import ChecklistItem, LinkedResource, Task, TaskList

if TYPE_CHECKING:
    from fakes.clock import VirtualClock
    from fakes.exchange.mailbox import Mailbox


class TaskBook:
    """Tasks and their lists. Its methods are the owner's acts, if not said else.

    Iterating gives the tasks of the default list in creation order.
    """

    def __init__(self, mailbox: Mailbox, clock: VirtualClock) -> None:
        self._mailbox = mailbox
        self._clock = clock

    def __iter__(self) -> Iterator[Task]:
        return iter(self._mailbox.stores.tasks.in_folder(self.default_list.id))

    @property
    def default_list(self) -> TaskList:
        """The list "Tasks", which cannot be deleted."""
        stores = self._mailbox.stores
        found = stores.task_lists.find_live(stores.default_task_list_id)
        assert found is not None
        return found

    @property
    def lists(self) -> tuple[TaskList, ...]:
        """Every list, the built-in ones first."""
        return self._mailbox.stores.task_lists.live

    def find(self, task_id: str) -> Task | None:
        """The task of a default or immutable id, in any list; else None."""
        return self._mailbox.stores.tasks.find_live(task_id)

    def create(
        self,
        *,
        by: Writer = "owner",
        list_id: str | None = None,
        checklist: tuple[dict[str, Any], ...] = (),
        links: tuple[dict[str, Any], ...] = (),
        **form: Unpack[TaskForm],
    ) -> Task:
        """A new task, in the default list unless said else.

        `checklist` and `links` are the fields of its parts.
        """
        store = self._mailbox.stores.tasks
        return store.add(
            by=by,
            folder_id=list_id or self.default_list.id,
            checklist=tuple(
                store.part(ChecklistItem, by=by, **one) for one in checklist
            ),
            links=tuple(store.part(LinkedResource, by=by, **one) for one in links),
            **self._written(None, form),
        )

    def update(
        self, task_id: str, *, by: Writer = "owner", **form: Unpack[TaskForm]
    ) -> Task:
        """The task has the new values; after a completed one of a series comes another.

        Raises:
            GraphError: there is no such task.
        """
        task = self._required(task_id)
        fields = self._written(task, form)
        ends = is_completing(task, fields)
        store = self._mailbox.stores.tasks
        whole = replace(task, **fields)
        if ends and whole.recurrence is not None and whole.due is not None:
            fields["recurrence"] = None
            after = store.rewrite(task, by=by, **fields)
            self._repeat(whole)
            return after
        return store.rewrite(task, by=by, **fields)

    def complete(self, task_id: str) -> Task:
        """The task is done."""
        return self.update(task_id, status="completed")

    def move(self, task_id: str, list_id: str, *, by: Writer = "owner") -> Task:
        """The task is on another list under a new default id (section 9.2)."""
        return self._mailbox.stores.tasks.move(self._required(task_id), list_id, by=by)

    def delete(self, task_id: str, *, by: Writer = "owner") -> None:
        """The task lies in Deleted Items."""
        self._mailbox.stores.tasks.bury(self._required(task_id), by=by)

    def add_part(
        self,
        task: Task,
        kind: type[ChecklistItem | LinkedResource],
        *,
        by: Writer = "owner",
        **fields: Any,
    ) -> ChecklistItem | LinkedResource:
        """A new step or link of the task, which has a new change key (inferred)."""
        part = self._mailbox.stores.tasks.part(kind, by=by, **fields)
        self._put_parts(task, kind, (*_parts(task, kind), part), by=by)
        return part

    def change_part(
        self,
        task: Task,
        part: ChecklistItem | LinkedResource,
        *,
        by: Writer = "owner",
        **fields: Any,
    ) -> ChecklistItem | LinkedResource:
        """The step or link has the new values."""
        after = replace(
            part,
            change_key=self._mailbox.stores.tasks.fresh_change_key(),
            modified_at=self._clock.now(),
            **fields,
        )
        kind = type(part)
        parts = (after if one.id == part.id else one for one in _parts(task, kind))
        self._put_parts(task, kind, tuple(parts), by=by)
        return after

    def remove_part(
        self,
        task: Task,
        part: ChecklistItem | LinkedResource,
        *,
        by: Writer = "owner",
    ) -> None:
        """The task has no such step or link."""
        kind = type(part)
        left = tuple(one for one in _parts(task, kind) if one.id != part.id)
        self._put_parts(task, kind, left, by=by)

    def add_list(self, display_name: str, *, by: Writer = "owner") -> TaskList:
        """A new list; several may have one name (inferred)."""
        return self._mailbox.stores.task_lists.add_container(
            by=by, display_name=display_name
        )

    def rename_list(
        self, task_list: TaskList, display_name: str, *, by: Writer = "owner"
    ) -> TaskList:
        """The list has the new name.

        Raises:
            GraphError: it is a built-in one.
        """
        _check_own(task_list)
        return self._mailbox.stores.task_lists.rewrite(
            task_list, by=by, display_name=display_name
        )

    def remove_list(self, task_list: TaskList, *, by: Writer = "owner") -> None:
        """The list is gone, its tasks lie in Deleted Items.

        Raises:
            GraphError: it is a built-in one.
        """
        _check_own(task_list)
        stores = self._mailbox.stores
        for task in tuple(stores.tasks.in_folder(task_list.id)):
            stores.tasks.bury(task, by=by)
        stores.task_lists.purge(task_list, by=by)

    def _written(self, before: Task | None, form: TaskForm) -> dict[str, Any]:
        return fields_of(
            form, before, home=self._mailbox.time_zone, now=self._clock.now()
        )

    def _repeat(self, task: Task) -> None:
        """The series goes on with a task of its own, unless it has ended."""
        day = repeating.next_day(task)
        if day is None:
            return
        store = self._mailbox.stores.tasks
        store.add(
            by="exchange",
            folder_id=task.folder_id,
            checklist=tuple(
                store.part(ChecklistItem, by="exchange", display_name=one.display_name)
                for one in task.checklist
            ),
            links=tuple(
                store.part(
                    LinkedResource,
                    by="exchange",
                    application_name=one.application_name,
                    display_name=one.display_name,
                    external_id=one.external_id,
                    web_url=one.web_url,
                )
                for one in task.links
            ),
            **repeating.following(task, day),
        )

    def _put_parts(
        self,
        task: Task,
        kind: type[ChecklistItem | LinkedResource],
        parts: tuple[ChecklistItem | LinkedResource, ...],
        *,
        by: Writer,
    ) -> None:
        field = "checklist" if kind is ChecklistItem else "links"
        fields: dict[str, Any] = {field: parts}
        self._mailbox.stores.tasks.rewrite(task, by=by, **fields)

    def _required(self, task_id: str) -> Task:
        task = self.find(task_id)
        if task is None:
            raise errors.item_not_found()
        return task


def _parts(
    task: Task, kind: type[ChecklistItem | LinkedResource]
) -> tuple[ChecklistItem | LinkedResource, ...]:
    return task.checklist if kind is ChecklistItem else task.links


def _check_own(task_list: TaskList) -> None:
    if task_list.is_built_in:
        raise errors.invalid_request("A built-in list stays as it is.")
