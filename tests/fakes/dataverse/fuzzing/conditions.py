"""Hand-made nonsense in `$filter`."""

from __future__ import annotations

from typing import Final

from tests.fakes.dataverse.fuzzing.addresses import NOBODY

_DEEP: Final = 4_000
FILTERS: Final = (
    *("", " ", "(", ")", "()", "'", "''", "name", "name eq", "eq", "eq eq eq", "not"),
    *("name eq 'x", "name eq x", "name eq 'x' and", "and name eq 'x'", "name  eq  'x'"),
    *("name eq 'x' or or name eq 'y'", "name eq ''''", "name eq '\0'", "name eq '\n'"),
    *("name eq '\ud800'", "nä eq 'x'", "name eq 'x';name eq 'y'", 'name eq "x"'),
    *("null eq null", "1 eq 1", "null", "true", "not true", "1", "name eq name"),
    *("revenue eq 1e999", "revenue eq -1e999", f"revenue eq {'9' * 5000}"),
    *(f"numberofemployees eq {'9' * 5000}", "numberofemployees eq 1.5e400"),
    *(
        "numberofemployees gt 99999999999999999999",
        "revenue eq --1",
        "revenue eq - - 1",
    ),
    *(
        "revenue eq +1",
        "revenue eq NaN",
        "revenue eq INF",
        "revenue eq 1.",
        "revenue eq .1",
    ),
    *("-name eq 'x'", "-revenue eq 1", "revenue eq -null", "revenue eq -'x'"),
    *("revenue add 1 eq 2", "revenue eq 1 add 1", "revenue div 0 eq 1", "1 eq 1 add 1"),
    *("createdon eq 2026-02-30", "createdon eq 2026-13-01T00:00:00Z"),
    *("createdon eq 0001-01-01T00:00:00Z", "createdon eq 0001-01-01T00:00:00%2B14:00"),
    *(
        "createdon gt 1000-01-01T00:00:00%2B14:00",
        "createdon lt 9999-12-31T23:59:59-14:00",
    ),
    *(
        "createdon eq 9999-12-31T23:59:59.999999999999Z",
        "createdon eq 2026-03-02T24:00:00Z",
    ),
    *(
        "createdon eq 2026-03-02T08:00",
        "createdon eq 2026-03-02T08:00:00",
        "createdon eq 1",
    ),
    *("createdon eq 1001-01-01T00:00:01Z", "createdon eq 1001-01-01T00:00:99Z"),
    *("createdon eq 1001-01-01T00:00:", "createdon eq 1001-01-01T00:00:x"),
    *("createdon eq 2026-02-29T00:00:00Z", "createdon eq 2026-03-02T23:59:60Z"),
    *("createdon eq duration'P1D'", "createdon eq 08:00:00", "name eq geography'x'"),
    *(
        "accountid eq 1",
        "accountid eq 'x'",
        f"accountid eq '{NOBODY}'",
        "accountid eq x",
    ),
    *("contains(name)", "contains()", "contains(name,)", "contains(name,'a','b')"),
    *(
        "contains('a','b')",
        "contains(name,name)",
        "contains(name,1)",
        "contains(1,'a')",
    ),
    *("contains(name,null)", "contains(name,'')", "contains(primarycontactid,'a')"),
    *("contains(name,'[z-a]')", "contains(name,'[^]')", "contains(name,'[')"),
    *("contains(name,'[\\]')", "contains(name,'[]')", "contains(name,'[[]')"),
    *("contains(name,'[a&&b]')", "contains(name,'[a--b]')", "contains(name,'[\\d]')"),
    *("contains(name,'[^^]')", "contains(name,'[]]')", "contains(name,'(?:')"),
    f"contains(name,'{'%' * 2000}x')",
    f"contains(name,'{'%a' * 2000}x')",
    f"startswith(name,'{'_%' * 2000}x')",
    f"endswith(name,'{'[' * 8000}')",
    f"contains(name,'{'[a]' * 2000}')",
    *(
        "tolower(name) eq 'x'",
        "length(name) eq 1",
        "now() eq createdon",
        "concat('a','b')",
    ),
    *("nosuch(name)", "nosuch()", "geo.distance(name,name) eq 1", "contains.x(name)"),
    *("name in ('a')", "name in ()", "name in 'a'", "name/any()", "name/name eq 'x'"),
    *(
        "primarycontactid eq null",
        "primarycontactid/any()",
        "primarycontactid/x/y eq 1",
    ),
    *("contact_customer_accounts/any(", "contact_customer_accounts/any(x)"),
    *("contact_customer_accounts/any(x:)", "contact_customer_accounts/any(x:x)"),
    *(
        "contact_customer_accounts/any(x:y/name eq 'a')",
        "contact_customer_accounts/all()",
    ),
    *(
        "contact_customer_accounts/any(x:x/fullname)",
        "contact_customer_accounts/any(:x)",
    ),
    *("contact_customer_accounts/name eq 'x'", "contact_customer_accounts"),
    "contact_customer_accounts/any(x:x/contact_customer_contacts/any(y:y/name eq 'a'))",
    "primarycontactid/contact_customer_contacts/any(x:x/fullname eq 'a')",
    f"contact_customer_accounts/any(x:{'not ' * 90}x/fullname eq 'a')",
    f"contact_customer_accounts/any(x:{'(' * _DEEP}x/fullname eq 'a'{')' * _DEEP})",
    f"{'not ' * 90}(name eq 'a')",
    f"{'not ' * _DEEP}(name eq 'a')",
    f"{'not(' * _DEEP}name eq 'a'{')' * _DEEP}",
    f"{'(' * _DEEP}name eq 'a'{')' * _DEEP}",
    f"{'(' * _DEEP}",
    f"{'-' * _DEEP}1 eq revenue",
    f"revenue eq {'-' * _DEEP}1",
    f"{'primarycontactid/' * 1500}fullname eq 'a'",
    " or ".join(["name eq 'a'"] * 2_000),
    " and ".join(["name eq 'a'"] * 500),
    " or ".join(["createdon eq 2026-03-02T08:00:00Z"] * 480),
    f"{' or (name eq 1' * 300}"[4:] + ")" * 299,
    " and ".join(["(name eq 'a' or name eq 'b')"] * 1_000),
    " and ".join(["name eq 'a'"] * 1400 + ["name eq 2026-03-02T08:00:00Z"]),
    f"name eq '{'x' * 30_000}'",
    f"{'a' * 30_000} eq 1",
    f"name eq {'[' * 30_000}",
    f"name eq {'[' + chr(34)}" * 5_000,
    *("@", "@p1", "@p1 eq 'x'", "name eq @", "name eq @p1 and @p1", "'@p1' eq name"),
)

