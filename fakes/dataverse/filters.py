"""`$filter`: from text to a test of rows (section 4.2).

The text is parsed once by odata-query and compiled into closures; both are kept by
their text. Dataverse has no negation of its own: `not` turns the operators round, and
like `ne` the turned ones match null (trap 23).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from odata_query import ast, exceptions
from odata_query.grammar import ODataLexer, ODataParser

from fakes.dataverse import errors, functions
from fakes.dataverse.paths import Path, path_to
from fakes.dataverse.patterns import matcher
from fakes.dataverse.schema.model import CHOICES, NUMBERS, TEXTS, Column, ColumnType

if TYPE_CHECKING:
    from fakes.dataverse.functions import Asked
    from fakes.dataverse.schema.model import Table

Values: TypeAlias = Mapping[str, object]
Test: TypeAlias = Callable[[Values, "Asked"], bool]
_MAX_CONDITIONS: Final = 500
_TURNED: Final[Mapping[type, type]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
}
_SWAPPED: Final[Mapping[type, type]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
}
# The library does not read JSON arrays, `not(`, nor names that begin with a keyword.
_REPAIRED: Final = re.compile(
    r"(?P<kept>'(?:[^']|'')*')"
    r"|(?P<array>\[(?:\"(?:[^\"\\]|\\.)*\"|[^\]\"])*\])"
    r"|(?P<negation>\bnot(?=\())"
    r"|(?P<name>(?<![\w.])(?:any|all|null|true|false)\w+)",
    re.IGNORECASE,
)
_LIFTED: Final = re.compile(
    r"(?P<kept>'(?:[^']|'')*')"
    r"|(?P<instant>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))"
)
_PLACE: Final = "1001-01-01T00:00:"  # and a number: where a lifted instant stood
_MOST_LIFTED: Final = 59


@dataclass(frozen=True, slots=True)
class Hint:
    """A condition that every row of the result meets, for the choice of an index."""

    column: str
    comparator: str  # eq, gt, ge, lt, le
    value: object


@dataclass(frozen=True, slots=True)
class Filter:
    """A compiled `$filter`."""

    test: Test
    hints: tuple[Hint, ...]


@functools.lru_cache(maxsize=1024)
def compile_filter(table: Table, text: str) -> Filter:
    """The test that the text describes.

    Raises:
        DataverseError: it is malformed, names an unknown property or asks for
            something that this fake does not do.
    """
    tree = _parse(text)
    compiler = _Compiler(table)
    test = compiler.test(tree, negated=False)
    if compiler.conditions > _MAX_CONDITIONS:
        raise errors.DataverseError(
            status=400,
            code=errors.TOO_MANY_CONDITIONS,
            message=f"More than {_MAX_CONDITIONS} conditions.",
        )
    return Filter(test, tuple(compiler.hints(tree)))


def _repair(match: re.Match[str]) -> str:
    if match.lastgroup == "array":
        return "'" + match.group().replace("'", "''") + "'"
    if match.lastgroup == "negation":
        return "not "
    if match.lastgroup == "name":
        return "_." + match.group()
    return match.group()


def _parse(text: str) -> Any:
    """The tree of the text.

    Windows move with the clock, so the same filter comes again and again with other
    instants: it is parsed once without them, and they are put in their places.
    """
    instants: list[str] = []

    def lift(match: re.Match[str]) -> str:
        if match.lastgroup == "kept" or len(instants) >= _MOST_LIFTED:
            return match.group()
        instants.append(match.group())
        return f"{_PLACE}{len(instants):02}Z"

    tree = _tree(_LIFTED.sub(lift, _REPAIRED.sub(_repair, text)))
    return _filled(tree, instants) if instants else tree


def _filled(node: Any, instants: list[str]) -> Any:
    """The tree with the instants in their places."""
    if isinstance(node, list):
        return [_filled(one, instants) for one in node]
    if not isinstance(node, ast._Node):  # noqa: SLF001 - the base of all nodes
        return node
    if isinstance(node, ast.DateTime) and node.val.startswith(_PLACE):
        return ast.DateTime(instants[int(node.val[len(_PLACE) : -1]) - 1])
    return type(node)(
        *(_filled(getattr(node, one.name), instants) for one in fields(node))
    )


@functools.lru_cache(maxsize=1024)
def _tree(text: str) -> Any:
    try:
        tokens = ODataLexer().tokenize(text)
        return ODataParser().parse(tokens)
    except exceptions.UnknownFunctionException as error:
        raise errors.bad_query(f"Unknown function in $filter: {error}") from error
    except exceptions.ODataException as error:
        raise errors.bad_query(f"Syntax error in $filter: {text}") from error


class _Compiler:
    """Compiles the tree of one filter on one table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.conditions = 0

    def hints(self, node: Any) -> list[Hint]:
        """The conditions on own columns that are joined by `and` at the top."""
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
            return [hint for one in _chain(node) for hint in self.hints(one)]
        if not isinstance(node, ast.Compare):
            return []
        left, right, operator = node.left, node.right, type(node.comparator)
        if _is_literal(left):
            left, right = right, left
            operator = _SWAPPED.get(operator, operator)
        if not isinstance(left, ast.Identifier) or not _is_literal(right):
            return []
        path = path_to(self.table, [left.name])
        value = _literal(path.column, right)
        if operator is ast.NotEq or value is None:
            return []
        name = operator.__name__.replace("E", "e").lower()
        comparator = {"lte": "le", "gte": "ge"}.get(name, name)
        return [Hint(path.column.name, comparator, value)]

    def test(self, node: Any, *, negated: bool) -> Test:
        """The test that a node describes, or its opposite."""
        if isinstance(node, ast.BoolOp):
            return self._junction(node, negated=negated)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self.test(node.operand, negated=not negated)
        self.conditions += 1
        if isinstance(node, ast.Compare):
            return self._comparison(node, negated=negated)
        if isinstance(node, ast.Call):
            return self._call(node, negated=negated)
        if isinstance(node, ast.Identifier | ast.Attribute):
            return self._flag(self._path(node), wanted=not negated)
        if isinstance(node, ast.CollectionLambda):
            raise errors.unsupported("any and all in $filter")
        message = f"Unsupported expression in $filter: {type(node).__name__}"
        raise errors.unsupported(message)

    def _junction(self, node: Any, *, negated: bool) -> Test:
        tests = tuple(self.test(one, negated=negated) for one in _chain(node))
        if isinstance(node.op, ast.And) is not negated:
            return lambda values, asked: all(test(values, asked) for test in tests)
        return lambda values, asked: any(test(values, asked) for test in tests)

    def _flag(self, path: Path, *, wanted: bool) -> Test:
        if path.column.type is not ColumnType.BOOLEAN:
            raise errors.bad_query(f"'{path.column.name}' is no condition.")
        return lambda values, asked: path.read(values, asked) is wanted

    def _path(self, node: Any) -> Path:
        names: list[str] = []
        while isinstance(node, ast.Attribute):
            names.insert(0, node.attr)
            node = node.owner
        if not isinstance(node, ast.Identifier):
            raise errors.unsupported("computed values in $filter")
        return path_to(self.table, [node.name, *names])

    def _comparison(self, node: Any, *, negated: bool) -> Test:
        operator = type(node.comparator)
        if operator is ast.In:
            raise errors.unsupported("the operator in (use Microsoft.Dynamics.CRM.In)")
        left, right = node.left, node.right
        if _is_literal(left):
            left, right = right, left
            operator = _SWAPPED.get(operator, operator)
        if negated:
            operator = _TURNED[operator]
        path = self._path(left)
        if _is_literal(right):
            return _against(path, operator, _literal(path.column, right))
        other = self._path(right)
        if not _comparable(path.column, other.column):
            raise errors.bad_query(_incompatible(path.column, str(other.column.type)))
        compare = _COMPARE[operator]

        def test(values: Values, asked: Asked) -> bool:
            one, two = path.read(values, asked), other.read(values, asked)
            return compare(_plain(one), _plain(two))

        return test

    def _call(self, node: Any, *, negated: bool) -> Test:
        name = node.func.full_name()
        if name in {"contains", "startswith", "endswith"}:
            return self._text_function(name, node.args, negated=negated)
        prefix = "Microsoft.Dynamics.CRM."
        if not name.startswith(prefix):
            raise errors.unsupported(f"the function {name} in $filter")
        if negated:
            raise errors.bad_query(
                "Not operator along with the Custom Named Condition operators is not "
                "allowed"
            )
        arguments = {one.name.name: one.param for one in node.args}
        return functions.condition(self.table, name.removeprefix(prefix), arguments)

    def _text_function(self, name: str, arguments: Any, *, negated: bool) -> Test:
        path = self._path(arguments[0])
        if path.column.type not in TEXTS or not isinstance(arguments[1], ast.String):
            raise errors.bad_query(_incompatible(path.column, name))
        matches = matcher(name, arguments[1].val)
        wanted = not negated

        def test(values: Values, asked: Asked) -> bool:
            value = path.read(values, asked)
            if not isinstance(value, str):
                return negated
            return matches(value.lower()) is wanted

        return test


