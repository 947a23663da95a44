"""Replaying delta rounds gives the state of contacts and tasks, moves and all (4)."""

from __future__ import annotations

import random

import pytest

from fakes.exchange import Contact, Mailbox, Task
from tests.fakes.exchange.graph import Answer, Graph, a_graph

IMMUTABLE = 'IdType="ImmutableId"'


class Replica:
    """A client's copy of a collection: ETags by id, the last one wins."""

    def __init__(self, graph: Graph, path: str, *, prefer: str) -> None:
        self._graph = graph
        self._prefer = prefer
        self.etags: dict[str, str] = {}
        self._link = self._merge(graph.get(f"{path}/delta", prefer=prefer))

    def follow(self) -> None:
        """The rows of one more page."""
        self._link = self._merge(self._graph.follow(self._link, prefer=self._prefer))

    def catch_up(self) -> None:
        """The rows of whole rounds, until one begins after the latest change."""
        while "skiptoken" in self._link:
            self.follow()
        self.follow()
        while "skiptoken" in self._link:
            self.follow()

    def _merge(self, answer: Answer) -> str:
        assert answer.status == 200
        for row in answer.rows:
            if "@removed" in row:
                self.etags.pop(row["id"], None)
            else:
                self.etags[row["id"]] = row["@odata.etag"]
        return str(
            answer.json.get("@odata.nextLink") or answer.json["@odata.deltaLink"]
        )


def edit(mailbox: Mailbox, chance: random.Random, places: list[str]) -> None:
    """One random edit of contacts, and the same of tasks."""
    for book, default, place in (
        (mailbox.contacts, mailbox.contacts.default_folder.id, places[0]),
        (mailbox.tasks, mailbox.tasks.default_list.id, places[1]),
    ):
        there = [*_in(mailbox, default), *_in(mailbox, place)]
        what = chance.choice(["create", "change", "move", "move", "delete"])
        if what == "create" or not there:
            book.create()
            continue
        one = chance.choice(there)
        if what == "change":
            book.update(one.id, categories=[str(chance.random())])
        elif what == "delete":
            book.delete(one.id)
        else:
            book.move(one.id, place if one.folder_id == default else default)


def _in(mailbox: Mailbox, folder: str) -> list[Contact | Task]:
    stores = mailbox.stores
    return [*stores.contacts.in_folder(folder), *stores.tasks.in_folder(folder)]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("prefer", ["odata.maxpagesize=2", IMMUTABLE])
@pytest.mark.parametrize("what", ["contacts", "folder", "list"])
def test_replay_equals_state(seed: int, prefer: str, what: str) -> None:
    """A random walk with moves between pages: nothing is lost, nothing lingers."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    graph = a_graph(seed=seed)
    ann = graph.exchange.add_mailbox("ann@contoso.example", name="Ann")
    places = [ann.contacts.add_folder("Other").id, ann.tasks.add_list("Other").id]
    folder, task_list = ann.contacts.default_folder.id, ann.tasks.default_list.id
    path, where = {
        "contacts": ("contacts", [folder, places[0]]),
        "folder": (f"contactFolders/{folder}/contacts", [folder]),
        "list": (f"todo/lists/{task_list}/tasks", [task_list]),
    }[what]
    for _ in range(8):
        edit(ann, chance, places)
    prefer = f"odata.maxpagesize=2, {prefer}"
    replica = Replica(graph, f"/users/{ann.id}/{path}", prefer=prefer)

    for _ in range(150):
        edit(ann, chance, places)
        if chance.random() < 0.5:
            replica.follow()
    replica.catch_up()

    assert replica.etags == {
        (one.immutable_id if IMMUTABLE in prefer else one.id): one.etag
        for place in where
        for one in _in(ann, place)
    }