_NAME: Final = "PropertyName='createdon'"
_CALLS: Final = (
    *("In", "In()", "In(", "In(1)", "In('x')", "In(name,'x')", "In(PropertyName=name)"),
    *("In(PropertyName='name')", "In(PropertyName='name',PropertyValues=1)"),
    *(
        "In(PropertyName='name',PropertyValues=null)",
        "In(PropertyName=1,PropertyValues=[])",
    ),
    *(
        "In(PropertyName='name',PropertyValues=[])",
        "In(PropertyName='name',PropertyValues=[1])",
    ),
    *(
        "In(PropertyName='name',PropertyValues='[[[')",
        "In(PropertyName='',PropertyValues=[])",
    ),
    *(
        "In(PropertyName='a/b/c',PropertyValues=[])",
        "In(PropertyName='/',PropertyValues=[])",
    ),
    f"In(PropertyName='name',PropertyValues='{'[' * 20_000}')",
    f"In(PropertyName='name',PropertyValues=[{'9' * 5000}])",
    f"In(PropertyName='numberofemployees',PropertyValues=[\"{'9' * 5000}\"])",
    "In(PropertyName='numberofemployees',PropertyValues=['a'])",
    "In(PropertyName='numberofemployees',PropertyValues=[NaN,Infinity,-Infinity,1e999])",
    'In(PropertyName=\'numberofemployees\',PropertyValues=["nan","inf"])',
    "In(PropertyName='revenue',PropertyValues=[null,true,{},[]])",
    "In(PropertyName='createdon',PropertyValues=[\"0001-01-01T00:00:00%2B14:00\"])",
    "In(PropertyName='createdon',PropertyValues=[\"9999-12-31T23:59:59-14:00\"])",
    "In(PropertyName='createdon',PropertyValues=[\"\u0662\u0660\u0662\u0666-03-02\"])",
    "In(PropertyName='accountid',PropertyValues=[\"x\"])",
    "In(PropertyName='statecode',PropertyValues=[\"x\"])",
    "Between(PropertyName='revenue',PropertyValues=[])",
    "Between(PropertyName='revenue',PropertyValues=[\"1\"])",
    'Between(PropertyName=\'revenue\',PropertyValues=["1","2","3"])',
    'Between(PropertyName=\'revenue\',PropertyValues=["nan","inf"])',
    'Between(PropertyName=\'primarycontactid\',PropertyValues=["a","b"])',
    *(f"LastXDays({_NAME})", f"LastXDays({_NAME},PropertyValue=0)", "LastXDays()"),
    *(f"LastXDays({_NAME},PropertyValue=-1)", f"LastXDays({_NAME},PropertyValue='x')"),
    *(
        f"LastXDays({_NAME},PropertyValue=1.5)",
        f"LastXDays({_NAME},PropertyValue=null)",
    ),
    *(
        f"LastXDays({_NAME},PropertyValue='²')",
        f"LastXDays({_NAME},PropertyValue='\u0663')",
    ),
    *(
        f"{name}({_NAME},PropertyValue={number})"
        for name in (
            *("LastXHours", "LastXDays", "LastXWeeks", "LastXMonths", "LastXYears"),
            *("NextXHours", "NextXDays", "NextXWeeks", "NextXMonths", "NextXYears"),
            *("OlderThanXMinutes", "OlderThanXHours", "OlderThanXDays"),
            *("OlderThanXMonths", "OlderThanXYears"),
        )
        for number in (2025, 2026, 8000, 2**31 - 1, 10**18, "9" * 5000)
    ),
    *(f"On({_NAME})", f"On({_NAME},PropertyValue='x')", f"On({_NAME},PropertyValue=1)"),
    f"On({_NAME},PropertyValue='2026-02-30')",
    f"On({_NAME},PropertyValue='0001-01-01T00:00:00%2B14:00')",
    f"On({_NAME},PropertyValue='9999-12-31T23:59:59-14:00')",
    *(f"Today({_NAME},{_NAME})", "Today(PropertyName='name')", "Today('createdon')"),
    *("Nothing(PropertyName='name')", "(PropertyName='name')", "EqualUserId()"),
    f"Above({_NAME},PropertyValue=x)",
    f"Under(PropertyName='accountid',PropertyValue={NOBODY})",
    "ContainValues(PropertyName='statuscode',PropertyValues=[\"1\"])",
)
CALLS: Final = tuple(f"Microsoft.Dynamics.CRM.{one}" for one in _CALLS)
