"""Hand-made nonsense in bodies: JSON, and values of properties."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

DEPTH: Final = 100_000
_LONG: Final = 2_000_000
_SPAN: Final = (
    b'"start":{"dateTime":"2026-03-03T09:00:00","timeZone":"UTC"},'
    b'"end":{"dateTime":"2026-03-03T10:00:00","timeZone":"UTC"}'
)
JSON: Final = (
    *(b"", b" ", b"{", b"}", b"[", b"]", b'"', b"{]", b"null", b"true", b"1", b'"x"'),
    *(
        b"[]",
        b"[{}]",
        b"{}",
        b"{}{}",
        b"{},",
        b'{"subject"}',
        b'{"subject":}',
        b"{a:1}",
    ),
    *(
        b"{'a':1}",
        b'{"subject":"a",}',
        b"\xef\xbb\xbf{}",
        b"\xff\xfe{\x00}\x00",
        b"\x00",
    ),
    *(b'{"subject":"\x00"}', b'{"subject":"\xff"}', b'{"subject":"\xed\xa0\x80"}'),
    *(
        b'{"subject":"a\nb"}',
        b'{"subject":"\\x"}',
        b'{"\\ud800":1}',
        b'{"@":1}',
        b'{"":1}',
    ),
    *(b"NaN", b'{"subject":NaN}', b'{"x":Infinity}', b'{"subject":1e999}'),
    b'{"subject":"\\ud800",%s}' % _SPAN,
    b'{"subject":"\\u0000\\u001b\\uffff",%s}' % _SPAN,
    b'{"subject":"a","subject":"b",%s}' % _SPAN,
    b'{"location":{"displayName":"x","coordinates":{"latitude":NaN}},%s}' % _SPAN,
    b'{"location":{"displayName":"x","coordinates":{"latitude":1e999}},%s}' % _SPAN,
    b'{"location":{"displayName":"x","coordinates":%s},%s}'
    % (b'{"a":' * 900 + b"1" + b"}" * 900, _SPAN),
    b'{"reminderMinutesBeforeStart":%s,%s}' % (b"9" * 4_000, _SPAN),
    b'{"reminderMinutesBeforeStart":%s,%s}' % (b"9" * 5_000, _SPAN),
    b'{"subject":"%s",%s}' % (b"x" * _LONG, _SPAN),
    b'{"body":{"contentType":"html","content":"%s"},%s}' % (b"<" * 200_000, _SPAN),
    b'{"body":{"contentType":"html","content":"%s"},%s}' % (b"<head>" * 50_000, _SPAN),
    b'{"body":{"contentType":"html","content":"%s"},%s}' % (b"<style " * 50_000, _SPAN),
    b'{"body":{"contentType":"html","content":"%s"},%s}' % (b"<br" * 90_000, _SPAN),
    b'{"body":{"contentType":"html","content":"<br%s"},%s}' % (b" " * 200_000, _SPAN),
    b'{"body":{"contentType":"text","content":"%s"},%s}'
    % (b"\\u0000" * 200_000, _SPAN),
    b'{"singleValueExtendedProperties":[{"id":"%s","value":"x"}],%s}'
    % (
        b"String {00020329-0000-0000-C000-000000000046} Name a"
        + b" " * 200_000
        + b"\\nx",
        _SPAN,
    ),
    b'{"attendees":[%s{}],%s}'
    % (b'{"emailAddress":{"address":"a@b.example"}},' * 600, _SPAN),
    b"{%s,%s}" % (b",".join(b'"x%d":1' % n for n in range(20_000)), _SPAN),
    b"[" * DEPTH,
    b"[" * DEPTH + b"]" * DEPTH,
    b'{"a":' * DEPTH + b"1" + b"}" * DEPTH,
    b'{"subject":' * 900 + b"{}" + b"}" * 900,
    b" " * 5_000_000,
)
_TEXTS: Final = (
    *("", " ", "x", "\0", "\x1b", "\ud800", "\udfff\ud800", "\uffff", "'", '"', "<&>"),
    *(
        "x" * 5_000,
        "\U0001f600",
        "true",
        "1",
        "NaN",
        "null",
        "{}",
        "HTML",
        "UTC",
        "a@b",
    ),
    *("2026-03-02", "2026-03-02T08:00:00Z", "2026-02-30", "2026-03-02T24:00:00Z"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01"),
    *("9999-12-31T23:59:59Z", "9999-12-31", "0000-00-00", "4500-09-01", "4501-01-01"),
    *(
        "2026-03-02T08:00:00+99:99",
        "٢٠٢٦-٠٣-٠٢",
        "2026-W10-1",
        "10000-01-01",
        "20260302",
    ),
    *(
        "http://127.0.0.1:1/x",
        "https://[",
        "x://y",
        "daily",
        "required",
        "busy",
        "preset3",
    ),
    "String {00020329-0000-0000-C000-000000000046} Name x",
)
VALUES: Final[tuple[object, ...]] = (
    *(None, True, False, 0, 1, -1, 15, 255, 2**31, 2**63, 10**30, 10**400, 1.5, 1e300),
    *(float("nan"), float("inf"), [], [1], ["x"], [None], [{}], [[]], {}, {"x": 1}),
    *(
        [{"emailAddress": 1}],
        [{"emailAddress": {"address": "a@b.example"}}],
        ["\ud800"],
    ),
    *({"dateTime": None}, {"dateTime": 1, "timeZone": 1}, {"timeZone": "UTC"}),
    *(
        {"dateTime": "2026-03-03T09:00:00", "timeZone": one}
        for one in ("x", 1, "\ud800")
    ),
    {"dateTime": "2026-03-03T09:00:00", "timeZone": []},
    *(
        {"dateTime": one, "timeZone": zone}
        for one in (
            "0001-01-01",
            "9999-12-31T23:59:59",
            "2026-03-29T02:30:00",
            "2026-13-01",
        )
        for zone in ("UTC", "Line Islands Standard Time", "Dateline Standard Time")
    ),
    *(
        {"content": 1},
        {"contentType": "x"},
        {"contentType": "text", "content": "\ud800"},
    ),
    *({"displayName": 1}, {"displayName": "x", "address": 1}, {"address": "x"}),
    *({"displayName": "x", "address": [1]}, {"displayName": "x", "coordinates": "xy"}),
    *(
        {"displayName": "x", "coordinates": {"latitude": float("nan")}},
        {"address": [[1, 2]]},
    ),
    *(
        {
            "displayName": "x",
            "uniqueIdType": {"x": 1},
            "locationType": "x",
            "uniqueId": 1,
        },
    ),
    *(
        {"street": 1},
        {"street": "\ud800"},
        {"name": 1, "address": 1},
        {"address": "a@b"},
    ),
    *({"pattern": {}, "range": {}}, {"pattern": None}, {"pattern": 1, "range": 1}),
    *(
        [{"id": "x", "value": "x"}],
        [{"id": 1}],
        [{"id": None, "value": None}],
        {"id": []},
    ),
    *_TEXTS,
)
_DAYS: Final[tuple[object, ...]] = ([], "x", ["x"], [1])
PATTERNS: Final[tuple[Mapping[str, Any], ...]] = (
    *({"type": one} for one in ("daily", "weekly", "relativeYearly", "x", 1, None)),
    *(
        {"type": "daily", "interval": one}
        for one in (0, -1, 99, 10**6, 10**30, 10**400)
    ),
    {"type": "daily", "interval": []},
    *({"type": "daily", "interval": one} for one in (1.5, "1", True, None)),
    *({"type": "weekly", "interval": 1, "daysOfWeek": one} for one in _DAYS),
    {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"] * 5_000},
    {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"], "firstDayOfWeek": 1},
    {"type": "weekly", "interval": 10**9, "daysOfWeek": ["tuesday"]},
    *(
        {"type": "absoluteMonthly", "interval": 1, "dayOfMonth": one}
        for one in (0, -1, 3, 29, 31, 32, 10**30, "3")
    ),
    *(
        {"type": "absoluteYearly", "interval": 1, "dayOfMonth": 30, "month": one}
        for one in (0, 2, 13)
    ),
    {"type": "absoluteYearly", "interval": 10**9, "dayOfMonth": 3, "month": 3},
    {
        "type": "relativeMonthly",
        "interval": 1,
        "daysOfWeek": ["tuesday"],
        "index": "fifth",
    },
    {
        "type": "relativeMonthly",
        "interval": 99,
        "daysOfWeek": ["monday"],
        "index": "last",
    },
    {"type": "relativeYearly", "interval": 1, "daysOfWeek": ["monday"], "month": 2},
)
RANGES: Final[tuple[Mapping[str, Any], ...]] = (
    *({"type": one} for one in ("noEnd", "endDate", "numbered", "x", 1, None)),
    *(
        {"type": "noEnd", "startDate": one}
        for one in ("2026-03-03", "x", 1, "0001-01-01")
    ),
    *(
        {"type": "noEnd", "startDate": one}
        for one in ("9999-12-31", "4500-08-31", "20260303")
    ),
    *(
        {"type": "endDate", "startDate": "2026-03-03", "endDate": one}
        for one in (
            "2026-03-03",
            "2026-03-02",
            "4500-09-01",
            "9999-12-31",
            "x",
            1,
            None,
        )
    ),
    *(
        {"type": "numbered", "startDate": "2026-03-03", "numberOfOccurrences": one}
        for one in (0, -1, 1, 999, 10**5, 10**6, 10**9, 10**30, 10**400, "1", 1.5, True)
    ),
    *(
        {"type": "noEnd", "startDate": "2026-03-03", "recurrenceTimeZone": one}
        for one in ("x", 1, "Line Islands Standard Time", "\ud800")
    ),
)


def an_event(**values: object) -> bytes:
    """The body of an event with odd values."""
    span = json.loads(b"{%s}" % _SPAN)
    return json.dumps({"subject": "x", **span, **values}).encode()


# beside those that are shown: what no answer has, or only a part of the items
ODD_ONES: Final = (
    "attachments",
    "nosuch",
    "recurrence",
    "singleValueExtendedProperties",
)
