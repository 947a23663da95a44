"""What is new among tasks and their lists (section 4).

Rows have no `@odata.type`, as the documented sample has none.
"""

from __future__ import annotations

from typing import Any, Final

from fakes.exchange import errors
from fakes.exchange.answers import rounds
from fakes.exchange.call import Call
from fakes.exchange.store import ItemStore
from fakes.exchange.todo.places import list_of
from fakes.exchange.todo.shape import LIST, TASK
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.shape import Shape

_ALLOWED: Final = rounds.TOKENS | {"$select", "$top", "$expand"}


def tasks(call: Call) -> Reply:
    """A page of a round over the list's tasks."""
    folder_id = list_of(call).id
    return _answer(call, TASK, call.mailbox.stores.tasks, folder_id=folder_id)


def task_lists(call: Call) -> Reply:
    """A page of a round over the lists, the built-in ones among them."""
    return _answer(call, LIST, call.mailbox.stores.task_lists, folder_id=None)


def _answer(
    call: Call, shape: Shape[Any], store: ItemStore[Any], *, folder_id: str | None
) -> Reply:
    if call.options.get("$filter") is not None:
        raise errors.unsupported(f"'$filter' on a delta round of {shape.name}")
    call.options.allow(_ALLOWED, where="delta")
    return rounds.plain(
        call,
        shape,
        store,
        folder_id=folder_id,
        page_size=call.options.number("$top", at_least=1),
        with_type=False,
    )
