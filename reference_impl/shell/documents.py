"""Records and session states as JSON documents for the database, and back."""

from datetime import datetime
from typing import Any, Final

from reference_impl.rules.cadence import Activity
from reference_impl.rules.model import (
    EventId,
    Item,
    Link,
    Linked,
    MailboxId,
    TriggerColumns,
    UnlinkCause,
    Unlinked,
)
from reference_impl.shell.records import Pair, Record, Records
from reference_impl.shell.state import MailboxState, Problem, SessionState

Document = dict[str, Any]

# What passes with time alone; all the rest of a session is worth a write.
PASSING: Final = frozenset({"now", "next_wake"})


def from_record(record: Record) -> Document:
    """Return the document of a record."""
    return {
        "generation": record.generation,
        "event_id": record.event_id,
        "etag": record.etag,
        "link": _from_link(record.link),
        "row_start_at": _from_time(record.row_start_at),
        "has_intent": record.has_intent,
        "intent": _from_columns(record.intent),
        "retry": record.retry,
    }


def to_record(pair: Pair, document: Document) -> Record:
    """Return the record of a document."""
    event_id = document["event_id"]
    return Record(
        pair=pair,
        generation=document["generation"],
        event_id=None if event_id is None else EventId(event_id),
        etag=document["etag"],
        link=_to_link(document["link"]),
        row_start_at=_to_time(document["row_start_at"]),
        has_intent=document["has_intent"],
        intent=_to_columns(document["intent"]),
        retry=document["retry"],
    )


def from_state(state: SessionState) -> Document:
    """Return the document of a session, without its pairs."""
    return {
        "now": _from_time(state.now),
        "next_wake": _from_time(state.next_wake),
        "bookings_delta": state.bookings_delta,
        "bookings_version": state.bookings_version,
        "failures": state.failures,
        "tracked": [list(pair) for pair in state.tracked],
        "problems": [
            [problem.code, problem.message, problem.mailbox, problem.record]
            for problem in state.problems
        ],
        "mailboxes": {
            mailbox_id: [
                mailbox.was_ready,
                mailbox.has_category,
                mailbox.activity.name,
                _from_time(mailbox.blocked_until),
            ]
            for mailbox_id, mailbox in state.mailboxes.items()
        },
    }


def lasting(document: Document) -> Document:
    """Return what a session would lose if it were not saved."""
    return {name: value for name, value in document.items() if name not in PASSING}


def to_state(document: Document, records: Records) -> SessionState:
    """Return the session of a document."""
    return SessionState(
        now=datetime.fromisoformat(document["now"]),
        next_wake=datetime.fromisoformat(document["next_wake"]),
        bookings_delta=document["bookings_delta"],
        bookings_version=document["bookings_version"],
        failures=document["failures"],
        tracked=[(mailbox, item) for mailbox, item in document["tracked"]],
        problems=[
            Problem(code=code, message=message, mailbox=mailbox, record=record)
            for code, message, mailbox, record in document["problems"]
        ],
        mailboxes={
            MailboxId(mailbox_id): MailboxState(
                was_ready=was_ready,
                has_category=has_category,
                activity=Activity[activity],
                blocked_until=_to_time(blocked_until),
            )
            for mailbox_id, (
                was_ready,
                has_category,
                activity,
                blocked_until,
            ) in document["mailboxes"].items()
        },
        records=records,
    )


def _from_link(link: Link) -> Document | None:
    match link:
        case None:
            return None
        case Unlinked(cause=cause):
            return {"cause": cause.value}
        case Linked(item=item):
            return {
                "item": None
                if item is None
                else {
                    "start_at": _from_time(item.start_at),
                    "categories": list(item.categories),
                    "organized_by_worker": item.organized_by_worker,
                    "has_attendees": item.has_attendees,
                },
                "written": _from_columns(link.written),
                "tagged": link.tagged,
                "cancellation_seen": link.cancellation_seen,
            }


def _to_link(document: Document | None) -> Link:
    if document is None:
        return None
    if "cause" in document:
        return Unlinked(cause=UnlinkCause(document["cause"]))
    item = document["item"]
    return Linked(
        item=None
        if item is None
        else Item(
            start_at=datetime.fromisoformat(item["start_at"]),
            categories=tuple(item["categories"]),
            organized_by_worker=item["organized_by_worker"],
            has_attendees=item["has_attendees"],
        ),
        written=_to_columns(document["written"]),
        tagged=document["tagged"],
        cancellation_seen=document["cancellation_seen"],
    )


def _from_columns(columns: TriggerColumns | None) -> list[Any] | None:
    if columns is None:
        return None
    return [
        _from_time(columns.start_at),
        _from_time(columns.end_at),
        columns.work_location,
        columns.latitude,
        columns.longitude,
    ]


def _to_columns(values: list[Any] | None) -> TriggerColumns | None:
    if values is None:
        return None
    start_at, end_at, work_location, latitude, longitude = values
    return TriggerColumns(
        start_at=datetime.fromisoformat(start_at),
        end_at=datetime.fromisoformat(end_at),
        work_location=work_location,
        latitude=latitude,
        longitude=longitude,
    )


def _from_time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _to_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
