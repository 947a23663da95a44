"""A client that follows the delta rounds of a calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph
from tests.fakes.exchange.series.makers import MARCH


@dataclass(slots=True)
class Client:
    """Follows the rounds of one collection."""

    graph: Graph
    link: str = ""
    pages: list[list[dict[str, Any]]] = field(default_factory=list)

    def begin(
        self, mailbox: Mailbox, what: str = "calendarView", query: str = MARCH
    ) -> list[dict[str, Any]]:
        """The rows of a first round."""
        answer = self.graph.get(f"/users/{mailbox.id}/{what}/delta", query)
        return self._read(answer.json)

    def follow(self) -> list[dict[str, Any]]:
        """The rows of the next round."""
        return self._read(self.graph.follow(self.link).json)

    def _read(self, page: dict[str, Any]) -> list[dict[str, Any]]:
        self.pages = [page["value"]]
        while "@odata.nextLink" in page:
            page = self.graph.follow(page["@odata.nextLink"]).json
            self.pages.append(page["value"])
        self.link = page["@odata.deltaLink"]
        return [row for rows in self.pages for row in rows]


def merge(known: dict[str, dict[str, Any]], rows: list[dict[str, Any]]) -> None:
    """What a client does with the rows of a round: the last one wins."""
    for row in rows:
        if "@removed" in row:
            known.pop(row["id"], None)
        else:
            known[row["id"]] = row
