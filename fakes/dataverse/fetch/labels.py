"""A value of an answer with its annotations, which come before it (section 2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakes.dataverse import wire
from fakes.dataverse.rendering import link_for
from fakes.dataverse.values import Reference

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.fetch.plan import Place


def put(
    call: Call, found: dict[str, object], key: str, place: Place, value: object
) -> None:
    """The object has the value under that key, annotated as the caller asks for.

    Null is left out (trap 9).
    """
    if value is None:
        return
    if call.prefer.annotations:
        _annotate(call, found, key, place, value)
    found[key] = wire.plain(value)


def _annotate(
    call: Call, found: dict[str, object], key: str, place: Place, value: object
) -> None:
    wants, column = call.prefer.wants, place.column
    if wants(wire.FORMATTED):
        words = wire.formatted(column, value, call.organization.name_of(value))
        if words is not None:
            found[f"{key}@{wire.FORMATTED}"] = words
    if not isinstance(value, Reference):
        return
    if wants(wire.TARGET):
        found[f"{key}@{wire.TARGET}"] = value.table
    if wants(wire.NAVIGATION):
        link = link_for(place.table, column.name, value.table)
        found[f"{key}@{wire.NAVIGATION}"] = link
