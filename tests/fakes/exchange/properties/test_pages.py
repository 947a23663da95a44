"""Pages, batches, snapshots and seeds: the same, however it is asked for."""

from __future__ import annotations

import json
import re
from typing import Any, Final
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.snapshots import restore, state_of
from tests.fakes.examples import examples
from tests.fakes.exchange.graph import Answer
from tests.fakes.exchange.properties.world import (
    STEPS,
    WINDOW,
    Step,
    World,
    a_world,
    steps,
)

LISTS: Final = (
    *("/events", "/calendarView", "/contacts", "/contactFolders", "/messages"),
    *("/mailFolders", "/mailFolders/inbox/messages", "/todo/lists", "/calendars"),
    *("/calendarGroups", "/outlook/masterCategories"),
)
DELTAS: Final = (
    *("/events", "/calendarView", "/contacts", "/contactFolders", "/todo/lists"),
    *("/mailFolders", "/mailFolders/inbox/messages"),
)
# what is new in every answer, or belongs to a time that has not been
_FRESH: Final = re.compile(
    rb"(?i)(?:delta|skip)token=[^\"&]+|\"(?:client-)?request-id\":\"[^\"]+\""
)
several = st.lists(steps, max_size=20)


def a_grown_world(acts: list[Step], seed: int = 1) -> World:
    """A world in which all this has happened."""
    world = a_world(seed)
    for number, name in enumerate(sorted(STEPS)):
        if name.startswith(("create", "draft", "write")):
            world.do((name, number, number))
    for act in acts:
        world.do(act)
    return world


def query_of(path: str) -> str:
    """What a list needs to be asked."""
    return WINDOW if path == "/calendarView" else ""


def comparable(answer: Answer) -> tuple[int, bytes]:
    """The answer without what is fresh in each."""
    return answer.status, _FRESH.sub(b"-", answer.octets)


def everything(world: World) -> list[tuple[str, tuple[int, bytes]]]:
    """Whatever any request can show of Ann and Bob."""
    found: list[tuple[str, tuple[int, bytes]]] = []

    def read(path: str, query: str = "") -> Answer:
        answer = world.graph.get(path, query)
        found.append((f"{path}?{query}", comparable(answer)))
        return answer

    for mailbox in (world.ann, world.bob):
        user = f"/users/{mailbox.id}"
        read(user)
        read(f"{user}/mailboxSettings")
        for path in LISTS:
            answer = read(f"{user}{path}", f"{query_of(path)}&$top=1000&$count=true")
            assert answer.status == 200, answer.text
            below = "/events" if path == "/calendarView" else path
            for row in answer.rows:
                one = f"{user}{below}/{quote(row['id'])}"
                read(one)
                if path == "/events":
                    read(f"{one}/attachments")
                    read(f"{one}/instances", WINDOW)
                if path == "/todo/lists":
                    read(f"{one}/tasks", "$top=1000")
        for path in DELTAS:
            read(f"{user}{path}/delta", query_of(path))
    found.append(("messages", (0, repr(world.graph.exchange.messages).encode())))
    found.append(("version", (0, str(world.graph.exchange.version).encode())))
    return found


@examples(10)
@given(acts=several, top=st.integers(1, 7), skip=st.integers(0, 3))
def test_pages_show_every_row_once(acts: list[Step], top: int, skip: int) -> None:
    """With `$top`, `$skip` and the links, in the order of the whole list (2.4)."""
    world = a_grown_world(acts)
    for path in LISTS:
        query = query_of(path)
        whole = [row["id"] for row in world.rows(path, f"{query}&$top=1000")]

        answer = world.graph.get(
            f"{world.user}{path}", f"{query}&$top={top}&$skip={skip}"
        )
        paged = [row["id"] for row in answer.rows]
        while "@odata.nextLink" in answer.json:
            assert len(answer.rows) <= top
            answer = world.graph.follow(answer.json["@odata.nextLink"])
            paged += [row["id"] for row in answer.rows]

        assert paged == whole[skip:], path


@examples(10)
@given(before=several, after=several)
def test_a_restored_snapshot_shows_everything_as_it_was(
    before: list[Step], after: list[Step]
) -> None:
    """Lists, items, rounds and messages; nothing of what came later."""
    world = a_grown_world(before)
    links = [
        world.graph.get(f"{world.user}{path}/delta", query_of(path)).json
        for path in DELTAS
    ]
    state = state_of(world.tenant)
    shown = everything(world)

    for act in after:
        world.do(act)
    restore(world.tenant, state)

    assert everything(world) == shown
    for page in links:
        name = "@odata.nextLink" if "@odata.nextLink" in page else "@odata.deltaLink"
        assert world.graph.follow(page[name]).status == 200


