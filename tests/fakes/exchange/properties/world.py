"""Ann's mailbox in the hands of Hypothesis: what may be done there, by everybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from hypothesis import strategies as st

from fakes.exchange import ExchangeService, Mailbox
from fakes.tenant import Tenant
from tests.fakes.exchange.graph import ROOT, START, Answer, Graph
from tests.fakes.exchange.meetings import BOB

DAYS: Final = 9  # of events, around the window
WINDOW: Final = "startDateTime=2026-03-04T00:00:00Z&endDateTime=2026-03-09T00:00:00Z"
# what is done, to which of the things that are there, and how
Step: TypeAlias = tuple[str, int, int]


def a_tenants_graph(tenant: Tenant) -> Graph:
    """A client of a whole tenant, whose token holds long."""
    service = tenant.services["graph"]
    assert isinstance(service, ExchangeService)
    token = tenant.directory.issue(
        tenant.application,
        audience="https://graph.microsoft.com",
        lifetime=timedelta(days=365),
    )
    return Graph(
        exchange=tenant.exchange,
        directory=tenant.directory,
        application=tenant.application,
        service=service,
        clock=tenant.clock,
        token=token,
    )


@dataclass(slots=True)
class World:
    """A tenant with Ann and Bob, and every answer that was given so far."""

    tenant: Tenant
    graph: Graph
    ann: Mailbox
    bob: Mailbox
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    count: int = 0

    @property
    def user(self) -> str:
        """The path of Ann."""
        return f"/users/{self.ann.id}"

    def send(self, method: str, path: str, body: object = None) -> Answer:
        """The answer to a request below Ann's path; it is no crash and no gap."""
        answer = self.graph.call(method, f"{self.user}{path}", body=body)
        self.answers.append((answer.status, answer.octets))
        assert answer.status < 500, answer.text
        return answer

    def rows(self, path: str, query: str = "$top=1000") -> list[dict[str, Any]]:
        """All rows of a list of Ann's."""
        answer = self.graph.get(f"{self.user}{path}", query)
        assert answer.status == 200, answer.text
        assert "@odata.nextLink" not in answer.json
        return answer.rows

    def do(self, step: Step) -> None:
        """The step has been taken, if there is anything to take it on."""
        name, which, how = step
        self.count += 1
        STEPS[name](self, which, how)

    def path_of(self, where: str, which: int, query: str = "$top=1000") -> str | None:
        """The path of one of the rows of a list; None when it is empty."""
        rows = self.rows(where, query)
        if not rows:
            return None
        below = "/events" if where == "/calendarView" else where
        return f"{below}/{quote(rows[which % len(rows)]['id'])}"

    def change(self, method: str, where: str, which: int, body: object = None) -> None:
        """One of the rows of a list has been changed, or the change refused."""
        query = f"{WINDOW}&$top=1000" if where == "/calendarView" else "$top=1000"
        path = self.path_of(where, which, query)
        if path is not None:
            self.send(method, path, body)


def a_world(seed: int = 1) -> World:
    """A fresh tenant with two mailboxes, a folder and a list."""
    tenant = Tenant(
        "one", seed=seed, now=START, root_url=ROOT.removesuffix("/one/graph")
    )
    exchange = tenant.exchange
    ann = exchange.add_mailbox(
        "ann@contoso.example", name="Ann", time_zone="W. Europe Standard Time"
    )
    bob = exchange.add_mailbox(BOB, name="Bob")
    exchange.switches.delta_gone_occurrence = "removed"
    exchange.switches.delta_occurrence = "full"
    world = World(tenant, a_tenants_graph(tenant), ann, bob)
    world.send("POST", "/contactFolders", {"displayName": "Friends"})
    return world


def _span(how: int, hours: int = 1) -> dict[str, object]:
    """Start and end, on any day around the window."""
    day, hour = 1 + how % DAYS, how // DAYS % 22
    return {
        "start": {"dateTime": f"2026-03-{day:02}T{hour:02}:00:00", "timeZone": "UTC"},
        "end": {
            "dateTime": f"2026-03-{day:02}T{hour + hours:02}:00:00",
            "timeZone": "UTC",
        },
    }


