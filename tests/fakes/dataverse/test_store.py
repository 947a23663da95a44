from datetime import UTC, datetime, timedelta

import pytest

from fakes.dataverse.errors import DataverseError
from tests.fakes.dataverse.makers import (
    MONDAY,
    Bench,
    a_bench,
    a_booking,
    a_booking_status,
    a_resource,
    a_user,
    a_work_order,
)


def test_a_booking_has_a_duration_and_its_stamps(bench: Bench) -> None:
    """Section 9.8, and the common columns of section 9."""
    user = a_user(bench)
    booking = a_booking(bench, a_resource(bench, user))

    row = bench.organization.get("bookableresourcebooking", booking)

    assert row is not None
    assert row["duration"] == 60
    assert row["bookingtype"] == 1
    assert row["createdon"] == row["modifiedon"] == MONDAY
    assert row["versionnumber"] == bench.organization.version
    assert row["createdby"] == bench.organization.system_user
    assert (row["statecode"], row["statuscode"]) == (0, 1)


def test_a_moved_booking_has_its_new_duration(bench: Bench) -> None:
    """Start and end decide on the minutes."""
    booking = a_booking(bench, a_resource(bench, a_user(bench)))

    bench.organization.update(
        "bookableresourcebooking", booking, {"endtime": MONDAY + timedelta(hours=5)}
    )

    row = bench.organization.get("bookableresourcebooking", booking)
    assert row is not None
    assert row["duration"] == 180


def test_a_longer_booking_ends_later(bench: Bench) -> None:
    """Inferred: the end follows a duration written alone."""
    booking = a_booking(bench, a_resource(bench, a_user(bench)))

    bench.organization.update("bookableresourcebooking", booking, {"duration": 90})

    row = bench.organization.get("bookableresourcebooking", booking)
    assert row is not None
    assert row["endtime"] == MONDAY + timedelta(hours=3, minutes=30)


def test_an_update_with_equal_values_raises_version_and_modifiedon(
    bench: Bench,
) -> None:
    """Section 3.1 and trap 30."""
    booking = a_booking(bench, a_resource(bench, a_user(bench)))
    before = bench.organization.version
    bench.clock.move_to(MONDAY + timedelta(minutes=1))

    bench.organization.update(
        "bookableresourcebooking", booking, {"name": "Site visit"}
    )

    row = bench.organization.get("bookableresourcebooking", booking)
    assert row is not None
    assert row["versionnumber"] == before + 1
    assert row["modifiedon"] == MONDAY + timedelta(minutes=1)
    assert row["createdon"] == MONDAY


def test_a_view_of_a_row_stays_as_it_was(bench: Bench) -> None:
    """Rows are replaced, never altered."""
    booking = a_booking(bench, a_resource(bench, a_user(bench)))
    row = bench.organization.get("bookableresourcebooking", booking)

    bench.organization.update("bookableresourcebooking", booking, {"name": "Other"})

    assert row is not None
    assert row["name"] == "Site visit"


def test_changes_are_told_in_order(bench: Bench) -> None:
    """What "nothing else has changed" is judged by."""
    resource = a_resource(bench, a_user(bench))
    status = a_booking_status(bench)
    before = bench.organization.version

    booking = a_booking(bench, resource, bookingstatus=status)
    bench.organization.update("bookableresourcebooking", booking, {"name": "Other"})
    bench.organization.delete("bookableresourcebooking", booking)

    changes = bench.organization.changed_since(before)
    assert [one.kind for one in changes] == ["create", "update", "delete"]
    assert {(one.table, one.id) for one in changes} == {
        ("bookableresourcebooking", booking)
    }
    assert changes[-1].version == bench.organization.version


def test_deleting_a_work_order_unlinks_its_bookings(bench: Bench) -> None:
    """The default cascade; the booking's version tells it."""
    order = a_work_order(bench)
    booking = a_booking(bench, a_resource(bench, a_user(bench)), msdyn_workorder=order)
    before = bench.organization.version

    bench.organization.delete("msdyn_workorder", order)

    row = bench.organization.get("bookableresourcebooking", booking)
    assert row is not None
    assert row["msdyn_workorder"] is None
    assert int(str(row["versionnumber"])) > before


def test_deleting_a_work_order_deletes_its_bookings_where_so_set(bench: Bench) -> None:
    """The other cascade, a switch of the organisation."""
    order = a_work_order(bench)
    booking = a_booking(bench, a_resource(bench, a_user(bench)), msdyn_workorder=order)
    bench.organization.cascade_work_order_deletion = True

    bench.organization.delete("msdyn_workorder", order)

    assert bench.organization.get("bookableresourcebooking", booking) is None


def test_going_back_to_a_snapshot_undoes_everything_since(bench: Bench) -> None:
    """Rows, order, version and log are as they were."""
    resource = a_resource(bench, a_user(bench))
    kept = [a_booking(bench, resource, name=f"{n}") for n in range(3)]
    bench.organization.rows("bookableresourcebooking", resource=resource)
    before, version = bench.organization.snapshot(), bench.organization.version

    bench.organization.delete("bookableresourcebooking", kept[1])
    bench.organization.update("bookableresourcebooking", kept[0], {"name": "changed"})
    a_booking(bench, resource)
    bench.organization.restore(before)

    rows = bench.organization.rows("bookableresourcebooking", resource=resource)
    assert [row["name"] for row in rows] == ["0", "1", "2"]
    assert bench.organization.version == version
    assert bench.organization.changed_since(version) == ()


