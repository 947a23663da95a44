"""The store from Python: the owner in Outlook, and the log of changes."""

from __future__ import annotations

import dataclasses

import pytest

from fakes.exchange import Attendee, Body, Event, GraphError, Mailbox
from tests.fakes.exchange.graph import Graph, a_body, at, events_of


def test_owner_creates_an_event(ann: Mailbox) -> None:
    """The values stand as given; it is the owner's, in the owner's zone."""
    event = ann.create_event(
        subject="Dentist",
        start=at(3),
        end=at(3, 10),
        body="Bring the letter",
        location="High Street 1",
        categories=["Private"],
        sensitivity="private",
    )

    assert ann.events == (event,)
    assert ann.event(event.id) == ann.event(event.immutable_id) == event
    assert (event.created_by, event.is_organizer) == ("owner", True)
    assert event.body.text == "Bring the letter"
    assert event.location == "High Street 1"
    assert event.original_start_time_zone == "W. Europe Standard Time"


def test_owner_updates_what_is_named(ann: Mailbox) -> None:
    """Other fields stay; an empty value is a value."""
    event = ann.create_event(
        subject="A", start=at(3), end=at(3, 10), location="Here", categories=["x"]
    )

    after = ann.update_event(
        event.id, subject="B", location="", categories=(), importance="high"
    )

    assert (after.subject, after.location, after.categories) == ("B", "", ())
    assert (after.importance, after.start_at) == ("high", at(3))
    assert after.change_key != event.change_key


def test_events_are_values(ann: Mailbox) -> None:
    """An event in hand never changes, and nobody changes it by hand."""
    event = ann.create_event(subject="A", start=at(3), end=at(3, 10))

    ann.update_event(event.id, subject="B")

    assert event.subject == "A"
    with pytest.raises(dataclasses.FrozenInstanceError):
        event.subject = "C"  # type: ignore[misc]  # what is tested


def test_organizer_can_be_somebody_else(graph: Graph, ann: Mailbox) -> None:
    """A fixture for events that came from elsewhere; its own again with its address."""
    event = ann.create_event(subject="A", start=at(3), end=at(3, 10))

    foreign = ann.set_organizer(event.id, address="zoe@other.example", name="Zoe")

    assert not foreign.is_organizer
    assert graph.get(events_of(ann)).rows[0]["isOrganizer"] is False
    own = ann.set_organizer(event.id, address="ANN@contoso.example", name="Ann Ames")
    assert own.is_organizer


def test_log_tells_who_did_what(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """Versions count without gaps; each change has its state before and after."""
    event = ann.create_event(
        subject="A", start=at(3), end=at(3, 10), attendees=["bob@contoso.example"]
    )
    version = graph.exchange.version
    graph.pass_time(minutes=1)
    body = {"subject": "B"}
    graph.patch(f"{events_of(ann)}/{event.id}", body)
    ann.delete_event(event.id)

    changes = [
        one
        for one in graph.exchange.changed_since(version)
        if one.resource != "message"
    ]

    assert [(one.by, one.kind, one.mailbox) for one in changes] == [
        ("api", "updated", "ann@contoso.example"),
        ("exchange", "updated", "bob@contoso.example"),
        ("owner", "deleted", "ann@contoso.example"),
        ("exchange", "updated", "bob@contoso.example"),
    ]
    first = changes[0]
    assert isinstance(first.before, Event)
    assert isinstance(first.after, Event)
    assert (first.before.subject, first.after.subject) == ("A", "B")
    assert first.version == version + 1
    assert first.at == at(2, 8, 1)
    assert changes[2].item_id == event.id


def test_log_knows_categories_and_settings(graph: Graph, ann: Mailbox) -> None:
    """Other writes in a mailbox are changes, too."""
    ann.add_category("Tracked")
    graph.patch(f"/users/{ann.id}/mailboxSettings", {"timeZone": "UTC"})

    changes = graph.exchange.changed_since(0)

    assert [(one.resource, one.kind, one.by) for one in changes] == [
        ("category", "created", "owner"),
        ("settings", "updated", "api"),
    ]


def test_reading_changes_nothing(graph: Graph, ann: Mailbox) -> None:
    """Requests that read leave no change."""
    graph.post(events_of(ann), a_body())
    version = graph.exchange.version

    graph.get(events_of(ann))
    graph.get(
        f"/users/{ann.id}/calendarView",
        "startDateTime=2026-01-01&endDateTime=2027-01-01",
    )

    assert graph.exchange.version == version


def test_moments_need_a_zone(ann: Mailbox) -> None:
    """A naive moment is a mistake of the harness."""
    with pytest.raises(ValueError, match="needs its time zone"):
        ann.create_event(
            subject="A",
            start=at(3).replace(tzinfo=None),
            end=at(3, 10),
        )


def test_bad_times_are_refused_for_owners_too(ann: Mailbox) -> None:
    """An event does not end before it starts."""
    with pytest.raises(GraphError, match="ErrorPropertyValidationFailure"):
        ann.create_event(subject="A", start=at(3, 10), end=at(3, 9))


def test_mailboxes_are_found_by_address(graph: Graph, ann: Mailbox) -> None:
    """In any letter case; an address is taken once."""
    assert graph.exchange.mailbox("ANN@contoso.example") is ann
    assert graph.exchange.mailboxes == (ann,)
    with pytest.raises(KeyError):
        graph.exchange.mailbox("nobody@contoso.example")
    with pytest.raises(ValueError, match="already"):
        graph.exchange.add_mailbox("Ann@Contoso.example", name="Twin")


def test_attendees_with_roles(ann: Mailbox) -> None:
    """Addresses or attendees; names are looked up."""
    event = ann.create_event(
        subject="A",
        start=at(3),
        end=at(3, 10),
        body=Body(content_type="html", content="<p>One</p><p>Two &amp; three</p>"),
        attendees=[
            "x@other.example",
            Attendee(address="y@other.example", type="optional"),
        ],
    )

    assert [one.type for one in event.attendees] == ["required", "optional"]
    assert event.body.text == "One\nTwo & three"


def test_a_path_tells_whose_mailbox_it_is_about(graph: Graph, ann: Mailbox) -> None:
    """By address or id, in any form; an address that ends alike is another one."""
    other = graph.exchange.add_mailbox("joann@contoso.example", name="Jo Ann")
    tells = graph.exchange.addressed_by

    assert tells("/v1.0/users/ann%40contoso.example/events") is ann
    assert tells("/v1.0/users('ANN@contoso.example')/calendarView/delta()") is ann
    assert tells(f"/v1.0/users/{ann.id}/events/joann@contoso.example") is ann
    assert tells("/v1.0/users/joann@contoso.example/mailboxSettings") is other
    assert tells("/v1.0/users/nobody@contoso.example/events") is None
    assert tells("/v1.0/$batch") is None
