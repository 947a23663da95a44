"""A client that merges the rows of its rounds holds what the list shows (section 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.examples import examples
from tests.fakes.exchange.properties.world import WINDOW, Step, World, a_world, only

Rows: TypeAlias = dict[str, dict[str, Any]]
# what the client does between the acts of others
_CLIENTS: Final = ("turn", "turn", "turn", "rewind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A collection with its list, and how their rows compare."""

    delta: str
    query: str = ""
    list: str
    shown: str = "$top=1000"
    without: str = ""  # the type of the rows that the list has not
    compared: tuple[str, ...] | None = None  # None: everything
    acts: tuple[str, ...]


_EVENTS: Final = (
    *("create event", "create event", "create own event", "delete own event"),
    *("rename event", "move event", "recur", "delete event", "rename occurrence"),
    *("move occurrence", "delete occurrence", "answer", "pass time"),
)
FEEDS: Final = {
    "calendarView": Feed(
        delta="/calendarView/delta",
        query=WINDOW,
        list="/calendarView",
        shown=f"{WINDOW}&$top=1000",
        without="seriesMaster",
        acts=_EVENTS,
    ),
    "events": Feed(
        delta="/events/delta",
        list="/events",
        without="exception",
        compared=("id", "type", "start", "end"),
        acts=_EVENTS,
    ),
    "contacts": Feed(
        delta="/contacts/delta",
        list="/contacts",
        acts=("create contact", "create contact", "change contact", "delete contact"),
    ),
    "friends": Feed(
        delta="/contactFolders/{folder}/contacts/delta",
        list="/contactFolders/{folder}/contacts",
        acts=("create friend", "create friend", "delete friend", "create contact"),
    ),
    "contact folders": Feed(
        delta="/contactFolders/delta",
        list="/contactFolders",
        acts=("create folder", "create folder", "delete folder"),
    ),
    "tasks": Feed(
        delta="/todo/lists/{list}/tasks/delta",
        list="/todo/lists/{list}/tasks",
        acts=("create task", "create task", "change task", "delete task", "pass time"),
    ),
    "task lists": Feed(
        delta="/todo/lists/delta",
        list="/todo/lists",
        acts=("create list", "create list", "delete list"),
    ),
    "inbox": Feed(
        delta="/mailFolders/inbox/messages/delta",
        list="/mailFolders/inbox/messages",
        acts=(
            *("write to Ann", "write to Ann", "draft", "read message", "move message"),
            *("delete message", "pass time"),
        ),
    ),
    "mail folders": Feed(
        delta="/mailFolders/delta",
        list="/mailFolders",
        compared=("id", "displayName"),
        acts=("create mail folder", "write to Ann"),
    ),
}


@dataclass(slots=True)
class Client:
    """Follows the rounds of one feed, a page at a time."""

    world: World
    feed: Feed
    prefer: str
    link: str = ""
    known: Rows = field(default_factory=dict)
    # the delta links it had, with what it knew then
    past: list[tuple[str, Rows]] = field(default_factory=list)

    def turn(self) -> bool:
        """The next page is merged; whether a round has ended with it."""
        graph, prefer = self.world.graph, self.prefer
        if self.link:
            answer = graph.follow(self.link, prefer=prefer)
        else:
            path = f"{self.world.user}{self.path}"
            answer = graph.get(path, self.feed.query, prefer=prefer)
        assert answer.status == 200, answer.text
        for row in answer.rows:
            if "@removed" in row:
                self.known.pop(row["id"], None)
            else:
                self.known[row["id"]] = row
        links = ("@odata.nextLink", "@odata.deltaLink")
        (name,) = (one for one in links if one in answer.json)
        self.link = answer.json[name]
        if name == "@odata.deltaLink":
            self.past.append((self.link, dict(self.known)))
            return True
        return False

    @property
    def path(self) -> str:
        """Where the rounds begin."""
        return self.filled(self.feed.delta)

    def filled(self, path: str) -> str:
        """The path with the first folder and list."""
        if "{" not in path:
            return path
        (folder, *_) = self.world.rows("/contactFolders")
        lists = self.world.rows("/todo/lists")
        return path.format(folder=folder["id"], list=lists[0]["id"])

    def rewind(self, which: int) -> None:
        """The client is as it was when it had one of its earlier delta links."""
        if self.past:
            link, known = self.past[which % len(self.past)]
            self.link, self.known = link, dict(known)

    def finish(self) -> None:
        """A round that nothing disturbs has been read to its end."""
        while not self.turn():
            pass
        while not self.turn():
            pass

    def check(self) -> None:
        """What the client holds is what the list shows."""
        feed = self.feed
        query = feed.shown
        answer = self.world.graph.get(
            f"{self.world.user}{self.filled(feed.list)}", query, prefer=self.prefer
        )
        assert answer.status == 200, answer.text
        listed = {row["id"]: self._of(row) for row in answer.rows}
        held = {
            key: self._of(row)
            for key, row in self.known.items()
            if not feed.without or row["type"] != feed.without
        }
        assert held == listed

    def _of(self, row: dict[str, Any]) -> dict[str, Any]:
        names = self.feed.compared
        return {
            key: value
            for key, value in row.items()
            if key != "@odata.type" and (names is None or key in names)
        }


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("immutable", [False, True], ids=["ids", "immutable ids"])
def test_replayed_rounds_equal_the_list(name: str, *, immutable: bool) -> None:
    """Whatever happens between pages and rounds, and from wherever one resumes."""
    feed = FEEDS[name]

    @examples(25 if feed.acts is _EVENTS else 10)
    @given(
        acts=st.lists(only(*feed.acts * 2, *_CLIENTS), min_size=5, max_size=25),
        size=st.integers(1, 4),
    )
    def play(acts: list[Step], size: int) -> None:
        world = a_world()
        for number in range(4):
            world.do((feed.acts[0], number, number))
        prefer = f"odata.maxpagesize={size}"
        if immutable:
            prefer += ', IdType="ImmutableId"'
        client = Client(world, feed, prefer)
        for act in acts:
            if act[0] == "turn":
                client.turn()
            elif act[0] == "rewind":
                client.rewind(act[1])
            else:
                world.do(act)
        client.finish()
        client.check()

    play()
