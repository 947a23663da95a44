"""`$filter` and `$orderby`, compiled once per text and type.

Section 2.4 says what the service takes; the rest is refused as it refuses it, or, where
nobody has said what it does, with 501.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from odata_query import ast
from odata_query.exceptions import ODataException, UnknownFunctionException

from fakes import expressions
from fakes.exchange import errors, extended
from fakes.exchange.items import Item
from fakes.exchange.wire.instants import instant
from fakes.exchange.wire.shape import EXTENDED, MULTI_EXTENDED, Getter, Shape

Predicate: TypeAlias = Callable[[Any], bool]
_Pair: TypeAlias = tuple[str, str]  # an extended property's id and value

_DEEPEST: Final = 400  # as far as Python's stack surely goes
_SEARCH: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "contains": operator.contains,
    "startswith": str.startswith,
    "endswith": str.endswith,
}


@functools.lru_cache(maxsize=1024)
def predicate(text: str, shape: Shape[Any]) -> Predicate:
    """Whether an item of the type passes the filter.

    Raises:
        GraphError: the filter is malformed, refused by the service, or beyond us.
    """
    return _compiled(parsed(text), shape, text)


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


def property_ids(text: str, *, several: bool = False) -> tuple[str, ...]:
    """The extended properties that a nested filter names; of `several` values or one.

    Raises:
        GraphError: it is no such filter.
    """
    return tuple(_property_id(one, several=several) for one in ids(text))


def ids(text: str) -> tuple[str, ...]:
    """What a nested filter chooses: `id eq '…' or id eq '…'`.

    Raises:
        GraphError: it is no such filter.
    """
    return tuple(_ids(parsed(text), text))


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


def _ids(node: object, text: str) -> list[str]:
    match node:
        case ast.BoolOp(op=ast.Or(), left=left, right=right):
            return [*_ids(left, text), *_ids(right, text)]
        case ast.Compare(
            comparator=ast.Eq(), left=ast.Identifier(name="id"), right=ast.String(val)
        ):
            return [val]
    raise errors.invalid_filter(f"What is expanded is chosen by id, not by '{text}'.")


@functools.lru_cache(maxsize=1024)
def parsed(text: str) -> object:
    """The tree of a filter.

    Raises:
        GraphError: it is malformed, or nested too deeply.
    """
    try:
        node = expressions.parse(text)
    except UnknownFunctionException as error:
        raise errors.unsupported(f"a function in the filter '{text}'") from error
    except (ODataException, AttributeError) as error:
        # The library stumbles so over a third named parameter; no function here has it.
        raise errors.bad_request(f"Invalid filter clause: '{text}'.") from error
    except RecursionError as error:
        raise _too_deep() from error
    _check_depth(node)
    return node


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
            search = _SEARCH.get(name)
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


def instant_of(node: object, text: str) -> datetime:
    """The instant that a literal of the filter names.

    Raises:
        GraphError: it names none.
    """
    match node:
        case ast.String(val) | ast.DateTime(val) | ast.Date(val):
            return instant(val)
    raise errors.bad_request(f"'{text}' compares a date with something else.")


def path_of(node: object) -> str:
    """The property that a part of a filter names; "" when it names none."""
    match node:
        case ast.Identifier(name=name):
            return str(name)
        case ast.Attribute(owner=owner, attr=attr):
            return f"{path_of(owner)}/{attr}"
    return ""


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
        test = _pair_test(inner.expression, variable, text)
        return lambda item: any(map(test, item.extended_properties.items()))
    if owner == MULTI_EXTENDED and owner in shape.navigation:
        test = _pair_test(inner.expression, variable, text)
        return lambda item: any(map(test, _multi_pairs(item)))
    members = shape.filterable.collections.get(owner)
    if members is None:
        raise _refusal(owner, shape, text)
    match inner.expression:
        case ast.Compare(comparator=ast.Eq(), left=left, right=ast.String(val)):
            path, wanted = path_of(left), val.lower()
            if path == variable:
                return lambda item: wanted in members(item)
            if path.startswith(f"{variable}/"):
                key = path.removeprefix(f"{variable}/")
                return lambda item: any(one.get(key) == wanted for one in members(item))
    raise errors.unsupported(f"the filter '{text}'")


def _multi_pairs(item: Item) -> Iterator[_Pair]:
    """Each value of a property of several values, with the property's id."""
    for key, several in item.multi_extended_properties.items():
        for value in several:
            yield key, value


def _pair_test(node: object, variable: str, text: str) -> Callable[[_Pair], bool]:
    """A test of one extended property: name exact, value in any case (3.10)."""
    match node:
        case ast.BoolOp(op=op, left=left, right=right):
            first = _pair_test(left, variable, text)
            second = _pair_test(right, variable, text)
            if isinstance(op, ast.And):
                return lambda pair: first(pair) and second(pair)
            return lambda pair: first(pair) or second(pair)
        case ast.Compare(comparator=comparator, left=left, right=ast.String(val)):
            path = path_of(left)
            if path == f"{variable}/id" and isinstance(comparator, ast.Eq):
                kind = val.strip().partition(" ")[0]
                wanted_id = _property_id(val, several=kind.lower().endswith("array"))
                return lambda pair: pair[0] == wanted_id
            if path == f"{variable}/value" and isinstance(
                comparator, (ast.Eq, ast.NotEq)
            ):
                compare, wanted = expressions.COMPARE[type(comparator)], val.lower()
                return lambda pair: compare(pair[1].lower(), wanted)
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
            search = _SEARCH.get(name)
            if search is not None and path_of(path) == f"{variable}/value":
                wanted = val.lower()
                return lambda pair: search(pair[1].lower(), wanted)
    raise errors.unsupported(f"the filter '{text}'")


def _property_id(text: str, *, several: bool) -> str:
    key = extended.normalised_multi(text) if several else extended.normalised(text)
    if key is None:
        raise errors.invalid_filter(f"'{text}' is no id of an extended property.")
    return key


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