def _chain(node: Any) -> list[Any]:
    """The operands of a chain of one operator, left to right."""
    found: list[Any] = []
    operator = type(node.op)
    while isinstance(node, ast.BoolOp) and isinstance(node.op, operator):
        found.append(node.right)
        node = node.left
    found.append(node)
    return found[::-1]


def _is_literal(node: Any) -> bool:
    return isinstance(node, ast._Literal) or (  # noqa: SLF001 - the base of literals
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
    )


def _incompatible(column: Column, other: str) -> str:
    return (
        "A binary operator with incompatible types was detected. "
        f"Found '{column.name}' ({column.type}) and {other}."
    )


def _comparable(one: Column, other: Column) -> bool:
    return one.type is other.type or {one.type, other.type} <= (NUMBERS | CHOICES)


def _literal(column: Column, node: Any) -> object:
    """The literal as a value to compare the column with.

    Raises:
        DataverseError: their types do not go together.
    """
    if isinstance(node, ast.Null):
        return None
    if isinstance(node, ast.UnaryOp):
        value = _literal(column, node.operand)
        if isinstance(value, int | float):
            return -value
        raise errors.bad_query(_incompatible(column, "a negative"))
    kind = column.type
    found: object = None
    if (kind in TEXTS and isinstance(node, ast.String)) or (
        kind in {ColumnType.GUID, ColumnType.LOOKUP} and isinstance(node, ast.GUID)
    ):
        found = node.val.lower()
    elif (kind in NUMBERS | CHOICES and isinstance(node, ast.Integer | ast.Float)) or (
        kind is ColumnType.BOOLEAN and isinstance(node, ast.Boolean)
    ):
        found = node.py_val
    elif isinstance(node, ast.Date | ast.DateTime):
        found = _moment(column, node)
    if found is None:
        raise errors.bad_query(_incompatible(column, type(node).__name__))
    return found


