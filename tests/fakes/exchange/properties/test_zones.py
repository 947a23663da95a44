"""Wall time goes round: written in one zone, read in another, written back (3.3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.exchange.throttling import Throttle
from fakes.exchange.windows_zones import ROWS
from tests.fakes.examples import examples
from tests.fakes.exchange.graph import Graph, a_body, a_graph, events_of, path_of

# names by the table that the fake has from the documents; rules by the library's own
ZONES: Final[dict[str, str]] = {
    name: row.split("|")[1].split()[0]
    for row in ROWS.strip().splitlines()
    for name in (row.split("|")[0], *row.split("|")[1].split())
    if name == row.split("|")[0]
}
IANA: Final = tuple(
    name for row in ROWS.strip().splitlines() for name in row.split("|")[1].split()
)
# hours around which clocks change somewhere: Berlin, New York, Lord Howe, Apia, Cairo
CHANGES: Final = tuple(
    map(
        datetime.fromisoformat,
        (
            *("2026-03-29T01:00", "2026-10-25T01:00", "2026-03-08T07:00"),
            *("2026-11-01T06:00", "2026-04-04T15:00", "2026-10-03T15:00"),
            *("2026-04-23T22:00", "2026-10-29T21:00", "2011-12-30T10:00"),
        ),
    )
)
YEARS: Final = (2018, 2026)  # Brazil changed then, Egypt does now
FIRST, LAST = map(datetime.fromisoformat, ("1990-01-01", "2037-12-30"))
zones: Final = st.sampled_from(sorted(ZONES))
moments: Final = st.one_of(
    st.datetimes(FIRST, LAST),
    st.builds(
        lambda at, minutes: at + timedelta(minutes=minutes),
        st.sampled_from(CHANGES),
        st.integers(-180, 180),
    ),
).map(lambda at: at.replace(microsecond=0))


def rules(name: str) -> ZoneInfo:
    """The zone's own rules."""
    return ZoneInfo("UTC" if name == "UTC" else ZONES.get(name, name))


def instant(said: dict[str, Any]) -> datetime:
    """The instant that a `dateTimeTimeZone` of an answer says, the earlier of two."""
    wall = datetime.fromisoformat(said["dateTime"][:19])
    return wall.replace(tzinfo=rules(said["timeZone"])).astimezone(UTC)


def wall(at: datetime, name: str) -> str:
    """What clocks of the zone show."""
    return at.astimezone(rules(name)).replace(tzinfo=None).isoformat()


def is_shown_twice(at: datetime, name: str) -> bool:
    """Whether clocks of the zone show that time twice: once is not told from twice."""
    shown = at.astimezone(rules(name))
    return shown.replace(fold=0).utcoffset() != shown.replace(fold=1).utcoffset()


def an_event(graph: Graph, **given: Any) -> tuple[str, dict[str, Any]]:
    """The path of a new event of Ann's, and it."""
    ann = graph.exchange.mailbox("ann@contoso.example")
    answer = graph.post(events_of(ann), a_body(**given))
    assert answer.status == 201, answer.text
    return path_of(ann, answer.json["id"]), answer.json


@pytest.fixture(scope="module")
def shared() -> Graph:
    """A tenant with Ann."""
    graph = a_graph()
    graph.exchange.add_mailbox("ann@contoso.example", name="Ann")
    graph.exchange.switches.throttle = Throttle(requests=None)
    return graph


@examples(80)
@given(at=moments, first=zones, second=zones)
def test_an_event_is_at_the_same_instant_in_every_zone(
    shared: Graph, at: datetime, first: str, second: str
) -> None:
    """Posted in one zone, read in another, patched back: nothing has moved."""
    begins = at.replace(tzinfo=UTC)
    ends = begins + timedelta(minutes=90)
    if any(
        is_shown_twice(one, zone) for one in (begins, ends) for zone in (first, second)
    ):
        return
    own = {"prefer": f'outlook.timezone="{second}"'}
    path, created = an_event(
        shared, start=wall(begins, first), end=wall(ends, first), zone=first
    )

    read = shared.get(path, **own).json
    patched = shared.call(
        "PATCH", path, body={"start": read["start"], "end": read["end"]}, headers=own
    ).json

    assert (instant(created["start"]), instant(created["end"])) == (begins, ends)
    assert read["start"] == {
        "dateTime": f"{wall(begins, second)}.0000000",
        "timeZone": second,
    }
    assert read["end"]["dateTime"] == f"{wall(ends, second)}.0000000"
    assert read["originalStartTimeZone"] == first
    assert (patched["start"], patched["end"]) == (read["start"], read["end"])
    again = shared.get(path).json
    assert (again["start"], again["end"]) == (created["start"], created["end"])


