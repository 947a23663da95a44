"""The rows of section 8 whose status is 400."""

from __future__ import annotations

from typing import Any, Final

from tests.fakes.exchange.contacts.makers import FORT, contacts_of
from tests.fakes.exchange.graph import Answer, a_body
from tests.fakes.exchange.mail.makers import a_message, mail_of
from tests.fakes.exchange.refusals.case import Case, World
from tests.fakes.exchange.series.makers import move, weekly
from tests.fakes.exchange.todo.makers import tasks_of

_PHONE: Final = "+49 1"


def _crossing(world: World) -> Answer:
    event_id = world.an_occurrence().rpartition("/")[2].replace("%3D", "=")
    return move(
        world.graph, world.ann, event_id, "2026-03-11T09:00:00", "2026-03-11T10:00:00"
    )


def _cancelled_by_attendee(world: World) -> Answer:
    world.an_event(attendees=(world.bob.address,))
    (copy,) = world.bob.events
    return world.graph.post(f"/users/{world.bob.id}/events/{copy.id}/cancel")


def _series(world: World, **span: object) -> Answer:
    return world.creates(recurrence=weekly(**span))


def _overlapping(world: World) -> Answer:
    daily = {**weekly(), "pattern": {"type": "daily", "interval": 1}}
    return world.creates(end="2026-03-05T09:00:00", recurrence=daily)


def _mail(world: World, **message: Any) -> Answer:
    return world.graph.post(f"{world.user}/sendMail", {"message": message})


def _mime(world: World) -> Answer:
    return world.graph.call(
        "POST",
        f"{world.user}/sendMail",
        body=b"no base64!",
        headers={"content-type": "text/plain"},
    )


def _contact(world: World, **body: Any) -> Answer:
    return world.graph.post(contacts_of(world.ann), {**FORT, **body})


def _case(when: str, code: str, ask: Any, *, inferred: bool = False) -> Case:
    return Case(when=when, status=400, code=code, ask=ask, is_documented=not inferred)


BAD_REQUESTS: Final = (
    _case(
        "a query is malformed",
        "BadRequest",
        lambda world: world.lists("$filter=subject eq"),
    ),
    _case(
        "a query names an unknown property",
        "BadRequest",
        lambda world: world.lists("$select=nonsense"),
    ),
    _case(
        "a list is ordered by a complex value",
        "BadRequest",
        lambda world: world.lists("$orderby=start"),
    ),
    _case(
        "an application asks for `me`",
        "BadRequest",
        lambda world: world.graph.get("/me/events"),
        inferred=True,
    ),
    _case(
        "a batch is malformed",
        "BadRequest",
        lambda world: world.graph.post("/$batch", {"requests": [{"id": "1"}]}),
        inferred=True,
    ),
    _case(
        "the body is no JSON",
        "RequestBodyRead",
        lambda world: world.graph.post(world.events, b"{"),
        inferred=True,
    ),
    _case(
        "a body names an unknown property",
        "RequestBodyRead",
        lambda world: world.creates(nonsense=1),
        inferred=True,
    ),
    _case(
        "an id is none",
        "ErrorInvalidIdMalformed",
        lambda world: world.graph.get(f"{world.events}/no id"),
        inferred=True,
    ),
    _case(
        "a view spans more than 1825 days",
        "ErrorInvalidRequest",
        lambda world: world.view("startDateTime=2021-03-01&endDateTime=2026-03-01"),
    ),
    _case(
        "an attendee cancels",
        "ErrorInvalidRequest",
        _cancelled_by_attendee,
        inferred=True,
    ),
    _case(
        "the organiser accepts",
        "ErrorInvalidRequest",
        lambda world: world.graph.post(f"{world.an_event()}/accept"),
        inferred=True,
    ),
    _case(
        "an event ends before it starts",
        "ErrorPropertyValidationFailure",
        lambda world: world.creates(end="2026-03-03T08:00:00"),
        inferred=True,
    ),
    _case(
        "an all-day event begins at nine",
        "ErrorPropertyValidationFailure",
        lambda world: world.creates(isAllDay=True),
        inferred=True,
    ),
    _case(
        "an occurrence comes onto a neighbour's day or beyond",
        "ErrorOccurrenceCrossingBoundary",
        _crossing,
    ),
    _case(
        "a series ends after the calendar",
        "ErrorRecurrenceEndDateTooBig",
        lambda world: _series(world, type="endDate", endDate="4501-01-01"),
    ),
    _case(
        "a series begins nowhere",
        "ErrorRecurrenceEndDateTooBig",
        lambda world: _series(world, startDate=None),
    ),
    _case(
        "no day of the pattern is in the range",
        "ErrorRecurrenceHasNoOccurrence",
        lambda world: _series(world, type="endDate", endDate="2026-03-02"),
        inferred=True,
    ),
    _case(
        "occurrences overlap",
        "ErrorOccurrenceTimeSpanTooBig",
        _overlapping,
        inferred=True,
    ),
    _case(
        "a body names an unknown zone",
        "TimeZoneNotSupportedException",
        lambda world: world.creates(zone="Mars"),
    ),
    _case(
        "a preference names an unknown zone",
        "TimeZoneNotSupportedException",
        lambda world: world.graph.get(world.events, prefer='outlook.timezone="Mars"'),
    ),
    _case(
        "a date is none",
        "InvalidDateTime",
        lambda world: world.creates(start="soon"),
        inferred=True,
    ),
    _case(
        "the date of a task is none",
        "InvalidDateTime",
        lambda world: world.graph.post(
            tasks_of(world.ann),
            {"title": "x", "dueDateTime": {"dateTime": "soon", "timeZone": "UTC"}},
        ),
    ),
    _case(
        "a view has no dates",
        "ErrorInvalidParameter",
        lambda world: world.view(""),
        inferred=True,
    ),
    _case(
        "a list of mail is ordered by what is not filtered",
        "InefficientFilter",
        lambda world: world.graph.get(
            mail_of(world.ann), "$filter=isRead eq true&$orderby=subject"
        ),
    ),
    _case(
        "a filter is one that the store refuses",
        "ErrorInvalidUrlQueryFilter",
        lambda world: world.lists("$filter=recurrence eq null"),
        inferred=True,
    ),
    _case(
        "a delta round is to be filtered",
        "ErrorInvalidUrlQuery",
        lambda world: world.graph.get(
            f"{world.user}/calendarView/delta",
            "startDateTime=2026-03-01&endDateTime=2026-03-09&$select=subject",
        ),
        inferred=True,
    ),
    _case(
        "an attendee has no address",
        "ErrorInvalidRecipients",
        lambda world: world.graph.post(
            world.events, {**a_body(), "attendees": [{"emailAddress": {}}]}
        ),
        inferred=True,
    ),
    _case(
        "a mail goes to nobody",
        "ErrorInvalidRecipients",
        lambda world: _mail(world, **a_message()),
        inferred=True,
    ),
    _case("MIME is no base64", "ErrorMimeContentInvalidBase64String", _mime),
    _case(
        "a contact has four addresses",
        "ErrorPropertyValidationFailure",
        lambda world: _contact(
            world, emailAddresses=[{"address": f"{one}@b.example"} for one in "abcd"]
        ),
        inferred=True,
    ),
    _case(
        "a contact has three business phones",
        "ErrorPropertyValidationFailure",
        lambda world: _contact(world, businessPhones=[_PHONE] * 3),
        inferred=True,
    ),
)
