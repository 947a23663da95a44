"""One tenant of the fake grows in a process of its own; a JSON line after each step.

python grow_fake.py EVENTS STEPS MAILBOXES
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from side_by_side.growing import memory_mb, seconds, tell

from exchange.events import LASTS, start_of
from exchange.serve_fake import fill
from fakes import Tenant

CHANGES = 1_000


def main() -> None:
    """A tenant grows step by step, is changed, taken back, and emptied."""
    events, steps, mailboxes = map(int, sys.argv[1:])
    tenant = Tenant("grow", seed=1, now=start_of(0), root_url="http://127.0.0.1")
    exchange = tenant.exchange
    for number in range(mailboxes):
        exchange.add_mailbox(f"nina{number}@contoso.example", name="Nina Example")
    empty = exchange.snapshot()
    tell("start", memory_mb=memory_mb())
    size = events // steps
    for first in range(0, events, size):
        took = seconds(lambda first=first: fill(tenant, first, first + size, mailboxes))  # type: ignore[misc]  # bound at once
        tell("step", rows=first + size, seconds=took, memory_mb=memory_mb())
    tell("snapshot", seconds=seconds(exchange.snapshot))
    full = exchange.snapshot()
    box = exchange.mailboxes[0]
    known = [(number, event.id) for number, event in enumerate(box.events[:CHANGES])]

    def update() -> None:
        later = 2 * LASTS + timedelta(minutes=1)
        for number, event_id in known:
            box.update_event(event_id, end=start_of(number) + later)

    def delete() -> None:
        for _, event_id in known:
            box.delete_event(event_id)

    for what, change in (("update", update), ("delete", delete)):
        took = seconds(change)
        back = seconds(lambda: exchange.restore(full))
        tell(what, rows=len(known), seconds=took, restored_s=back)
    tell("empty again", seconds=seconds(lambda: exchange.restore(empty)))


if __name__ == "__main__":
    main()