def _moment(column: Column, node: Any) -> object:
    try:
        found: datetime | date = node.py_val
    except ValueError as error:
        raise errors.bad_query(f"'{node.val}' is no date.") from error
    if column.type is ColumnType.DATE:
        return found.date() if isinstance(found, datetime) else found
    if column.type not in {ColumnType.INSTANT, ColumnType.ZONELESS}:
        return None
    if not isinstance(found, datetime):
        return datetime(found.year, found.month, found.day, tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _plain(value: object) -> Any:
    return value.lower() if isinstance(value, str) else value


def _against(path: Path, operator: type, literal: Any) -> Test:
    compare = _COMPARE[operator]
    if path.hops:
        read = path.read
        return lambda values, asked: compare(_plain(read(values, asked)), literal)
    name = path.column.name
    if path.column.type in TEXTS:
        return lambda values, _: compare(_plain(values[name]), literal)
    return lambda values, _: compare(values[name], literal)


_COMPARE: Final[Mapping[type, Callable[[Any, Any], bool]]] = {
    ast.Eq: lambda one, two: one == two,
    ast.NotEq: lambda one, two: one != two,
    ast.Lt: lambda one, two: one is not None and two is not None and one < two,
    ast.LtE: lambda one, two: one is not None and two is not None and one <= two,
    ast.Gt: lambda one, two: one is not None and two is not None and one > two,
    ast.GtE: lambda one, two: one is not None and two is not None and one >= two,
}
