"""OData expressions: the only place that calls the library which parses them."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

from odata_query import ast

# What a comparison of two values does, by its node; text is compared as it stands.
COMPARE: Final[Mapping[type, Callable[[Any, Any], bool]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def parse(text: str) -> Any:
    """The tree of a `$filter`, in the nodes of `odata_query.ast`.

    Raises:
        ODataException: the library cannot read it.
    """
    lexer, parser = _grammar()
    return parser().parse(lexer().tokenize(text))


@functools.cache
def _grammar() -> tuple[Any, Any]:
    # It works out its tables when it is imported: a sixth of the time in which a
    # process with the fakes starts, for those that never filter.
    from odata_query.grammar import ODataLexer, ODataParser  # noqa: PLC0415 - above

    return ODataLexer, ODataParser
