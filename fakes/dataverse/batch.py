"""`$batch`: multipart in, multipart out, byte by byte as section 6 says."""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from fakes.dataverse import errors
from fakes.dataverse.wire import error_response
from fakes.dataverse.writing import atomic
from fakes.wire import Headers, Perform, Request, Response

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.identity import Identifiers

_CRLF: Final = b"\r\n"
_BLANK_LINE: Final = _CRLF + _CRLF
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_BOUNDARY: Final = re.compile(
    r'\s*+multipart/mixed\s*+;(?:[^;]*+;)*?\s*+boundary=(?:"([^"]+)"|([^\s;]+))',
    re.IGNORECASE,
)
_REQUEST_LINE: Final = re.compile(r"([A-Za-z]+) (.+) HTTP/1\.[01]")
_API: Final = re.compile(r"/api/data/v9\.[0-2](?=/|$)")
_ID_IN_URL: Final = re.compile(r"^/?\$([\w-]+)(?=/|$)")
_ID_IN_BODY: Final = re.compile(
    rb'("[^"]*@odata\.(?:bind|id)"\s*:\s*)"\$([\w-]+)((?:/[^"]*)?)"'
)
_LIST_IN_BODY: Final = re.compile(
    rb'"[^"]*@odata\.bind"\s*:\s*\[\s*(?:"(?:[^"\\]|\\.)*"[\s,]*)+\]'
)
_ID_IN_LIST: Final = re.compile(rb'([\[,]\s*)"\$([\w-]+)((?:/[^"]*)?)"')
_MAX_REQUESTS: Final = 1000
_MIME: Final = (
    b"Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
)
_STREAMED: Final = "application/json; odata.metadata=minimal; odata.streaming=true"
_INHERITED: Final = ("authorization", "mscrmcallerid", "callerobjectid")


