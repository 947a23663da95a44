"""The requests that carry actions to Exchange, and the order in which they travel."""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar, assert_never

from reference_impl.rules import bookings, content
from reference_impl.rules.actions import (
    CancelItem,
    CreateItem,
    DeleteItem,
    UnlinkItem,
    UpdateItem,
)
from reference_impl.rules.model import Linked, MailboxId, Settings
from reference_impl.shell import jobs
from reference_impl.shell.graph_client import REQUESTS_PER_BATCH, GraphClient, Request
from reference_impl.shell.jobs import Job, Look
from reference_impl.shell.state import SessionState

T = TypeVar("T")
ChangeAction = UpdateItem | CancelItem | DeleteItem | UnlinkItem
WriteAction = CreateItem | ChangeAction


@dataclass(slots=True, kw_only=True)
class Write:
    """A request of a job, or of a mailbox that needs its category (`job` is None)."""

    request: Request
    mailbox_id: MailboxId
    job: Job | None
    action: WriteAction | None


def look_request(graph: GraphClient, job: Job) -> Request:
    """Return the request that shows the item of a job."""
    address = job.mailbox.address
    if job.look is Look.READ and job.record.event_id is not None:
        return graph.read_event(address, job.record.event_id)
    return graph.find_event(address, job.record.pair[0])


def creation(graph: GraphClient, job: Job, settings: Settings) -> Request:
    """Return the request that creates the item of a job."""
    booking = job.booking
    assert booking is not None, "only a present booking is ever created"
    return graph.create_event(
        job.mailbox.address,
        booking_id=booking.id,
        content=content.at_first_synchronisation(booking, job.order),
        categories=content.categories(settings),
        transaction_id=jobs.transaction_id(job.record),
    )


def change(
    graph: GraphClient, job: Job, action: ChangeAction, settings: Settings
) -> Request:
    """Return the request that changes the existing item of a job."""
    address, etag = job.mailbox.address, job.record.etag
    link, event_id = job.record.link, job.record.event_id
    assert isinstance(link, Linked), "only linked items are changed"
    assert link.item is not None, "only items that exist are changed"
    assert event_id is not None, "an item that exists has an id"
    match action:
        case UpdateItem():
            booking = job.booking
            assert booking is not None, "only a present booking is ever updated"
            return graph.update_event(
                address,
                event_id,
                etag,
                content=content.at_trigger(booking, job.order),
                categories=bookings.categories_to_write(link, link.item, settings),
            )
        case CancelItem(notify=True):
            return graph.cancel_event(address, event_id)
        case CancelItem() | DeleteItem():
            return graph.delete_event(address, event_id, etag)
        case UnlinkItem():
            remaining = content.without_tag(link.item.categories)
            return graph.unlink_event(address, event_id, etag, categories=remaining)
        case _:
            assert_never(action)


def shows_link(job: Job) -> bool:
    """Tell whether the item carries anything of ours that must come off."""
    link = job.record.link
    if not isinstance(link, Linked) or link.item is None:
        return False
    is_tagged = any(content.is_tag(name) for name in link.item.categories)
    return is_tagged or not link.tagged


def tag_writes(
    graph: GraphClient, writes: Sequence[Write], state: SessionState
) -> list[Write]:
    """Return what makes the tag known, once, in mailboxes that get their first item."""
    if not content.categories(state.settings):
        return []
    mailboxes = {
        write.mailbox_id: write.job.mailbox.address
        for write in writes
        if write.job is not None and isinstance(write.action, CreateItem)
    }
    return [
        Write(
            request=graph.create_category(address),
            mailbox_id=mailbox_id,
            job=None,
            action=None,
        )
        for mailbox_id, address in mailboxes.items()
        if not state.mailbox(mailbox_id).has_category
    ]


def interleaved(things: Sequence[T], *, key: Callable[[T], str]) -> list[T]:
    """Return the things with those of one mailbox as far apart as they can be."""
    queues: dict[str, deque[T]] = {}
    for thing in things:
        queues.setdefault(key(thing), deque()).append(thing)
    order: list[T] = []
    while queues:
        for name in tuple(queues):
            order.append(queues[name].popleft())
            if not queues[name]:
                del queues[name]
    return order


def batches(
    things: Sequence[T], *, key: Callable[[T], str], per_mailbox: int
) -> list[list[T]]:
    """Return the things in portions that one batch can carry.

    A portion holds no more things of one mailbox than it may.
    """
    portions: list[list[T]] = []
    counts: Counter[str] = Counter()
    for thing in interleaved(things, key=key):
        is_full = not portions or len(portions[-1]) == REQUESTS_PER_BATCH
        if is_full or counts[key(thing)] == per_mailbox:
            portions.append([])
            counts.clear()
        portions[-1].append(thing)
        counts[key(thing)] += 1
    return portions


def with_last(portions: list[list[T]], last: Sequence[T]) -> list[list[T]]:
    """Return the portions with these things at the very end."""
    portions = [list(portion) for portion in portions]
    for thing in last:
        if not portions or len(portions[-1]) == REQUESTS_PER_BATCH:
            portions.append([])
        portions[-1].append(thing)
    return portions