@examples(80)
@given(at=moments, zone=zones)
def test_a_time_that_no_clock_shows_is_one_that_some_clock_shows(
    shared: Graph, at: datetime, zone: str
) -> None:
    """In a gap or an overlap an event lasts no negative time, and reads back valid."""
    later = at + timedelta(minutes=30)
    ann = shared.exchange.mailbox("ann@contoso.example")
    body = a_body(start=at.isoformat(), end=later.isoformat(), zone=zone)

    answer = shared.post(events_of(ann), body, prefer=f'outlook.timezone="{zone}"')

    if answer.status == 400:  # the end is shown before the clocks go back
        assert answer.code == "ErrorPropertyValidationFailure"
        gone = at.replace(tzinfo=rules(zone)), later.replace(tzinfo=rules(zone))
        assert gone[1].astimezone(UTC) < gone[0].astimezone(UTC)
        return
    start, end = answer.json["start"], answer.json["end"]
    assert instant(start) <= instant(end)
    read = datetime.fromisoformat(start["dateTime"][:19])
    assert (
        wall(read.replace(tzinfo=rules(zone)).astimezone(UTC), zone) == read.isoformat()
    )


@pytest.mark.parametrize("zone", sorted(ZONES))
def test_an_all_day_event_is_its_days_in_every_zone(shared: Graph, zone: str) -> None:
    """From midnight to midnight, also where clocks change there (3.4)."""
    changed = sorted({date(2026, month, 1) for month in (1, 7)} | _changes(zone))
    for day in changed:
        nights = [
            f"{one.isoformat()}T00:00:00" for one in (day, day + timedelta(days=1))
        ]

        path, created = an_event(
            shared, start=nights[0], end=nights[1], zone=zone, isAllDay=True
        )
        read = shared.get(path, prefer='outlook.timezone="Tokyo Standard Time"').json

        for shown in (created, read):
            assert shown["isAllDay"]
            for edge, night in zip(("start", "end"), nights, strict=True):
                assert shown[edge] == {
                    "dateTime": f"{night}.0000000",
                    "timeZone": "UTC",
                }


def _changes(zone: str) -> set[date]:
    """The days before, on and after which clocks of the zone change in two years."""
    found: set[date] = set()
    home = rules(zone)
    days = (date(year, 1, 2) + timedelta(days=n) for year in YEARS for n in range(362))
    for day in days:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=home)
        if noon.utcoffset() != (noon + timedelta(days=1)).utcoffset():
            found |= {day - timedelta(days=1), day, day + timedelta(days=1)}
    return found


def test_every_listed_name_is_understood_and_answered_in_windows_terms(
    shared: Graph,
) -> None:
    """IANA names, too, in bodies and in `Prefer` (3.3)."""
    for name in IANA:
        path, created = an_event(shared, zone=name)

        read = shared.get(path, prefer=f'outlook.timezone="{name}"').json

        assert created["originalStartTimeZone"] in ZONES, name
        assert read["start"] == {
            "dateTime": "2026-03-03T09:00:00.0000000",
            "timeZone": name,
        }


@examples(40)
@given(
    day=st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    zone=zones,
    hour=st.integers(4, 22),
    interval=st.integers(1, 40),
)
def test_occurrences_keep_their_wall_time_over_changes(
    shared: Graph, day: date, zone: str, hour: int, interval: int
) -> None:
    """Daily ones, in the zone of the series (trap 21)."""
    begins = datetime.fromisoformat(f"{day.isoformat()}T{hour:02}:00:00")
    path, _ = an_event(
        shared,
        start=begins.isoformat(),
        end=(begins + timedelta(hours=1)).isoformat(),
        zone=zone,
        recurrence={
            "pattern": {"type": "daily", "interval": interval},
            "range": {
                "type": "numbered",
                "startDate": day.isoformat(),
                "numberOfOccurrences": 9,
            },
        },
    )

    rows = shared.get(
        f"{path}/instances",
        "startDateTime=2025-12-01&endDateTime=2028-01-01",
        prefer=f'outlook.timezone="{zone}"',
    ).rows

    assert [row["start"]["dateTime"][:19] for row in rows] == [
        (begins + timedelta(days=interval * number)).isoformat() for number in range(9)
    ]
    assert {row["end"]["dateTime"][11:16] for row in rows} == {f"{hour + 1:02}:00"}
