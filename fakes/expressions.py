"""OData expressions: the only place that calls the library which parses them."""

from __future__ import annotations

import functools
from typing import Any


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
