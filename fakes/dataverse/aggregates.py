"""What is made of the values of many rows: for `$apply` and for FetchXML alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from fakes.dataverse import errors
from fakes.dataverse.schema.model import INSTANTS, NUMBERS, ColumnType

if TYPE_CHECKING:
    from fakes.dataverse.schema.model import Column

MOST_ROWS: Final = 50_000  # section 4.4; the limit is inferred
_WHOLE: Final = frozenset({ColumnType.INTEGER, ColumnType.BIGINT})
_ORDERED: Final = NUMBERS | INSTANTS | {ColumnType.DATE}


def check_rows(count: int) -> None:
    """So many rows may be aggregated.

    Raises:
        DataverseError: they are too many.
    """
    if count > MOST_ROWS:
        message = f"More than {MOST_ROWS} rows cannot be aggregated."
        raise errors.bad_value(message, errors.TOO_MANY_AGGREGATED)


def check_column(method: str, column: Column) -> None:
    """The column has what the method works on.

    Raises:
        DataverseError: it has not, e.g. the sum of texts.
    """
    numeric = method in {"sum", "average"} and column.type not in NUMBERS
    ordered = method in {"min", "max"} and column.type not in _ORDERED
    if numeric or ordered:
        kind = str(column.type)
        message = f"'{method}' does not work on '{column.name}' ({kind})."
        raise errors.bad_value(message)


def aggregated(method: str, column: Column, values: Sequence[Any]) -> object:
    """What the method makes of the values; nulls do not count, none give null.

    The average of whole numbers is a whole number, as the service's own (inferred).
    """
    present = [value for value in values if value is not None]
    if method == "count":
        return len(present)
    if method == "countdistinct":
        return len({one.lower() if isinstance(one, str) else one for one in present})
    if not present:
        return None
    if method in {"min", "max"}:
        return min(present) if method == "min" else max(present)
    total = sum(present)
    return _rounded(column, total if method == "sum" else total / len(present))


def _rounded(column: Column, value: float) -> float:
    if column.type in _WHOLE:
        return int(value)
    return round(value, 10)
