"""`translateExchangeIds`: ids of a mailbox's items in other formats (section 2.2)."""

from __future__ import annotations

from typing import Any, Final, cast, get_args

from fakes.exchange import errors
from fakes.exchange.call import Call
from fakes.exchange.directory.id_formats import IMMUTABLE, Format, read, spelled
from fakes.exchange.wire import envelope, values
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.json import dumps

MOST: Final = 1000


def translate(call: Call) -> Reply:
    """Each id beside its translation, or beside what is wrong with it.

    Raises:
        GraphError: there are too many, or a format is none.
    """
    given = call.parameters()
    ids = values.texts("inputIds", given.get("inputids"))
    if len(ids) > MOST:
        raise errors.invalid_request(f"At most {MOST} ids are translated at once.")
    source, target = (_format(given, name) for name in ("sourceIdType", "targetIdType"))
    rows = [dumps(_translated(call, one, source, target)) for one in ids]
    kind = "microsoft.graph.convertIdResult"
    return envelope.collection(f"{call.version_url}/$metadata#Collection({kind})", rows)


def _format(given: values.Json, name: str) -> Format:
    found = values.member(name, given.get(name.lower()), get_args(Format))
    return cast("Format", found)


def _translated(
    call: Call, source_id: str, source: Format, target: Format
) -> dict[str, Any]:
    rest_id = read(source_id, source)
    item = None if rest_id is None else call.mailbox.stores.find(rest_id)
    if item is None:
        refused = errors.item_not_found() if rest_id else errors.malformed_id()
        details = {"code": refused.code, "message": refused.message}
        return {"sourceId": source_id, "targetId": None, "errorDetails": details}
    own = item.immutable_id if target in IMMUTABLE else item.id
    return {"sourceId": source_id, "targetId": spelled(own, target)}
