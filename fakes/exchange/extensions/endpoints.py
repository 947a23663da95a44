"""Where open extensions are, and what may be done there (section 3.10)."""

from __future__ import annotations

from typing import Final

from fakes.exchange.calendars.owner import EVENTS
from fakes.exchange.contacts.owner import CONTACTS
from fakes.exchange.endpoint import Endpoint
from fakes.exchange.extensions import answers
from fakes.exchange.mail.owner import MESSAGES
from fakes.exchange.owner import Owner
from fakes.exchange.todo.owner import TASK_LISTS, TASKS

_ONE: Final = "/extensions/{extension}"


def below(owner: Owner) -> tuple[Endpoint, ...]:
    """The endpoints below each item or list of that kind."""
    return (
        *owner.endpoints("GET", "/extensions", answers.collection, "extension.list"),
        *owner.endpoints("POST", "/extensions", answers.create, "extension.create"),
        *owner.endpoints("GET", _ONE, answers.read, "extension.read"),
        *owner.endpoints("PATCH", _ONE, answers.update, "extension.update"),
        *owner.endpoints("DELETE", _ONE, answers.delete, "extension.delete"),
    )


ENDPOINTS: Final = (
    *below(CONTACTS),
    *below(EVENTS),
    *below(MESSAGES),
    *below(TASKS),
    *below(TASK_LISTS),
)
