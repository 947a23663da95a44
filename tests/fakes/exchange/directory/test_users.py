"""Users of the tenant, and mailboxes in their states. Sections 1.4 and 8."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fakes.exchange import Mailbox
from tests.fakes.exchange.graph import Graph, events_of


def test_users_are_listed(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """As a plain GET of each shows them."""
    rows = graph.get("/users").rows

    assert [row["id"] for row in rows] == [ann.id, bob.id]
    alone = graph.get(f"/users/{ann.id}").json
    assert rows[0] == {name: alone[name] for name in rows[0]}


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("userPrincipalName eq 'BOB@contoso.example'", ["Bob Bell"]),
        ("mail eq 'ann@contoso.example'", ["Ann Ames"]),
        ("startswith(displayName,'b')", ["Bob Bell"]),
        (
            "mail eq 'ann@contoso.example' or surname eq 'Bell'",
            ["Ann Ames", "Bob Bell"],
        ),
        ("mail eq 'nobody@contoso.example'", []),
    ],
)
@pytest.mark.usefixtures("ann", "bob")
def test_users_are_found(graph: Graph, condition: str, found: list[str]) -> None:
    """By what they are called."""
    rows = graph.get("/users", f"$filter={condition}").rows

    assert [row["displayName"] for row in rows] == found


def test_a_user_is_found_by_id(graph: Graph, ann: Mailbox, bob: Mailbox) -> None:
    """And only that one."""
    assert ann.id != bob.id

    rows = graph.get("/users", f"$filter=id eq '{bob.id}'&$select=mail").rows

    assert rows == [{"mail": "bob@contoso.example"}]


@pytest.mark.usefixtures("ann", "bob")
def test_users_are_paged(graph: Graph) -> None:
    """The link leads to the rest, in the order that was asked for."""
    graph.exchange.add_mailbox("eve@contoso.example", name="Eve Evans")

    page = graph.get("/users", "$top=2&$orderby=displayName desc&$select=displayName")

    assert [row["displayName"] for row in page.rows] == ["Eve Evans", "Bob Bell"]
    link = page.json["@odata.nextLink"]
    assert "$skiptoken=" in link
    rest = graph.follow(link)
    assert [row["displayName"] for row in rest.rows] == ["Ann Ames"]
    assert "@odata.nextLink" not in rest.json


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("$top=1000", "Request_UnsupportedQuery"),
        ("$filter=nonsense eq 'x'", "BadRequest"),
        ("$select=nonsense", "BadRequest"),
        ("$skiptoken=zzz", "Directory_ExpiredPageToken"),
        ("$skip=1", "ErrorInvalidUrlQuery"),
    ],
)
@pytest.mark.usefixtures("ann")
def test_bad_queries_are_refused(graph: Graph, query: str, code: str) -> None:
    """The directory takes 999 at a time and has no `$skip`."""
    answer = graph.get("/users", query)

    assert (answer.status, answer.code) == (400, code)


@pytest.mark.usefixtures("ann")
def test_users_need_a_directory_permission(graph: Graph) -> None:
    """Reading calendars is not enough."""
    reader = graph.directory.register_application("reader", roles=("Calendars.Read",))
    graph.token = graph.directory.issue(reader)

    assert graph.get("/users").code == "Authorization_RequestDenied"


def test_a_new_mailbox_is_not_found_for_a_while(graph: Graph) -> None:
    """The user is there; the mailbox comes when the switch says (trap 39)."""
    graph.exchange.switches.provisioning = timedelta(minutes=15)
    new = graph.exchange.add_mailbox("new@contoso.example", name="New")

    early = graph.get(events_of(new))
    assert (early.status, early.code) == (404, "ErrorInvalidUser")
    assert graph.get(f"/users/{new.id}").status == 200
    graph.pass_time(minutes=15)

    assert graph.get(events_of(new)).status == 200
