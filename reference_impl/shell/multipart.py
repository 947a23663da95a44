"""The multipart form of a Dataverse $batch; every line ends CRLF, the last included."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

CRLF = b"\r\n"
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
    """The answer to one part; header names are lower-case."""

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
    _, _, inner = piece.partition(CRLF + CRLF)
    head, _, body = inner.partition(CRLF + CRLF)
    status_line, *header_lines = head.decode("utf-8").split("\r\n")
    words = status_line.split(" ", 2)
    if len(words) < 2 or not words[1].isdecimal():
        raise ValueError("a part has no status line")
    headers = {}
    for line in header_lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return PartAnswer(status=int(words[1]), headers=headers, body=body.strip())
