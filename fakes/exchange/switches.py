"""Switches: where the service's behaviour is undocumented or varies.

Section 11.1 of the fact sheet, the documented or assumed default first. Only what the
fake really does is declared here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal


@dataclass(slots=True, kw_only=True)
class Switches:
    """How one tenant behaves; set before or during a scenario."""

    # a create with a transactionId that the mailbox has seen: 201 with the first event,
    # 409, or a second event
    transaction_repeat: Literal["existing", "conflict", "ignored"] = "existing"
    # a write of shared fields by an attendee: local only, or 403
    attendee_update: Literal["lenient", "strict"] = "lenient"
    # cancel of an appointment without attendees: 400, or like DELETE
    cancel_without_attendees: Literal["refuse", "delete"] = "refuse"
    # Exchange rewrites the change key of an event made through the API, once, so long
    # after the create; None: never
    change_key_rotation: timedelta | None = None
    # how long a delta or skip token is known; None: for ever
    delta_token_lifetime: timedelta | None = None
    # GET by the immutable id of an event in Deleted Items: it has only moved, or 404
    deleted_by_immutable_id: Literal["found", "gone"] = "found"
