"""Relative dates, for FetchXML and `$filter` alike: section 4.3, bounds inferred."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fakes.dataverse.zones import ZONES, zone_of
from tests.fakes.dataverse.fetch.queries import (
    a_column,
    a_condition,
    a_fetch,
    ask,
    rows,
)
from tests.fakes.dataverse.makers import MONDAY, Bench, error_of

# It is Monday, 2026-03-02, 08:00 UTC. Operator, value, rows inside, rows outside.
CASES = [
    ("today", "", "0302T000000 0302T235959", "0301T235959 0303T000000"),
    ("tomorrow", "", "0303T000000 0303T235959", "0302T235959 0304T000000"),
    ("yesterday", "", "0301T000000 0301T235959", "0228T235959 0302T000000"),
    ("this-week", "", "0301T000000 0307T235959", "0228T235959 0308T000000"),
    ("last-week", "", "0222T000000 0228T235959", "0221T235959 0301T000000"),
    ("next-week", "", "0308T000000 0314T235959", "0307T235959 0315T000000"),
    ("this-month", "", "0301T000000 0331T235959", "0228T235959 0401T000000"),
    ("last-month", "", "0201T000000 0228T235959", "0131T235959 0301T000000"),
    ("next-month", "", "0401T000000 0430T235959", "0331T235959 0501T000000"),
    ("this-year", "", "0101T000000 1231T235959", "20251231T235959 20270101T000000"),
    ("last-year", "", "20250101T000000 20251231T235959", "0101T000000"),
    ("next-year", "", "20270101T000000 20271231T235959", "1231T235959"),
    ("last-seven-days", "", "0223T000000 0302T080000", "0222T235959 0302T080001"),
    ("next-seven-days", "", "0302T080000 0309T235959", "0302T075959 0310T000000"),
    ("last-x-hours", "2", "0302T060000 0302T080000", "0302T055959 0302T080001"),
    ("next-x-hours", "2", "0302T080000 0302T095959", "0302T075959 0302T100000"),
    ("last-x-days", "2", "0228T000000 0302T080000", "0227T235959 0302T080001"),
    ("next-x-days", "2", "0302T080000 0304T235959", "0302T075959 0305T000000"),
    ("last-x-weeks", "1", "0223T000000 0302T080000", "0222T235959 0302T080001"),
    ("next-x-weeks", "1", "0302T080000 0309T235959", "0302T075959 0310T000000"),
    ("last-x-months", "1", "0202T000000 0302T080000", "0201T235959 0302T080001"),
    ("next-x-months", "1", "0302T080000 0402T235959", "0302T075959 0403T000000"),
    ("last-x-years", "1", "20250302T000000", "20250301T235959 0302T080001"),
    ("next-x-years", "1", "0302T080000 20270302T235959", "20270303T000000"),
    ("olderthan-x-minutes", "30", "0302T072959", "0302T073000"),
    ("olderthan-x-hours", "2", "0302T055959", "0302T060000"),
    ("olderthan-x-days", "1", "0301T075959", "0301T080000"),
    ("olderthan-x-weeks", "1", "0223T075959", "0223T080000"),
    ("olderthan-x-months", "1", "0202T075959", "0202T080000"),
    ("olderthan-x-years", "1", "20250302T075959", "20250302T080000"),
    ("on", "2026-03-03", "0303T000000 0303T235959", "0302T235959 0304T000000"),
    ("on-or-before", "2026-03-03", "0303T235959 0101T000000", "0304T000000"),
    ("on-or-after", "2026-03-03", "0303T000000 1231T000000", "0302T235959"),
    # Beyond every calendar: no bound, and no failure.
    ("last-x-years", "2147483647", "17530101T000000", "0302T080001"),
    ("next-x-months", "2147483647", "99981231T000000", "0302T075959"),
    ("olderthan-x-years", "999999", "", "17530101T000000"),
]
DAYS = [
    ("today", "", "0302", "0301 0303"),
    ("this-week", "", "0301 0307", "0228 0308"),
    ("last-month", "", "0201 0228", "0131 0301"),
    ("last-x-days", "2", "0228 0302", "0227 0303"),
    ("next-x-days", "2", "0302 0304", "0301 0305"),
    ("olderthan-x-days", "1", "0228", "0301"),
    ("on", "2026-03-03", "0303", "0302 0304"),
    ("on-or-before", "2026-03-03", "0303", "0304"),
]


def _iso(text: str) -> str:
    """`0302T080000` as an instant of 2026, `0302` as a day."""
    day, _, time = text.partition("T")
    day = day if len(day) == 8 else f"2026{day}"
    date = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    return f"{date}T{time[:2]}:{time[2:4]}:{time[4:]}Z" if time else date


def _values(value: str) -> list[str]:
    return [value] if value else []


@pytest.mark.parametrize(("operator", "value", "inside", "outside"), CASES)
def test_a_span_begins_and_ends_to_the_second(
    bench: Bench, operator: str, value: str, inside: str, outside: str
) -> None:
    """Rows just inside are found, rows just outside and null are not."""
    for moment in (*inside.split(), *outside.split()):
        values = {"subject": moment, "scheduledstart": _iso(moment)}
        bench.organization.create("task", values)
    bench.organization.create("task", {"subject": "without"})
    where = a_condition("scheduledstart", operator, *_values(value))
    text = a_fetch("task", a_column("subject"), filter=where)

    found = [one["subject"] for one in rows(bench, "tasks", text)]

    assert found == inside.split()


@pytest.mark.parametrize(("operator", "value", "inside", "outside"), DAYS)
def test_a_date_only_column_is_taken_by_the_day(
    bench: Bench, operator: str, value: str, inside: str, outside: str
) -> None:
    """A day that the span touches counts (inferred)."""
    for day in (*inside.split(), *outside.split()):
        values = {"lastname": day, "birthdate": _iso(day)}
        bench.organization.create("contact", values)
    where = a_condition("birthdate", operator, *_values(value))
    text = a_fetch("contact", a_column("lastname"), filter=where)

    found = [one["lastname"] for one in rows(bench, "contacts", text)]

    assert found == inside.split()


@pytest.mark.parametrize(
    ("function", "found"),
    [
        ("ThisWeek(PropertyName='scheduledstart')", ["now"]),
        ("LastMonth(PropertyName='scheduledstart')", ["before"]),
        ("NextYear(PropertyName='scheduledstart')", ["after"]),
        ("OlderThanXDays(PropertyName='scheduledstart',PropertyValue=2)", ["before"]),
    ],
)
def test_a_filter_knows_the_same_spans(
    bench: Bench, function: str, found: list[str]
) -> None:
    """Section 4.3 names them as query functions."""
    for name, start in (("before", "0228"), ("now", "0302"), ("after", "20270101")):
        values = {"subject": name, "scheduledstart": _iso(f"{start}T000000")}
        bench.organization.create("task", values)

    answer = bench.read(f"/tasks?$filter=Microsoft.Dynamics.CRM.{function}")

    assert [one["subject"] for one in answer["value"]] == found


@pytest.mark.parametrize(
    ("zone", "found"),
    [(92, ["morning", "night"]), (290, ["night"]), (0, ["morning"])],
)
def test_today_is_the_callers(bench: Bench, zone: int, found: list[str]) -> None:
    """Trap 24: 11:30 UTC of Monday is Tuesday in Auckland, Sunday at the date line."""
    bench.clock.move_to(MONDAY + timedelta(hours=3, minutes=30))
    for name, start in (("morning", "0302T100000"), ("night", "0302T230000")):
        values = {"subject": name, "scheduledstart": _iso(start)}
        bench.organization.create("task", values)
    me = bench.organization.application_user
    bench.organization.update("usersettings", me, {"timezonecode": zone})
    where = a_condition("scheduledstart", "today")
    text = a_fetch("task", a_column("subject"), filter=where)

    assert [one["subject"] for one in rows(bench, "tasks", text)] == found


def test_a_code_that_nobody_knows_is_a_gap(bench: Bench) -> None:
    """It is never guessed."""
    me = bench.organization.application_user
    bench.organization.update("usersettings", me, {"timezonecode": 9})
    bench.organization.create("task", {"subject": "x", "scheduledstart": MONDAY})
    text = a_fetch("task", filter=a_condition("scheduledstart", "today"))

    assert error_of(ask(bench, "tasks", text)) == (501, "0x80040219")


def test_every_known_code_is_a_zone() -> None:
    """A misspelt name would only show when a user has that zone."""
    assert all(zone_of(code).key == name for code, name in ZONES.items())
