"""Instants and wall time as Graph writes and reads them."""

from __future__ import annotations

import functools
from datetime import UTC, datetime
from typing import Final

from fakes.exchange import errors
from fakes.exchange.zones import Zone

NEVER: Final = "0001-01-01T00:00:00Z"


@functools.lru_cache(maxsize=4096)  # virtual time stands still: many are the same
def stamp(at: datetime) -> str:
    """An instant in UTC with seven fractional digits."""
    return f"{at.replace(tzinfo=None).isoformat(timespec='microseconds')}0Z"


def wall(moment: datetime) -> str:
    """A naive wall time with seven fractional digits and no zone."""
    return f"{moment.isoformat(timespec='microseconds')}0"


def parsed(text: object) -> datetime:
    """The moment that an ISO 8601 text names: naive when it has no offset.

    A `+` that arrived unescaped in a query has become a blank; it is taken for what it
    was meant to be.

    Raises:
        GraphError: it names none.
    """
    if not isinstance(text, str):
        raise errors.invalid_date(text)
    try:
        return datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError as error:
        raise errors.invalid_date(text) from error


def instant(text: object, home: Zone | None = None) -> datetime:
    """The instant in UTC; a text without offset is read in `home`, or as UTC.

    Raises:
        GraphError: the text names none, or one that no calendar reaches.
    """
    moment = parsed(text)
    try:
        if moment.tzinfo is None:
            return home.instant(moment) if home else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise errors.invalid_date(text) from error
