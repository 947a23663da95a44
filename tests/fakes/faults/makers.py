"""Makers of requests that may meet a fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakes.faults import Occasion
from fakes.wire import Request, ServiceName


def a_request(
    path: str = "/v1.0/users/ann%40contoso.example/events",
    *,
    method: str = "GET",
    query: str = "",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> Request:
    return Request(
        method=method,
        path=path,
        query=query,
        headers=headers or {},
        body=body,
        root_url="http://127.0.0.1:8080/one/graph",
    )


def an_occasion(
    operation: str = "event.list",
    *,
    service: ServiceName = "exchange",
    request: Request | None = None,
    **more: Any,
) -> Occasion:
    return Occasion(
        service=service,
        operation=operation,
        request=request or a_request(),
        **more,
    )