def test_going_back_brings_deleted_rows_to_their_old_places(bench: Bench) -> None:
    """In the order of creation, without an index as well."""
    resource = a_resource(bench, a_user(bench))
    kept = [a_booking(bench, resource, name=f"{n}") for n in range(4)]
    before = bench.organization.snapshot()

    for one in kept[:2]:
        bench.organization.delete("bookableresourcebooking", one)
    bench.organization.restore(before)

    rows = bench.organization.rows("bookableresourcebooking")
    assert [row["name"] for row in rows] == ["0", "1", "2", "3"]


def test_a_snapshot_of_an_undone_state_is_refused(bench: Bench) -> None:
    """There is no way forward to what has been undone."""
    early = bench.organization.snapshot()
    a_user(bench)
    late = bench.organization.snapshot()
    bench.organization.restore(early)

    with pytest.raises(ValueError, match="undone"):
        bench.organization.restore(late)


def test_rows_are_found_by_index_after_many_changes(bench: Bench) -> None:
    """More rows than a scan takes, so that the indexes are built and kept."""
    first, second = (
        a_resource(bench, a_user(bench, f"User{n} Example"), f"R{n}") for n in (1, 2)
    )
    status = a_booking_status(bench)
    ids = [
        a_booking(
            bench,
            first,
            bookingstatus=status,
            starttime=MONDAY + timedelta(hours=n),
        )
        for n in range(60)
    ]
    assert len(bench.organization.rows("bookableresourcebooking", resource=first)) == 60

    bench.organization.update("bookableresourcebooking", ids[5], {"resource": second})
    bench.organization.delete("bookableresourcebooking", ids[6])

    moved = bench.organization.rows("bookableresourcebooking", resource=second)
    rest = bench.organization.rows("bookableresourcebooking", resource=first)
    assert [row["bookableresourcebookingid"] for row in moved] == [ids[5]]
    assert [row["bookableresourcebookingid"] for row in rest] == ids[:5] + ids[7:]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "x" * 101}, "0x80044331"),
        ({"bookingtype": 7}, "0x8004431a"),
        ({"starttime": "1700-01-01T00:00:00Z"}, "0x80040239"),
        ({"name": "bell \x07"}, "0x80040278"),
        ({"starttime": None}, "0x80040203"),
        ({"statecode": 0, "statuscode": 2}, "0x80048408"),
        ({"resource": "6d1b2a4e-0000-4000-8000-000000000009"}, "0x80040217"),
    ],
)
def test_values_that_a_column_does_not_take(
    bench: Bench, values: dict[str, object], code: str
) -> None:
    """Sections 3.4 and 3.6."""
    booking = a_booking(bench, a_resource(bench, a_user(bench)))

    with pytest.raises(DataverseError) as refused:
        bench.organization.update("bookableresourcebooking", booking, values)

    assert refused.value.code == code


def test_a_state_brings_its_default_status_and_a_status_its_state(
    bench: Bench,
) -> None:
    """Section 3.6; the implied statecode is inferred."""
    create, get = bench.organization.create, bench.organization.get
    values = {
        "subject": "Q3",
        "scheduledstart": MONDAY,
        "scheduledend": MONDAY + timedelta(hours=1),
    }
    first, second = create("appointment", values), create("appointment", values)

    bench.organization.update("appointment", first, {"statecode": 1})
    bench.organization.update("appointment", second, {"statuscode": 5})

    completed, busy = get("appointment", first), get("appointment", second)
    assert completed is not None
    assert busy is not None
    assert completed["statuscode"] == 3
    assert busy["statecode"] == 3


def test_an_instant_without_a_zone_is_a_mistake_of_the_harness(bench: Bench) -> None:
    """No guess is made."""
    naive = datetime(2026, 3, 2, 8)  # noqa: DTZ001 - on purpose

    with pytest.raises(ValueError, match="aware"):
        a_booking(bench, a_resource(bench, a_user(bench)), endtime=naive)


def test_instants_are_kept_in_utc_with_whole_seconds(bench: Bench) -> None:
    """Trap 26."""
    precise = datetime(2026, 3, 2, 10, 0, 0, 999_000, tzinfo=UTC)
    booking = a_booking(bench, a_resource(bench, a_user(bench)), starttime=precise)

    row = bench.organization.get("bookableresourcebooking", booking)

    assert row is not None
    assert row["starttime"] == precise.replace(microsecond=0)


def test_the_same_seed_gives_the_same_ids() -> None:
    """Architecture, section 9."""
    first, second = a_bench(seed=7), a_bench(seed=7)

    assert a_user(first) == a_user(second)
    assert a_user(a_bench(seed=8)) != a_user(a_bench(seed=7))
