"""Who may ask for what, and what is not there (1.3, 1.4, 8)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fakes.entra import Directory
from fakes.exchange import Mailbox
from fakes.wire import Request
from tests.fakes.exchange.graph import ROOT, Graph, a_body, events_of


def test_valid_token_opens_the_door(graph: Graph, ann: Mailbox) -> None:
    """The positive twin of the refusals below."""
    assert graph.get(events_of(ann)).status == 200


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nonsense", "Basic abc"])
def test_no_token_no_answer(graph: Graph, ann: Mailbox, header: str) -> None:
    """Missing and malformed tokens are 401 with a challenge."""
    answer = graph.get(events_of(ann), authorization=header)

    assert (answer.status, answer.code) == (401, "InvalidAuthenticationToken")
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm=""')


def test_expired_token_is_refused(graph: Graph, ann: Mailbox) -> None:
    """An hour of virtual time ends a token."""
    graph.pass_time(seconds=3598)
    assert graph.get(events_of(ann)).status == 200
    graph.pass_time(seconds=1)

    assert graph.get(events_of(ann)).status == 401


def test_foreign_tokens_are_refused(graph: Graph, ann: Mailbox) -> None:
    """Another audience, another tenant, another signature."""
    other = Directory(
        tenant_id="00000000-0000-4000-8000-000000000002", seed=2, clock=graph.clock
    )
    directory, application = graph.directory, graph.application
    tokens = (
        directory.issue(application, audience="https://org.example"),
        other.issue(other.register_application("x")),
        graph.token[:-6] + "AAAAAA",
    )

    for token in tokens:
        graph.token = token
        assert graph.get(events_of(ann)).status == 401


def test_bare_host_is_a_graph_audience(graph: Graph, ann: Mailbox) -> None:
    """The SDK's default scope on a local server (client-expectations, 4)."""
    graph.token = graph.directory.issue(graph.application, audience="http://127.0.0.1")

    assert graph.get(events_of(ann)).status == 200


def test_roles_decide(graph: Graph, ann: Mailbox) -> None:
    """Reading is not writing; calendars are not settings; nothing is users."""
    directory = graph.directory
    reader = directory.register_application("reader", roles=("Calendars.Read",))
    graph.token = directory.issue(reader)

    assert graph.get(events_of(ann)).status == 200
    refused = graph.post(events_of(ann), a_body())
    assert (refused.status, refused.code) == (403, "ErrorAccessDenied")
    assert graph.get(f"/users/{ann.id}/outlook/masterCategories").status == 403
    user = graph.get(f"/users/{ann.id}")
    assert (user.status, user.code) == (403, "Authorization_RequestDenied")
    assert ann.events == ()


def test_me_has_no_meaning(graph: Graph) -> None:
    """An application has no `me` (1.3)."""
    answer = graph.get("/me/events")

    assert (answer.status, answer.code) == (400, "BadRequest")


def test_unknown_users(graph: Graph) -> None:
    """A mailbox path and the user itself say it differently."""
    mailbox = graph.get("/users/nobody%40contoso.example/events")
    user = graph.get("/users/nobody%40contoso.example")

    assert (mailbox.status, mailbox.code) == (404, "ErrorInvalidUser")
    assert (user.status, user.code) == (404, "Request_ResourceNotFound")


def test_mailbox_without_access(graph: Graph, ann: Mailbox) -> None:
    """Not enabled for REST, or closed by policy: neither means "no events"."""
    ann.access = "not_enabled"
    answer = graph.get(events_of(ann))
    assert (answer.status, answer.code) == (404, "MailboxNotEnabledForRESTAPI")

    ann.access = "denied"
    answer = graph.get(events_of(ann))
    assert (answer.status, answer.code) == (403, "ErrorAccessDenied")


def test_removed_mailbox_is_unknown(graph: Graph, ann: Mailbox) -> None:
    """A mailbox that is gone answers as if it had never been."""
    graph.exchange.remove_mailbox(ann.address)

    assert graph.get(f"/users/{ann.id}/events").code == "ErrorInvalidUser"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/users/{id}/people", 501),
        ("GET", "/users/{id}/todo", 501),
        ("GET", "/users/{id}/messages/AAMkAAAAAA==/$value", 501),
        ("GET", "/users/{id}/mailFolders/inbox/messageRules", 501),
        ("GET", "/users/{id}/calendar/calendarPermissions", 501),
        ("POST", "/users/{id}/findMeetingTimes", 501),
        ("POST", "/users", 501),
        ("GET", "/users/{id}/nonsense", 404),
        ("GET", "/users/{id}/events/AAMkAAAAAA==/nonsense", 404),
        ("GET", "/nonsense", 404),
        ("PUT", "/users/{id}/events", 405),
        ("DELETE", "/users/{id}/events", 405),
        ("GET", "/$batch", 405),
    ],
)
def test_gaps_and_errors_are_told_apart(
    graph: Graph, ann: Mailbox, method: str, path: str, status: int
) -> None:
    """501: Graph has it, the fake has not; 404 and 405: Graph has it neither."""
    answer = graph.call(method, path.format(id=ann.id))

    assert answer.status == status
    if status == 501:
        assert path.format(id=ann.id) in answer.json["error"]["message"]


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("POST", "/users/x/events", "event.create"),
        ("GET", "/users/x/events/1", "event.read"),
        ("GET", "/users/x/calendar/events", "event.list"),
        ("PATCH", "/users/x/events/1", "event.update"),
        ("DELETE", "/users/x/events/1", "event.delete"),
        ("POST", "/users/x/events/1/cancel", "event.cancel"),
        ("POST", "/users/x/events/1/tentativelyAccept", "event.respond"),
        ("POST", "/users/x/events/1/forward", "event.forward"),
        ("GET", "/users/x/calendarView", "calendarView.list"),
        ("GET", "/users/x/calendarview/delta()", "calendarView.delta"),
        ("GET", "/users/x/events/delta", "events.delta"),
        ("POST", "/users/x/outlook/masterCategories", "category.create"),
        ("GET", "/users/x/outlook/masterCategories", "category.list"),
        ("GET", "/users/x/calendars", "calendar.list"),
        ("GET", "/users/x/calendars/1", "calendar.read"),
        ("GET", "/users/x", "user.read"),
        ("GET", "/users/x/mailboxSettings", "mailboxSettings.read"),
        ("PATCH", "/users/x/mailboxSettings", "mailboxSettings.update"),
        ("POST", "/$batch", "batch"),
        ("GET", "/users/x/messages", "message.list"),
        ("POST", "/users/x/sendMail", "mail.send"),
        ("GET", "/users/x/people", "other"),
    ],
)
def test_operations_have_their_names(
    graph: Graph, method: str, path: str, operation: str
) -> None:
    """Faults and journal know requests by these names."""
    request = Request(
        method=method,
        path=f"/v1.0{path}",
        query="",
        headers={},
        body=b"",
        root_url=ROOT,
    )

    assert graph.service.operation(request) == operation


def test_withdrawn_tokens_are_refused(graph: Graph, ann: Mailbox) -> None:
    """A token can end in the middle of a run."""
    graph.directory.expire_tokens()
    assert graph.get(events_of(ann)).status == 401

    graph.token = graph.directory.issue(
        graph.application, lifetime=timedelta(minutes=1)
    )
    assert graph.get(events_of(ann)).status == 200
