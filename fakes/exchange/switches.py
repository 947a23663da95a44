"""Switches: where the service's behaviour is undocumented or varies.

Section 11.1 of the fact sheet, the documented or assumed default first. Only what the
fake really does is declared here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from fakes.exchange.throttling import Throttle


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
    # a write of a part of a contact's name without display name and `fileAs`: Exchange
    # writes them anew, or lets them be
    contact_names: Literal["recomputed", "kept"] = "recomputed"
    # an address of a contact that no mailbox can have: it is not kept, or it is
    odd_addresses: Literal["dropped", "kept"] = "dropped"
    # rows of a page of To Do lists, tasks and their parts unless asked otherwise
    todo_page_size: int = 50
    # a page of To Do lists that is cut: with a link, or silently without `$top` (2021)
    todo_lists_cut: Literal["with_link", "silently"] = "with_link"
    # how long a delta or skip token is known; None: for ever
    delta_token_lifetime: timedelta | None = None
    # how many rounds later a delta token is unknown; None: never
    delta_token_rounds: int | None = None
    # how long a change stays out of delta rounds
    delta_delay: timedelta = timedelta()
    # rows that come more than once: twice in a page, or again in the next round
    delta_noise: Literal["none", "duplicates", "replays"] = "none"
    # every round begins with a page without rows
    delta_empty_pages: bool = False
    # GET by the immutable id of an event in Deleted Items: it has only moved, or 404
    deleted_by_immutable_id: Literal["found", "gone"] = "found"
    # a batch of more than four requests to one mailbox that do not wait for each other:
    # four at a time, as documented, or 429 for the rest, as was seen
    batch_parallelism: Literal["queued", "refused"] = "queued"
    # how long a subscription may hold at most; newer documents say 10,080 minutes
    subscription_lifetime: timedelta = timedelta(minutes=4230)
    # change notifications: told once, twice, or never (then lifecycle `missed`), so
    # long after the change
    notifications: Literal["told", "duplicated", "dropped"] = "told"
    notification_delay: timedelta = timedelta()
    # how long a new mailbox is not found (some 15 minutes were seen); None: not at all
    provisioning: timedelta | None = None
    # how much may be asked for
    throttle: Throttle = field(default_factory=Throttle)
    # an occurrence that is gone from a series: calendarView/delta says nothing, or
    # `@removed`
    delta_gone_occurrence: Literal["silent", "removed"] = "silent"
    # the master of a series in calendarView/delta
    delta_master: Literal["included", "omitted"] = "included"
    # occurrences in calendarView/delta: id, type, master, start and end only, or all
    delta_occurrence: Literal["bare", "full"] = "bare"
    # exceptions as rows of events/delta
    delta_events_exceptions: Literal["included", "omitted"] = "included"
    # how many mails a mailbox may send in a minute before 429; None: any number
    mails_per_minute: int | None = 30
