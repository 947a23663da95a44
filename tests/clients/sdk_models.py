"""Answers beside msgraph-sdk's models: the only place that compares them by field.

The models are generated from the v1.0 metadata. An answer is read into its model as the
SDK reads it and written back: what the model does not know, and what does not come back
as it was, is a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import zip_longest
from typing import Any, Final

from kiota_abstractions.date_utils import (
    datetime_from_iso_format_compat,
    time_from_iso_format_compat,
)
from kiota_serialization_json.json_parse_node import JsonParseNode
from kiota_serialization_json.json_serialization_writer import JsonSerializationWriter
from msgraph.generated.models.o_data_errors.inner_error import InnerError
from msgraph.generated.models.open_type_extension import OpenTypeExtension

# Control information of OData's JSON, alone or in front of a member.
_ANNOTATIONS: Final = (
    "@odata.context",
    "@odata.count",
    "@odata.deltaLink",
    "@odata.etag",
    "@odata.id",
    "@odata.mediaContentType",
    "@odata.nextLink",
    "@odata.type",
    "@removed",
)
_TIMES: Final[tuple[Callable[[str], object], ...]] = (
    datetime_from_iso_format_compat,
    time_from_iso_format_compat,
)


def differences(answer: Mapping[str, Any], model: Any) -> list[str]:
    """Where the answer is not what its model says; empty when the two agree."""
    found: list[str] = []
    node = JsonParseNode(answer)
    node.on_after_assign_field_values = lambda read: found.extend(_strange(read))
    writer = JsonSerializationWriter()
    writer.write_object_value(None, node.get_object_value(model))
    return [*found, *_unlike(answer, writer.value, model.__name__)]


def members(model: Any) -> frozenset[str]:
    """Every name that the model knows, without annotations."""
    return frozenset(filter(_is_no_annotation, model().get_field_deserializers()))


def _strange(read: Any) -> Iterator[str]:
    """What one object was given that its model does not know, or times of no zone.

    An open extension has members of any name; an inner error has more than the metadata
    tells, and a date without a zone (sections 1.3, 6).
    """
    if isinstance(read, OpenTypeExtension | InnerError):
        return
    kind = type(read).__name__
    for name in filter(_is_no_annotation, getattr(read, "additional_data", ())):
        yield f"{kind}.{name}: the model does not know it"
    for name, value in vars(read).items():
        if isinstance(value, datetime) and value.tzinfo is None:
            yield f"{kind}.{name}: an instant without offset, {value.isoformat()}"


def _unlike(sent: Any, back: Any, path: str) -> Iterator[str]:
    """Where what came back is not what was sent; a null need not come back."""
    if isinstance(sent, Mapping) and isinstance(back, Mapping):
        for name in filter(_is_no_annotation, sent):
            yield from _unlike(sent[name], back.get(name), f"{path}.{name}")
    elif isinstance(sent, list) and isinstance(back, list):
        for number, (one, other) in enumerate(zip_longest(sent, back)):
            yield from _unlike(one, other, f"{path}[{number}]")
    elif not _same(sent, back):
        yield f"{path}: {sent!r} comes back as {back!r}"


def _same(sent: Any, back: Any) -> bool:
    if isinstance(sent, bool) or isinstance(back, bool):
        return sent is back
    if sent == back:
        return True
    if isinstance(sent, str) and isinstance(back, str):
        return any(_moment(read, sent) == _moment(read, back) for read in _TIMES)
    return False


def _moment(read: Callable[[str], object], text: str) -> object:
    """What the text says, if it is a time; else something like nothing."""
    try:
        return read(text)
    except ValueError:
        return object()


def _is_no_annotation(name: str) -> bool:
    return not name.endswith(_ANNOTATIONS)
