"""Lists that one query option describes as a whole: FetchXML, stored queries, $apply.

These options only go with entity sets and collections; elsewhere `query` refuses them.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from fakes.dataverse import apply, errors
from fakes.dataverse.query import split
from fakes.dataverse.schema import TABLES
from fakes.dataverse.values import guid

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Table
    from fakes.wire import Response

_STORED: Final = {"savedQuery": "savedquery", "userQuery": "userquery"}
_OPTIONS: Final = frozenset({"fetchXml", "$apply", *_STORED})


@functools.lru_cache(maxsize=512)
def _options(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(one for one in split(text) if one[0] in _OPTIONS)


def asked_for(text: str) -> bool:
    """Whether one of these options stands in a query text."""
    return bool(text) and bool(_options(text))


def answer(call: Call, table: Table, within: Sequence[Row] | None = None) -> Response:
    """The list that the request asks for by one of these options.

    Other options beside FetchXML and stored queries have no effect (section 4.8).

    Raises:
        DataverseError: the query is refused, or two of them stand side by side.
    """
    found = _options(call.request.query)
    if len(found) > 1:
        raise errors.bad_query(f"{found[0][0]} and {found[1][0]} exclude each other.")
    name, value = found[0]
    if call.prefer.track_changes:
        message = f"{name} isn't supported when Change Tracking is enabled"
        raise errors.bad_query(message)
    if name == "$apply":
        return apply.read(call, table, value, within)
    # It brings lxml, a twelfth of the start, for those that never ask.
    from fakes.dataverse.fetch import answer as fetched  # noqa: PLC0415

    if name == "fetchXml":
        return fetched.read(call, table, value, within)
    text, token = _stored(call, table, name, value)
    return fetched.read_stored(call, table, text, token, within)


def _stored(call: Call, table: Table, name: str, value: str) -> tuple[str, str | None]:
    """A saved query, which everybody may run, or a user's own one, and its page."""
    id = guid(value.strip().strip("'"))
    if id is None:
        raise errors.bad_value(f"'{value}' is no id for {name}.")
    kind = _STORED[name]
    row = call.organization.row(kind, id)
    if kind == "userquery":
        call.caller.demand("Read", row.table)
        call.organization.security.check(call.caller, "Read", row)
    of, text = row.values["returnedtypecode"], row.values["fetchxml"]
    if isinstance(of, str) and of in TABLES and of != table.name:
        message = f"The query is of '{of}', the set of '{table.name}'."
        raise errors.bad_value(message, errors.WRONG_TABLE)
    if not isinstance(text, str):
        raise errors.bad_value(f"The {kind} {id} has no FetchXML.")
    return text, dict(split(call.request.query)).get("$skiptoken")
