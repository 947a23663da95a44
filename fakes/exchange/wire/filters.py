"""`$filter` and `$orderby` on events, compiled once per text.

Section 2.4 says what the service takes; the rest is refused as it refuses it, or, where
nobody has said what it does, with 501.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from odata_query import ast
from odata_query.exceptions import ODataException, UnknownFunctionException

from fakes import expressions
from fakes.exchange import errors, extended
from fakes.exchange.event import Event
from fakes.exchange.wire.events import ABSENT, NAVIGATION, PROPERTIES
from fakes.exchange.wire.instants import instant

Predicate: TypeAlias = Callable[[Event], bool]
Getter: TypeAlias = Callable[[Event], Any]
_Pair: TypeAlias = tuple[str, str]  # an extended property's id and value

_INSTANTS: Final[Mapping[str, Getter]] = {
    "start/dateTime": operator.attrgetter("start_at"),
    "end/dateTime": operator.attrgetter("end_at"),
    "createdDateTime": operator.attrgetter("created_at"),
    "lastModifiedDateTime": operator.attrgetter("modified_at"),
}
_TEXTS: Final[Mapping[str, Getter]] = {
    "subject": lambda event: event.subject.lower(),
    "iCalUId": lambda event: event.ical_uid.lower(),
    "importance": operator.attrgetter("importance"),
    "sensitivity": operator.attrgetter("sensitivity"),
    "showAs": lambda event: event.show_as.lower(),
    "type": lambda _: "singleinstance",
    "organizer/emailAddress/address": lambda event: event.organizer.key,
}
_FLAGS: Final[Mapping[str, Getter]] = {
    "isAllDay": operator.attrgetter("is_all_day"),
    "isCancelled": operator.attrgetter("is_cancelled"),
    "isOrganizer": operator.attrgetter("is_organizer"),
    "isReminderOn": operator.attrgetter("is_reminder_on"),
    "hasAttachments": lambda _: False,
}
_SEARCH: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "contains": operator.contains,
    "startswith": str.startswith,
    "endswith": str.endswith,
}


@functools.lru_cache(maxsize=1024)
def predicate(text: str) -> Predicate:
    """Whether an event passes the filter.

    Raises:
        GraphError: the filter is malformed, refused by the service, or beyond us.
    """
    return _compiled(_parsed(text), text)


def property_ids(text: str) -> tuple[str, ...]:
    """The extended properties named by a nested filter: `id eq '…' or id eq '…'`.

    Raises:
        GraphError: it is no such filter.
    """
    return tuple(_ids(_parsed(text), text))


def _ids(node: object, text: str) -> list[str]:
    match node:
        case ast.BoolOp(op=ast.Or(), left=left, right=right):
            return [*_ids(left, text), *_ids(right, text)]
        case ast.Compare(
            comparator=ast.Eq(), left=ast.Identifier(name="id"), right=ast.String(val)
        ):
            return [_property_id(val)]
    raise errors.invalid_filter(
        f"Extended properties are chosen by id, not by '{text}'."
    )


def _parsed(text: str) -> object:
    try:
        return expressions.parse(text)
    except UnknownFunctionException as error:
        raise errors.unsupported(f"a function in the filter '{text}'") from error
    except ODataException as error:
        raise errors.bad_request(f"Invalid filter clause: '{text}'.") from error


def _compiled(node: object, text: str) -> Predicate:
    match node:
        case ast.BoolOp(op=op, left=left, right=right):
            first, second = _compiled(left, text), _compiled(right, text)
            if isinstance(op, ast.And):
                return lambda event: first(event) and second(event)
            return lambda event: first(event) or second(event)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _compiled(operand, text)
            return lambda event: not inner(event)
        case ast.Compare(comparator=comparator, left=left, right=right):
            return _comparison(comparator, left, right, text)
        case ast.Call(func=ast.Identifier(name=name), args=[path, ast.String(val)]):
            search, get = _SEARCH.get(name), _TEXTS.get(_path(path))
            if search is None or get is None:
                raise _refusal(_path(path), text)
            return functools.partial(_search, search, get, val.lower())
        case ast.CollectionLambda(
            owner=ast.Identifier(name=owner), operator=ast.Any(), lambda_=ast.Lambda()
        ):
            return _any(owner, node.lambda_, text)
    raise errors.unsupported(f"the filter '{text}'")


def _search(
    search: Callable[[str, str], bool], get: Getter, wanted: str, event: Event
) -> bool:
    return search(get(event), wanted)


def _comparison(
    comparator: object, left: object, right: object, text: str
) -> Predicate:
    compare = expressions.COMPARE.get(type(comparator))
    if compare is None:
        raise errors.unsupported(f"an operator in the filter '{text}'")
    path = _path(left)
    get: Getter
    wanted: object
    if path in _INSTANTS:
        get, wanted = _INSTANTS[path], _instant(right, text)
    elif path in _TEXTS and isinstance(right, ast.String):
        get, wanted = _TEXTS[path], right.val.lower()
    elif path in _FLAGS and isinstance(right, ast.Boolean):
        get, wanted = _FLAGS[path], right.py_val
    elif path in _TEXTS or path in _FLAGS:
        raise errors.bad_request(f"'{path}' cannot be compared so: '{text}'.")
    else:
        raise _refusal(path, text)
    return lambda event: compare(get(event), wanted)


def _instant(node: object, text: str) -> datetime:
    match node:
        case ast.String(val) | ast.DateTime(val) | ast.Date(val):
            return instant(val)
    raise errors.bad_request(f"'{text}' compares a date with something else.")


def _path(node: object) -> str:
    match node:
        case ast.Identifier(name=name):
            return str(name)
        case ast.Attribute(owner=owner, attr=attr):
            return f"{_path(owner)}/{attr}"
    return ""


def _refusal(path: str, text: str) -> errors.GraphError:
    root = path.partition("/")[0]
    if root == "recurrence":
        return errors.invalid_filter("The property 'recurrence' cannot be filtered by.")
    if root in PROPERTIES and path == root and root in {"start", "end"}:
        return errors.bad_request(f"'{root}' is a complex value: '{text}'.")
    if root in PROPERTIES or root in NAVIGATION or root in ABSENT or not root:
        return errors.unsupported(f"the filter '{text}'")
    return errors.bad_request(
        f"Could not find a property named '{root}' on type 'microsoft.graph.event'."
    )


def _any(owner: str, inner: Any, text: str) -> Predicate:
    variable = inner.identifier.name
    if owner == "singleValueExtendedProperties":
        test = _pair_test(inner.expression, variable, text)
        return lambda event: any(map(test, event.extended_properties.items()))
    if owner == "categories":
        match inner.expression:
            case ast.Compare(
                comparator=ast.Eq(),
                left=ast.Identifier(name=name),
                right=ast.String(val),
            ) if name == variable:
                wanted = val.lower()
                return lambda event: wanted in map(str.lower, event.categories)
        raise errors.unsupported(f"the filter '{text}'")
    raise _refusal(owner, text)


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
            path = _path(left)
            if path == f"{variable}/id" and isinstance(comparator, ast.Eq):
                wanted_id = _property_id(val)
                return lambda pair: pair[0] == wanted_id
            if path == f"{variable}/value" and isinstance(
                comparator, (ast.Eq, ast.NotEq)
            ):
                compare, wanted = expressions.COMPARE[type(comparator)], val.lower()
                return lambda pair: compare(pair[1].lower(), wanted)
        case ast.Call(func=ast.Identifier(name=name), args=[path, ast.String(val)]):
            search = _SEARCH.get(name)
            if search is not None and _path(path) == f"{variable}/value":
                wanted = val.lower()
                return lambda pair: search(pair[1].lower(), wanted)
    raise errors.unsupported(f"the filter '{text}'")


def _property_id(text: str) -> str:
    key = extended.normalised(text)
    if key is None:
        raise errors.invalid_filter(f"'{text}' is no id of an extended property.")
    return key


@functools.lru_cache(maxsize=256)
def ordering(text: str) -> tuple[tuple[Getter, bool], ...]:
    """The keys of `$orderby`, first one first, and whether each runs backwards.

    Raises:
        GraphError: events cannot be ordered so.
    """
    keys: list[tuple[Getter, bool]] = []
    for entry in text.split(","):
        path, _, direction = entry.strip().partition(" ")
        get = _INSTANTS.get(path) or _TEXTS.get(path) or _FLAGS.get(path)
        if direction.strip().lower() not in {"", "asc", "desc"}:
            raise errors.bad_request(f"'{entry}' is no ordering.")
        if get is None:
            raise _refusal(path, text)
        keys.append((get, direction.strip().lower() == "desc"))
    return tuple(keys)
