"""Hand-made nonsense on the wire: request lines, headers and bodies as bytes."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a service lies, and what is read and written there."""

    api: bytes  # the path that everything begins with
    read: bytes  # below it
    written: bytes  # below it: a list that takes what is new
    body: bytes  # of something new
    announced: bytes = b""  # a header that says of what kind the body is

    @property
    def reading(self) -> bytes:
        """The request line of a read."""
        return b"GET " + self.api + self.read + b" HTTP/1.1"

    @property
    def writing(self) -> bytes:
        """The request line of a write."""
        return b"POST " + self.api + self.written + b" HTTP/1.1"

    def filtered(self, option: bytes) -> bytes:
        """The request line of a list with an option."""
        return b"GET " + self.api + self.written + b"?" + option + b" HTTP/1.1"


class Wire:
    """Makes requests for one service and one token."""

    def __init__(self, place: Place, *, host: str, token: str) -> None:
        self.place = place
        self._host = host.encode()
        self._token = token.encode()

    def request(
        self,
        line: bytes = b"",
        *headers: bytes,
        body: bytes = b"",
        host: bytes | None = None,
    ) -> bytes:
        """A request, signed, after which the connection closes."""
        lines = (
            line or self.place.reading,
            b"Host: " + (self._host if host is None else host),
            b"Connection: close",
            b"Authorization: Bearer " + self._token,
            *headers,
        )
        return b"\r\n".join(lines) + b"\r\n\r\n" + body

    def sized(self, *headers: bytes, body: bytes = b"") -> bytes:
        """A write whose body has the length that the header says."""
        body = body or self.place.body
        length = b"Content-Length: %d" % len(body)
        own = tuple(filter(None, (length, self.place.announced)))
        return self.request(self.place.writing, *own, *headers, body=body)

    def answered(self) -> Iterator[bytes]:
        """Requests that get an answer, a refusal as a rule."""
        place, read = self.place, self.place.reading
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
                read[:-3] + b"9.9",
                read[:-8],
                read + b" x",
                b"PRI * HTTP/2.0",
                b"OPTIONS * HTTP/1.1",
            ),
            *(
                b"FOO " + read[4:],
                b"get " + read[4:],
                b"HEAD " + read[4:],
                b"SEARCH " + read[4:],
            ),
            *(b"CONNECT " + read[4:], b"TRACE " + read[4:], b"A" * 9_000 + read[3:]),
            *(
                b"GET " + place.api + one + b" HTTP/1.1"
                for one in (b"/\xff\xfe", b"/\0", b"/\xc3\xa4")
            ),
            *(place.filtered(one) for one in (b"\xff", b"$\x01=1")),
            b"GET http://elsewhere.example" + read[4:],
            place.filtered(b"$filter=subject%20eq%20%27" + b"x" * 40_000 + b"%27"),
        ):
            yield self.request(line)
        for host in (b"\xff\xfe", b"a b", b"", b"[::", b"x:y@/../", b"h" * 60_000):
            yield self.request(host=host)
        yield read + b"\r\n\r\n"
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
            yield self.request(read, header)
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
            yield self.request(self.place.writing, header, body=b"{}")
        for chunks in (
            *(b"zz\r\n{}\r\n0\r\n\r\n", b"F" * 20 + b"\r\n{}", b"2\r\n{}XX0\r\n\r\n"),
            *(
                b"-1\r\n{}\r\n0\r\n\r\n",
                b"%x\r\n" % len(self.place.body) + self.place.body + b"\r\n0\r\n\r\n",
                b"0\r\n\r\n",
            ),
        ):
            yield self.request(
                self.place.writing, b"Transfer-Encoding: chunked", body=chunks
            )
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
        yield self.request(
            self.place.writing, b"Content-Length: 100", body=self.place.body
        )
        yield self.request(
            self.place.writing, b"Transfer-Encoding: chunked", body=b"5\r\nab"
        )
        yield self.request(self.place.writing, b"Transfer-Encoding: chunked", body=b"5")
