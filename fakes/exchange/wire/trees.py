"""Filters as trees: the only place that has one parsed, and says what it names."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from odata_query import ast
from odata_query.exceptions import ODataException, UnknownFunctionException

from fakes import expressions
from fakes.exchange import errors
from fakes.exchange.wire.instants import instant

_DEEPEST: Final = 400  # as far as Python's stack surely goes
# A text, which stays as it is, or a number that a text is to be read as.
_CAST: Final = re.compile(
    r"'(?:[^']|'')*'|\bcast\(\s*([\w/]+)\s*,\s*Edm\.(?:Int32|Int64|Double)\s*\)"
)
NUMBER: Final = "_number"  # ends the name of a text that is read as a number


@functools.lru_cache(maxsize=1024)
def parsed(text: str) -> object:
    """The tree of a filter.

    Raises:
        GraphError: it is malformed, or nested too deeply.
    """
    try:
        node = expressions.parse(_CAST.sub(_as_property, text))
    except UnknownFunctionException as error:
        raise errors.unsupported(f"a function in the filter '{text}'") from error
    except (ODataException, AttributeError) as error:
        # The library stumbles so over a third named parameter; no function here has it.
        raise errors.bad_request(f"Invalid filter clause: '{text}'.") from error
    except RecursionError as error:
        raise _too_deep() from error
    _check_depth(node)
    return node


def _as_property(match: re.Match[str]) -> str:
    """What the library cannot read, as a property of its own; texts as they are."""
    return f"{match[1]}{NUMBER}" if match[1] else match[0]


def _check_depth(node: object) -> None:
    """The filter is not nested more deeply than it can be looked into.

    Raises:
        GraphError: it is (how deep is too deep is inferred).
    """
    level: list[object] = [node]
    for _ in range(_DEEPEST):
        level = [part for one in level for part in _parts(one)]
        if not level:
            return
    raise _too_deep()


def _parts(node: object) -> tuple[object, ...]:
    match node:
        case ast.BoolOp(left=left, right=right) | ast.Compare(left=left, right=right):
            return left, right
        case (
            ast.UnaryOp(operand=part)
            | ast.Attribute(owner=part)
            | ast.CollectionLambda(lambda_=ast.Lambda(expression=part))
        ):
            return (part,)
        case ast.Call(args=args):
            return tuple(args)
    return ()


def _too_deep() -> errors.GraphError:
    return errors.invalid_filter("The filter is nested too deeply.")


@functools.lru_cache(maxsize=256)
def paths(text: str) -> tuple[str, ...]:
    """The properties that the filter names, each once, as they come.

    Raises:
        GraphError: the filter is malformed.
    """
    return tuple(dict.fromkeys(_paths(parsed(text))))


def _paths(node: object) -> Iterator[str]:
    match node:
        case ast.BoolOp(left=left, right=right) | ast.Compare(left=left, right=right):
            yield from _paths(left)
            yield from _paths(right)
        case ast.UnaryOp(operand=operand):
            yield from _paths(operand)
        case ast.Call(args=args):
            for one in args:
                yield from _paths(one)
        case ast.CollectionLambda(owner=owner):
            yield from _paths(owner)
        case ast.Identifier() | ast.Attribute():
            yield path_of(node)


def path_of(node: object) -> str:
    """The property that a part of a filter names; "" when it names none."""
    match node:
        case ast.Identifier(name=name):
            return str(name)
        case ast.Attribute(owner=owner, attr=attr):
            return f"{path_of(owner)}/{attr}"
    return ""


def instant_of(node: object, text: str) -> datetime:
    """The instant that a literal of the filter names.

    Raises:
        GraphError: it names none.
    """
    match node:
        case ast.String(val) | ast.DateTime(val) | ast.Date(val):
            return instant(val)
    raise errors.bad_request(f"'{text}' compares a date with something else.")


def ids(text: str) -> tuple[str, ...]:
    """What a nested filter chooses: `id eq '…' or id eq '…'`.

    Raises:
        GraphError: it is no such filter.
    """
    return tuple(_ids(parsed(text), text))


def _ids(node: object, text: str) -> list[str]:
    match node:
        case ast.BoolOp(op=ast.Or(), left=left, right=right):
            return [*_ids(left, text), *_ids(right, text)]
        case ast.Compare(
            comparator=ast.Eq(), left=ast.Identifier(name="id"), right=ast.String(val)
        ):
            return [val]
    raise errors.invalid_filter(f"What is expanded is chosen by id, not by '{text}'.")
