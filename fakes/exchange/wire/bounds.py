"""What a `$filter` says of one instant: between which moments it must lie.

A store that keeps its items in the order of that instant looks at no others. The filter
itself still decides.
"""

from __future__ import annotations

import functools
from datetime import datetime
from typing import Final, NamedTuple

from odata_query import ast

from fakes.exchange.wire import trees


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
