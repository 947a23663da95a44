"""Requests of samples of Graph and of its tokens: the only place that sends them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from fakes.wire import Request, Response
from tests.fakes.differences import filled
from tests.fakes.exchange.bench import LOGIN, ROOT, Bench, address_of
from tests.fakes.samples import Json, Missing, in_lines

API: Final = f"{ROOT}/v1.0"
_ALLOWED_IN_URLS: Final = "%/:?#[]@!$&'()*+,;=~"
_JSON: Final = "application/json"


@dataclass(slots=True)
class Known:
    """What the names in a sample stand for."""

    bench: Bench
    texts: dict[str, str]

    def __contains__(self, name: str) -> bool:
        return name.partition(".")[0] in self.texts

    def __getitem__(self, name: str) -> str:
        match name:
            case "four_megabytes":
                return "AAAA" * (1024 * 1024)
            case "assertion":
                return self.bench.assertion("tests")
            case "foreign_assertion":
                return self.bench.assertion("somebody else")
        base, _, form = name.partition(".")
        text = self.texts[base]
        match form:
            case "":
                return text
            case "encoded":
                return quote(text, safe="")
            case "other_case":
                return text.swapcase()
            case _:
                raise KeyError(name)

    def __setitem__(self, name: str, value: str) -> None:
        self.texts[name] = value

    def frozen(self) -> Known:
        """The same as it is now, to add to."""
        return Known(self.bench, dict(self.texts))


def perform(known: Known, told: Json) -> Response:
    """The answer to a request."""
    bench = known.bench
    root, whole = _address(known, told)
    path, _, query = whole.removeprefix(root).partition("?")
    headers = {} if root == LOGIN else {"authorization": bench.token}
    body, content_type = _body(known, told)
    if content_type:
        headers["content-type"] = content_type
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
        root_url=root,
    )
    return bench.perform(request)


def _address(known: Known, told: Json) -> tuple[str, str]:
    """The service's root and the whole address."""
    template = told["target"]
    if template.startswith("~"):
        name = told.get("as", "nina")
        user = known[name] if name in known else address_of(name)
        template = f"/users/{user}{template[1:]}"
    target = quote(filled(template, known), safe=_ALLOWED_IN_URLS)
    if "to" in told:
        return LOGIN, f"{LOGIN}{target}"
    for root in (ROOT, LOGIN):
        if target.startswith(f"{root}/"):
            return root, target
    if not target.startswith("/"):
        msg = f"the bench does not reach {target}"
        raise Missing(msg)
    return ROOT, f"{API}{target}"


def _body(known: Known, told: Json) -> tuple[bytes, str]:
    """The octets and their type; a text has none unless its headers say so."""
    if "body" in told:
        return json.dumps(filled(told["body"], known)).encode(), _JSON
    if "form" in told:
        form = urlencode(filled(told["form"], known))
        return form.encode(), "application/x-www-form-urlencoded"
    if "filler" in told:
        return b"x" * int(told["filler"]), ""
    text = in_lines(told["lines"]) if "lines" in told else told.get("text", "")
    return filled(text, known).encode(), ""
