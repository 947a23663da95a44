"""One refusal of section 8 and a request that meets it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Answer, Graph, a_body, events_of, path_of
from tests.fakes.exchange.series.makers import a_series, instances


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A tenant in which something will be refused."""

    graph: Graph
    ann: Mailbox
    bob: Mailbox

    @property
    def user(self) -> str:
        """The path of Ann."""
        return f"/users/{self.ann.id}"

    @property
    def events(self) -> str:
        """The path of her events."""
        return events_of(self.ann)

    def an_event(self, **others: Any) -> str:
        """The path of a new event of hers."""
        answer = self.graph.post(self.events, a_body(**others))
        assert answer.status == 201, answer.text
        return path_of(self.ann, answer.json["id"])

    def an_occurrence(self) -> str:
        """The path of the first occurrence of a series of hers, on 3 March."""
        master = a_series(self.graph, self.ann)["id"]
        first = instances(self.graph, self.ann, master)[0]
        return path_of(self.ann, first["id"])

    def creates(self, **others: Any) -> Answer:
        """The answer to the create of an event."""
        return self.graph.post(self.events, a_body(**others))

    def lists(self, query: str) -> Answer:
        """The answer to a list of her events."""
        return self.graph.get(self.events, query)

    def view(self, query: str) -> Answer:
        """The answer to a view of her calendar."""
        return self.graph.get(f"{self.user}/calendarView", query)

    def as_one_who_may(self, *roles: str) -> Graph:
        """Her tenant as an application with these permissions meets it."""
        application = self.graph.directory.register_application("other", roles=roles)
        self.graph.token = self.graph.directory.issue(application)
        return self.graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is refused how; `is_documented` is false where the code is inferred."""

    when: str
    status: int
    code: str
    ask: Callable[[World], Answer] = field(repr=False)
    is_documented: bool = True
    is_bare: bool = False  # an error without an inner one

    @property
    def title(self) -> str:
        """What it is about, and whether the documents say so."""
        return self.when if self.is_documented else f"{self.when} (inferred)"
