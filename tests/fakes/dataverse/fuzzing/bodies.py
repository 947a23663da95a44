"""Hand-made nonsense in bodies: JSON, values of columns, multipart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.fakes.dataverse.fuzzing.addresses import NOBODY

DEPTH: Final = 100_000
_IN: Final = (
    b'{"AttributeName":"accountid","Operator":"In","Values":[1,null,{},[],{"Value":1}]}'
)
JSON: Final = (
    *(b"", b" ", b"{", b"}", b"[", b"]", b'"', b"{]", b"null", b"true", b"1", b'"x"'),
    *(
        b"[]",
        b"[{}]",
        b"{}{}",
        b"{},",
        b'{"name"}',
        b'{"name":}',
        b"{name:1}",
        b"{'a':1}",
    ),
    *(b'{"name":"a",}', b'{"name":"a"}x', b"\xef\xbb\xbf{}", b"\xff\xfe{\x00}\x00"),
    *(b"\x00", b'{"name":"\x00"}', b'{"name":"\xff"}', b'{"name":"\xed\xa0\x80"}'),
    *(
        b'{"name":"a\nb"}',
        b'{"name":"\\x"}',
        b'{"name":"\\u12"}',
        b'{"name":"\\ud800"}',
    ),
    *(
        b'{"\\ud800":1}',
        b'{"\\ud800@odata.bind":"/x"}',
        b'{"name@odata.bind":"\\udfff"}',
    ),
    *(b'{"revenue":NaN}', b'{"revenue":Infinity}', b'{"revenue":-Infinity}'),
    *(b'{"revenue":1e999}', b'{"revenue":-1e999}', b'{"revenue":1e308}'),
    *(b'{"NaN":NaN}', b"NaN", b'{"address1_latitude":NaN}', b'{"value":NaN}'),
    b'{"revenue":1%s}' % (b"0" * 400),
    b'{"revenue":%s}' % (b"9" * 5000),
    b'{"numberofemployees":%s}' % (b"9" * 4000),
    b'{"name":"a","name":"b"}',
    b'{"name":1,"name":"b","name":null}',
    b'{"primarycontactid@odata.bind":null,"primarycontactid":null}',
    b"[" * DEPTH,
    b"[" * DEPTH + b"]" * DEPTH,
    b'{"a":' * DEPTH + b"1" + b"}" * DEPTH,
    b'{"primarycontactid":' * 900 + b"{}" + b"}" * 900,
    b'{"primarycontactid":' * 30 + b'{"firstname":"x"}' + b"}" * 30,
    b'{"contact_customer_accounts":[' + b"{}," * 100_000 + b"{}]}",
    b'{"contact_customer_accounts":[' * 30 + b"{}" + b"]}" * 30,
    b'{"name":"' + b"x" * 10_000_000 + b'"}',
    b" " * 10_000_000,
    b'{"description":"' + b"\\u0000" * 500_000 + b'"}',
    b'{"name":"x",' + b",".join(b'"x%d":1' % n for n in range(50_000)) + b"}",
    *(
        b'{"@odata.bind":"x"}',
        b'{"@odata.bind":null}',
        b'{"":1}',
        b'{"@":1}',
        b'{"x@y":1}',
    ),
    *(
        b'{"@odata.type":1}',
        b'{"@odata.etag":{}}',
        b'{"@odata.id":[]}',
        b'{"value":{}}',
    ),
    *(b'{"value":[]}', b'{"value":[1]}', b'{"value":[{}]}', b'{"Targets":[]}'),
    *(b'{"Targets":{}}', b'{"Targets":[1]}', b'{"Targets":[{}]}', b'{"QuerySet":[{}]}'),
    b'{"Targets":[{"@odata.type":"Microsoft.Dynamics.CRM.account","accountid":1}]}',
    b'{"Targets":[{"@odata.type":"Microsoft.Dynamics.CRM.account","@odata.id":1}]}',
    b'{"Targets":[{"@odata.type":"Microsoft.Dynamics.CRM.account","accountid":null}]}',
    b'{"Targets":[{"@odata.type":"Microsoft.Dynamics.CRM.account","accountid":{}}]}',
    b'{"Target":{},"PrincipalAccess":{}}',
    b'{"Target":1,"PrincipalAccess":[]}',
    b'{"Target":{"@odata.type":"x"},"PrincipalAccess":{"Principal":1}}',
    b'{"QuerySet":[{"EntityName":"account","Criteria":{"Conditions":[%s]}}]}' % _IN,
)
_TEXTS: Final = (
    *("", " ", "x", "\0", "\x1b", "\ud800", "\udfff\ud800", "\uffff", "'", '"', "<&>"),
    *("x" * 5000, "\U0001f600", "true", "1", "1,2", "NaN", "null", NOBODY, "{}"),
    *("2026-03-02", "2026-03-02T08:00:00Z", "2026-02-30", "2026-03-02T24:00:00Z"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1753-01-01"),
    *("1752-12-31T23:59:59Z", "9999-12-31T23:59:59Z", "9999-12-31", "0000-00-00"),
    *("2026-03-02T08:00:00+99:99", "٢٠٢٦-٠٣-٠٢", "2026-W10-1", "20260302"),
    *("2026-03-02T08:00:00.1234567890Z", "2026-03-02T08", "-2026-03-02", "10000-01-01"),
    *(
        "<orgSettings>",
        "<a/>",
        "<!DOCTYPE a><a/>",
        "accounts(x)",
        f"/accounts({NOBODY})",
    ),
    *("$1", "$1/x", "/", "/accounts", "accounts()", "/accounts(name='x')", "http://["),
    *("http://elsewhere.example/api/data/v9.2/accounts(x)", "/contacts(" * 500),
    "contacts(" + " " * 20_000 + "'",
)
VALUES: Final[tuple[object, ...]] = (
    *(None, True, False, 0, 1, -1, 2, 3, 5, 255, 2**31 - 1, 2**31, -(2**31) - 1),
    *(2**53, 2**63 - 1, 2**63, 10**30, 10**400, 0.0, -0.0, 1.5, 1e300, 690970000),
    *(float("nan"), float("inf"), float("-inf"), 192350000, 1_000_000_000),
    *([], [1], ["x"], [None], [{}], [[]], ["/accounts(x)"], [f"/accounts({NOBODY})"]),
    *({}, {"x": 1}, {"value": 1}, {"@odata.id": "x"}, {"name": "x"}, {"ownerid": None}),
    *_TEXTS,
)

BOUNDARY: Final = "b"
TYPE: Final = f"multipart/mixed; boundary={BOUNDARY}"
_HEAD: Final = "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"


def part(
    line: str = "GET /api/data/v9.2/WhoAmI HTTP/1.1",
    *,
    boundary: str = BOUNDARY,
    head: str = _HEAD,
    inner: str = "",
    body: str = "",
) -> str:
    """One part of a batch, with its delimiter in front."""
    return f"--{boundary}\r\n{head}\r\n{line}\r\n{inner}\r\n{body}\r\n"


def change_set(*parts: str, boundary: str = "c", end: str = "--c--\r\n") -> str:
    """A part that is a change set of these."""
    head = f"Content-Type: multipart/mixed; boundary={boundary}\r\n"
    return f"--{BOUNDARY}\r\n{head}\r\n{''.join(parts)}{end}"


def _write(
    number: object = 1, line: str = "POST accounts HTTP/1.1", **more: str
) -> str:
    head = f"{_HEAD}Content-ID: {number}\r\n"
    more.setdefault("body", '{"name":"x"}')
    return part(line, boundary="c", head=head, **more)


def batches() -> Iterator[tuple[str, bytes]]:
    """Content types and bodies of batches that are no good, or hardly."""
    end = f"--{BOUNDARY}--\r\n"
    good = part() + end
    for kind in (
        *("", "application/json", "multipart/mixed", "multipart/mixed;", "text/plain"),
        *(
            "multipart/mixed; boundary",
            "multipart/mixed; boundary=",
            "multipart/mixed;=b",
        ),
        *('multipart/mixed; boundary=""', 'multipart/mixed; boundary="', "boundary=b"),
        *("multipart/mixed; boundary=x", "multipart/form-data; boundary=b", "\udcff"),
        *(
            "multipart/mixed; boundary=\udcff",
            "multipart/mixed; boundary=ä",
            "MULTIPART/MIXED",
        ),
        *(
            "multipart/mixed; x=y; boundary=b",
            "multipart/mixed; boundary=b; boundary=c",
        ),
        "multipart/mixed; boundary=" + "b" * 8000,
        "multipart/mixed;" * 500,
        "multipart/mixed" + " " * 8000 + "x",
        "multipart/mixed;" + ";" * 8000 + "boundary",
        *(TYPE,),
    ):
        yield kind, good.encode()
    long = "b" * 8000
    yield (
        f"multipart/mixed; boundary={long}",
        (part(boundary=long) + f"--{long}--").encode(),
    )
    for text in (
        *("", "\r\n", "x", f"--{BOUNDARY}", f"--{BOUNDARY}\r\n", end, end + good, "--"),
        *(good.replace("\r\n", "\n"), good.replace("\r\n", "\r"), good[:-6], good[:40]),
        *(
            "x" + good,
            "preamble\r\n" + good,
            good + "epilogue",
            part(),
            part() + f"--{BOUNDARY}",
        ),
        *(
            part("") + end,
            part("GET") + end,
            part("GET /") + end,
            part("GET / HTTP/2") + end,
        ),
        *(
            part("GET  HTTP/1.1") + end,
            part("G\0T x HTTP/1.1") + end,
            part("GET ä HTTP/1.1") + end,
        ),
        *(part("GET \ufffd HTTP/1.1") + end, part("FOO accounts HTTP/1.1") + end),
        *(part("GET http:// HTTP/1.1") + end, part("GET http://[ HTTP/1.1") + end),
        *(part("GET http://x.example/api/data/v9.2/accounts HTTP/1.1") + end,),
        *(part("GET $1 HTTP/1.1") + end, part("GET /$1/name HTTP/1.1") + end),
        *(part("GET $ HTTP/1.1") + end, part("GET /api HTTP/1.1") + end),
        *(
            part("GET /api/data/v8.0/accounts HTTP/1.1") + end,
            part("GET .. HTTP/1.1") + end,
        ),
        *(
            part("POST $batch HTTP/1.1") + end,
            part("POST /api/data/v9.2/%24batch HTTP/1.1") + end,
        ),
        part("POST $batch/ HTTP/1.1", inner=f"Content-Type: {TYPE}\r\n", body=good)
        + end,
        part("POST %24batch HTTP/1.1", inner=f"Content-Type: {TYPE}\r\n", body=good)
        + end,
        part(f"GET {'a' * 70_000} HTTP/1.1") + end,
        part(f"GET {'accounts(' * 7_000} HTTP/1.1") + end,
        part(f"GET {'accounts(a=' + ' ' * 60_000} HTTP/1.1") + end,
        part(inner="x" * 100_000 + "\r\n") + end,
        part(inner="x: y\r\n" * 20_000) + end,
        part(inner=f"Prefer: {'a' * 200_000}!\r\n") + end,
        part(inner=f"Prefer: {'a=' * 100_000}!\r\n") + end,
        part(inner=f"Prefer: odata.maxpagesize={'9' * 5000}\r\n") + end,
        part(inner='Prefer: odata.include-annotations="ä\ud7ff"\r\n') + end,
        part(inner="If-None-Match: \0\r\nMSCRMCallerID: ä\r\n") + end,
        part(inner="MSCRMCallerID: \x85\r\n") + end,
        part(inner=": x\r\n:\r\nno colon\r\n") + end,
        part(head="Content-Type: text/plain\r\n") + end,
        part(head="") + end,
        part(head=f"Content-Type: {'multipart/mixed;' * 20_000}\r\n") + end,
        part(head=f"Content-Type: multipart/mixed{' ' * 200_000}x\r\n") + end,
        part() * 1001 + end,
        part("PATCH x HTTP/1.1", body="{") + end,
        change_set() + end,
        change_set(end="") + end,
        change_set(_write(), end="") + end,
        change_set(_write()) + end,
        change_set(_write(), _write()) + end,
        change_set(_write("")) + end,
        change_set(_write("ä")) + end,
        change_set(_write("1", "GET accounts HTTP/1.1")) + end,
        change_set(_write("1", "FOO accounts HTTP/1.1")) + end,
        change_set(_write("1", "PATCH $1 HTTP/1.1")) + end,
        change_set(_write("1"), _write("2", "PATCH $1 HTTP/1.1")) + end,
        change_set(_write("1"), _write("2", "PATCH $1/x HTTP/1.1")) + end,
        change_set(_write("1"), _write("2", "DELETE $1/$ref HTTP/1.1")) + end,
        change_set(_write("1"), _write("2", body='{"x@odata.bind":"$1"}')) + end,
        change_set(_write("1", body='{"x@odata.bind":"$9/y"}')) + end,
        change_set(part("POST accounts HTTP/1.1", boundary="c", body="{}")) + end,
        change_set(_write("1", "POST $batch HTTP/1.1")) + end,
        change_set(_write("1", "FOO WhoAmI HTTP/1.1")) + end,
        change_set(*(_write(n) for n in range(1001))) + end,
        change_set(change_set(_write())) + end,
        change_set(_write(), boundary="b") + end,
        change_set(_write(), boundary='"c"') + end,
    ):
        yield TYPE, text.encode("utf-8", "surrogatepass")
    yield TYPE, b"\xff" * 1000
    yield TYPE, b"\r\n" * 500_000
    yield TYPE, b"--b\r\n" * 100_000
    yield TYPE, b"--b\r\n\r\n" * 2_000 + b"--b--"
    yield TYPE, b"\0" * 10_000_000
    yield TYPE, (part(body="x" * 10_000_000) + end).encode()
