"""Series with attendees: what organisers do shows in the copies (3.6 and 3.7)."""

from __future__ import annotations

import pytest

from fakes.exchange import Event, Mailbox
from tests.fakes.exchange.graph import Graph, at, path_of
from tests.fakes.exchange.meetings import BOB, OUTSIDER, copy_of, sent
from tests.fakes.exchange.series.makers import (
    a_series,
    instances,
    move,
    starts,
    weekly,
)

START, END = at(1, 0), at(31, 0)


@pytest.fixture
def cat(graph: Graph) -> Mailbox:
    """A third mailbox."""
    return graph.exchange.add_mailbox("cat@contoso.example", name="Cat Cole")


def days(mailbox: Mailbox) -> list[int]:
    """The days of March that the mailbox's calendar shows something on."""
    return [event.start_at.day for event in mailbox.view(START, END)]


def of_day(mailbox: Mailbox, day: int) -> Event:
    """What the mailbox's calendar shows on a day of March."""
    (event,) = mailbox.view(at(day, 0), at(day + 1, 0))
    return event


def attendees(*addresses: str) -> dict[str, object]:
    """The body of a PATCH of attendees."""
    return {"attendees": [{"emailAddress": {"address": one}} for one in addresses]}


def test_attendee_has_the_whole_series_from_one_message(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Same iCalUIds, other ids (trap 8)."""
    master = a_series(graph, ann, attendees=(BOB, OUTSIDER))

    assert sent(graph) == [("request", BOB), ("request", OUTSIDER)]
    assert days(bob) == days(ann) == [3, 10, 17, 24]
    assert copy_of(bob).type == "seriesMaster"
    ours, theirs = instances(graph, ann, master["id"]), bob.view(START, END)
    assert [row["iCalUId"] for row in ours] == [one.ical_uid for one in theirs]
    assert not {row["id"] for row in ours} & {one.id for one in theirs}


def test_one_occurrence_moves_for_everybody(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """One message about it; the answer to it is asked for again, the others stand."""
    master = a_series(graph, ann, attendees=(BOB,))
    bob.respond(copy_of(bob).id, "accepted")
    second = instances(graph, ann, master["id"])[1]["id"]

    move(graph, ann, second, "2026-03-11T09:00:00", "2026-03-11T10:00:00")

    assert sent(graph)[2:] == [("update", BOB)]
    assert graph.exchange.messages[-1].event_id == second
    assert days(bob) == [3, 11, 17, 24]
    moved = of_day(bob, 11)
    assert (moved.type, moved.response, moved.show_as) == (
        "exception",
        "notResponded",
        "tentative",
    )
    assert of_day(bob, 3).response == "accepted"


def test_cancelled_occurrence_stays_flagged_with_the_attendee(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Until they remove it; the series goes on."""
    master = a_series(graph, ann, attendees=(BOB,))
    second = instances(graph, ann, master["id"])[1]["id"]

    answer = graph.post(f"{path_of(ann, second)}/cancel", {"comment": "Holiday"})

    assert answer.status == 202
    assert days(ann) == [3, 17, 24]
    assert graph.exchange.messages[-1].comment == "Holiday"
    assert sent(graph)[1:] == [("cancellation", BOB)]
    flagged = of_day(bob, 10)
    assert (flagged.is_cancelled, flagged.subject) == (True, "Canceled: Site visit")
    assert not of_day(bob, 17).is_cancelled
    bob.delete_event(flagged.id)
    assert days(bob) == [3, 17, 24]
    assert days(ann) == [3, 17, 24]
    assert len(sent(graph)) == 2


def test_cancelled_series_is_flagged_as_a_whole(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """One message; every occurrence shows it."""
    master = a_series(graph, ann, attendees=(BOB,))

    graph.post(f"{path_of(ann, master['id'])}/cancel", {})

    assert days(ann) == []
    assert sent(graph)[1:] == [("cancellation", BOB)]
    assert [one.is_cancelled for one in bob.view(START, END)] == [True] * 4


def test_change_of_the_series_is_one_message_and_one_per_exception(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """As documented for PATCH of a master with changed instances."""
    master = a_series(graph, ann, attendees=(BOB,))
    rows = instances(graph, ann, master["id"])
    for row in rows[:2]:
        graph.patch(path_of(ann, row["id"]), {"subject": "Other"})
    before = len(sent(graph))

    graph.patch(path_of(ann, master["id"]), {"location": {"displayName": "Hall"}})

    assert sent(graph)[before:] == [("update", BOB)] * 3
    assert [one.event_id for one in graph.exchange.messages[before:]] == [
        master["id"],
        rows[0]["id"],
        rows[1]["id"],
    ]
    seen = bob.view(START, END)
    assert [one.subject for one in seen] == ["Other"] * 2 + ["Site visit"] * 2
    assert {one.location for one in seen} == {"Hall"}


def test_new_recurrence_reaches_the_copies(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """With it the attendee's own exceptions are gone, and every answer."""
    master = a_series(graph, ann, attendees=(BOB,))
    bob.respond(copy_of(bob).id, "accepted")
    bob.respond(of_day(bob, 10).id, "declined")
    assert days(bob) == [3, 17, 24]

    graph.patch(
        path_of(ann, master["id"]),
        {"recurrence": weekly("tuesday", "thursday")},
    )

    assert days(bob) == days(ann) == [3, 5, 10, 12]
    assert {one.response for one in bob.view(START, END)} == {"notResponded"}
    asked = instances(graph, ann, master["id"])[1]["attendees"][0]["status"]
    assert asked["response"] == "none"


def test_series_that_ends_being_one_does_so_for_everybody(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """`recurrence: null` on the master."""
    master = a_series(graph, ann, attendees=(BOB,))

    graph.patch(path_of(ann, master["id"]), {"recurrence": None})

    assert copy_of(bob).type == "singleInstance"
    assert days(bob) == [3]


def test_answer_to_one_occurrence_is_that_ones(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """The organiser sees it there and not on the series."""
    master = a_series(graph, ann, attendees=(BOB,))

    answer = graph.post(f"{path_of(bob, of_day(bob, 10).id)}/accept", {})

    assert answer.status == 202
    assert sent(graph)[1:] == [("response", "ann@contoso.example")]
    states = [
        row["attendees"][0]["status"]["response"]
        for row in instances(graph, ann, master["id"])
    ]
    assert states == ["none", "accepted", "none", "none"]
    assert copy_of(bob).response == "notResponded"
    assert of_day(bob, 10).response == "accepted"


def test_declined_occurrence_leaves_the_attendees_calendar(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """The organiser's stays; an update of it brings it back."""
    master = a_series(graph, ann, attendees=(BOB,))
    bob.respond(of_day(bob, 10).id, "declined")
    second = instances(graph, ann, master["id"])[1]
    assert days(bob) == [3, 17, 24]
    assert second["attendees"][0]["status"]["response"] == "declined"

    graph.patch(path_of(ann, second["id"]), {"subject": "Please come"})

    assert days(bob) == [3, 10, 17, 24]
    assert of_day(bob, 10).subject == "Please come"
    assert len(bob.events) == 1


def test_attendee_of_one_occurrence_has_a_single_instance(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """With the occurrence's iCalUId; only that one is theirs."""
    master = a_series(graph, ann)
    second = instances(graph, ann, master["id"])[1]

    graph.patch(path_of(ann, second["id"]), attendees(BOB))

    assert sent(graph) == [("request", BOB)]
    copy = copy_of(bob)
    assert (copy.type, copy.ical_uid) == ("singleInstance", second["iCalUId"])
    assert days(bob) == [10]
    graph.patch(path_of(ann, second["id"]), {"subject": "Other"})
    assert copy_of(bob).subject == "Other"
    bob.respond(copy.id, "accepted")
    status = instances(graph, ann, master["id"])[1]["attendees"][0]["status"]
    assert status["response"] == "accepted"
    graph.delete(path_of(ann, master["id"]))
    assert copy_of(bob).is_cancelled


def test_guest_of_one_occurrence_may_join_the_series(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """What they had of it becomes a part of the series: nothing is there twice."""
    master = a_series(graph, ann)
    second = instances(graph, ann, master["id"])[1]
    graph.patch(path_of(ann, second["id"]), {**attendees(BOB), "subject": "Other"})

    graph.patch(path_of(ann, master["id"]), attendees(BOB))

    assert [one.subject for one in bob.view(START, END)] == [
        "Site visit",
        "Other",
        "Site visit",
        "Site visit",
    ]
    assert copy_of(bob).type == "seriesMaster"


def test_guest_of_one_occurrence_hears_that_the_series_is_another(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """A new recurrence drops the exception that they were invited to."""
    master = a_series(graph, ann)
    second = instances(graph, ann, master["id"])[1]["id"]
    graph.patch(path_of(ann, second), attendees(BOB))

    graph.patch(
        path_of(ann, master["id"]), {"recurrence": weekly(numberOfOccurrences=3)}
    )

    assert sent(graph) == [("request", BOB), ("cancellation", BOB)]
    assert copy_of(bob).is_cancelled


def test_null_recurrence_is_no_change_that_others_hear_of(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Clients send it along with attendees, which concern the new ones only."""
    master = a_series(graph, ann, attendees=(BOB,))
    second = path_of(ann, instances(graph, ann, master["id"])[1]["id"])

    graph.patch(second, {**attendees(BOB, OUTSIDER), "recurrence": None})

    assert sent(graph)[1:] == [("request", OUTSIDER)]
    assert of_day(bob, 10).type == "occurrence"


def test_attendee_removed_from_one_occurrence_keeps_the_others(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """The one is called off."""
    master = a_series(graph, ann, attendees=(BOB, OUTSIDER))
    second = instances(graph, ann, master["id"])[1]["id"]

    graph.patch(path_of(ann, second), attendees(OUTSIDER))

    assert sent(graph)[2:] == [("cancellation", BOB)]
    assert [one.is_cancelled for one in bob.view(START, END)] == [
        False,
        True,
        False,
        False,
    ]


def test_new_attendee_of_a_series_gets_it_as_it_is(
    graph: Graph, ann: Mailbox, bob: Mailbox, cat: Mailbox
) -> None:
    """Exceptions in messages of their own, what was taken out not at all."""
    master = a_series(graph, ann, attendees=(BOB,))
    first, second, third, _ = instances(graph, ann, master["id"])
    move(graph, ann, first["id"], "2026-03-04T09:00:00", "2026-03-04T10:00:00")
    graph.delete(path_of(ann, second["id"]))
    graph.patch(path_of(ann, third["id"]), attendees())  # nobody but Ann
    before = len(sent(graph))

    graph.patch(path_of(ann, master["id"]), attendees(BOB, cat.address))

    assert sent(graph)[before:] == [("request", cat.address)] * 3
    assert days(cat) == [4, 17, 24]
    assert [len(row["attendees"]) for row in instances(graph, ann, master["id"])] == [
        2,
        1,
        2,
    ]
    assert starts(instances(graph, ann, master["id"]))[0] == "03-04T09:00"
    assert len(cat.events) == len(bob.events) == 1


def test_attendee_cannot_change_the_series(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """Nor cancel one of its occurrences (trap 7)."""
    a_series(graph, ann, attendees=(BOB,))
    path = path_of(bob, copy_of(bob).id)
    second = path_of(bob, of_day(bob, 10).id)

    refused = graph.patch(path, {"recurrence": weekly(numberOfOccurrences=2)})

    assert (refused.status, refused.code) == (400, "ErrorInvalidRequest")
    assert graph.patch(path, {"recurrence": None}).status == 400
    assert graph.post(f"{second}/cancel", {}).status == 400
    assert days(bob) == [3, 10, 17, 24]


def test_attendees_own_occurrence_is_local(
    graph: Graph, ann: Mailbox, bob: Mailbox
) -> None:
    """A reminder of the attendee's tells nobody."""
    a_series(graph, ann, attendees=(BOB,))

    graph.patch(path_of(bob, of_day(bob, 10).id), {"isReminderOn": False})

    assert not of_day(bob, 10).is_reminder_on
    assert of_day(ann, 10).is_reminder_on
    assert len(sent(graph)) == 1
