"""Identifiers of occurrences lead back to series and day (section 3.2)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes.exchange.identifiers import MailboxIdentifiers, is_well_formed
from fakes.exchange.occurrence_ids import (
    cancelled_id,
    master_and_day,
    master_uid_and_day,
    occurrence_id,
    occurrence_uid,
)

IDENTIFIERS = MailboxIdentifiers(seed=1, address="ann@contoso.example")
MASTER = IDENTIFIERS.default_id()
DAY = date(2026, 3, 9)
CREATED = datetime(2026, 3, 2, tzinfo=UTC)


@given(st.dates(), st.sampled_from([MASTER, IDENTIFIERS.immutable_id()]))
def test_an_id_leads_back_to_series_and_day(day: date, master: str) -> None:
    """Of either kind."""
    made = occurrence_id(master, day)

    assert master_and_day(made) == (master, day)
    assert is_well_formed(made)


def test_an_id_ends_in_padding() -> None:
    """As real ones do: `=` is what clients stumble over (trap 10)."""
    assert occurrence_id(MASTER, DAY).endswith("=")


@given(st.text() | st.binary().map(bytes.hex))
def test_other_texts_are_no_occurrence(text: str) -> None:
    """Nor is the series itself."""
    assert master_and_day(text) is None
    assert master_and_day(MASTER) is None


def test_uid_is_the_series_with_the_day_in_it() -> None:
    """Bytes 16 to 19 of the Global Object Id."""
    uid = IDENTIFIERS.ical_uid(CREATED)

    found = occurrence_uid(uid, DAY)

    assert uid[32:40] == "00000000"
    assert found[32:40] == "07EA0309"
    assert (found[:32], found[40:]) == (uid[:32], uid[40:])
    assert master_uid_and_day(found) == (uid, DAY)


@pytest.mark.parametrize("uid", ["", "short", IDENTIFIERS.ical_uid(CREATED), "x" * 80])
def test_other_uids_are_no_occurrence(uid: str) -> None:
    """Nor is the series' own."""
    assert master_uid_and_day(uid) is None


def test_cancelled_occurrence_is_named_by_series_and_day() -> None:
    """As `cancelledOccurrences` lists it."""
    assert cancelled_id(MASTER, DAY) == f"OID.{MASTER}.2026-03-09"
