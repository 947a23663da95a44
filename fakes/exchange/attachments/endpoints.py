"""Where attachments are, and what may be done there (section 3.9)."""

from __future__ import annotations

from typing import Final

from fakes.exchange.attachments import answers, uploading
from fakes.exchange.calendars.owner import EVENTS
from fakes.exchange.endpoint import Endpoint
from fakes.exchange.mail.owner import MESSAGES
from fakes.exchange.owner import Owner
from fakes.exchange.todo.owner import TASKS

_ONE: Final = "/attachments/{attachment}"


def below(owner: Owner) -> tuple[Endpoint, ...]:
    """The endpoints below each item of that kind."""
    return (
        *owner.endpoints("GET", "/attachments", answers.collection, "attachment.list"),
        *owner.endpoints("POST", "/attachments", answers.create, "attachment.create"),
        *owner.endpoints(
            "POST",
            "/attachments/createUploadSession",
            uploading.create,
            "attachment.createUploadSession",
        ),
        *owner.endpoints("GET", _ONE, answers.read, "attachment.read"),
        *owner.endpoints("DELETE", _ONE, answers.delete, "attachment.delete"),
        *owner.endpoints("GET", f"{_ONE}/$value", answers.value, "attachment.read"),
    )


ENDPOINTS: Final = (*below(EVENTS), *below(MESSAGES), *below(TASKS))