@dataclass(slots=True, kw_only=True, eq=False)
class Part:
    """One request of a batch as it came; not frozen, which would be dearer."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    content_id: str | None


class _Stopped(Exception):  # noqa: N818 - a signal: the change set is undone
    """A request of a change set failed."""


def malformed(message: str) -> errors.DataverseError:
    """The batch is refused as a whole."""
    return errors.bad_payload(message)


def boundary_of(content_type: str) -> str | None:
    """The boundary of a multipart content type, quoted or bare; None if none."""
    match = _BOUNDARY.match(content_type)
    return (match[1] or match[2]) if match else None


def parse(body: bytes, boundary: str) -> list[Part | list[Part]]:
    """The requests of a batch; a list is a change set.

    Raises:
        DataverseError: it breaks the rules of section 6.1.
    """
    found: list[Part | list[Part]] = []
    for headers, content in _parts(body, boundary):
        inner = boundary_of(headers.get("content-type", ""))
        if inner is None:
            found.append(_request(headers, content))
        else:
            found.append([_request(*one) for one in _parts(content, inner)])
    total = sum(len(one) if isinstance(one, list) else 1 for one in found)
    if not 0 < total <= _MAX_REQUESTS:
        message = f"A batch holds between 1 and {_MAX_REQUESTS} requests, not {total}."
        raise malformed(message)
    for one in found:
        for part in one if isinstance(one, list) else ():
            if part.method == "GET" or part.content_id is None:
                raise malformed("A change set holds no GET, and each part a Content-ID")
    return found


def _parts(body: bytes, boundary: str) -> list[tuple[Mapping[str, str], bytes]]:
    delimiter = b"--" + boundary.encode("utf-8", "replace")
    text = _CRLF + body.lstrip(_CRLF)
    pieces = text.split(_CRLF + delimiter)
    if len(pieces) < 3 or pieces[0].strip() or not pieces[-1].startswith(b"--"):
        raise malformed("Stream was not readable.")
    return [_headed(piece.removeprefix(_CRLF)) for piece in pieces[1:-1]]


def _headed(text: bytes) -> tuple[Mapping[str, str], bytes]:
    """Header lines in front of a blank line, and what stands behind it."""
    head, _, rest = text.partition(_BLANK_LINE)
    return _headers(head), rest


@functools.lru_cache(maxsize=512)
def _headers(head: bytes) -> Mapping[str, str]:
    """The header lines, read once: the parts of all batches have the same few heads."""
    if b"\n" in head.replace(_CRLF, b""):
        raise malformed("Stream was not readable.")  # a bare LF (6.1)
    headers = {}
    for line in head.split(_CRLF):
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    return MappingProxyType(headers)


def _request(headers: Mapping[str, str], content: bytes) -> Part:
    line, _, rest = content.lstrip(_CRLF).partition(_CRLF)
    match = _REQUEST_LINE.fullmatch(line.decode("utf-8", "replace").strip())
    if match is None:
        raise malformed("Stream was not readable.")
    # A part without headers of its own has the blank line at once.
    blank = rest.startswith(_CRLF)
    inner, body = (_NONE, rest[2:]) if blank else _headed(rest)
    content_id = headers.get("content-id") or inner.get("content-id")
    return Part(
        method=match[1].upper(),
        url=match[2].strip(),
        headers=inner,
        body=body.rstrip(_CRLF),
        content_id=content_id,
    )


class Batch:
    """One batch while it is carried out."""

    def __init__(self, call: Call, perform: Perform, identifiers: Identifiers) -> None:
        self._call = call
        self._perform = perform
        self._identifiers = identifiers  # of requests: rows have their own
        self._failed = False
        self._merged: dict[int, tuple[Mapping[str, str], Mapping[str, str]]] = {}

    def answer(self) -> Response:
        """The multipart answer; 400 when a request failed and stopped the rest."""
        boundary = boundary_of(self._call.request.headers.get("content-type", ""))
        if boundary is None:
            raise malformed("A batch needs multipart/mixed with a boundary.")
        entries = parse(self._call.request.body, boundary)
        name = f"batchresponse_{self._identifiers.guid()}"
        delimiter = f"--{name}".encode()
        go_on = self._call.prefer.continue_on_error
        chunks: list[bytes] = []
        for entry in entries:
            self._failed = False
            if isinstance(entry, list):
                chunks += (delimiter, _CRLF, self._change_set(entry))
            else:
                response = self._one(entry, {})
                shown = _rendered(entry, response, tagged=False)
                chunks += (delimiter, _CRLF, shown)
            if self._failed and not go_on:
                break
        stopped = self._failed and not go_on
        return Response(
            status=400 if stopped else 200,
            headers=(
                ("Content-Type", f"multipart/mixed; boundary={name}"),
                ("OData-Version", "4.0"),
            ),
            body=b"".join(chunks) + delimiter + b"--" + _CRLF,
        )

    def _change_set(self, parts: list[Part]) -> bytes:
        """All of it takes effect, or nothing; then only the failing part is shown."""
        name = f"changesetresponse_{self._identifiers.guid()}"
        delimiter = f"--{name}".encode()
        made: dict[str, str] = {}
        shown: list[bytes] = []
        with contextlib.suppress(_Stopped), atomic(self._call.organization):
            for part in parts:
                response = self._one(part, made)
                rendered = _rendered(part, response, tagged=True)
                if self._failed:
                    shown = [rendered]
                    raise _Stopped
                shown.append(rendered)
        head = f"Content-Type: multipart/mixed; boundary={name}".encode() + _CRLF
        body = b"".join(delimiter + _CRLF + one for one in shown)
        return head + _CRLF + body + delimiter + b"--" + _CRLF

    def _one(self, part: Part, made: dict[str, str]) -> Response:
        try:
            request = self._inner(part, made)
        except errors.DataverseError as error:
            request_id = (("REQ_ID", self._identifiers.guid()),)
            response = error_response(
                error.status, error.code, error.message, headers=request_id
            )
        else:
            response = self._perform(request)
        if part.content_id is not None:  # another may refer to it
            for name, value in response.headers:
                if name == "OData-EntityId":
                    made[part.content_id] = value
        self._failed = response.status >= 400
        return response

    def _inner(self, part: Part, made: dict[str, str]) -> Request:
        """The request that a part stands for, references resolved."""

        def entity(content_id: str) -> str:
            if content_id not in made:
                message = f"Content-ID Reference: '${content_id}' does not exist in "
                raise malformed(message + "batch context.")
            return made[content_id]

        def bound(match: re.Match[bytes]) -> bytes:
            url = entity(match[2].decode())
            return match[1] + b'"' + url.encode() + match[3] + b'"'

        url, body = part.url, part.body
        if url.startswith(("$", "/$")):
            url = _ID_IN_URL.sub(lambda match: entity(match[1]), url)
        if body:
            body = _ID_IN_BODY.sub(bound, body)
            body = _LIST_IN_BODY.sub(
                lambda match: _ID_IN_LIST.sub(bound, match.group()), body
            )
        path, _, query = self._path(url).partition("?")
        if path.endswith("/$batch"):
            raise malformed("A batch cannot stand inside a batch.")
        return Request(
            method=part.method,
            path=path,
            query=query,
            headers=self._with_inherited(part.headers),
            body=body,
            root_url=self._call.request.root_url,
            inner=True,
        )

    def _with_inherited(self, own: Mapping[str, str]) -> Mapping[str, str]:
        """The headers of an inner request: most parts of a batch share them."""
        kept = self._merged.get(id(own))  # by identity: mappings are kept by their text
        if kept is None:
            outer = self._call.request.headers
            merged = {name: outer[name] for name in _INHERITED if name in outer}
            merged.update(own)
            # Beside the mapping itself, so that no other can take its identity.
            kept = self._merged[id(own)] = (own, merged)
        return kept[1]

    def _path(self, url: str) -> str:
        """The address below the service's root; three forms are taken (6.1)."""
        root, api = self._call.request.root_url, self._call.api
        if url.startswith(f"{api}/"):  # as nearly all do
            return url[len(root) :]
        if url.startswith(f"{root}/"):
            url = url.removeprefix(root)
        elif "://" in url.partition("?")[0]:
            raise errors.bad_query(f"'{url}' is no address of this service.")
        if not url.startswith("/"):
            return f"{api.removeprefix(root)}/{url}"
        match = _API.search(url.partition("?")[0])
        if match is None:
            raise errors.bad_query("Requested API Version was not understood.")
        return url[match.start() :]


def _rendered(part: Part, response: Response, *, tagged: bool) -> bytes:
    """One answer as a part, up to the line end before the next delimiter."""
    read = part.method == "GET" and response.status == 200
    head = _head(response.status, response.headers, read=read)
    mime = _MIME
    if tagged and part.content_id is not None:
        mime += f"Content-ID: {part.content_id}".encode() + _CRLF
    return b"".join((mime, _CRLF, head, response.body, _CRLF))


@functools.lru_cache(maxsize=512)
def _head(status: int, headers: Headers, *, read: bool) -> bytes:
    """Status line, headers and a blank line."""
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    for name, value in headers:
        if read and name == "Content-Type" and value.startswith("application/json"):
            lines.append(f"{name}: {_STREAMED}")
        else:
            lines.append(f"{name}: {value}")
    return "\r\n".join(lines).encode() + _BLANK_LINE
