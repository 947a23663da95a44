"""Indexes and snapshots agree with plain scans, whatever has happened before."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from fakes.dataverse.rows import Row
from tests.fakes.dataverse.makers import (
    MONDAY,
    Bench,
    a_booking,
    a_booking_status,
    a_resource,
    a_user,
)

TABLE = "bookableresourcebooking"


def _by_scan(bench: Bench, resource: str, low: int, high: int) -> tuple[list[Row], ...]:
    rows = list(bench.organization.rows_of(TABLE).by_id.values())
    first, last = (MONDAY + timedelta(hours=one) for one in (low, high))
    return (
        [row for row in rows if row.values["resource"] == resource],
        [row for row in rows if first <= _start(row) <= last],
        sorted(rows, key=lambda row: row.id)[:5],
    )


def _start(row: Row) -> datetime:
    found = row.values["starttime"]
    assert isinstance(found, datetime)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_a_random_walk_leaves_indexes_and_rows_in_agreement(
    bench: Bench, seed: int
) -> None:
    """Creates, moves, deletions and ways back; after each the same rows are found."""
    dice = random.Random(seed)  # noqa: S311 - a repeatable walk
    organization, status = bench.organization, a_booking_status(bench)
    user = a_user(bench)
    resources = [a_resource(bench, user, f"R{number}") for number in range(3)]
    for number in range(40):
        start = MONDAY + timedelta(hours=number)
        resource = resources[number % 3]
        a_booking(bench, resource, bookingstatus=status, starttime=start)
    held = organization.rows_of(TABLE)

    for _ in range(120):
        before = organization.snapshot()
        ids = [row.id for row in held.by_id.values()]
        order = ids.copy()
        for _ in range(dice.randint(1, 4)):
            start = MONDAY + timedelta(hours=dice.randint(0, 60))
            match dice.randint(0, 2):
                case 0:
                    resource = dice.choice(resources)
                    a_booking(bench, resource, bookingstatus=status, starttime=start)
                case 1:
                    changes = {
                        "starttime": start,
                        "endtime": start + timedelta(hours=1),
                        "resource": dice.choice(resources),
                    }
                    organization.update(TABLE, dice.choice(ids), changes)
                case _ if len(ids) > 35:
                    gone = ids.pop(dice.randrange(len(ids)))
                    organization.delete(TABLE, gone)
        if dice.random() < 0.3:
            organization.restore(before)
            assert [row.id for row in held.by_id.values()] == order

        low = dice.randint(0, 60)
        first, last = (MONDAY + timedelta(hours=one) for one in (low, low + 5))
        found = (
            held.equal("resource", resources[0]),
            held.between("starttime", first, last),
            held.page("", 5)[0],
        )
        assert found == _by_scan(bench, resources[0], low, low + 5)
