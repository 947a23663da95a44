"""Hand-made nonsense in `$filter`."""

from __future__ import annotations

from typing import Final

_DEEP: Final = 4_000
_ID: Final = "String {00020329-0000-0000-C000-000000000046} Name fieldsyncRecord"
_ANY: Final = "singleValueExtendedProperties/Any"
FILTERS: Final = (
    *(
        "",
        " ",
        "(",
        ")",
        "()",
        "'",
        "''",
        "subject",
        "subject eq",
        "eq",
        "eq eq eq",
        "not",
    ),
    *("subject eq 'x", "subject eq x", "subject eq 'x' and", "and subject eq 'x'"),
    *("subject eq 'x' or or subject eq 'y'", "subject eq ''''", "subject eq '\0'"),
    *(
        "subject eq '\ud800'",
        "nä eq 'x'",
        "subject eq 'x';subject eq 'y'",
        'subject eq "x"',
    ),
    *("null eq null", "1 eq 1", "null", "true", "not true", "1", "subject eq subject"),
    *(
        "subject eq null",
        "subject eq 1",
        "isAllDay eq 'true'",
        "isAllDay",
        "not isAllDay",
    ),
    *("isAllDay eq true", "isAllDay eq null", "isAllDay gt false", "subject gt 'a'"),
    *(
        "subject eq 1e999",
        f"subject eq {'9' * 5_000}",
        "reminderMinutesBeforeStart eq 15",
    ),
    *("'x' eq subject", "true eq isAllDay", "-subject eq 'x'", "subject eq -1"),
    *(
        "subject add 'x' eq 'y'",
        "1 div 0 eq 1",
        "subject in ('a','b')",
        "subject in ()",
    ),
    *("subject has 'x'", "subject is null", "cast(subject,Edm.String) eq 'x'"),
    *(
        "start eq '2026-03-02'",
        "start/dateTime",
        "start/dateTime eq 1",
        "start/x eq 'x'",
    ),
    *(
        f"start/dateTime ge {one}"
        for one in (
            *(
                "'2026-03-02'",
                "'x'",
                "''",
                "null",
                "2026-03-02",
                "2026-03-02T08:00:00Z",
            ),
            *("'0001-01-01T00:00:00+14:00'", "'9999-12-31T23:59:59-14:00'", "'\udcff'"),
            *("0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00", "2026-02-30"),
            *("9999-12-31T23:59:59.999999999999Z", "2026-03-02T24:00:00Z", "08:00:00"),
            *(
                "'2026-W10-1'",
                "'10000-01-01'",
                "duration'P1D'",
                "'2026-03-02T08:00 01:00'",
            ),
        )
    ),
    *("lastModifiedDateTime gt '2026-03-02'", "end/dateTime lt '2026-03-02T08'"),
    *("start/timeZone eq 'UTC'", "start/dateTime/x eq 'x'", "a/b/c/d eq 'x'", "/ eq 1"),
    *(
        "recurrence eq null",
        "recurrence/pattern eq 'x'",
        "recurrence ne null",
        "body eq 'x'",
    ),
    *("body/content eq 'x'", "attendees/any()", "attendees/any(a:a/x eq 'x')"),
    *("attendees/any(a:a/emailAddress/address eq 'x')", "categories/any(c:c eq 'x')"),
    *(
        "categories/all(c:c eq 'x')",
        "categories/any(c:c ne 'x')",
        "categories/any(c:d)",
    ),
    *(
        "categories/any(c:d eq 'x')",
        "categories/any(c:c/x eq 'x')",
        "categories/any(c:)",
    ),
    *(
        "categories/any(",
        "categories/any(c)",
        "categories eq 'x'",
        "categories/any(:x)",
    ),
    *("categories/any(c:contains(c,'x'))", "categories/any(c:c eq 'x' or c eq 'y')"),
    *("emailAddresses/any(a:a/address eq 'x')", "emailAddresses/any(a:a eq 'x')"),
    *(
        "emailAddresses/any(a:a/x/y eq 'x')",
        "subject/any(x:x eq 'x')",
        "x/any(y:y eq 1)",
    ),
    *("contains(subject)", "contains()", "contains(subject,)", "contains('a','b')"),
    *(
        "contains(subject,'a','b')",
        "contains(subject,1)",
        "contains(1,'a')",
        "contains(x",
    ),
    *("contains(subject,null)", "contains(subject,'')", "contains(start/dateTime,'x')"),
    *(
        "contains(subject,subject)",
        "startswith(subject,'x') eq true",
        "endswith(subject,'')",
    ),
    *(
        "not contains(subject,'x')",
        "contains(tolower(subject),'x')",
        "tolower(subject) eq 'x'",
    ),
    *(
        "length(subject) eq 1",
        "now() gt start/dateTime",
        "concat('a','b')",
        "nosuch(subject)",
    ),
    *("nosuch()", "a.b.c(x=1,y=2,z=3)", "f(x=1)", "f(x=1,y=2)", "f(x=1,y=2,z=3,a=4)"),
    *(
        "geo.distance(subject,subject) eq 1",
        "year(start/dateTime) eq 2026",
        "max(1) eq 1",
    ),
    *(
        f"{_ANY}(ep:ep/id eq '{_ID}')",
        f"{_ANY}(ep:ep/id eq '{_ID}' and ep/value eq 'x')",
    ),
    *(
        f"{_ANY}(ep:ep/id eq 'x')",
        f"{_ANY}(ep:ep/id ne '{_ID}')",
        f"{_ANY}(ep:ep/value gt 'x')",
    ),
    *(
        f"{_ANY}(ep:ep/x eq 'x')",
        f"{_ANY}(ep:ep eq 'x')",
        f"{_ANY}(ep:x/id eq '{_ID}')",
    ),
    *(
        f"{_ANY}()",
        f"{_ANY}(ep:)",
        f"{_ANY}(ep:ep/id eq 1)",
        f"{_ANY}(ep:contains(ep/id,'x'))",
    ),
    *(f"{_ANY}(ep:not (ep/id eq '{_ID}'))", f"{_ANY}(ep:contains(ep/value,1))"),
    f"{_ANY}(ep:ep/id eq '{_ID}' and cast(ep/value, Edm.Double) gt 1)",
    f"{_ANY}(ep:ep/id eq '{_ID} {' ' * 20_000}x\ny')",
    f"{_ANY}(ep:{'(' * _DEEP}ep/id eq 'x'{')' * _DEEP})",
    f"{_ANY}(ep:{' or '.join(['ep/value eq ' + repr('x')] * 1_000)})",
    f"{'not ' * 90}(subject eq 'a')",
    f"{'not ' * _DEEP}(subject eq 'a')",
    f"{'not(' * _DEEP}subject eq 'a'{')' * _DEEP}",
    f"{'(' * _DEEP}subject eq 'a'{')' * _DEEP}",
    "(" * _DEEP,
    f"{'-' * _DEEP}1 eq 1",
    f"{'start/' * 1_500}dateTime eq 'a'",
    " or ".join(["subject eq 'a'"] * 2_000),
    " and ".join(["(subject eq 'a' or subject eq 'b')"] * 1_000),
    f"{'subject eq 1 or (' * 300}subject eq 'a'{')' * 300}",
    f"subject eq '{'x' * 30_000}'",
    f"{'a' * 30_000} eq 1",
    f"subject eq {'[' * 30_000}",
    f"subject eq {' ' * 30_000}'",
    f"contains(subject,{'f(' * 2_000}",
    f"{'f(' * 2_000}1{')' * 2_000}",
    f"subject eq {chr(39) * 30_001}",
)
