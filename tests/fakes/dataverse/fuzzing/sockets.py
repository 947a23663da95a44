"""Hand-made nonsense on the wire: request lines, headers and bodies as bytes."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Final

API: Final = b"/t1/dataverse/api/data/v9.2"
WHO: Final = b"GET " + API + b"/WhoAmI HTTP/1.1"
POST: Final = b"POST " + API + b"/accounts HTTP/1.1"
BODY: Final = b'{"name":"x"}'


class Wire:
    """Makes requests for one server and one token."""

    def __init__(self, *, host: str, token: str) -> None:
        self._host = host.encode()
        self._token = token.encode()

    def request(
        self,
        line: bytes = WHO,
        *headers: bytes,
        body: bytes = b"",
        host: bytes | None = None,
    ) -> bytes:
        """A request, signed, after which the connection closes."""
        lines = (
            line,
            b"Host: " + (self._host if host is None else host),
            b"Connection: close",
            b"Authorization: Bearer " + self._token,
            *headers,
        )
        return b"\r\n".join(lines) + b"\r\n\r\n" + body

    def sized(self, *headers: bytes, body: bytes = BODY) -> bytes:
        """A write whose body has the length that the header says."""
        length = b"Content-Length: %d" % len(body)
        return self.request(POST, length, *headers, body=body)

    def answered(self) -> Iterator[bytes]:
        """Requests that get an answer, a refusal as a rule."""
        for line in (
            *(
                b"garbage",
                b"\0" * 1000,
                b"\x16\x03\x01\x02\x00\x01\x00\x01",
                b"GET",
                b"GET ",
            ),
            *(
                b"GET x HTTP/1.1",
                b"GET  HTTP/1.1",
                b"GET // HTTP/1.1",
                b"GET * HTTP/1.1",
            ),
            *(
                WHO[:-3] + b"9.9",
                WHO[:-8],
                WHO + b" x",
                b"PRI * HTTP/2.0",
                b"OPTIONS * HTTP/1.1",
            ),
            *(
                b"FOO " + WHO[4:],
                b"get " + WHO[4:],
                b"HEAD " + WHO[4:],
                b"SEARCH " + WHO[4:],
            ),
            *(b"CONNECT " + WHO[4:], b"TRACE " + WHO[4:], b"A" * 9_000 + WHO[3:]),
            *(
                b"GET " + API + one + b" HTTP/1.1"
                for one in (b"/\xff\xfe", b"/\0", b"/\xc3\xa4")
            ),
            *(
                b"GET " + API + b"/accounts?" + one + b" HTTP/1.1"
                for one in (b"\xff", b"$\x01=1")
            ),
            b"GET http://elsewhere.example" + API + b"/WhoAmI HTTP/1.1",
            b"GET "
            + API
            + b"/accounts?$filter=name%20eq%20%27"
            + b"x" * 40_000
            + b"%27 HTTP/1.1",
        ):
            yield self.request(line)
        for host in (b"\xff\xfe", b"a b", b"", b"[::", b"x:y@/../", b"h" * 60_000):
            yield self.request(host=host)
        yield WHO + b"\r\n\r\n"
        for header in (
            *(
                b"X: \0",
                b"X: a\rb",
                b"X",
                b"X : y",
                b": x",
                b" X: y",
                b"X: " + b"x" * 60_000,
            ),
            *(b'Prefer: odata.include-annotations="\xff"', b"MSCRMCallerID: \xff\xfe"),
            *(
                b"CallerObjectId: \xc3\xa4",
                b"If-None-Match: \xff",
                b"Authorization: Bearer x",
            ),
            b"Prefer: odata.maxpagesize=" + b"9" * 5_000,
            b"\r\n".join(b"X%d: x" % number for number in range(2_000)),
        ):
            yield self.request(WHO, header)
        yield from self._bodies()

    def _bodies(self) -> Iterator[bytes]:
        for header in (
            *(
                b"Content-Length: -1",
                b"Content-Length: x",
                b"Content-Length: 9" + b"9" * 400,
            ),
            *(b"Content-Length: 1\r\nContent-Length: 2", b"Transfer-Encoding: x"),
            b"Content-Length: 2\r\nTransfer-Encoding: chunked",
        ):
            yield self.request(POST, header, body=b"{}")
        for chunks in (
            *(b"zz\r\n{}\r\n0\r\n\r\n", b"F" * 20 + b"\r\n{}", b"2\r\n{}XX0\r\n\r\n"),
            *(
                b"-1\r\n{}\r\n0\r\n\r\n",
                b"c\r\n" + BODY + b"\r\n0\r\n\r\n",
                b"0\r\n\r\n",
            ),
        ):
            yield self.request(POST, b"Transfer-Encoding: chunked", body=chunks)
        for name in (b"gzip", b"deflate", b"br", b"x", b"gzip, gzip"):
            yield self.sized(b"Content-Encoding: " + name)
        bomb = gzip.compress(b'{"name":"' + b"x" * 20_000_000 + b'"}')
        yield self.sized(b"Content-Encoding: gzip", body=bomb)
        yield self.sized(body=b'{"name":"' + b"x" * 10_000_000 + b'"}')
        yield self.sized(b"Expect: 100-continue")
        yield self.sized(b"Expect: x")
        yield self.sized(b"Content-Type: multipart/mixed; boundary=\xff")

    def unfinished(self) -> Iterator[bytes]:
        """Requests that break off: the client goes away in their midst."""
        yield b""
        yield self.request()[:60]
        yield self.request(POST, b"Content-Length: 100", body=BODY)
        yield self.request(POST, b"Transfer-Encoding: chunked", body=b"5\r\nab")
        yield self.request(POST, b"Transfer-Encoding: chunked", body=b"5")
