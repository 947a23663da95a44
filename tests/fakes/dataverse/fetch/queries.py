"""FetchXML as clients send it."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from fakes.wire import Response
from tests.fakes.dataverse.makers import Bench, json_of

BOOKINGS: Final = "bookableresourcebookings"
ANNOTATED: Final = 'odata.include-annotations="*"'


def ask(bench: Bench, entity_set: str, text: str, **headers: str) -> Response:
    """The answer to a FetchXML query on an entity set."""
    target = f"/{entity_set}?fetchXml={quote(text, safe='')}"
    return bench.send("GET", target, headers=headers)


def rows(
    bench: Bench, entity_set: str, text: str, **headers: str
) -> list[dict[str, Any]]:
    """The rows of a successful answer."""
    response = ask(bench, entity_set, text, **headers)
    assert response.status == 200, response.body
    found = json_of(response)["value"]
    assert isinstance(found, list)
    return found


def a_condition(attribute: str, operator: str, *values: str, **more: str) -> str:
    """One condition; several values stand in elements of their own."""
    words = "".join(f" {name}={quoteattr(value)}" for name, value in more.items())
    start = f"<condition attribute='{attribute}' operator='{operator}'{words}"
    if len(values) == 1:
        return f"{start} value={quoteattr(values[0])}/>"
    inside = "".join(f"<value>{value}</value>" for value in values)
    return f"{start}>{inside}</condition>"


def a_fetch(
    entity: str,
    *inside: str,
    filter: str = "",
    kind: str = "and",
    **attributes: object,
) -> str:
    """A query; `paging_cookie` and the like become attributes of `fetch`."""
    words = "".join(
        f" {name.replace('_', '-')}={quoteattr(str(value))}"
        for name, value in attributes.items()
    )
    where = f"<filter type='{kind}'>{filter}</filter>" if filter else ""
    return (
        f"<fetch{words}><entity name='{entity}'>{''.join(inside)}{where}"
        "</entity></fetch>"
    )


def a_column(name: str, **more: str) -> str:
    """One `attribute` element."""
    words = "".join(f" {key}={quoteattr(value)}" for key, value in more.items())
    return f"<attribute name='{name}'{words}/>"
