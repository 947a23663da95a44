"""Filters by extended properties (section 3.10).

The name of a property is compared as it is, its value in any letter case.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from odata_query import ast

from fakes import expressions
from fakes.exchange import errors, extended
from fakes.exchange.items import Item
from fakes.exchange.wire.trees import NUMBER, ids, path_of

Pair: TypeAlias = tuple[str, str]  # an extended property's id and value
PairTest: TypeAlias = Callable[[Pair], bool]
SEARCH: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "contains": operator.contains,
    "startswith": str.startswith,
    "endswith": str.endswith,
}


def property_ids(text: str, *, several: bool = False) -> tuple[str, ...]:
    """The extended properties that a nested filter names; of `several` values or one.

    Raises:
        GraphError: it is no such filter.
    """
    return tuple(_property_id(one, several=several) for one in ids(text))


def _property_id(text: str, *, several: bool) -> str:
    key = extended.normalised_multi(text) if several else extended.normalised(text)
    if key is None:
        raise errors.invalid_filter(f"'{text}' is no id of an extended property.")
    return key


def multi_pairs(item: Item) -> Iterator[Pair]:
    """Each value of a property of several values, with the property's id."""
    for key, several in item.multi_extended_properties.items():
        for value in several:
            yield key, value


def pair_test(node: object, variable: str, text: str) -> PairTest:
    """A test of one extended property: name exact, value in any case (3.10)."""
    match node:
        case ast.BoolOp(op=op, left=left, right=right):
            first = pair_test(left, variable, text)
            second = pair_test(right, variable, text)
            if isinstance(op, ast.And):
                return lambda pair: first(pair) and second(pair)
            return lambda pair: first(pair) or second(pair)
        case ast.Compare() if (test := _compared(node, variable)) is not None:
            return test
        case ast.CollectionLambda(
            owner=path, operator=ast.Any(), lambda_=ast.Lambda() as each
        ) if path_of(path) == f"{variable}/value":
            match each.expression:
                case ast.Compare(
                    comparator=ast.Eq(), left=left, right=ast.String(val)
                ) if path_of(left) == each.identifier.name:
                    wanted = val.lower()
                    return lambda pair: pair[1].lower() == wanted
        case ast.Call(func=ast.Identifier(name=name), args=[path, ast.String(val)]):
            search = SEARCH.get(name)
            if search is not None and path_of(path) == f"{variable}/value":
                wanted = val.lower()
                return lambda pair: search(pair[1].lower(), wanted)
    raise errors.unsupported(f"the filter '{text}'")


def _compared(node: ast.Compare, variable: str) -> PairTest | None:
    """A test of a property's id or value by comparison; None when it is none."""
    compare, path = expressions.COMPARE.get(type(node.comparator)), path_of(node.left)
    match node.right:
        case ast.String(val):
            if path == f"{variable}/id" and isinstance(node.comparator, ast.Eq):
                kind = val.strip().partition(" ")[0]
                wanted_id = _property_id(val, several=kind.lower().endswith("array"))
                return lambda pair: pair[0] == wanted_id
            equality = isinstance(node.comparator, (ast.Eq, ast.NotEq))
            if compare is not None and equality and path == f"{variable}/value":
                wanted = val.lower()
                return lambda pair: compare(pair[1].lower(), wanted)
        case ast.Integer(val) | ast.Float(val):
            if compare is not None and path == f"{variable}/value{NUMBER}":
                return functools.partial(_number_compares, compare, float(val))
    return None


def _number_compares(
    compare: Callable[[float, float], bool], wanted: float, pair: Pair
) -> bool:
    """Whether the value is a number, and compares so."""
    try:
        return compare(float(pair[1]), wanted)
    except ValueError:
        return False
