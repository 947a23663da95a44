"""Section 11.1: every switch is there, its default first, or a reason why it is not."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from datetime import timedelta
from typing import Any, Final, Literal

import pytest

from fakes import faults
from fakes.exchange import ExchangeTenant, Mailbox, Switches
from fakes.exchange.access_policy import AccessRules
from tests.fakes.exchange.graph import Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A row of the table, or a part of one; `values` are the fake's, default first."""

    row: str
    setting: str
    values: tuple[object, ...]


SOME: Final = timedelta(seconds=5)
SWITCHES: Final = (
    Switch(
        row="concurrency scope: app+mailbox, app",
        setting="throttle.concurrency_scope",
        values=("application and mailbox", "application"),
    ),
    Switch(
        row="changeKey self-rotation: off, after n ms",
        setting="change_key_rotation",
        values=(None, timedelta(milliseconds=5)),
    ),
    Switch(
        row="deleted occurrence: no entry, @removed",
        setting="delta_gone_occurrence",
        values=("silent", "removed"),
    ),
    Switch(
        row="master row: included, omitted",
        setting="delta_master",
        values=("included", "omitted"),
    ),
    Switch(
        row="occurrences: bare, full",
        setting="delta_occurrence",
        values=("bare", "full"),
    ),
    Switch(
        row="delta tokens: unlimited, n rounds",
        setting="delta_token_rounds",
        values=(None, 3),
    ),
    Switch(
        row="delta tokens: unlimited, n seconds",
        setting="delta_token_lifetime",
        values=(None, SOME),
    ),
    Switch(
        row="replay and duplicate rate (none or all)",
        setting="delta_noise",
        values=("none", "replays", "duplicates"),
    ),
    Switch(row="visibility delay", setting="delta_delay", values=(timedelta(), SOME)),
    Switch(
        row="transactionId repeat: 201 existing, 409, ignored",
        setting="transaction_repeat",
        values=("existing", "conflict", "ignored"),
    ),
    Switch(
        row="attendee PATCH of shared fields: lenient, strict",
        setting="attendee_update",
        values=("lenient", "strict"),
    ),
    # the table's default is off; the fake has the documented limits of section 6
    Switch(
        row="throttle: budget n, off",
        setting="throttle.requests",
        values=(10_000, None),
    ),
    Switch(
        row="subscription: sync, delayed",
        setting="notification_delay",
        values=(timedelta(), SOME),
    ),
    Switch(
        row="subscription: told, dropped (with missed), duplicated",
        setting="notifications",
        values=("told", "dropped", "duplicated"),
    ),
)
# values of the table that are set otherwise than by `Switches`
ELSEWHERE: Final[Mapping[str, tuple[object, str]]] = {
    "delta tokens: expire now": (ExchangeTenant, "expire_delta_tokens"),
    "delta tokens: expire at a request": (faults, "DeltaTokensExpired"),
    "timeout-after-commit: drop the connection": (faults.Lost, "after_effect"),
    "timeout-after-commit: 504": (faults.Answer, "after_effect"),
    "timeout-after-commit: per route": (faults.Fault, "operation"),
    "auth: expired mid-run": (faults, "TokensExpired"),
    "auth: revoked (CAE)": (faults, "TokensRevoked"),
    "auth: policy denied": (AccessRules, "with_policy"),
    "throttle: script of statuses per route": (faults.Answer, "status"),
}
# values of the table that the fake does not have
MISSING: Final[Mapping[str, str]] = {
    "changeKey self-rotation: random": "Nothing here is left to chance: a scenario"
    " says when.",
    "EWS: on, blocked tenant": "The fake does not serve EWS (section 10).",
}


def found(setting: str) -> tuple[type, str]:
    """The class that has the setting, and its name there."""
    *path, name = setting.split(".")
    owner: type = Switches
    for part in path:
        owner = typing.get_type_hints(owner)[part]
    assert is_dataclass(owner)
    return owner, name


def allows(hint: Any, value: object) -> bool:
    """Whether a value may stand where the hint does."""
    parts = typing.get_args(hint)
    if typing.get_origin(hint) is Literal:
        return value in parts
    return any(isinstance(value, one) for one in parts or (hint,))


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda one: one.row)
def test_a_switch_has_the_values_of_the_table(switch: Switch) -> None:
    owner, name = found(switch.setting)
    hint = typing.get_type_hints(owner)[name]

    assert getattr(owner(), name) == switch.values[0]
    assert all(allows(hint, value) for value in switch.values)


@pytest.mark.parametrize("row", ELSEWHERE)
def test_what_is_no_switch_is_done_by_something_else(row: str) -> None:
    owner, name = ELSEWHERE[row]

    assert hasattr(owner, name)


def test_nothing_rotates_by_chance() -> None:
    """`MISSING` says why; a switch that comes to do so belongs to the table above."""
    hint = typing.get_type_hints(Switches)["change_key_rotation"]

    assert "changeKey self-rotation: random" in MISSING
    assert not allows(hint, "random")


def test_ews_is_not_served(graph: Graph, ann: Mailbox) -> None:
    """`MISSING` says why; nobody takes another answer for one of EWS."""
    answer = graph.call("POST", "/EWS/Exchange.asmx", body=b"<soap/>")

    assert "EWS: on, blocked tenant" in MISSING
    assert answer.status == 404
