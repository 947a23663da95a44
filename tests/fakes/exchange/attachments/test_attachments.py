"""Attachments of an event: list, add, read, remove. Section 3.9."""

from __future__ import annotations

import base64

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.attachments.files import a_file, add, an_event
from tests.fakes.exchange.graph import Graph, a_body, events_of, path_of
from tests.fakes.exchange.meetings import BOB, copy_of


def test_a_file_is_read_as_it_was_sent(graph: Graph, ann: Mailbox) -> None:
    """Alone, in the list, and octet by octet."""
    event = an_event(graph, ann)

    path = add(graph, event, a_file(contentId="c1"))

    shown = graph.get(path).json
    assert shown["@odata.type"] == "#microsoft.graph.fileAttachment"
    assert base64.b64decode(shown["contentBytes"]) == b"Turn left"
    assert (shown["size"], shown["isInline"], shown["contentId"]) == (9, False, "c1")
    assert shown["lastModifiedDateTime"] == "2026-03-02T08:00:00.0000000Z"
    assert [row["id"] for row in graph.get(f"{event}/attachments").rows] == [
        shown["id"]
    ]
    octets = graph.get(f"{path}/$value")
    assert (octets.text, octets.headers["Content-Type"]) == ("Turn left", "text/plain")


@pytest.mark.parametrize("calendar", ["", "/calendar", "/calendars/{calendar}"])
def test_every_spelling_of_the_calendar_leads_there(
    graph: Graph, ann: Mailbox, calendar: str
) -> None:
    """The event's path may name its calendar."""
    event = an_event(graph, ann)
    spelled = f"{calendar.format(calendar=ann.calendar.id)}/events/"
    event = event.replace("/events/", spelled)

    path = add(graph, event, a_file())

    assert graph.get(path).json["name"] == "plan.txt"


def test_an_attachment_changes_the_event(graph: Graph, ann: Mailbox) -> None:
    """The change key moves when one comes and when one goes."""
    event = an_event(graph, ann)
    before = graph.get(event).json

    path = add(graph, event, a_file())

    during = graph.get(event).json
    assert (before["hasAttachments"], during["hasAttachments"]) == (False, True)
    assert graph.delete(path).status == 204
    after = graph.get(event).json
    assert after["hasAttachments"] is False
    keys = {one["changeKey"] for one in (before, during, after)}
    assert len(keys) == 3
    assert graph.get(path).code == "ErrorItemNotFound"


def test_an_inline_picture_is_no_attachment_to_people(
    graph: Graph, ann: Mailbox
) -> None:
    """`hasAttachments` counts what stands beside the body only."""
    event = an_event(graph, ann)

    add(graph, event, a_file(isInline=True))

    assert graph.get(event).json["hasAttachments"] is False
    assert len(graph.get(f"{event}/attachments").rows) == 1


def test_expand_shows_attachments(graph: Graph, ann: Mailbox) -> None:
    """With a nested `$select`, if wanted; a plain GET has none."""
    event = an_event(graph, ann)
    add(graph, event, a_file())

    whole = graph.get(event, "$expand=attachments").json["attachments"]
    brief = graph.get(event, "$expand=attachments($select=name)").json["attachments"]

    assert whole[0]["contentBytes"] == base64.b64encode(b"Turn left").decode()
    assert set(brief[0]) == {"@odata.type", "id", "name"}
    assert "attachments" not in graph.get(event).json


def test_select_of_attachments(graph: Graph, ann: Mailbox) -> None:
    """A derived type's property is named with its type."""
    event = an_event(graph, ann)
    add(graph, event, a_file())
    cast = "microsoft.graph.fileAttachment/contentBytes"

    (row,) = graph.get(f"{event}/attachments", f"$select=name,{cast}").rows

    assert set(row) == {"@odata.type", "id", "name", "contentBytes"}
    bare = graph.get(f"{event}/attachments", "$select=contentBytes")
    assert bare.code == "BadRequest"


def test_attachments_come_with_the_event(graph: Graph, ann: Mailbox) -> None:
    """Those in the body of the POST are there afterwards."""
    body = a_body(attachments=[a_file("a.txt"), a_file("b.txt")])

    created = graph.post(events_of(ann), body).json

    rows = graph.get(f"{path_of(ann, created['id'])}/attachments").rows
    assert [row["name"] for row in rows] == ["a.txt", "b.txt"]
    assert created["hasAttachments"] is True
    assert "attachments" not in created