def _recurrence(how: int) -> dict[str, object]:
    kinds = (
        {"type": "daily", "interval": 1 + how % 2},
        {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday", "friday"]},
    )
    return {
        "pattern": kinds[how % len(kinds)],
        "range": {
            "type": "numbered",
            "startDate": f"2026-03-{1 + how % DAYS:02}",
            "numberOfOccurrences": 1 + how % 5,
        },
    }


def _create_event(world: World, which: int, how: int) -> None:
    guests = [{"emailAddress": {"address": BOB}}] if which % 2 == 0 else []
    body = {"subject": f"E{world.count}", **_span(how), "attendees": guests}
    if which % 3 == 0:
        body["recurrence"] = _recurrence(how)
    world.send("POST", "/events", body)


def _own_event(world: World, which: int, how: int) -> None:
    start = START + timedelta(days=how % DAYS - 1, hours=which % 5)
    world.ann.create_event(
        subject=f"O{world.count}", start=start, end=start + timedelta(hours=1)
    )


def _own_delete(world: World, which: int, _how: int) -> None:
    events = world.ann.events
    if events:
        world.ann.delete_event(events[which % len(events)].id)


def _recur(world: World, which: int, how: int) -> None:
    wanted = None if how % 4 == 0 else _recurrence(how)
    world.change("PATCH", "/events", which, {"recurrence": wanted})


def _answer(world: World, which: int, how: int) -> None:
    events = [one for one in world.bob.events if not one.is_cancelled]
    if not events:
        return
    event = events[which % len(events)]
    if not event.is_organizer:
        world.bob.respond(event.id, "accepted" if how % 2 else "declined")


def _move_message(world: World, which: int, how: int) -> None:
    where = ("/mailFolders/inbox/messages", "/mailFolders/drafts/messages")[how % 2]
    path = world.path_of(where, which)
    if path is not None:
        target = ("archive", "inbox", "drafts")[how % 3]
        world.send("POST", f"{path}/move", {"destinationId": target})


def _write_to(world: World, _which: int, how: int) -> None:
    message = {
        "subject": f"M{world.count}",
        "toRecipients": [{"emailAddress": {"address": world.ann.address}}],
    }
    path = f"/users/{world.bob.id}/sendMail"
    save = {"message": message, "saveToSentItems": how % 2 == 0}
    assert world.graph.post(path, save).status == 202


def _pass(world: World, which: int, _how: int) -> None:
    world.graph.pass_time(minutes=which % 90)


def _creating(where: str, **body: object) -> Callable[[World, int, int], None]:
    def act(world: World, _which: int, how: int) -> None:
        texts = {name: f"{text}{world.count}" for name, text in body.items()}
        world.send("POST", where.format(how % 2), texts)

    return act


def _changing(where: str, *bodies: object) -> Callable[[World, int, int], None]:
    def act(world: World, which: int, how: int) -> None:
        text = json.dumps(bodies[how % len(bodies)]).replace("#", str(world.count))
        world.change("PATCH", where, which, json.loads(text))

    return act


def _removing(where: str) -> Callable[[World, int, int], None]:
    return lambda world, which, _: world.change("DELETE", where, which)


def _in_folder(act: Callable[[World, int, int, str], object]) -> Callable[..., None]:
    def with_folder(world: World, which: int, how: int) -> None:
        for folder in world.rows("/contactFolders")[:1]:
            act(world, which, how, f"/contactFolders/{folder['id']}/contacts")

    return with_folder


def _in_list(act: Callable[[World, int, int, str], object]) -> Callable[..., None]:
    def with_list(world: World, which: int, how: int) -> None:
        task_list = world.rows("/todo/lists")[0]["id"]
        act(world, which, how, f"/todo/lists/{task_list}/tasks")

    return with_list


def _task_due(world: World, which: int, how: int, tasks: str) -> None:
    due = {"dateTime": f"2026-03-{1 + how % DAYS:02}T00:00:00", "timeZone": "UTC"}
    status = ("notStarted", "completed")[which % 2]
    world.change("PATCH", tasks, which, {"dueDateTime": due, "status": status})


STEPS: Final[dict[str, Callable[[World, int, int], None]]] = {
    "create event": _create_event,
    "create own event": _own_event,
    "delete own event": _own_delete,
    "rename event": _changing("/events", {"subject": "R#"}, {"categories": ["#"]}),
    "move event": lambda w, which, how: w.change("PATCH", "/events", which, _span(how)),
    "recur": _recur,
    "delete event": _removing("/events"),
    "rename occurrence": _changing("/calendarView", {"subject": "X#"}),
    "move occurrence": lambda w, which, how: w.change(
        "PATCH", "/calendarView", which, _span(how, hours=2)
    ),
    "delete occurrence": _removing("/calendarView"),
    "answer": _answer,
    "create contact": _creating("/contacts", givenName="C", surname="S"),
    "change contact": _changing("/contacts", {"surname": "T#"}, {"nickName": None}),
    "delete contact": _removing("/contacts"),
    "create friend": _in_folder(
        lambda w, _which, _how, where: w.send("POST", where, {"surname": f"F{w.count}"})
    ),
    "delete friend": _in_folder(
        lambda w, which, _how, where: w.change("DELETE", where, which)
    ),
    "create folder": _creating("/contactFolders", displayName="D"),
    "delete folder": _removing("/contactFolders"),
    "create task": _in_list(
        lambda w, _which, _how, where: w.send("POST", where, {"title": f"T{w.count}"})
    ),
    "change task": _in_list(_task_due),
    "delete task": _in_list(
        lambda w, which, _how, where: w.change("DELETE", where, which)
    ),
    "create list": _creating("/todo/lists", displayName="L"),
    "delete list": _removing("/todo/lists"),
    "draft": _creating("/messages", subject="M"),
    "read message": _changing(
        "/mailFolders/inbox/messages", {"isRead": True}, {"isRead": False}
    ),
    "move message": _move_message,
    "delete message": _removing("/messages"),
    "write to Ann": _write_to,
    "create mail folder": _creating("/mailFolders", displayName="D"),
    "pass time": _pass,
}
steps: Final[st.SearchStrategy[Step]] = st.tuples(
    st.sampled_from(sorted(STEPS)), st.integers(0, 11), st.integers(0, 200)
)


def only(*names: str) -> st.SearchStrategy[Step]:
    """Steps of some kinds."""
    return st.tuples(st.sampled_from(names), st.integers(0, 11), st.integers(0, 200))
