"""What a `$filter` demands of all that passes it: where an instant lies, which mark.

A store that finds its items by that looks at no others. The filter still decides.
"""

from __future__ import annotations

import functools
from datetime import datetime
from typing import Final, NamedTuple

from odata_query import ast

from fakes.exchange import extended
from fakes.exchange.marks import Mark
from fakes.exchange.wire import trees
from fakes.exchange.wire.shape import EXTENDED


class Bounds(NamedTuple):
    """Both included; None: there is no such bound."""

    low: datetime | None = None
    high: datetime | None = None


_ANYWHERE: Final = Bounds()


@functools.lru_cache(maxsize=1024)
def bounds(text: str, path: str) -> Bounds:
    """Where the instant lies in all that passes the filter; perhaps elsewhere, too.

    Raises:
        GraphError: the filter is malformed.
    """
    return _bounds(trees.parsed(text), path, text)


def _bounds(node: object, path: str, text: str) -> Bounds:
    match node:
        case ast.BoolOp(op=ast.And(), left=left, right=right):
            return _both(_bounds(left, path, text), _bounds(right, path, text))
        case ast.Compare(comparator=comparator, left=left, right=right):
            if trees.path_of(left) != path:
                return _ANYWHERE
            match comparator:
                case ast.Eq():
                    at = trees.instant_of(right, text)
                    return Bounds(at, at)
                case ast.Gt() | ast.GtE():
                    return Bounds(low=trees.instant_of(right, text))
                case ast.Lt() | ast.LtE():
                    return Bounds(high=trees.instant_of(right, text))
    return _ANYWHERE


def _both(one: Bounds, two: Bounds) -> Bounds:
    lows = [at for at in (one.low, two.low) if at is not None]
    highs = [at for at in (one.high, two.high) if at is not None]
    return Bounds(max(lows, default=None), min(highs, default=None))


@functools.lru_cache(maxsize=1024)
def mark(text: str) -> Mark | None:
    """The extended property, and its value, that all have that pass the filter.

    Raises:
        GraphError: the filter is malformed.
    """
    return _mark(trees.parsed(text))


def _mark(node: object) -> Mark | None:
    match node:
        case ast.BoolOp(op=ast.And(), left=left, right=right):
            return _mark(left) or _mark(right)
        case ast.CollectionLambda(
            owner=ast.Identifier(name=owner),
            operator=ast.Any(),
            lambda_=ast.Lambda() as each,
        ) if owner == EXTENDED:
            return _pair(each.identifier.name, each.expression)
    return None


def _pair(variable: str, node: object) -> Mark | None:
    """`ep/id eq '…' and ep/value eq '…'`, in either order."""
    texts: dict[str, str] = {}
    match node:
        case ast.BoolOp(op=ast.And(), left=left, right=right):
            for part in (left, right):
                match part:
                    case ast.Compare(
                        comparator=ast.Eq(), left=path, right=ast.String(val)
                    ):
                        texts[trees.path_of(path)] = val
    key = extended.normalised(texts.get(f"{variable}/id", ""))
    value = texts.get(f"{variable}/value")
    return None if key is None or value is None else Mark(key, value.lower())
