"""Hand-made nonsense in query options."""

from __future__ import annotations

from typing import Final

_ID: Final = "String {00020329-0000-0000-C000-000000000046} Name fieldsyncRecord"
_EXTENDED: Final = "$expand=singleValueExtendedProperties"
_WIDE: Final = 9_000
_NUMBERS: Final = (
    *("", "0", "-1", "1.5", "x", "1e1", "²", "\u0663", " 1 ", "1001", "null", "%00"),
    *("9" * 30, "9" * 5_000, "0x1", "+1", "%2B1", "1_000", "٣"),
)
QUERIES: Final = (
    *("&", "=", "&&&", "$", "$=", "=x", "%24", "%", "%zz=%zz", "%00=%00", "?", "#"),
    *(
        "$select",
        "$select=",
        "$select=,",
        "$select=,,subject",
        "$select=*",
        "select=id",
    ),
    *("$select=nosuch", "$select=id,id", "$SELECT=id", "%24select=id", "$select=%00"),
    *(
        "$select=Subject",
        "$select=start/dateTime",
        "$select=attachments",
        "$select=\udcff",
    ),
    *("$select=\ud800", "$select=cancelledOccurrences", "$select=exceptionOccurrences"),
    *("$select=id&$select=subject", "$select=id&select=id", "$select=displayName"),
    *(f"$select={'id,' * _WIDE}id", f"$select={'x' * 30_000}"),
    *(f"$top={one}" for one in _NUMBERS),
    *(f"$skip={one}" for one in _NUMBERS),
    *(f"$count={one}" for one in ("", "TRUE", "1", "x", "\udcff")),
    *("$top=1&$top=2", "$top=1&top=2", "top=1", "$top=1&$skip=1&$count=true"),
    *(
        "$search=x",
        '$search="x"',
        "$format=json",
        "$format=xml",
        "$apply=x",
        "$levels=1",
    ),
    *("$skiptoken=x", "$deltatoken=", "$deltatoken=x", "$deltatoken=latest", "$id=x"),
    *(
        "$skiptoken=",
        "$skipToken=%00",
        "$deltaToken=\udcff",
        "$skiptoken=x&$deltatoken=x",
    ),
    *(f"$deltatoken={'x' * 30_000}", "deltatoken=x", "$deltatoken=%ed%a0%80"),
    *(
        "$orderby=",
        "$orderby=,",
        "$orderby=nosuch",
        "$orderby=subject up",
        "$orderby=/",
    ),
    *("$orderby=start", "$orderby=start/dateTime", "$orderby=start/dateTime asc x"),
    *("$orderby=subject,subject desc", "$orderby=recurrence", "$orderby=attendees"),
    *("$orderby=start/dateTime,", "$orderby=\udcff", "$orderby=a/b/c", "$orderby=id"),
    *(f"$orderby={'subject,' * _WIDE}subject", f"$orderby=subject{' ' * 30_000}x"),
    *(
        "$expand=",
        "$expand=,",
        "$expand=nosuch",
        "$expand=(",
        "$expand=)",
        "$expand=()",
    ),
    *(
        "$expand=*",
        "$expand=attachments",
        "$expand=attachments,extensions",
        "$expand=%00",
    ),
    *("$expand=calendar", "$expand=instances", "$expand=exceptionOccurrences"),
    *("$expand=exceptionOccurrences($select=nosuch)", "$expand=attachments($select=x)"),
    *(
        "$expand=exceptionOccurrences($top=1)",
        "$expand=attachments($x=1)",
        "$expand=\udcff",
    ),
    *("$expand=attachments($select", "$expand=attachments)", "$expand=attachments(;;)"),
    *("$expand=extensions($filter=id eq 'x')", "$expand=multiValueExtendedProperties"),
    *(f"$expand={'a(' * _WIDE}", f"$expand=attachments{' ' * 30_000}x"),
    *(f"$expand={' ' * 30_000}", f"$expand=attachments({'(' * _WIDE}{')' * _WIDE})"),
    *(f"$expand=attachments({';' * 30_000})", f"$expand={'a' * 30_000}"),
    *(
        _EXTENDED,
        f"{_EXTENDED}()",
        f"{_EXTENDED}($filter=)",
        f"{_EXTENDED}($filter=id)",
    ),
    *(f"{_EXTENDED}($filter=id eq 'x')", f"{_EXTENDED}($filter=id eq '{_ID}')"),
    *(f"{_EXTENDED}($filter=value eq 'x')", f"{_EXTENDED}($filter=id ne '{_ID}')"),
    *(
        f"{_EXTENDED}($filter=id eq '{_ID}' and id eq '{_ID}')",
        f"{_EXTENDED}($select=id)",
    ),
    *(
        f"{_EXTENDED}($filter=id eq '{_ID}';$select=id)",
        f"{_EXTENDED}($filter=id eq 1)",
    ),
    f"{_EXTENDED}($filter={' or '.join([f'id eq {chr(39)}{_ID}{chr(39)}'] * 200)})",
    f"{_EXTENDED}($filter={'(' * 3_000}id eq '{_ID}'{')' * 3_000})",
    f"{_EXTENDED}($filter=id eq '{_ID}{' ' * 20_000}x\n')",
    f"{_EXTENDED}($filter=id eq '{' ' * 20_000}String')",
    *("x=y", "x=y&x=z", "X=1&x=2", "ä=ö", "%c3%28=1", "a" * 30_000, "&" * 30_000),
    "a=1&" * 9_000,
    "changeType=created",
    "changeType=x",
    "includeHiddenFolders=x",
)

_DAYS: Final = (
    *("", " ", "x", "2026-03-02", "2026-03-02T08:00:00Z", "2026-03-02T08:00:00+99:99"),
    *(
        "2026-02-30T00:00:00Z",
        "2026-03-02T24:00:00Z",
        "2026-03-02T25:00:00",
        "20260302",
    ),
    *("0001-01-01", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"),
    *("9999-12-31T23:59:59.9999999Z", "10000-01-01", "-0001-01-01", "2026-W10-1"),
    *("2026-03-02T08:00:00.1234567890123Z", "2026-03-02T08", "2026-03-02T08:00 01:00"),
    *("٢٠٢٦-٠٣-٠٢", "%00", "\udcff", "\ud800", "null", "NaN", "1e400", "9" * 5_000),
    *("2026-03-02T08:00:00Z[Europe/Berlin]", "2026-03-02T08:00:00+00:00:00.5", "P1D"),
    *(
        "2026-060",
        "2026-03-02T08:00:60Z",
        "2026-03-02t08:00:00z",
        "2026-03-02T08:00:00,5Z",
    ),
)
WINDOWS: Final = (
    "startDateTime=2026-03-01",
    "endDateTime=2026-03-01",
    "startDateTime=2026-03-01&startDateTime=2026-03-01&endDateTime=2026-04-01",
    "startDateTime=2026-04-01&endDateTime=2026-03-01",
    "startDateTime=2026-03-01&endDateTime=2031-02-28",
    "startDateTime=2026-03-01&endDateTime=2031-03-02",
    "startDateTime=0001-01-01&endDateTime=0005-01-01",
    "startDateTime=9995-01-02&endDateTime=9999-12-31",
    "startDateTime=4498-01-01&endDateTime=4502-01-01",
    *(f"startDateTime={one}&endDateTime=2026-03-05" for one in _DAYS),
    *(f"startdatetime=2026-03-01&enddatetime={one}" for one in _DAYS),
)
