"""The multipart form of a Dataverse $batch; every line ends CRLF, the last included."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

CRLF = b"\r\n"
BLANK_LINE = CRLF + CRLF
NO_HEADERS: Mapping[str, str] = {}
BOUNDARY_PARAMETER = re.compile(
    r'multipart/mixed\s*;(?:.*;)?\s*boundary="?([^";]+)"?', re.IGNORECASE
)
# A fixed boundary: the same requests give the same bytes. It cannot occur in a part,
# since no part but a GET is ever put into a batch.
BOUNDARY = "batch_fieldsync_reference"
CONTENT_TYPE = f"multipart/mixed; boundary={BOUNDARY}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A GET inside a batch, with an absolute URL."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartAnswer:
    """The answer to one part; headers of a refusal only, in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def encode(parts: Sequence[Part]) -> bytes:
    """Return the body of the batch."""
    lines: list[str] = []
    for part in parts:
        lines += [
            f"--{BOUNDARY}",
            "Content-Type: application/http",
            "Content-Transfer-Encoding: binary",
            "",
            f"GET {part.url} HTTP/1.1",
            "Accept: application/json",
            *(f"{name}: {value}" for name, value in part.headers.items()),
            "",
            "",
        ]
    lines += [f"--{BOUNDARY}--", ""]
    return "\r\n".join(lines).encode()


def decode(content_type: str, body: bytes) -> list[PartAnswer]:
    """Return the answers in the order of their parts.

    Raises:
        ValueError: the body is cut short or no batch answer at all.
    """
    boundary = _boundary_of(content_type)
    delimiter = b"--" + boundary.encode()
    pieces = (CRLF + body).split(CRLF + delimiter)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise ValueError("the batch answer has no end")
    return [_part_answer(piece) for piece in pieces[1:-1]]


def _boundary_of(content_type: str) -> str:
    found = BOUNDARY_PARAMETER.match(content_type)
    if found is None:
        raise ValueError("the answer is no batch")
    return found[1]


def _part_answer(piece: bytes) -> PartAnswer:
    # MIME headers, blank line, status line and HTTP headers, blank line, body.
    _, head, body, *_ = (*piece.split(BLANK_LINE, 2), b"", b"")
    words = head.split(maxsplit=2)
    if len(words) < 2 or not words[1].isdigit():
        raise ValueError("a part has no status line")
    status = int(words[1])
    # Nobody asks for the headers of a part that succeeded.
    headers = NO_HEADERS if status < 400 else _headers_of(head)
    return PartAnswer(status=status, headers=headers, body=body.strip())


def _headers_of(head: bytes) -> dict[str, str]:
    headers = {}
    for line in head.decode("utf-8").split("\r\n")[1:]:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return headers
