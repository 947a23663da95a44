"""JSON: the only place that spells rows, lists and errors for the wire."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from fakes.dataverse import errors
from fakes.dataverse.query import Expand, Query
from fakes.dataverse.schema import TABLES
from fakes.dataverse.schema.model import INSTANTS, ColumnType
from fakes.dataverse.values import Reference
from fakes.wire import Headers, Response

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Column, Navigation, Table

MINIMAL: Final = "application/json; odata.metadata=minimal"
JSON_HEADERS: Final[Headers] = (
    ("Content-Type", MINIMAL),
    ("OData-Version", "4.0"),
)
EMPTY_HEADERS: Final[Headers] = (("OData-Version", "4.0"),)
FORMATTED: Final = "OData.Community.Display.V1.FormattedValue"
TARGET: Final = "Microsoft.Dynamics.CRM.lookuplogicalname"
NAVIGATION: Final = "Microsoft.Dynamics.CRM.associatednavigationproperty"
_plainly = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# In front of a number whose decimals are to stay; no text holds control characters.
_MARK: Final = "\x00"
_MARKED: Final = re.compile(r'"\\u0000(-?[0-9.]+)"')
# The format is inferred: the American one, which a new user has.
_FORMATTED_KINDS: Final = frozenset(
    {ColumnType.CHOICE, ColumnType.STATE, ColumnType.STATUS, ColumnType.BOOLEAN}
    | {ColumnType.LOOKUP, ColumnType.INTEGER, ColumnType.MONEY, ColumnType.DATE}
    | {ColumnType.DECIMAL, ColumnType.DOUBLE}
    | INSTANTS
)


def _encode(value: object) -> str:
    text = _plainly(value)
    return _MARKED.sub(r"\1", text) if "\\u0000" in text else text


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """One `$expand` entry with the shape of what it brings."""

    name: str  # as the client spelt it
    link: Navigation
    shape: Shape
    query: Query
    reference: bool
    options: str  # of the entry, as a query of its own


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Which columns a row shows; the same options give the same object."""

    table: Table
    columns: tuple[Column, ...]
    branches: tuple[Branch, ...]
    context: str  # what stands in parentheses after the set's name

    @property
    def principal(self) -> bool:
        """Whether rows also bring `ownerid`, the key of their base type."""
        return self.table.principal


@functools.lru_cache(maxsize=1024)
def shape_of(
    table: Table, select: tuple[str, ...] | None, query: Query | None = None
) -> Shape:
    """The shape that `$select` and the `$expand` of `query` ask for.

    Raises:
        DataverseError: a name is no property of its type.
    """
    branches = tuple(_branch(table, entry) for entry in (query.expand if query else ()))
    columns = (
        tuple(table.columns.values()) if select is None else _selected(table, select)
    )
    names = [*(select or ())]
    names += [_branch_name(one) for one in branches]
    return Shape(table, columns, branches, f"({','.join(names)})" if names else "")


def _branch_name(branch: Branch) -> str:
    if branch.reference:
        return f"{branch.name}/$ref"
    return f"{branch.name}({branch.shape.context[1:-1]})"


def _branch(table: Table, entry: Expand) -> Branch:
    """One entry of `$expand`, within the limits of section 4.5.

    Rows of a collection bring the lookup that points back.
    """
    name, query = entry.name, entry.query
    link = table.navigation(name)
    if link is None:
        raise errors.unknown_property(name, table.type_name)
    if link.target not in TABLES:
        raise errors.unsupported(f"the table {link.target}")
    if entry.reference and link.collection:
        raise errors.bad_query("Only single-valued properties are expanded to $ref.")
    if not link.collection and (query.orderby or query.top is not None):
        raise errors.bad_query(
            f"Only $select, $filter and $expand are supported in $expand={name}."
        )
    inner = shape_of(TABLES[link.target], query.select, query if query.expand else None)
    for nested in inner.branches:
        if nested.query.orderby or nested.query.top is not None:
            raise errors.bad_query(
                f"$orderby and $top are not supported in the nested $expand={name}."
            )
    if link.collection and not link.through:
        back = inner.table.columns[link.column]
        if back not in inner.columns:
            inner = replace(inner, columns=(*inner.columns, back))
    return Branch(name, link, inner, query, entry.reference, entry.options)


