"""Random walks over a series: rounds equal the view, copies the organiser's."""

from __future__ import annotations

import random
from typing import Any

import pytest

from fakes.exchange import Event, Mailbox
from tests.fakes.exchange.graph import Answer, a_graph, at, events_of, path_of
from tests.fakes.exchange.meetings import BOB
from tests.fakes.exchange.series.client import Client, merge
from tests.fakes.exchange.series.makers import (
    a_series,
    daily,
    instances,
    move,
    shown,
    weekly,
)

START, END = at(1, 0), at(31, 0)
RECURRENCES = (
    weekly(),
    weekly("tuesday", "friday"),
    weekly("monday", "sunday", numberOfOccurrences=9),
    daily(),
    daily(numberOfOccurrences=11),
    None,
)


class Walk:
    """Ann and Bob at work on one series after the other."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - not a secret
        self.graph = a_graph(seed=seed)
        self.ann = self.graph.exchange.add_mailbox("ann@contoso.example", name="Ann")
        self.bob = self.graph.exchange.add_mailbox(BOB, name="Bob")
        self.refused = 0

    def step(self, number: int) -> None:
        """One random act, by either of the two."""
        if not self.ann.events:
            self.begin()
            return
        chosen = self.chance.choice(
            [
                *[self.rename, self.shift, self.take_out, self.answer] * 3,
                *[self.rename_all, self.recur] * 2,
                self.end,
            ]
        )
        answer = chosen(f"S{number}")
        assert answer.status in {200, 202, 204, 400}, answer.text
        self.refused += answer.status == 400

    def begin(self) -> None:
        """A new series; what was flagged of the last one is removed."""
        for event in self.bob.events:
            self.bob.delete_event(event.id)
        a_series(self.graph, self.ann, weekly("tuesday", "friday"), attendees=(BOB,))

    @property
    def master(self) -> str:
        """Its id, also when it is a single event."""
        return self.ann.events[0].id

    def one(self, mailbox: Mailbox) -> Event:
        """Something that the calendar shows; the master if nothing is left."""
        return self.chance.choice(mailbox.view(START, END) or mailbox.events)

    def rename(self, subject: str) -> Answer:
        """Ann changes one occurrence."""
        return self.patch(self.one(self.ann).id, {"subject": subject})

    def shift(self, _subject: str) -> Answer:
        """Ann moves one occurrence, perhaps too far."""
        event = self.one(self.ann)
        day = event.start_at.day + self.chance.choice([-1, 0, 0, 1])
        hour = self.chance.randrange(1, 22)
        start = f"2026-03-{min(max(day, 1), 29):02}T"
        return move(
            self.graph,
            self.ann,
            event.id,
            f"{start}{hour:02}:00:00",
            f"{start}{hour + 1:02}:00:00",
        )

    def take_out(self, _subject: str) -> Answer:
        """Ann deletes one occurrence."""
        return self.graph.delete(path_of(self.ann, self.one(self.ann).id))

    def answer(self, _subject: str) -> Answer:
        """Bob accepts something; what is cancelled refuses."""
        path = path_of(self.bob, self.one(self.bob).id)
        return self.graph.post(f"{path}/accept", {})

    def rename_all(self, subject: str) -> Answer:
        """Ann changes the whole series."""
        return self.patch(self.master, {"subject": subject})

    def recur(self, _subject: str) -> Answer:
        """Ann gives the series another recurrence."""
        return self.patch(self.master, {"recurrence": self.chance.choice(RECURRENCES)})

    def end(self, _subject: str) -> Answer:
        """Ann deletes the series."""
        return self.graph.delete(path_of(self.ann, self.master))

    def patch(self, event_id: str, body: dict[str, Any]) -> Answer:
        """Ann's change of an event."""
        return self.graph.patch(path_of(self.ann, event_id), body)


@pytest.mark.parametrize("seed", range(5))
def test_replayed_rounds_equal_the_view(seed: int) -> None:
    """When disappearances are told, merging rows gives what is shown."""
    walk = Walk(seed)
    walk.graph.exchange.switches.delta_gone_occurrence = "removed"
    walk.graph.exchange.switches.delta_occurrence = "full"
    client = Client(walk.graph)
    known: dict[str, dict[str, Any]] = {}
    merge(known, client.begin(walk.ann))

    for number in range(80):
        walk.step(number)
        if walk.chance.random() < 0.5:
            continue
        merge(known, client.follow())

        kept = {
            key: row["changeKey"]
            for key, row in known.items()
            if row["type"] != "seriesMaster"
        }
        seen = {row["id"]: row["changeKey"] for row in shown(walk.graph, walk.ann)}
        assert kept == seen, number
    assert 0 < walk.refused < 60


@pytest.mark.parametrize("seed", range(5))
def test_copies_agree_with_the_organiser(seed: int) -> None:
    """Bob has what Ann has, and besides only what was called off."""
    walk = Walk(seed)

    for number in range(120):
        walk.step(number)

        assert met(walk.bob) == met(walk.ann), number
        ours = {one.ical_uid: one for one in walk.ann.view(START, END)}
        for copy in walk.bob.view(START, END):
            if copy.is_cancelled:
                continue
            answers = {one.response for one in ours[copy.ical_uid].attendees}
            expected = {"accepted": "accepted", "notResponded": "none"}
            if copy.type != "occurrence":
                assert answers == {expected[copy.response]}, number


def met(mailbox: Mailbox) -> list[tuple[object, ...]]:
    """What takes place: identity, times and subject."""
    return [
        (one.ical_uid, one.start_at, one.end_at, one.subject)
        for one in mailbox.view(START, END)
        if not one.is_cancelled
    ]


def test_instances_are_those_of_the_view() -> None:
    """Of the only series there is."""
    walk = Walk(7)
    for number in range(40):
        walk.step(number)
        if walk.ann.events and walk.ann.events[0].recurrence is not None:
            rows = instances(walk.graph, walk.ann, walk.master)
            assert rows == shown(walk.graph, walk.ann)
    assert walk.graph.get(events_of(walk.ann)).status == 200
