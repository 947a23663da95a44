"""`$filter` over definitions: a test of their properties (section 11.2).

Enum members are compared as their text, written `Microsoft.Dynamics.CRM.X'Member'` or
as plain text; managed properties through `/Value`. Comparison is exact (inferred).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from odata_query import ast, exceptions

from fakes import expressions
from fakes.dataverse import errors

Test: TypeAlias = Callable[[Mapping[str, Any]], bool]
# Quoted text stays as it is; outside of it an enum literal becomes its member's text.
_ENUM: Final = re.compile(r"Microsoft\.Dynamics\.CRM\.\w+('\w*')|'(?:[^']|'')*'")
_DEEPEST: Final = 250  # conditions within one another, or joined in a row
_FUNCTIONS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": str.__contains__,
}


@functools.lru_cache(maxsize=256)
def condition(text: str) -> tuple[Test, tuple[str, ...]]:
    """The test that a text describes, and the properties that it asks for.

    Raises:
        DataverseError: it is malformed, or asks for what this fake does not do.
    """
    plain = _ENUM.sub(lambda match: match[1] or match[0], text)
    try:
        tree = expressions.parse(plain)
    except exceptions.ODataException as error:
        raise errors.bad_query(f"Syntax error in $filter: {text}") from error
    names: dict[str, None] = {}
    return _test(tree, names), tuple(names)


def _test(node: Any, names: dict[str, None], depth: int = 0) -> Test:
    if depth > _DEEPEST:
        raise errors.bad_query("The $filter on metadata is nested too deeply.")
    match node:
        case ast.BoolOp():
            return _joined(node, names, depth)
        case ast.UnaryOp(op=ast.Not()):
            inner = _test(node.operand, names, depth + 1)
            return lambda values: not inner(values)
        case ast.Compare(comparator=ast.In()):
            return _membership(node, names)
        case ast.Compare() if type(node.comparator) in expressions.COMPARE:
            return _comparison(node, names)
        case ast.Call() if node.func.name in _FUNCTIONS:
            return _call(node, names)
    raise errors.unsupported("that $filter on metadata")


def _joined(node: Any, names: dict[str, None], depth: int) -> Test:
    left, right = (_test(one, names, depth + 1) for one in (node.left, node.right))
    if isinstance(node.op, ast.And):
        return lambda values: left(values) and right(values)
    return lambda values: left(values) or right(values)


def _property(node: Any, names: dict[str, None]) -> Callable[[Mapping[str, Any]], Any]:
    """How to read a property: its own value, or a part of a complex one."""
    if isinstance(node, ast.Call):
        raise errors.unsupported(f"{node.func.name}() in a $filter on metadata")
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.owner
    if not isinstance(node, ast.Identifier):
        raise errors.bad_query("A property is expected in $filter.")
    first = node.name
    names[first] = None

    def read(values: Mapping[str, Any]) -> Any:
        found = values[first]
        for part in parts:
            if not isinstance(found, Mapping) or part not in found:
                raise errors.bad_query(f"'{part}' is no property of '{first}'.")
            found = found[part]
        return found

    return read


def _literal(node: Any) -> Any:
    match node:
        case ast.Null():
            return None
        case ast.Integer() | ast.Boolean() | ast.Float():
            return node.py_val
        case ast.String() | ast.GUID():
            return str(node.val)
    raise errors.unsupported("that value in a $filter on metadata")


def _comparison(node: Any, names: dict[str, None]) -> Test:
    read, value = _property(node.left, names), _literal(node.right)
    compare = expressions.COMPARE[type(node.comparator)]
    equality = isinstance(node.comparator, ast.Eq | ast.NotEq)

    def test(values: Mapping[str, Any]) -> bool:
        found = read(values)
        if found is None or value is None:
            return equality and compare(found, value)
        if isinstance(found, Mapping | list) or type(found) is not type(value):
            raise errors.bad_query("A binary operator with incompatible types.")
        return compare(found, value)

    return test


def _membership(node: Any, names: dict[str, None]) -> Test:
    read = _property(node.left, names)
    wanted = [_literal(one) for one in node.right.val]
    return lambda values: read(values) in wanted


def _call(node: Any, names: dict[str, None]) -> Test:
    if len(node.args) != 2:
        raise errors.bad_query(f"{node.func.name} takes two values.")
    read, text = _property(node.args[0], names), _literal(node.args[1])
    check = _FUNCTIONS[node.func.name]
    if not isinstance(text, str):
        raise errors.bad_query(f"{node.func.name} compares texts.")

    def test(values: Mapping[str, Any]) -> bool:
        found = read(values)
        return isinstance(found, str) and check(found, text)

    return test
