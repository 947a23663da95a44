"""Comparisons in a `$filter`: literals as values, and tests of columns against them."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from odata_query import ast

from fakes.dataverse import errors
from fakes.dataverse.schema.model import CHOICES, NUMBERS, TEXTS, Column, ColumnType

if TYPE_CHECKING:
    from fakes.dataverse.asked import Asked
    from fakes.dataverse.paths import Path

Values: TypeAlias = Mapping[str, object]
Test: TypeAlias = Callable[[Values, "Asked"], bool]
_PLAINEST: Final = len("2026-03-02T08:00:00Z")


@dataclass(frozen=True, slots=True)
class Slot:
    """Stands for the value of a lifted instant, which every request brings anew."""

    number: int


def is_literal(node: Any) -> bool:
    """Whether the node is a literal, perhaps with a minus in front."""
    return isinstance(node, ast._Literal) or (  # noqa: SLF001 - the base of literals
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
    )


def incompatible(column: Column, other: str) -> str:
    """The refusal to compare the column with that."""
    return (
        "A binary operator with incompatible types was detected. "
        f"Found '{column.name}' ({column.type}) and {other}."
    )


def comparable(one: Column, other: Column) -> bool:
    """Whether two columns may be compared with each other."""
    kinds = {one.type, other.type}
    return len(kinds) == 1 or kinds <= (NUMBERS | CHOICES) or kinds <= TEXTS


def literal(column: Column, node: Any) -> object:
    """The literal as a value to compare the column with.

    Raises:
        DataverseError: their types do not go together.
    """
    if isinstance(node, ast.Null):
        return None
    if isinstance(node, ast.UnaryOp):
        nested = isinstance(node.operand, ast.UnaryOp)
        value = None if nested else literal(column, node.operand)
        if isinstance(value, int | float):
            return -value
        raise errors.bad_query(incompatible(column, "a negative"))
    kind = column.type
    found: object = None
    if (kind in TEXTS and isinstance(node, ast.String)) or (
        kind in {ColumnType.GUID, ColumnType.LOOKUP} and isinstance(node, ast.GUID)
    ):
        found = node.val.lower()
    elif (kind in NUMBERS | CHOICES and isinstance(node, ast.Integer | ast.Float)) or (
        kind is ColumnType.BOOLEAN and isinstance(node, ast.Boolean)
    ):
        with contextlib.suppress(ValueError):  # thousands of digits
            found = node.py_val
    elif isinstance(node, ast.Date | ast.DateTime):
        try:
            found = moment(column, node.py_val)
        except ValueError as error:
            raise errors.bad_query(f"'{node.val}' is no date.") from error
    if found is None:
        raise errors.bad_query(incompatible(column, type(node).__name__))
    return found


@functools.lru_cache(maxsize=256)
def read_instant(text: str) -> datetime:
    """The instant that a text names.

    Raises:
        ValueError: it names none.
    """
    # The library's own reader knows more spellings, and is slow.
    with contextlib.suppress(ValueError):
        if len(text) == _PLAINEST and text[-1] == "Z":
            return datetime.fromisoformat(text)
    found: datetime = ast.DateTime(text).py_val
    return found


def moment(column: Column, found: date) -> object:
    """The date or instant as a value of the column; None if it takes neither."""
    if column.type is ColumnType.DATE:
        return found.date() if isinstance(found, datetime) else found
    if column.type not in {ColumnType.INSTANT, ColumnType.ZONELESS}:
        return None
    if not isinstance(found, datetime):
        return datetime(found.year, found.month, found.day, tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def plain(value: object) -> Any:
    """The value as it is compared: text without regard to case."""
    return value.lower() if isinstance(value, str) else value


def against(path: Path, operator: type, literal: Any) -> Test:
    """The comparison of a column with a literal, or with what a slot stands for."""
    compare = COMPARE[operator]
    if isinstance(literal, Slot):
        read, number = path.read, literal.number
        if not path.hops:
            own = path.column.name
            return lambda values, asked: compare(values[own], asked.moments[number])
        return lambda values, asked: compare(read(values, asked), asked.moments[number])
    if path.hops:
        read = path.read
        return lambda values, asked: compare(plain(read(values, asked)), literal)
    name = path.column.name
    if path.column.type in TEXTS:
        return lambda values, _: compare(plain(values[name]), literal)
    return lambda values, _: compare(values[name], literal)


COMPARE: Final[Mapping[type, Callable[[Any, Any], bool]]] = {
    ast.Eq: lambda one, two: one == two,
    ast.NotEq: lambda one, two: one != two,
    ast.Lt: lambda one, two: one is not None and two is not None and one < two,
    ast.LtE: lambda one, two: one is not None and two is not None and one <= two,
    ast.Gt: lambda one, two: one is not None and two is not None and one > two,
    ast.GtE: lambda one, two: one is not None and two is not None and one >= two,
}
