"""`$filter`: from text to a test of rows (section 4.2).

The text is parsed once by odata-query and compiled into closures; both are kept by
their text, in which places stand for instants (`instants`).
"""

from __future__ import annotations

import contextlib
import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from odata_query import exceptions

from fakes import expressions
from fakes.dataverse import errors
from fakes.dataverse.comparisons import (
    Slot,
    moment,
    read_instant,
)
from fakes.dataverse.conditions import Compiler, Filter, Hint
from fakes.dataverse.instants import put_back
from fakes.dataverse.schema.model import Column

if TYPE_CHECKING:
    from fakes.dataverse.schema.model import Table


@dataclass(frozen=True, slots=True)
class _Mould:
    """A filter compiled with slots, and the columns that these are compared with."""

    filter: Filter
    columns: tuple[Column, ...]

    def at(self, instants: tuple[str, ...]) -> Filter:
        """The filter for these instants.

        Raises:
            ValueError: one of them is no date.
        """
        moments = tuple(map(moment, self.columns, map(read_instant, instants)))
        hints = tuple(
            Hint(hint.column, hint.comparator, moments[hint.value.number])
            if isinstance(hint.value, Slot)
            else hint
            for hint in self.filter.hints
        )
        return replace(self.filter, hints=hints, moments=moments)


def compile_filter(table: Table, text: str, instants: tuple[str, ...]) -> Filter:
    """The test that a text describes, with the instants lifted out of it.

    Raises:
        DataverseError: it is malformed, names an unknown property or asks for
            something that this fake does not do.
    """
    mould = _mould(table, text, len(instants)) if instants else None
    if mould is not None:
        # What is no date is told below, in its turn among other mistakes.
        with contextlib.suppress(ValueError):
            return mould.at(instants)
    return _fixed(table, text, instants)


@functools.lru_cache(maxsize=1024)
def _fixed(table: Table, text: str, instants: tuple[str, ...]) -> Filter:
    compiler = Compiler(table, with_slots=False)
    return compiler.whole(_tree(put_back(text, instants) if instants else text))


@functools.lru_cache(maxsize=1024)
def _mould(table: Table, text: str, count: int) -> _Mould | None:
    """The filter with slots; None when that cannot be, e.g. within a function."""
    compiler = Compiler(table, with_slots=True)
    try:
        found = compiler.whole(_tree(text))
    except errors.DataverseError:
        return None
    if set(compiler.slots) != set(range(count)):
        return None
    return _Mould(found, tuple(compiler.slots[number] for number in range(count)))


@functools.lru_cache(maxsize=1024)
def _tree(text: str) -> Any:
    try:
        return expressions.parse(text)
    except exceptions.UnknownFunctionException as error:
        raise errors.bad_query(f"Unknown function in $filter: {error}") from error
    except (exceptions.ODataException, AttributeError) as error:
        # The library stumbles so over a third named parameter; no function here has it.
        raise errors.bad_query(f"Syntax error in $filter: {text}") from error
    except RecursionError as error:
        raise errors.bad_query("$filter is nested too deeply.") from error
