"""One tenant of the fake grows in a process of its own; a JSON line after each step.

python grow_fake.py BOOKINGS STEPS
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from side_by_side.growing import memory_mb, seconds, tell

from dataverse.serve_fake import fill, links
from dataverse.table import SET, id_of, start_of
from fakes import Tenant

TABLE = SET.removesuffix("s")
CHANGES = 1_000


def main() -> None:
    """A tenant grows step by step, is changed, taken back, and emptied."""
    bookings, steps = int(sys.argv[1]), int(sys.argv[2])
    tenant = Tenant("grow", seed=1, now=start_of(0), root_url="http://127.0.0.1")
    organization, linked = tenant.dataverse, links(tenant)
    empty = organization.snapshot()
    tell("start", memory_mb=memory_mb())
    size = bookings // steps
    for first in range(0, bookings, size):
        took = seconds(lambda first=first: fill(tenant, linked, first, first + size))  # type: ignore[misc]  # bound at once
        tell("step", rows=first + size, seconds=took, memory_mb=memory_mb())
    tell("snapshot", seconds=seconds(organization.snapshot))
    full = organization.snapshot()

    def update() -> None:
        for number in range(CHANGES):
            later = {"endtime": start_of(number) + timedelta(hours=2)}
            organization.update(TABLE, id_of(number), later)

    def delete() -> None:
        for number in range(CHANGES):
            organization.delete(TABLE, id_of(number))

    for what, change in (("update", update), ("delete", delete)):
        took = seconds(change)
        back = seconds(lambda: organization.restore(full))
        tell(what, rows=CHANGES, seconds=took, restored_s=back)
    tell("empty again", seconds=seconds(lambda: organization.restore(empty)))


if __name__ == "__main__":
    main()
