"""Contacts, To Do lists and tasks of a seed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.fakes.seeding.makers import NINA, a_tenant, planted, refusal

OWNER = {"mailbox": NINA["email"]}
PEOPLE: dict[str, Any] = {"users": [{**NINA, "time_zone": "W. Europe Standard Time"}]}


def test_contacts_are_planted_in_their_folders() -> None:
    """Named by their parts; a folder that is named twice is made once."""
    tenant = a_tenant()
    garth = {
        **OWNER,
        "given_name": "Garth",
        "surname": "Fort",
        "email_addresses": ["garth@fabrikam.example"],
        "business_address": {"city": "Redmond", "postal_code": "98075"},
        "birthday": "1974-07-22",
    }
    friends = [{**OWNER, "given_name": name, "folder": "Friends"} for name in "AB"]

    planted({**PEOPLE, "contacts": [garth, *friends]}, tenant)

    nina = tenant.exchange.mailbox(NINA["email"])
    (contact,) = nina.contacts
    assert contact.display_name == "Garth Fort"
    assert contact.email_addresses[0].address == "garth@fabrikam.example"
    assert contact.business_address.postal_code == "98075"
    assert contact.birthday == date(1974, 7, 22)
    (folder,) = nina.contacts.folders
    in_folder = nina.stores.contacts.in_folder(folder.id)
    assert [one.given_name for one in in_folder] == ["A", "B"]


def test_tasks_are_planted_on_their_lists() -> None:
    """Due on days of the mailbox's zone, reminded of at instants."""
    tenant = a_tenant()
    seed = {
        **PEOPLE,
        "task_lists": [{**OWNER, "name": "Errands"}],
        "tasks": [
            {
                **OWNER,
                "title": "Order parts",
                "body": "Two pumps",
                "due": "2026-03-05",
                "reminder": "2026-03-04T08:00:00Z",
                "importance": "high",
                "categories": ["Customer"],
            },
            {**OWNER, "title": "Call", "list": "errands", "status": "completed"},
        ],
    }

    planted(seed, tenant)

    nina = tenant.exchange.mailbox(NINA["email"])
    (task,) = nina.tasks
    assert task.body.content == "Two pumps"
    assert task.due is not None
    assert task.due.at == datetime(2026, 3, 4, 23, tzinfo=UTC)
    assert task.reminder_at == datetime(2026, 3, 4, 8, tzinfo=UTC)
    assert task.is_reminder_on
    (other,) = nina.stores.tasks.in_folder(nina.tasks.lists[-1].id)
    assert (other.title, other.status) == ("Call", "completed")


@pytest.mark.parametrize(
    ("section", "one", "reason"),
    [
        ("contacts", {"mailbox": "x@y.example"}, "no mailbox x@y.example"),
        ("contacts", {**OWNER, "birthday": "soon"}, "soon"),
        ("contacts", {**OWNER, "home_phones": ["1", "2", "3"]}, "home_phones"),
        ("tasks", {**OWNER, "title": "A", "list": "None"}, "no list 'None'"),
        ("tasks", {**OWNER, "title": "A", "due": "soon"}, "soon"),
    ],
)
def test_refusals_name_the_entry(
    section: str, one: dict[str, Any], reason: str
) -> None:
    """And nothing of the seed is there."""
    tenant = a_tenant()

    refused = refusal({**PEOPLE, section: [one]}, tenant)

    assert refused.place == f"{section}[0]"
    assert reason in refused.reason
    assert tenant.exchange.mailboxes == ()