def test_an_attached_item_shows_when_expanded(graph: Graph, ann: Mailbox) -> None:
    """Its name without, its content with `$expand`."""
    event = an_event(graph, ann)
    item = {"@odata.type": "microsoft.graph.contact", "displayName": "Zoe"}
    path = add(
        graph,
        event,
        {
            "@odata.type": "#microsoft.graph.itemAttachment",
            "name": "Zoe",
            "item": item,
        },
    )

    plain = graph.get(path).json
    whole = graph.get(path, "$expand=microsoft.graph.itemattachment/item").json

    assert plain["@odata.type"] == "#microsoft.graph.itemAttachment"
    assert "item" not in plain
    assert whole["item"] == item
    assert graph.get(f"{path}/$value").status == 501


def test_ids_are_those_of_the_item_s_kind(graph: Graph, ann: Mailbox) -> None:
    """With immutable ids asked for, an attachment has one that outlives a move."""
    created = graph.post(events_of(ann), a_body(attachments=[a_file()])).json
    event = path_of(ann, created["id"])
    prefer = 'IdType="ImmutableId"'
    (default,) = graph.get(f"{event}/attachments").rows
    (immutable,) = graph.get(f"{event}/attachments", prefer=prefer).rows

    own = ann.events[0].immutable_id
    graph.delete(event)

    assert default["id"] != immutable["id"]
    below = f"{path_of(ann, own)}/attachments"
    assert graph.get(f"{below}/{immutable['id']}").status == 200
    assert graph.get(f"{below}/{default['id']}").status == 404


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"@odata.type": None}, 400, "RequestBodyRead"),
        ({"@odata.type": "#microsoft.graph.taskFileAttachment"}, 400, None),
        ({"contentBytes": "no base64"}, 400, "RequestBodyRead"),
        ({"contentBytes": None}, 400, "RequestBodyRead"),
        ({"name": ""}, 400, "ErrorPropertyValidationFailure"),
        ({"nonsense": 1}, 400, "RequestBodyRead"),
        (a_file(content=b"x" * 3 * 1024 * 1024), 413, "ErrorMessageSizeExceeded"),
    ],
)
def test_bad_attachments_are_refused(
    graph: Graph,
    ann: Mailbox,
    change: dict[str, object],
    status: int,
    code: str | None,
) -> None:
    """And nothing is attached."""
    event = an_event(graph, ann)

    answer = graph.post(f"{event}/attachments", {**a_file(), **change})

    assert answer.status == status
    assert code in {None, answer.code}
    assert graph.get(f"{event}/attachments").rows == []


def test_a_file_just_below_three_megabytes_is_taken(graph: Graph, ann: Mailbox) -> None:
    """The limit is where it is said to be."""
    event = an_event(graph, ann)

    add(graph, event, a_file(content=b"x" * (3 * 1024 * 1024 - 1)))

    assert graph.get(event).json["hasAttachments"] is True


def test_attendees_see_an_attachment_after_the_next_update(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Nobody is told of the POST; a PATCH takes it along (3.6)."""
    event = an_event(graph, ann, attendees=(BOB,))
    told = len(graph.exchange.messages)

    add(graph, event, a_file())

    assert len(graph.exchange.messages) == told
    assert copy_of(bob).attachments == ()
    graph.patch(event, {"subject": "With a plan"})
    copy = f"{path_of(bob, copy_of(bob).id)}/attachments"
    (row,) = graph.get(copy).rows
    assert row["name"] == "plan.txt"
    assert row["id"] != graph.get(f"{event}/attachments").rows[0]["id"]


def test_attachments_sent_again_with_an_update_are_there_once(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """So does python-o365; whoever is invited is told by then."""
    event = an_event(graph, ann, attendees=(BOB,))
    add(graph, event, a_file())
    told = len(graph.exchange.messages)

    answer = graph.patch(event, {"attachments": [a_file()]})

    assert answer.status == 200
    assert len(graph.get(f"{event}/attachments").rows) == 1
    assert [one.kind for one in graph.exchange.messages[told:]] == ["update"]
    assert copy_of(bob).has_attachments


def test_attachments_need_the_owner_s_permission(graph: Graph, ann: Mailbox) -> None:
    """Reading is not writing."""
    event = an_event(graph, ann)
    reader = graph.directory.register_application("reader", roles=("Calendars.Read",))
    graph.token = graph.directory.issue(reader)

    assert graph.get(f"{event}/attachments").status == 200
    assert graph.post(f"{event}/attachments", a_file()).status == 403