@examples(6)
@given(before=several, between=several, after=several)
def test_what_follows_a_restored_snapshot_is_what_it_would_have_been(
    before: list[Step], between: list[Step], after: list[Step]
) -> None:
    """Statuses and subjects; ids that were given out never come again."""
    straight, returned = a_grown_world(before), a_grown_world(before)
    state, count = state_of(returned.tenant), returned.count
    for act in between:
        returned.do(act)
    restore(returned.tenant, state)
    returned.count = count
    returned.answers.clear()
    straight.answers.clear()

    for act in after:
        straight.do(act)
        returned.do(act)

    assert [_without_ids(one) for one in returned.answers] == [
        _without_ids(one) for one in straight.answers
    ]


def _without_ids(answer: tuple[int, bytes]) -> object:
    status, octets = answer
    if not octets:
        return status
    said: dict[str, Any] = json.loads(octets)
    names = ("subject", "start", "end", "displayName", "status", "title", "type")
    return status, {name: said.get(name) for name in names}


@examples(8)
@given(acts=several, seed=st.integers(0, 3))
def test_the_same_requests_give_the_same_bytes(acts: list[Step], seed: int) -> None:
    """Of two tenants of one seed; ids of requests and tokens, too."""
    first, second = a_grown_world(acts, seed), a_grown_world(acts, seed)

    assert first.answers == second.answers
    assert everything(first) == everything(second)


def test_another_seed_gives_other_ids() -> None:
    """The comparison above could fail."""
    assert a_grown_world([], 1).answers != a_grown_world([], 2).answers


@st.composite
def requests(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Reads and writes, good and bad, of what is there: paths name it by number."""
    found = []
    for number in range(draw(st.integers(1, 12))):
        where = draw(st.sampled_from(("events", "contacts", "messages", "mailFolders")))
        which = draw(st.integers(0, 4))
        method = draw(st.sampled_from(("GET", "LIST", "POST", "PATCH", "DELETE")))
        name = {"contacts": "surname", "mailFolders": "displayName"}.get(
            where, "subject"
        )
        body = {name: draw(st.sampled_from((f"B{number}", 1, None, "same")))}
        found.append({"method": method, "where": where, "which": which, "body": body})
    return found


def _concrete(world: World, wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The requests as a batch has them, about the rows that are there now."""
    ids = {
        where: [row["id"] for row in world.rows(f"/{where}")] or ["AAMkAA=="]
        for where in {one["where"] for one in wanted}
    }
    made = []
    for number, one in enumerate(wanted):
        where, method = one["where"], one["method"]
        own = ids[where][one["which"] % len(ids[where])]
        path = f"{world.user}/{where}"
        if method in {"GET", "PATCH", "DELETE"}:
            path += f"/{quote(own)}"
        item: dict[str, Any] = {
            "id": str(number),
            "method": "GET" if method == "LIST" else method,
            "url": path,
        }
        if method in {"POST", "PATCH"}:
            item["headers"] = {"Content-Type": "application/json"}
            item["body"] = one["body"]
        made.append(item)
    return made


@examples(20)
@given(wanted=requests(), chained=st.booleans())
def test_a_batch_answers_as_its_requests_one_by_one(
    wanted: list[dict[str, Any]], *, chained: bool
) -> None:
    """In their order; what depends on a failure has 424 and has no effect (5)."""
    together, singly = a_grown_world([]), a_grown_world([])
    made = _concrete(together, wanted)
    if chained:
        for number, item in enumerate(made[1:]):
            item["dependsOn"] = [str(number)]

    answer = together.graph.post("/$batch", {"requests": made})

    parts = {part["id"]: part for part in answer.json["responses"]}
    failed = False
    for item in made:
        part = parts[item["id"]]
        if chained and failed:
            assert part["status"] == 424
            continue
        alone = singly.graph.call(item["method"], item["url"], body=item.get("body"))
        failed = failed or alone.status >= 400
        assert part["status"] == alone.status
        assert _told(part.get("body")) == _told(alone.json)
    assert _shown(together) == _shown(singly)


def _told(body: Any) -> object:
    """What an answer says, of a refusal its code."""
    if isinstance(body, dict) and "error" in body:
        return body["error"]["code"]
    return body


def _shown(world: World) -> list[object]:
    return [world.rows(path, f"{query_of(path)}&$top=1000") for path in LISTS]


@pytest.mark.parametrize("name", sorted(STEPS))
def test_every_step_does_something(name: str) -> None:
    """Else the properties above would hold of nothing."""
    world = a_grown_world([])
    before, now = world.graph.exchange.version, world.graph.clock.now()

    for number in range(6):
        world.do((name, number, number * 7))

    assert (world.graph.exchange.version, world.graph.clock.now()) != (before, now)
