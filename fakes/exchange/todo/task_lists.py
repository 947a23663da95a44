"""Lists of tasks: all of them, create, read, update, delete.

Section 2.3: the built-in ones can be neither renamed nor deleted (the code of the
refusal is inferred).
"""

from __future__ import annotations

from typing import Final

from fakes.exchange import errors
from fakes.exchange.answers import entities, lists
from fakes.exchange.call import Call
from fakes.exchange.todo import bodies
from fakes.exchange.todo.places import list_of
from fakes.exchange.todo.shape import LIST
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.shape import Expansion

_LISTS: Final = "todo/lists"
_READ: Final = frozenset({"$select", "$expand"})
_NONE: Final[frozenset[str]] = frozenset()


def task_lists(call: Call) -> Reply:
    """A page of the mailbox's lists, the built-in ones first.

    Whether a cut page says so is a switch: once it did not (trap 25).
    """
    switches = call.exchange.switches
    return lists.page(
        call,
        LIST,
        call.mailbox.stores.task_lists.live,
        what=_LISTS,
        size=switches.todo_page_size,
        links_only_with_top=switches.todo_lists_cut == "silently",
    )


def create(call: Call) -> Reply:
    """A new list.

    Raises:
        GraphError: it has no name.
    """
    call.check_writing(LIST, where="a create")
    fields = bodies.written_list(call.json())
    if not fields.get("display_name"):
        raise errors.property_validation("A list needs a 'displayName'.")
    task_list = call.mailbox.tasks.add_list(fields["display_name"], by="api")
    expand = None
    if "extensions" in fields:
        store, expand = call.mailbox.stores.task_lists, Expansion(name="extensions")
        task_list = store.annotate(task_list, extensions=fields["extensions"])
    return entities.made(
        call, LIST, task_list, what=_LISTS, where=_LISTS, expand=expand
    )


def read(call: Call) -> Reply:
    """The list."""
    call.options.allow(_READ, where="a list")
    return entities.shown(call, LIST, list_of(call), what=_LISTS)


def update(call: Call) -> Reply:
    """The list with its new name."""
    call.check_writing(LIST, where="an update")
    task_list = list_of(call)
    call.check_match(task_list)
    fields = bodies.written_list(call.json())
    if "extensions" in fields:
        raise errors.unsupported("writing 'extensions' in the update of a list")
    if name := fields.get("display_name"):
        task_list = call.mailbox.tasks.rename_list(task_list, name, by="api")
    return entities.shown(call, LIST, task_list, what=_LISTS)


def delete(call: Call) -> Reply:
    """The list is gone with its tasks."""
    call.options.allow(_NONE, where="a delete")
    task_list = list_of(call)
    call.check_match(task_list)
    call.mailbox.tasks.remove_list(task_list, by="api")
    return Reply(status=204)
