"""Values of columns: what a column takes, from Python and from JSON (section 3.4).

Stored are str, int, float, bool, aware UTC datetime with whole seconds, date, and
`Reference` for lookups; None is null.
"""

from __future__ import annotations

import functools
import math
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, Self

from fakes.dataverse import errors
from fakes.dataverse.schema.model import (
    CHOICES,
    INSTANTS,
    TEXTS,
    Column,
    ColumnType,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_GUID: Final = re.compile(
    r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}", re.ASCII
)
_INSTANT: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?(?:Z|[+-]\d\d:\d\d)?)?"
)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EARLIEST: Final = datetime(1753, 1, 1, tzinfo=UTC)
_INT32: Final = (-(2**31), 2**31 - 1)
_INT64: Final = (-(2**63), 2**63 - 1)


class Reference(str):
    """A lookup's value: the GUID of a row, and the table that holds it."""

    __slots__ = ("table",)

    table: str

    def __new__(cls, table: str, id: str) -> Self:
        """A reference to the row `id` of `table`."""
        self = super().__new__(cls, id)
        self.table = table
        return self

    def __repr__(self) -> str:
        return f"Reference({self.table!r}, {str(self)!r})"


@functools.lru_cache(maxsize=4096)
def reference_to(table: str, id: str) -> Reference:
    """The reference to a row: rows that point at the same one share it."""
    return Reference(table, id)


def leads_to(value: object, table: str) -> bool:
    """Whether a lookup's value names a row of that table."""
    return isinstance(value, Reference) and value.table == table


def guid(text: str) -> str | None:
    """The GUID in lower case without braces; None when the text is none."""
    bare = text[1:-1] if text.startswith("{") and text.endswith("}") else text
    return bare.lower() if _GUID.fullmatch(bare) else None


def instant(text: str) -> datetime | None:
    """The instant that a text names, in UTC, whole seconds; None when it names none.

    Without an offset it is taken as UTC.
    """
    if not _INSTANT.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(text).replace(microsecond=0)
        if found.tzinfo is None:
            return found.replace(tzinfo=UTC)
        return found.astimezone(UTC)
    except (ValueError, OverflowError):  # no date, or beyond the calendar in UTC
        return None


def accepted(column: Column, value: object) -> object:
    """The value as it is stored.

    Dates and instants may be given as text, as JSON does. Lookups are not for here.

    Raises:
        DataverseError: the column does not take the value.
    """
    if value is None:
        if column.required:
            message = f"The column '{column.name}' cannot be set to null."
            raise errors.bad_value(message)
        return None
    return _ACCEPT[column.type](column, value)


def _wrong(column: Column, value: object) -> errors.DataverseError:
    shown = type(value).__name__
    return errors.bad_payload(
        f"Cannot convert a {shown} to the type of '{column.name}' ({column.type})."
    )


def _text(column: Column, value: object) -> object:
    if not isinstance(value, str):
        raise _wrong(column, value)
    if column.max_length is not None and len(value) > column.max_length:
        raise errors.bad_value(
            f"The length of the '{column.name}' attribute exceeded the maximum allowed "
            f"length of '{column.max_length}'.",
            errors.TOO_LONG,
        )
    if _CONTROL.search(value):
        raise errors.bad_value(
            f"'{column.name}' holds invalid characters.", errors.INVALID_CHARACTERS
        )
    return value


def _integer(column: Column, value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(column, value)
    widest = _INT64 if column.type is ColumnType.BIGINT else _INT32
    low, high = column.bounds or widest
    if not low <= value <= high:
        raise errors.bad_value(
            f"'{column.name}' must lie between {low} and {high}.", errors.OUT_OF_RANGE
        )
    return value


def _number(column: Column, value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(column, value)
    try:
        found = float(value)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise errors.bad_value(f"'{column.name}' is too large.", errors.OUT_OF_RANGE)
    return round(found, 4) if column.type is ColumnType.MONEY else found


def _boolean(column: Column, value: object) -> object:
    if not isinstance(value, bool):
        raise _wrong(column, value)
    return value


def _choice(column: Column, value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(column, value)
    if value not in column.options:
        raise errors.bad_value(
            f"The value '{value}' of '{column.name}' is outside the valid range.",
            errors.OUT_OF_RANGE,
        )
    return value


def _instant(column: Column, value: object) -> object:
    found: datetime | None
    if isinstance(value, datetime):
        if value.tzinfo is None:
            msg = f"{column.name}: instants are aware, {value!r} is not"
            raise ValueError(msg)
        found = value.astimezone(UTC).replace(microsecond=0)
    elif isinstance(value, str):
        found = instant(value)
    else:
        raise _wrong(column, value)
    if found is None or found < _EARLIEST:
        raise errors.bad_value(
            f"'{value}' is no valid date for '{column.name}'.", errors.INVALID_DATE
        )
    return found


def _date(column: Column, value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise _wrong(column, value)
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise errors.bad_value(
        f"'{value}' is no valid date for '{column.name}'.", errors.INVALID_DATE
    )


def _guid(column: Column, value: object) -> object:
    found = guid(value) if isinstance(value, str) else None
    if found is None:
        raise _wrong(column, value)
    return found


def _not_a_value(column: Column, value: object) -> object:
    raise _wrong(column, value)


_ACCEPT: Final[Mapping[ColumnType, Callable[[Column, object], object]]] = {
    **dict.fromkeys(TEXTS, _text),
    **dict.fromkeys(CHOICES, _choice),
    **dict.fromkeys(INSTANTS, _instant),
    ColumnType.INTEGER: _integer,
    ColumnType.BIGINT: _integer,
    ColumnType.DECIMAL: _number,
    ColumnType.DOUBLE: _number,
    ColumnType.MONEY: _number,
    ColumnType.BOOLEAN: _boolean,
    ColumnType.DATE: _date,
    ColumnType.GUID: _guid,
    ColumnType.LOOKUP: _not_a_value,
}
