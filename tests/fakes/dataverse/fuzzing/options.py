"""Hand-made nonsense in query options."""

from __future__ import annotations

from typing import Final

from tests.fakes.dataverse.fuzzing.addresses import NOBODY


def _nested(depth: int, name: str = "primarycontactid") -> str:
    return f"{name}($expand=" * depth + name + ")" * depth


_COOKIE: Final = (
    "%3Ccookie pagenumber=%22{page}%22 pagingcookie=%22{inner}%22 "
    "istracking=%22False%22/%3E"
)
_INNER: Final = "%25253Ccookie%252520page=%252522{page}%252522{more}%25253E{rest}"
_OF: Final = "<entity name='account'>{}</entity>"
_WHERE: Final = "<filter><condition attribute='{}' operator='{}' value='{}'/></filter>"
_LINK: Final = "<link-entity name='contact' from='contactid' to='primarycontactid'>"
QUERIES: Final = (
    *(
        "&",
        "=",
        "&&&",
        "$",
        "$=",
        "=x",
        "%24",
        "%",
        "%zz=%zz",
        "%00=%00",
        "?",
        "#",
        "$$",
    ),
    *("$filter", "$filter=", "$select", "$select=", "$select=,", "$select=,,name"),
    *("$select=*", "$select=nosuch", "$select=name,name", "$select=primarycontactid"),
    *("$SELECT=name", "select=name", "$select=name&$select=revenue", "$select=%00"),
    *("$filter=name eq 'a'&$filter=name eq 'b'", "$top=1&$top=2", "$top", "$top="),
    *(
        "$top=-1",
        "$top=5001",
        "$top=1.5",
        "$top=x",
        "$top=²",
        "$top=\u0663",
        "$top=1e1",
    ),
    *(f"$top={'9' * 5000}", "$top= 1 ", "$count", "$count=", "$count=TRUE", "$count=1"),
    *(
        "$skip=1",
        "$search=x",
        "$format=json",
        "$levels=1",
        "$apply=",
        "$apply=x",
        "x=y",
    ),
    *(
        "$apply=aggregate(",
        "$apply=groupby((",
        "$apply=filter(",
        f"$apply={'(' * 9000}",
    ),
    *("savedQuery=", "savedQuery=x", f"savedQuery={NOBODY}", "userQuery=x", "sql=x"),
    *(
        "$orderby=",
        "$orderby=,",
        "$orderby=nosuch",
        "$orderby=name up",
        "$orderby=name asc x",
    ),
    *(
        "$orderby=name,name desc",
        "$orderby=primarycontactid",
        "$orderby=/",
        "$orderby=a/b",
    ),
    *(
        "$orderby=contact_customer_accounts/fullname",
        "$orderby=_primarycontactid_value",
    ),
    f"$orderby={'primarycontactid/' * 1500}fullname",
    f"$orderby={'name,' * 6000}name",
    *(
        "$expand=",
        "$expand=,",
        "$expand=nosuch",
        "$expand=(",
        "$expand=)",
        "$expand=()",
    ),
    *("$expand=primarycontactid(", "$expand=primarycontactid()", "$expand=name"),
    *("$expand=primarycontactid($select)", "$expand=primarycontactid($top=1)"),
    *("$expand=primarycontactid(;)", "$expand=primarycontactid(x=1)", "$expand=*"),
    *("$expand=primarycontactid/$ref", "$expand=contact_customer_accounts/$ref"),
    *("$expand=primarycontactid/x", "$expand=primarycontactid/$ref($select=x)"),
    *(
        "$expand=primarycontactid($select=nosuch)",
        "$expand=primarycontactid($filter=x)",
    ),
    *(
        "$expand=contact_customer_accounts($orderby=x)",
        "$expand=primarycontactid,nosuch",
    ),
    f"$expand={_nested(100)}",
    f"$expand={_nested(1_500)}",
    f"$expand={'primarycontactid(' * 1_500}",
    f"$expand={'primarycontactid($expand=contact_customer_accounts($expand=' * 50}",
    f"$expand={','.join(['primarycontactid'] * 16)}",
    f"$expand={','.join(['primarycontactid'] * 1500)}",
    *(
        "$skiptoken=",
        "$skiptoken=x",
        "$skiptoken=<",
        "$skiptoken=<a/>",
        "$skiptoken=%00",
    ),
    *("$skiptoken=%3Ccookie/%3E", "$skiptoken=%ed%a0%80", "$skiptoken=\udcff"),
    "$skiptoken=" + _COOKIE.format(page="x", inner="x"),
    *(
        "$skiptoken="
        + _COOKIE.format(page=page, inner=_INNER.format(page=1, more=more, rest=rest))
        for page in ("1", "0", "-5", "9" * 30, "9" * 5000, "²")
        for more in (
            "",
            f" version=%252522{'9' * 30}%252522",
            " version=%252522-1%252522",
        )
        for rest in (
            "%25253C/cookie%25253E",
            "%25253Cid%252520last=%252522x%252522/%25253E%25253C/cookie%25253E",
            "%25253Cid/%25253E%25253C/cookie%25253E",
        )
    ),
    "$skiptoken=" + "%3Ca%3E" * 4_000,
    "$skiptoken=%3C!DOCTYPE a [%3C!ENTITY b SYSTEM 'file:///etc/passwd'%3E]%3E%3Ca%3E%26b;%3C/a%3E",
    "$skiptoken=%3C!DOCTYPE a [%3C!ENTITY b 'bbbbbbbbbb'%3E"
    + "".join(
        f"%3C!ENTITY b{n} '{('%26b' + (str(n - 1) if n else '') + ';') * 10}'%3E"
        for n in range(1, 12)
    )
    + "]%3E%3Ca%3E%26b11;%3C/a%3E",
    *(
        "$deltatoken=",
        "$deltatoken=x",
        "$deltatoken=1",
        "$deltatoken=1!x",
        "$deltatoken=%00",
    ),
    "$deltatoken=1%2113%2f45%2f2026%2008%3a00%3a00",
    "$deltatoken=1%2103%2f02%2f0000%2008%3a00%3a00",
    "$deltatoken=1%2103%2f02%2f2026%2025%3a00%3a00",
    "$deltatoken=999999999999999%2103%2f02%2f2026%2008%3a00%3a00",
    "$deltatoken=1%2103%2f02%2f9999%2008%3a00%3a00",
    "$deltatoken=1000001%2103%2f02%2f2026%2008%3a00%3a00&$deltatoken=x",
    "$deltatoken=1000001%2103%2f02%2f2026%2008%3a00%3a00&$filter=name eq 'a'",
    "$deltatoken=1000001%2103%2f02%2f2026%2008%3a00%3a00",
    "$deltatoken=\u0661%2103%2f02%2f2026%2008%3a00%3a00",
    *(
        "@p1",
        "@p1=",
        "@=1",
        "@p1=@p1",
        "$filter=name eq @p1&@p1=@p1",
        "$filter=@p1&@p1=x",
    ),
    *("$id=", "$id=x", f"$id=accounts({NOBODY})", "tag=x", "tag=", "api-version=9"),
    *("fetchXml=", "fetchXml=x", "fetchXml=<", "fetchXml=<fetch/>", "fetchXml=<fetch>"),
    *(
        f"fetchXml=<fetch{attributes}>{text}</fetch>"
        for attributes, text in (
            ("", ""),
            ("", "<entity name='account'/>"),
            ("", "<entity name='nosuch'/>"),
            ("", "<entity name='contact'/>"),
            (" top='x' page='-1' count='99999999999999999999'", _OF.format("")),
            (f" page='{'9' * 5000}'", _OF.format("")),
            (" paging-cookie='x'", _OF.format("")),
            (" aggregate='true'", _OF.format("")),
            ("", _OF.format("<attribute name='nosuch'/>")),
            ("", _OF.format("<order/>")),
            ("", _OF.format("<filter><condition/></filter>")),
            ("", _OF.format(_WHERE.format("name", "x", "1"))),
            ("", _OF.format(_WHERE.format("createdon", "last-x-days", "9" * 11))),
            ("", _OF.format(_WHERE.format("createdon", "last-x-days", "9" * 5000))),
            ("", _OF.format(_WHERE.format("createdon", "on", "9999-12-31"))),
            ("", _OF.format(_WHERE.format("name", "like", "%25" * 3000 + "x"))),
            ("", _OF.format(_WHERE.format("name", "like", "[z-a]"))),
            ("", _OF.format(_LINK * 200 + "</link-entity>" * 200)),
            ("", _OF.format("<filter>" * 2000 + "</filter>" * 2000)),
        )
    ),
    "fetchXml=<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><fetch>%26b;</fetch>",
)
