"""Online meetings. Section 3.1 and trap 29."""

from __future__ import annotations

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph, a_body, events_of, path_of
from tests.fakes.exchange.meetings import BOB, copy_of

ONLINE = {"isOnlineMeeting": True, "onlineMeetingProvider": "TeamsForBusiness"}


def an_online_meeting(graph: Graph, mailbox: Mailbox, **others: object) -> str:
    """The path of an event that takes place online."""
    body = {
        **a_body(body={"contentType": "text", "content": "Agenda"}),
        **ONLINE,
        **others,
    }
    answer = graph.post(events_of(mailbox), body)
    assert answer.status == 201
    return path_of(mailbox, answer.json["id"])


def test_an_online_meeting_has_a_way_in(graph: Graph, ann: Mailbox) -> None:
    """As a property, and in the body beside what was written there."""
    shown = graph.get(an_online_meeting(graph, ann)).json

    url = shown["onlineMeeting"]["joinUrl"]
    assert url.startswith("https://teams.microsoft.com/l/meetup-join/")
    assert (shown["isOnlineMeeting"], shown["onlineMeetingProvider"]) == (
        True,
        "teamsForBusiness",
    )
    assert url in shown["body"]["content"]
    assert "Agenda" in shown["bodyPreview"]


def test_each_online_meeting_has_its_own_way_in(graph: Graph, ann: Mailbox) -> None:
    """No two share one."""
    paths = [an_online_meeting(graph, ann) for _ in range(2)]

    urls = {graph.get(path).json["onlineMeeting"]["joinUrl"] for path in paths}

    assert len(urls) == 2


def test_an_event_becomes_an_online_meeting_once(graph: Graph, ann: Mailbox) -> None:
    """False, or true again, changes nothing afterwards."""
    path = path_of(ann, graph.post(events_of(ann), a_body()).json["id"])

    first = graph.patch(path, ONLINE).json

    assert first["isOnlineMeeting"] is True
    graph.patch(path, {"isOnlineMeeting": False, "subject": "B"})
    after = graph.patch(path, ONLINE).json
    assert after["onlineMeeting"] == first["onlineMeeting"]


def test_the_way_in_is_lost_with_the_body(graph: Graph, ann: Mailbox) -> None:
    """A body that keeps it keeps the meeting online."""
    path = an_online_meeting(graph, ann)
    content = graph.get(path).json["body"]["content"]
    kept = {"contentType": "html", "content": content.replace("Agenda", "New agenda")}

    assert graph.patch(path, {"body": kept}).json["isOnlineMeeting"] is True

    lost = graph.patch(path, {"body": {"contentType": "text", "content": "x"}}).json
    assert (lost["isOnlineMeeting"], lost["onlineMeeting"]) == (False, None)
    assert lost["onlineMeetingProvider"] == "unknown"


def test_attendees_have_the_way_in(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """The organiser's."""
    guests = a_body(attendees=(BOB,))["attendees"]

    path = an_online_meeting(graph, ann, attendees=guests)

    copy = graph.get(path_of(bob, copy_of(bob).id)).json
    assert copy["onlineMeeting"] == graph.get(path).json["onlineMeeting"]


def test_clients_may_say_that_nothing_is_online(graph: Graph, ann: Mailbox) -> None:
    """As text, too (section 2.1)."""
    body = a_body(isOnlineMeeting="false", onlineMeetingProvider="unknown")

    shown = graph.post(events_of(ann), body).json

    assert (shown["isOnlineMeeting"], shown["onlineMeeting"]) == (False, None)
