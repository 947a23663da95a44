"""Requests of samples of Dataverse: the only place that sends them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from fakes.wire import Request, Response
from tests.fakes.dataverse.makers import API, ROOT, Bench
from tests.fakes.differences import filled
from tests.fakes.samples import Json, in_lines

_ALLOWED_IN_URLS: Final = "%/:?#[]@!$&'()*+,;=~"


@dataclass(slots=True)
class Known:
    """What the names in a sample stand for."""

    bench: Bench
    texts: dict[str, str]
    rows: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.texts or name.partition(".")[0] in self.rows

    def __getitem__(self, name: str) -> str:
        if name in self.texts:
            return self.texts[name]
        alias, _, column = name.partition(".")
        table, id = self.rows[alias]
        if not column:
            return id
        row = self.bench.organization.row(table, id)
        return row.etag if column == "etag" else str(row.values[column])

    def __setitem__(self, name: str, value: str) -> None:
        self.texts[name] = value

    def frozen(self) -> Known:
        """The same with the columns of rows as they are now."""
        texts = dict(self.texts)
        for alias, (table, id) in self.rows.items():
            texts[alias] = id
            row = self.bench.organization.rows_of(table).by_id.get(id)
            for column, value in row.values.items() if row else ():
                texts[f"{alias}.{column}"] = str(value)
            if row is not None:
                texts[f"{alias}.etag"] = row.etag
        return Known(self.bench, texts)


def perform(known: Known, told: Json) -> Response:
    """The answer to a request."""
    target = quote(filled(told["target"], known), safe=_ALLOWED_IN_URLS)
    whole = target if target.startswith(ROOT) else f"{API}{target}"
    path, _, query = whole.removeprefix(ROOT).partition("?")
    headers = {"authorization": known.bench.token}
    body = b""
    if "body" in told:
        headers["content-type"] = "application/json"
        body = json.dumps(filled(told["body"], known)).encode()
    elif "lines" in told:
        body = filled(in_lines(told["lines"]), known).encode()
    elif "text" in told:
        body = filled(told["text"], known).encode()
    for name, value in told.get("headers", {}).items():
        headers.pop(name.lower(), None)
        if value is not None:
            headers[name.lower()] = filled(value, known)
    request = Request(
        method=told["method"],
        path=path,
        query=query,
        headers=headers,
        body=body,
        root_url=ROOT,
    )
    return known.bench.perform(request)
