"""The fake answers the same while freezegun pins the process clock, as in a run."""

from __future__ import annotations

from freezegun import freeze_time

from tests.fakes.dataverse.makers import a_bench


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
