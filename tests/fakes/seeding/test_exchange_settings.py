"""Exchange as a seed's administrator sets it up: switches, limits, policies."""

from __future__ import annotations

import typing
from dataclasses import fields
from datetime import timedelta
from typing import Any, Literal, get_args, get_origin

import pytest

from fakes.exchange import Switches
from fakes.exchange.throttling import Throttle
from fakes.seeding.document import SCHEMA
from tests.fakes.seeding.makers import NINA, a_tenant, planted, refusal

_EXCHANGE: dict[str, Any] = SCHEMA["properties"]["exchange"]["properties"]


def _spelt(kind: type, *, but: str = "") -> dict[str, object]:
    """The fields as a seed spells them, with the words of a closed choice."""
    found: dict[str, object] = {}
    hints = typing.get_type_hints(kind)
    for one in fields(kind):
        hint = hints[one.name]
        is_span = timedelta in (hint, *get_args(hint))
        words = list(get_args(hint)) if get_origin(hint) is Literal else None
        if one.name != but:
            found[f"{one.name}_s" if is_span else one.name] = words
    return found


@pytest.mark.parametrize(
    ("section", "kind", "but"),
    [("switches", Switches, "throttle"), ("throttle", Throttle, "")],
)
def test_whatever_can_be_switched_can_be_seeded(
    section: str, kind: type, but: str
) -> None:
    known = _EXCHANGE[section]["properties"]

    told = {name: schema.get("enum") for name, schema in known.items()}

    assert told == _spelt(kind, but=but)


def test_switches_and_limits_are_set() -> None:
    tenant = a_tenant()

    planted(
        {
            "exchange": {
                "switches": {
                    "transaction_repeat": "conflict",
                    "change_key_rotation_s": 5,
                    "delta_token_lifetime_s": None,
                },
                "throttle": {"requests": 3, "window_s": 60},
            }
        },
        tenant,
    )

    switches = tenant.exchange.switches
    assert switches.transaction_repeat == "conflict"
    assert switches.change_key_rotation == timedelta(seconds=5)
    assert switches.delta_token_lifetime is None
    assert switches.throttle == Throttle(requests=3, window=timedelta(minutes=1))


def test_policies_and_roles_are_given_to_applications_by_name() -> None:
    tenant = a_tenant()
    application = tenant.application

    planted(
        {
            "users": [NINA],
            "exchange": {
                "policies": [
                    {
                        "application": application.display_name,
                        "right": "DenyAccess",
                        "mailboxes": [NINA["email"]],
                        "seen_after_s": 3600,
                    }
                ],
                "roles": [
                    {
                        "application": application.client_id,
                        "role": "Application Mail.Read",
                    }
                ],
            },
        },
        tenant,
    )

    rules = tenant.exchange.access_rules
    client_id, now = application.client_id, tenant.clock.now()
    assert rules.allows(client_id, NINA["email"], "Calendars", at=now)
    later = now + timedelta(hours=1)
    assert not rules.allows(client_id, NINA["email"], "Calendars", at=later)
    assert rules.assigned(client_id, NINA["email"], at=now) == {"Mail.Read"}


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"switches": {"transaction_repeat": "maybe"}}, "'maybe' is not one of"),
        ({"switches": {"nonsense": 1}}, "'nonsense' was unexpected"),
        ({"throttle": {"window_s": 0}}, "0 is less than or equal"),
        (
            {"roles": [{"application": "nobody", "role": "Application Mail.Read"}]},
            "there is no application nobody",
        ),
        (
            {"roles": [{"application": "implementation under test", "role": "Boss"}]},
            "'Boss' is no role",
        ),
        (
            {
                "policies": [
                    {
                        "application": "implementation under test",
                        "right": "DenyAccess",
                        "mailboxes": ["x@y.example"],
                    }
                ]
            },
            "there is no mailbox x@y.example",
        ),
    ],
)
def test_what_cannot_be_set_up_is_told(settings: object, reason: str) -> None:
    told = refusal({"exchange": settings})

    assert told.place.startswith("exchange")
    assert reason in told.reason