def _selected(table: Table, names: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns of a `$select`, with those that come along (section 3.5).

    A navigation property is taken and gives no id (trap 8).
    """
    found: dict[str, Column] = {}
    for name in names:
        column = table.by_wire.get(name)
        if column is None:
            if table.navigation(name) is None and name not in table.columns:
                raise errors.unknown_property(name, table.type_name)
            continue
        found[column.name] = column
        prefix = name.partition("_")[0]
        composite = table.columns.get(f"{prefix}_composite")
        if name.startswith("address") and composite is not None:
            found[composite.name] = composite
        currency = table.columns.get("transactioncurrencyid")
        if column.type is ColumnType.MONEY and currency is not None:
            found[currency.name] = currency
    found[table.key] = table.columns[table.key]
    return tuple(found.values())


def plain(value: object) -> object:
    """A stored value as JSON takes it."""
    if isinstance(value, datetime):
        return value.isoformat()[:19] + "Z"
    if isinstance(value, date):
        return value.isoformat()
    return value


def shown(column: Column, value: object) -> object:
    """A column's value as `encode` takes it; money has four decimals (section 3.4)."""
    if column.type is ColumnType.MONEY and isinstance(value, float):
        return f"{_MARK}{value:.4f}"
    return plain(value)


def object_of(
    row: Row,
    shape: Shape,
    *,
    tagged: bool,
    values: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """The row's columns, with its entity tag in front if wanted.

    `values` are what the caller sees of it; all of it unless given.
    """
    values = row.values if values is None else values
    found: dict[str, object] = {"@odata.etag": row.etag} if tagged else {}
    for column in shape.columns:
        value = values[column.name]
        if isinstance(value, date | float):  # datetime is a date, too
            value = shown(column, value)
        found[column.wire] = value
    if shape.principal:
        found["ownerid"] = row.id
    return found


def text_of(row: Row, shape: Shape) -> str:
    """The row as JSON text with its entity tag; kept with the row."""
    kept = row.rendered
    if kept is not None and kept[0] is shape:
        return kept[1]
    values = row.values
    parts = []
    for column, name, texts in _parts_of(shape):
        value = values[column]
        parts.append(name + texts.get(type(value), _derived)(value))
    if shape.principal:
        parts.append(f'"ownerid":"{row.id}"')
    text = f'{{"@odata.etag":"W/\\"{row.version}\\"",{",".join(parts)}}}'
    row.rendered = (shape, text)
    return text


def _derived(value: object) -> str:
    """A value of a type derived from one below, such as a frozen clock's instants."""
    return _plainly(plain(value))


# How the types of stored values are written: as `encode` does, in 0.6 of its time.
_TEXTS: Final[Mapping[type, Callable[[Any], str]]] = {
    NoneType: lambda _: "null",
    str: _plainly,
    Reference: '"{}"'.format,
    bool: _plainly,
    int: int.__repr__,
    float: _plainly,
    datetime: lambda value: f'"{value.isoformat()[:19]}Z"',
    date: '"{}"'.format,
}
_MONEY_TEXTS: Final = {**_TEXTS, float: "{:.4f}".format}
_Part: TypeAlias = "tuple[str, str, Mapping[type, Callable[[Any], str]]]"


@functools.lru_cache(maxsize=1024)
def _parts_of(shape: Shape) -> tuple[_Part, ...]:
    """Each column's name, its name in JSON with the colon, and how it is written."""
    return tuple(
        (
            column.name,
            f'"{column.wire}":',
            _MONEY_TEXTS if column.type is ColumnType.MONEY else _TEXTS,
        )
        for column in shape.columns
    )


def formatted(column: Column, value: object, name: str | None) -> str | None:
    """The value as a user reads it; `name` is that of a lookup's target."""
    if value is None or column.type not in _FORMATTED_KINDS:
        return None
    if column.type is ColumnType.LOOKUP:
        return name
    if isinstance(value, date):
        return _american(value)
    if isinstance(value, float):
        return f"${value:,.2f}" if column.type is ColumnType.MONEY else f"{value:,.2f}"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    assert isinstance(value, int)
    return column.options[value] if column.options else f"{value:,}"


def _american(value: date) -> str:
    day = f"{value.month}/{value.day}/{value.year}"
    if not isinstance(value, datetime):
        return day
    half = "AM" if value.hour < 12 else "PM"
    return f"{day} {value.hour % 12 or 12}:{value:%M} {half}"


def encode(value: object) -> str:
    """The value as compact JSON text."""
    return _encode(value)


def document(head: Mapping[str, object], rest: str) -> bytes:
    """One JSON object: the properties of `head`, then those of the text `rest`."""
    return f"{{{_members(head)},{rest[1:]}".encode()


def collection(head: Mapping[str, object], items: Iterable[str]) -> bytes:
    """One JSON object: the properties of `head`, then `value` with the items."""
    return f'{{{_members(head)},"value":[{",".join(items)}]}}'.encode()


def _members(head: Mapping[str, object]) -> str:
    # For text alone the encoder has a way that is ten times as fast as for an object.
    return ",".join([f"{_encode(name)}:{_encode(one)}" for name, one in head.items()])


def complex_value(api: str, name: str, values: Mapping[str, object]) -> Response:
    """The answer of a function: a complex value of the service's own types."""
    context = f"{api}/$metadata#Microsoft.Dynamics.CRM.{name}"
    return json_response(_encode({"@odata.context": context, **values}).encode())


def json_response(body: bytes, *, status: int = 200, headers: Headers = ()) -> Response:
    """An answer with a JSON body."""
    joined = (*JSON_HEADERS, *headers) if headers else JSON_HEADERS
    return Response(status=status, headers=joined, body=body)


def no_content(headers: Headers = ()) -> Response:
    """An answer without a body."""
    return Response(status=204, headers=(*EMPTY_HEADERS, *headers))


def _details(code: str, message: str) -> Mapping[str, str]:
    """Annotations of an error (section 2.4); their values are inferred."""
    prefix = "Microsoft.PowerApps.CDS"
    return {
        f"{prefix}.ErrorDetails.OperationStatus": "0",
        f"{prefix}.ErrorDetails.SubErrorCode": "2146233088",
        f"{prefix}.HelpLink": f"https://help.example/error?code={code}",
        f"{prefix}.TraceText": "",
        f"{prefix}.InnerError.Message": message,
    }


def error_response(
    status: int,
    code: str,
    message: str,
    *,
    headers: Headers = (),
    wants: Callable[[str], bool] | None = None,
) -> Response:
    """A refusal in the shape of section 8, with the annotations that are wanted."""
    said: dict[str, object] = {"code": code, "message": message}
    for name, value in _details(code, message).items() if wants else ():
        if wants is not None and wants(name):
            said[f"@{name}"] = value
    # The words may quote a request that holds half of a surrogate pair.
    body = _encode({"error": said}).encode("utf-8", "replace")
    return Response(status=status, headers=(*headers, *JSON_HEADERS), body=body)
