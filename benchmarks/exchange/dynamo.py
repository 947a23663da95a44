"""The peer moto server: of all that it fakes, DynamoDB is nearest to a calendar.

One table, whose rows are events of a calendar in the order of their start. Installed by
hand (`pip install 'moto[server]'`).
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from side_by_side.ask import SERIAL, Ask
from side_by_side.load import once

from exchange.events import (
    HITS,
    IN_BATCH,
    LASTS,
    WEEK,
    body_of,
    instant,
    made_at,
    sampled,
    start_of,
    subject_of,
    windows,
)

_TABLE: Final = "Events"
_AT_ONCE: Final = 25  # rows of one BatchWriteItem
HEADERS: Final = {
    "Authorization": (
        "AWS4-HMAC-SHA256 Credential=nina/20260302/us-east-1/dynamodb/aws4_request, "
        "SignedHeaders=host, Signature=0"
    )
}


def is_installed() -> bool:
    """Whether it can be measured here."""
    return importlib.util.find_spec("moto.server") is not None


def command(port: int) -> list[str]:
    """What starts it."""
    return [sys.executable, "-m", "moto.server", "-p", str(port)]


def fill(url: str, events: int) -> None:
    """The table is there, with the events."""
    keys = [("calendar", "HASH"), ("starts", "RANGE")]
    table = {
        "TableName": _TABLE,
        "KeySchema": [{"AttributeName": n, "KeyType": kind} for n, kind in keys],
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": "S"} for name, _ in keys
        ],
        "BillingMode": "PAY_PER_REQUEST",
    }
    once(url, _ask("CreateTable", table), **HEADERS)
    for first in range(0, events, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, events))
        rows = [{"PutRequest": {"Item": _row(n, start_of(n))}} for n in numbers]
        ask = _ask("BatchWriteItem", {"RequestItems": {_TABLE: rows}})
        once(url, ask, **HEADERS)


def _row(number: int, start: datetime, mark: str = "") -> dict[str, Any]:
    texts = {
        **_key(start, mark),
        "ends": instant(start + LASTS),
        "subject": subject_of(number),
        "body": body_of(number),
        "location": "Workshop",
        "categories": "Field Service",
        "showAs": "busy",
        "record": f"booking-{number}{mark}",
    }
    return _texts(texts)


def _key(start: datetime, mark: str = "") -> dict[str, str]:
    return {"calendar": "nina", "starts": f"{instant(start)}{mark}"}


def _texts(values: Mapping[str, str]) -> dict[str, Any]:
    return {name: {"S": value} for name, value in values.items()}


def _ask(operation: str, values: Mapping[str, Any]) -> Ask:
    return Ask(
        method="POST",
        target="/",
        body=json.dumps(values).encode(),
        headers=(
            ("Content-Type", "application/x-amz-json-1.0"),
            ("X-Amz-Target", f"DynamoDB_20120810.{operation}"),
        ),
    )


def reads(events: int) -> list[Ask]:
    """One whole event: GetItem."""
    return [
        _ask("GetItem", {"TableName": _TABLE, "Key": _texts(_key(start_of(one)))})
        for one in windows(events)
    ]


def batches(events: int) -> list[Ask]:
    """Twenty events by their keys: BatchGetItem."""
    numbers = sampled(range(events))
    found = []
    for first in range(len(numbers)):
        chosen = {numbers[(first + one) % len(numbers)] for one in range(IN_BATCH)}
        keys = [_texts(_key(start_of(one))) for one in chosen]
        values = {"RequestItems": {_TABLE: {"Keys": keys}}}
        found.append(_ask("BatchGetItem", values))
    return found


def lists(events: int) -> list[Ask]:
    """The first fifty events from an instant on: Query."""
    return [
        _query("starts >= :low", {":low": start_of(one)}) for one in windows(events)
    ]


def weeks(events: int) -> list[Ask]:
    """The events of a week: Query."""
    return [
        _query(
            "starts BETWEEN :low AND :high",
            {":low": start_of(one), ":high": start_of(one) + WEEK},
        )
        for one in windows(events)
    ]


def _query(condition: str, edges: Mapping[str, datetime]) -> Ask:
    values = {name: instant(at) for name, at in edges.items()}
    asked: dict[str, Any] = {
        "TableName": _TABLE,
        "KeyConditionExpression": f"calendar = :calendar AND {condition}",
        "ExpressionAttributeValues": _texts({":calendar": "nina", **values}),
    }
    if len(edges) == 1:
        asked["Limit"] = HITS
    return _ask("Query", asked)


def creations() -> list[Ask]:
    """New events: PutItem."""
    return [
        _ask(
            "PutItem",
            {"TableName": _TABLE, "Item": _row(n, made_at(n), f"#{SERIAL}")},
        )
        for n in sampled(range(64))
    ]
