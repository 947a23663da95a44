"""The fake answers the same while freezegun pins the process clock, as in a run."""

from __future__ import annotations

from datetime import UTC

from freezegun import freeze_time

from tests.fakes.dataverse.makers import a_bench, a_user


def test_instants_of_real_and_frozen_classes_are_written_alike() -> None:
    """A row that was made before the freeze reads the same in it."""
    bench = a_bench()
    thawed = bench.read("/bookingstatuses")

    with freeze_time("2026-03-02T08:00:00Z", real_asyncio=True):
        bench.organization.update(
            "organization", bench.organization.organization_id, {}
        )
        frozen = bench.read("/organizations")

    assert "createdon" in str(frozen)
    assert thawed["@odata.context"].endswith("bookingstatuses")


def test_an_instant_of_the_frozen_class_is_written_as_any_other() -> None:
    """What a harness stores while the process clock is pinned."""
    bench = a_bench()
    user = a_user(bench)
    mailbox = str(bench.organization.mailbox_of(user)["mailboxid"])

    with freeze_time("2026-03-02T08:00:00Z", real_asyncio=True):
        from datetime import datetime  # noqa: PLC0415 - the frozen class

        changes = {"lastsuccessfulsynccompletedon": datetime.now(UTC)}
        bench.organization.update("mailbox", mailbox, changes)
        found = bench.read(f"/mailboxes?$filter=mailboxid eq {mailbox}")["value"]

    shown = found[0]["lastsuccessfulsynccompletedon"]
    assert shown == "2026-03-02T08:00:00Z"
