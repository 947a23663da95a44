"""python-o365 keeps tasks: unset dates are sent as nulls."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from tests.clients.office import ZONE, an_account, refusal
from tests.clients.served import Served

HERE: Final = ZoneInfo(ZONE)


@pytest.fixture
def account(served: Served) -> Any:
    """The mailbox of the first person of the seed."""
    return an_account(served, served.mailboxes[0])


def test_a_task_is_made_completed_and_removed(account: Any) -> None:
    """In the default list; unset dates are sent as nulls."""
    default = account.tasks().get_default_folder()
    task = default.new_task("Order parts")
    task.body = "<p>Two of them</p>"
    task.due = datetime(2026, 3, 9, tzinfo=HERE)
    task.save()
    task.mark_completed()
    saved = task.save()

    read = default.get_task(task.task_id)

    assert saved
    assert (read.subject, read.is_completed) == ("Order parts", True)
    assert "Two of them" in read.body
    assert read.completed is not None
    assert read.delete()
    assert list(default.get_tasks()) == []


def test_a_task_has_steps(account: Any) -> None:
    """Checked one by one."""
    task = account.tasks().new_task("Order parts")
    task.save()
    step = task.new_checklist_item("Call")
    step.save()
    step.mark_checked()
    saved = step.save()

    (read,) = task.get_checklist_items()

    assert saved
    assert (read.displayname, read.is_checked) == ("Call", True)


def test_a_list_of_tasks_comes_and_goes(account: Any) -> None:
    """Those built in cannot go (section 2.3)."""
    todo = account.tasks()
    folder = todo.new_folder("Tour")
    folder.name = "Tour North"
    updated = folder.update()

    read = todo.get_folder(folder_id=folder.folder_id)

    assert updated
    assert (read.name, read.is_default) == ("Tour North", False)
    assert folder.delete()
    assert "Tour North" not in [one.name for one in todo.list_folders()]
    status, _ = refusal(todo.get_default_folder().delete)
    assert status == 400
