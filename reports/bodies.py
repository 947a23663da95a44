"""Bodies and headers of exchanges, packed small, for the browser to unpack on demand.

A chunk is one string of NUL-separated texts: first an index in JSON, then every
distinct text once, in the order of first use. Per scenario the index holds one row per
exchange: the numbers of its target, request headers, request body, response headers and
response body, and 1 where a body was cut. Texts count from 1; 0 means none, -1 the next
one that no row has named yet (which deflates to almost nothing). The chunk is deflated
(zlib format) and written in base64, an alphabet without `<`, so that no content can
leave its script element.
"""

import json
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import Final

from reports.model import Exchange, Scenario
from reports.shown import header_lines, masked

SEPARATOR: Final = "\0"
_CHUNK_EXCHANGES: Final = 1200  # some 3 MB of text: unpacked within 30 ms
_LEVEL: Final = 8  # a hair larger than 9, and quicker
_MEMORY: Final = 9
_WORKERS: Final = 2  # zlib lets go of the interpreter lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """All chunks, and where each scenario's exchanges are: `chunk.entry` by id.

    The chunks are being deflated by threads while the rest of the page is made, and can
    be taken once.
    """

    chunks: Iterator[str]
    places: Mapping[str, str]


def pack(scenarios: Iterable[Scenario]) -> Packed:
    """Every exchange of every scenario, masked, deduplicated, deflated."""
    places: dict[str, str] = {}
    groups = list(_groups(scenarios))
    for chunk, group in enumerate(groups):
        for entry, scenario in enumerate(group):
            places[scenario.id] = f"{chunk}.{entry}"
    workers = ThreadPoolExecutor(_WORKERS)
    chunks = workers.map(_deflated, map(_joined, groups))
    workers.shutdown(wait=False)  # takes no more work and ends when this is done
    return Packed(chunks=chunks, places=places)


def _groups(scenarios: Iterable[Scenario]) -> Iterator[list[Scenario]]:
    group: list[Scenario] = []
    exchanges = 0
    for scenario in scenarios:
        if not scenario.exchanges:
            continue
        group.append(scenario)
        exchanges += len(scenario.exchanges)
        if exchanges >= _CHUNK_EXCHANGES:
            yield group
            group, exchanges = [], 0
    if group:
        yield group


def _joined(group: Sequence[Scenario]) -> str:
    numbers: dict[str, int] = {}

    def number(text: str | None) -> int:
        if text is None:
            return 0
        known = numbers.get(text)
        if known is None:
            numbers[text] = len(numbers) + 1
            return -1
        return known

    def row(exchange: Exchange) -> list[int]:
        return [
            number(exchange.target),
            number(header_lines(exchange.request_headers)),
            number(exchange.request_body),
            number(header_lines(exchange.response_headers)),
            number(exchange.response_body),
            int(exchange.truncated),
        ]

    index = [[row(exchange) for exchange in one.exchanges] for one in group]
    texts = (masked(text).replace(SEPARATOR, "\N{SYMBOL FOR NULL}") for text in numbers)
    return SEPARATOR.join(chain([json.dumps(index, separators=(",", ":"))], texts))


def _deflated(text: str) -> str:
    packer = zlib.compressobj(_LEVEL, memLevel=_MEMORY)
    deflated = packer.compress(text.encode("utf-8", "replace")) + packer.flush()
    return b64encode(deflated).decode()
