"""`$filter` and `$orderby`, compiled once per text and type.

Section 2.4 says what the service takes; the rest is refused as it refuses it, or, where
nobody has said what it does, with 501.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeAlias

from odata_query import ast

from fakes import expressions
from fakes.exchange import errors
from fakes.exchange.items import Item
from fakes.exchange.wire.property_filters import SEARCH, multi_pairs, pair_test
from fakes.exchange.wire.shape import EXTENDED, MULTI_EXTENDED, Getter, Shape
from fakes.exchange.wire.trees import instant_of, parsed, path_of

Predicate: TypeAlias = Callable[[Any], bool]


@functools.lru_cache(maxsize=1024)
def predicate(text: str, shape: Shape[Any]) -> Predicate:
    """Whether an item of the type passes the filter.

    Raises:
        GraphError: the filter is malformed, refused by the service, or beyond us.
    """
    return _compiled(parsed(text), shape, text)


def _compiled(node: object, shape: Shape[Any], text: str) -> Predicate:
    match node:
        case ast.BoolOp(op=op, left=left, right=right):
            first = _compiled(left, shape, text)
            second = _compiled(right, shape, text)
            if isinstance(op, ast.And):
                return lambda event: first(event) and second(event)
            return lambda event: first(event) or second(event)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _compiled(operand, shape, text)
            return lambda event: not inner(event)
        case ast.Compare(comparator=comparator, left=left, right=right):
            return _comparison(comparator, left, right, shape, text)
        case ast.Call(func=ast.Identifier(name=name), args=[path, ast.String(val)]):
            search = SEARCH.get(name)
            get = shape.filterable.texts.get(path_of(path))
            if search is None or get is None:
                raise _refusal(path_of(path), shape, text)
            return functools.partial(_search, search, get, val.lower())
        case ast.CollectionLambda(
            owner=ast.Identifier(name=owner), operator=ast.Any(), lambda_=ast.Lambda()
        ):
            return _any(owner, node.lambda_, shape, text)
    raise errors.unsupported(f"the filter '{text}'")


def _search(
    search: Callable[[str, str], bool], get: Getter, wanted: str, item: Item
) -> bool:
    return search(get(item), wanted)


def _comparison(
    comparator: object, left: object, right: object, shape: Shape[Any], text: str
) -> Predicate:
    compare = expressions.COMPARE.get(type(comparator))
    if compare is None:
        raise errors.unsupported(f"an operator in the filter '{text}'")
    known, path = shape.filterable, path_of(left)
    get: Getter
    wanted: object
    if path in known.instants:
        get, wanted = known.instants[path], instant_of(right, text)
    elif path in known.texts and isinstance(right, ast.String):
        get, wanted = known.texts[path], right.val.lower()
    elif path in known.flags and isinstance(right, ast.Boolean):
        get, wanted = known.flags[path], right.py_val
    elif path in known.texts or path in known.flags:
        raise errors.bad_request(f"'{path}' cannot be compared so: '{text}'.")
    else:
        raise _refusal(path, shape, text)
    return functools.partial(_compare, compare, get, wanted)


def _compare(
    compare: Callable[[Any, Any], bool], get: Getter, wanted: object, item: Item
) -> bool:
    """Whether the item's value compares so; none compares with nothing."""
    value = get(item)
    return value is not None and compare(value, wanted)


def _refusal(path: str, shape: Shape[Any], text: str) -> errors.GraphError:
    root = path.partition("/")[0]
    if root in shape.filterable.refused:
        return errors.invalid_filter(f"The property '{root}' cannot be filtered by.")
    if root == path and any(
        one.startswith(f"{root}/") for one in shape.filterable.instants
    ):
        return errors.bad_request(f"'{root}' is a complex value: '{text}'.")
    known = {*shape.properties, *shape.navigation, *shape.selectable, ""}
    if root in known:
        return errors.unsupported(f"the filter '{text}'")
    return errors.no_such_property(root, shape.name)


def _any(owner: str, inner: Any, shape: Shape[Any], text: str) -> Predicate:
    variable = inner.identifier.name
    if owner == EXTENDED and owner in shape.navigation:
        test = pair_test(inner.expression, variable, text)
        return lambda item: any(map(test, item.extended_properties.items()))
    if owner == MULTI_EXTENDED and owner in shape.navigation:
        test = pair_test(inner.expression, variable, text)
        return lambda item: any(map(test, multi_pairs(item)))
    collections = shape.filterable.collections
    if not any(path.partition("/")[0] == owner for path in collections):
        raise _refusal(owner, shape, text)
    match inner.expression:
        case ast.Compare(comparator=ast.Eq(), left=left, right=ast.String(val)):
            root, _, rest = path_of(left).partition("/")
            members = collections.get(f"{owner}/{rest}" if rest else owner)
            if root != variable or members is None:
                raise errors.bad_request(f"'{owner}' has no such members: '{text}'.")
            wanted = val.lower()
            return lambda item: wanted in members(item)
    raise errors.unsupported(f"the filter '{text}'")


@functools.lru_cache(maxsize=256)
def ordering(text: str, shape: Shape[Any]) -> tuple[tuple[Getter, bool], ...]:
    """The keys of `$orderby`, first one first, and whether each runs backwards.

    Raises:
        GraphError: such items cannot be ordered so.
    """
    keys: list[tuple[Getter, bool]] = []
    for entry in text.split(","):
        path, _, direction = entry.strip().partition(" ")
        known = shape.filterable
        get = known.instants.get(path) or known.texts.get(path) or known.flags.get(path)
        if direction.strip().lower() not in {"", "asc", "desc"}:
            raise errors.bad_request(f"'{entry}' is no ordering.")
        if get is None:
            raise _refusal(path, shape, text)
        keys.append((get, direction.strip().lower() == "desc"))
    return tuple(keys)
