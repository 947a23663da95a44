"""Conditions: from the tree of a `$filter` to a test of rows (section 4.2).

Dataverse has no negation of its own: `not` turns the operators round, and like `ne` the
turned ones match null (trap 23).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from odata_query import ast

from fakes.dataverse import collections, errors, functions
from fakes.dataverse.comparisons import (
    COMPARE,
    Slot,
    Test,
    Values,
    against,
    comparable,
    incompatible,
    is_literal,
    literal,
    plain,
)
from fakes.dataverse.instants import place_of
from fakes.dataverse.paths import Path, logical_path, path_to
from fakes.dataverse.patterns import matcher
from fakes.dataverse.schema import TABLES
from fakes.dataverse.schema.model import TEXTS, Column, ColumnType, remark

if TYPE_CHECKING:
    from fakes.dataverse.asked import Asked
    from fakes.dataverse.schema.model import Table


_MAX_CONDITIONS: Final = 500
_DEEPEST: Final = 100  # conditions within conditions (inferred)
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


class Hint(NamedTuple):
    """A condition that every row of the result meets, for the choice of an index."""

    column: str
    comparator: str  # eq, gt, ge, lt, le
    value: object


@dataclass(frozen=True, slots=True)
class Filter:
    """A compiled `$filter`; `moments` are what `Asked` is to bring for its test."""

    test: Test
    hints: tuple[Hint, ...]
    moments: tuple[object, ...] = ()
    columns: tuple[tuple[Table, str], ...] = ()  # what its conditions are about
    remarks: tuple[str, ...] = ()  # on names that only the fake forgives


class Compiler:
    """Compiles the tree of one filter on one table."""

    def __init__(
        self, table: Table, *, with_slots: bool, variable: str | None = None
    ) -> None:
        self.table = table
        self.counter = itertools.count()
        self._variable = variable
        self._depth = 0
        self.slots: dict[int, Column] = {}
        self.columns: dict[tuple[Table, str], None] = {}
        self.remarks: dict[str, None] = {}
        self._with_slots = with_slots

    def whole(self, tree: Any) -> Filter:
        """The filter that a tree describes."""
        test = self.test(tree, negated=False)
        if next(self.counter) > _MAX_CONDITIONS:
            raise errors.DataverseError(
                status=400,
                code=errors.TOO_MANY_CONDITIONS,
                message=f"More than {_MAX_CONDITIONS} conditions.",
            )
        hints = tuple(self.hints(tree))
        return Filter(test, hints, (), tuple(self.columns), tuple(self.remarks))

    def _literal(self, column: Column, node: Any) -> object:
        """The literal as a value to compare the column with, or a slot for one."""
        value = literal(column, node)
        if self._with_slots and isinstance(node, ast.DateTime):
            place = place_of(node.val)
            if place is not None:
                self.slots[place] = column
                return Slot(place)
        return value

    def hints(self, node: Any) -> list[Hint]:
        """The conditions on own columns that are joined by `and` at the top."""
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
            return [hint for one in _chain(node) for hint in self.hints(one)]
        if not isinstance(node, ast.Compare):
            return []
        left, right, operator = node.left, node.right, type(node.comparator)
        if is_literal(left):
            left, right = right, left
            operator = _SWAPPED.get(operator, operator)
        if not isinstance(left, ast.Identifier) or not is_literal(right):
            return []
        path = path_to(self.table, [left.name])
        value = self._literal(path.column, right)
        if operator is ast.NotEq or value is None:
            return []
        name = operator.__name__.replace("E", "e").lower()
        comparator = {"lte": "le", "gte": "ge"}.get(name, name)
        return [Hint(path.column.name, comparator, value)]

    def test(self, node: Any, *, negated: bool) -> Test:
        """The test that a node describes, or its opposite."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise errors.bad_query("The conditions in $filter are nested too deeply.")
        found = self._test(node, negated=negated)
        self._depth -= 1
        return found

    def _test(self, node: Any, *, negated: bool) -> Test:
        if isinstance(node, ast.BoolOp):
            return self._junction(node, negated=negated)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self.test(node.operand, negated=not negated)
        next(self.counter)
        if isinstance(node, ast.Compare):
            return self._comparison(node, negated=negated)
        if isinstance(node, ast.Call):
            return self._call(node, negated=negated)
        if isinstance(node, ast.Identifier | ast.Attribute):
            return self._flag(self._path(node), wanted=not negated)
        if isinstance(node, ast.CollectionLambda):
            return self._lambda(node, negated=negated)
        raise errors.bad_query("An expression in $filter is no condition.")

    def _junction(self, node: Any, *, negated: bool) -> Test:
        tests = tuple(self.test(one, negated=negated) for one in _chain(node))
        decides = isinstance(node.op, ast.And) is negated  # what one of them settles

        def test(values: Values, asked: Asked) -> bool:
            for one in tests:  # three times as fast as `all` with a generator
                if one(values, asked) is decides:
                    return decides
            return not decides

        return test

    def _flag(self, path: Path, *, wanted: bool) -> Test:
        if path.column.type is not ColumnType.BOOLEAN:
            raise errors.bad_query(f"'{path.column.name}' is no condition.")
        # As `eq true`, whose opposite null meets, too.
        return lambda values, asked: (path.read(values, asked) is True) is wanted

    def _path(self, node: Any) -> Path:
        names: list[str] = []
        while isinstance(node, ast.Attribute):
            names.insert(0, node.attr)
            node = node.owner
        if not isinstance(node, ast.Identifier):
            raise errors.bad_query("Values in $filter are not computed (inferred).")
        names.insert(0, node.name)
        if self._variable is not None and names[0] != self._variable:
            raise errors.bad_query(f"'{names[0]}' is not the variable of the lambda.")
        if self._variable is not None and not names[1:]:
            raise errors.bad_query(f"'{names[0]}' is no property.")
        own = names if self._variable is None else names[1:]
        return self._noted(path_to(self.table, own))

    def _lambda(self, node: Any, *, negated: bool) -> Test:
        """`any` or `all` over a collection of the row itself (section 4.2)."""
        if not isinstance(node.owner, ast.Identifier) or self._variable is not None:
            raise errors.bad_query("any and all take a collection of the row itself.")
        link = self.table.navigation(node.owner.name)
        if link is None:
            raise errors.unknown_property(node.owner.name, self.table.type_name)
        if not link.collection:
            raise errors.bad_query(f"'{link.name}' is no collection.")
        spelt = remark(self.table, node.owner.name, link)
        self.remarks.update({spelt: None} if spelt else {})
        every = isinstance(node.operator, ast.All)
        if node.lambda_ is None:
            return collections.some(self.table, link, None, wanted=not negated)
        inner = self._within(TABLES[link.target], node.lambda_.identifier.name)
        test = inner.test(node.lambda_.expression, negated=every)
        return collections.some(self.table, link, test, wanted=negated is every)

    def _within(self, table: Table, variable: str) -> Compiler:
        """A compiler for rows of a collection; what it finds counts here."""
        inner = Compiler(table, with_slots=self._with_slots, variable=variable)
        inner.slots, inner.columns = self.slots, self.columns
        inner.remarks = self.remarks
        inner.counter = self.counter
        return inner

    def _noted(self, path: Path) -> Path:
        self.columns.update(dict.fromkeys(path.columns(self.table)))
        self.remarks.update(dict.fromkeys(path.remarks))
        return path

    def _comparison(self, node: Any, *, negated: bool) -> Test:
        operator = type(node.comparator)
        if operator is ast.In:
            raise errors.bad_query(
                "The operator in is not supported: use Microsoft.Dynamics.CRM.In."
            )
        left, right = node.left, node.right
        if is_literal(left):
            left, right = right, left
            operator = _SWAPPED.get(operator, operator)
        if negated:
            operator = _TURNED[operator]
        path = self._path(left)
        if is_literal(right):
            return against(path, operator, self._literal(path.column, right))
        other = self._path(right)
        if not comparable(path.column, other.column):
            raise errors.bad_query(incompatible(path.column, str(other.column.type)))
        compare = COMPARE[operator]

        def test(values: Values, asked: Asked) -> bool:
            one, two = path.read(values, asked), other.read(values, asked)
            return compare(plain(one), plain(two))

        return test

    def _call(self, node: Any, *, negated: bool) -> Test:
        name = node.func.full_name()
        if name in {"contains", "startswith", "endswith"}:
            return self._text_function(name, node.args, negated=negated)
        prefix = "Microsoft.Dynamics.CRM."
        if not name.startswith(prefix):
            raise errors.bad_query(f"The function {name} is not supported.")
        if negated:
            raise errors.bad_query(
                "Not operator along with the Custom Named Condition operators is not "
                "allowed"
            )
        if not all(isinstance(one, ast.NamedParam) for one in node.args):
            raise errors.bad_query(f"The parameters of {name} have names.")
        arguments = {one.name.name: one.param for one in node.args}
        about = arguments.get("PropertyName")
        if isinstance(about, ast.String):
            self._noted(logical_path(self.table, about.val))
        return functions.condition(self.table, name.removeprefix(prefix), arguments)

    def _text_function(self, name: str, arguments: Any, *, negated: bool) -> Test:
        path = self._path(arguments[0])
        if path.column.type not in TEXTS or not isinstance(arguments[1], ast.String):
            raise errors.bad_query(incompatible(path.column, name))
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
