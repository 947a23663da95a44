"""Keys in parentheses: primary and alternate ones, and the rows they name (3.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from fakes.dataverse import errors
from fakes.dataverse.rows import index_key
from fakes.dataverse.schema import TABLES, ColumnType, Table, table_of_set
from fakes.dataverse.schema.model import TEXTS
from fakes.dataverse.values import Reference, accepted, guid

if TYPE_CHECKING:
    from fakes.dataverse.database import Database
    from fakes.dataverse.rows import Row

_PART: Final = re.compile(
    r"\s*+(\w++)\s*+=\s*+('(?:[^']|'')*+'\s*+|[^',\s][^',]*+)(?:,(?!\s*+$)|$)"
)
_NUMBER: Final = re.compile(r"-?\d{1,18}(?:\.\d{1,10})?", re.ASCII)
_TARGET: Final = re.compile(r"(?:.*/api/data/v[\d.]+/|/)?(\w+)\((.*)\)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A primary key, or the columns and values of an alternate one."""

    table: Table
    id: str | None
    values: Mapping[str, object] = field(default_factory=dict)

    def missing(self) -> errors.DataverseError:
        """No row has that key."""
        if self.id is not None:
            return errors.missing_row(self.table.name, self.id)
        return errors.DataverseError(
            status=404,
            code=errors.NOT_FOUND_BY_KEY,
            message=f"A record of {self.table.name} with the specified key values "
            "does not exist.",
        )


def key_of(organization: Database, table: Table, text: str) -> Key:
    """The key that stands in parentheses, decoded.

    Raises:
        DataverseError: it is no GUID, or an alternate key that is not defined.
    """
    bare = guid(text.strip())
    if bare is not None:
        return Key(table=table, id=bare)
    parts = _parts(text)
    if parts is None:
        raise _no_key(table)
    primary = "ownerid" if table.principal else table.key
    if set(parts) == {primary}:
        found = guid(parts[primary])
        if found is None:
            raise _no_key(table)
        return Key(table=table, id=found)
    for columns in organization.customization.keys_of(table).values():
        named = {table.columns[name].wire: name for name in columns}
        if named.keys() == parts.keys():
            values = {
                name: _literal(table, name, parts[wire]) for wire, name in named.items()
            }
            return Key(table=table, id=None, values=MappingProxyType(values))
    raise _no_key(table)


def _parts(text: str) -> dict[str, str] | None:
    found: dict[str, str] = {}
    position = 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None or match[1] in found:
            return None
        found[match[1]] = match[2].strip()
        position = match.end()
    return found or None


def _literal(table: Table, name: str, text: str) -> object:
    """The value of a part of a key, as it is stored."""
    column = table.columns[name]
    if column.type in TEXTS:
        if text[0] != "'":
            raise _no_key(table)
        return accepted(column, text[1:-1].replace("''", "'"))
    bare = text.strip("'")
    if column.type is ColumnType.LOOKUP:
        found = guid(bare)
        if found is None:  # null would find the rows without one
            raise _no_key(table)
        return found
    value: Any = bare
    if _NUMBER.fullmatch(bare):
        value = float(bare) if "." in bare else int(bare)
    elif bare in {"true", "false"}:
        value = bare == "true"
    return accepted(column, value)


def _no_key(table: Table) -> errors.DataverseError:
    return errors.DataverseError(
        status=400,
        code=errors.UNKNOWN_SEGMENT,
        message="The number of keys specified in the URI does not match number of "
        f"key properties for the resource '{table.type_name}'.",
    )


def find(organization: Database, key: Key) -> Row | None:
    """The row with that key; None when there is none.

    Raises:
        DataverseError: several rows have these values (they were there before the key).
    """
    held = organization.rows_of(key.table.name)
    if key.id is not None:
        return held.by_id.get(key.id)
    found = clashing(organization, key.table, key.values)
    if len(found) > 1:
        raise errors.bad_value(
            "More than one record has the specified key values.",
            errors.SEVERAL_BY_KEY,
        )
    return found[0] if found else None


def row_at(organization: Database, table: Table, text: str) -> Row:
    """The row with the key that stands in parentheses.

    Raises:
        DataverseError: there is none (404), or it is no key (400).
    """
    key = key_of(organization, table, text)
    row = find(organization, key)
    if row is None:
        raise key.missing()
    return row


def clashing(
    organization: Database, table: Table, values: Mapping[str, object]
) -> list[Row]:
    """The rows that have these values, text without regard to case."""
    first, *others = values
    wanted = {name: index_key(values[name]) for name in others}
    return [
        row
        for row in organization.rows_of(table.name).equal(first, values[first])
        if all(index_key(row.values[name]) == one for name, one in wanted.items())
    ]


def check_unique(
    organization: Database,
    table: Table,
    id: str,
    values: Mapping[str, object],
    before: Mapping[str, object] | None,
) -> None:
    """No other row has the same values of an alternate key; null ones are free.

    A key whose values stay as they were `before` is not looked at: rows that clashed
    before the key was defined can still be written.

    Raises:
        DataverseError: another row has (412).
    """
    for columns in organization.customization.keys_of(table).values():
        wanted = {name: values[name] for name in columns}
        if None in wanted.values():
            continue
        if before is not None and all(
            index_key(before[name]) == index_key(one) for name, one in wanted.items()
        ):
            continue
        if any(row.id != id for row in clashing(organization, table, wanted)):
            raise errors.DataverseError(
                status=412,
                code=errors.DUPLICATE_KEY,
                message=f"A record of {table.name} that has the attribute values "
                f"{', '.join(columns)} already exists.",
            )


def address(text: object) -> tuple[str, str]:
    """Set and key of an address: absolute, from the root, or from the service.

    In a body, too, it is percent-encoded (inferred: it is an address).

    Raises:
        DataverseError: it is no address of a row.
    """
    match = _TARGET.fullmatch(unquote(text)) if isinstance(text, str) else None
    if match is None:
        raise errors.bad_payload(f"'{text}' is no address of a row.")
    return match[1], match[2]


def addressed(
    organization: Database, targets: tuple[str, ...], text: object, link: str
) -> Reference:
    """The row that an address names; it is of one of these tables.

    A primary key is taken as it stands: whether there is such a row is asked later.

    Raises:
        DataverseError: it is no address, or of another table.
    """
    set_name, inside = address(text)
    table = table_of_set(set_name)
    if table is None:
        raise errors.unknown_segment(set_name)
    if table.name not in targets:
        raise errors.bad_payload(f"{link} does not take rows of {table.name}.")
    key = key_of(organization, TABLES[table.name], inside)
    if key.id is not None:
        return Reference(table.name, key.id)
    row = find(organization, key)
    if row is None:
        raise key.missing()
    return Reference(table.name, row.id)
