"""A running `fieldsync serve` and a stranger who works with it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import ssl
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

PROJECT = Path(__file__).resolve().parent.parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONWARNINGS": "error"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers and decoded body; None when there is none."""

    status: int
    headers: Mapping[str, str]
    json: Any


class Client:
    """A stranger with nothing but the ready line and the standard library."""

    def __init__(self, ready: dict[str, Any]) -> None:
        self.ready = ready
        self.api = f"{ready['dataverse_url']}/api/data/v9.2"
        handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
        if ready["ca_file"]:
            context = ssl.create_default_context(cafile=ready["ca_file"])
            context.verify_flags |= ssl.VERIFY_X509_STRICT
            handlers.append(urllib.request.HTTPSHandler(context=context))
        self._opener = urllib.request.build_opener(*handlers)
        self.token = ""

    def send(self, method: str, url: str, body: object = None) -> Answer:
        """The answer to a request with the client's token."""
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        octets = None if body is None else json.dumps(body).encode()
        return self._answer(
            urllib.request.Request(url, octets, headers, method=method)  # noqa: S310 - the fakes' own address
        )

    def sign_in(self, resource: str) -> str:
        """A token for the resource; the client sends it from now on."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self.ready["client_id"],
            "client_secret": self.ready["client_secret"],
            "scope": f"{resource}/.default",
        }
        octets = urllib.parse.urlencode(form).encode()
        found = self._answer(
            urllib.request.Request(self.ready["token_url"], octets)  # noqa: S310 - the fakes' own address
        )
        self.token = found.json["access_token"]
        return self.token

    def admin(self, method: str, path: str, body: object = None) -> Any:
        """The JSON of the administration API, which agrees."""
        found = self.send(method, f"{self.ready['admin_url']}/{path}", body)
        assert found.status < 300, found
        return found.json

    def _answer(self, request: urllib.request.Request) -> Answer:
        response: HTTPResponse | HTTPError
        try:
            response = self._opener.open(request)
        except HTTPError as error:
            response = error
        with response:
            text = response.read()
            return Answer(
                status=response.status or 0,
                headers=dict(response.headers.items()),
                json=json.loads(text) if text else None,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running server and a client of it."""

    process: subprocess.Popen[str]
    client: Client

    def end(self, by: signal.Signals) -> tuple[int, str, str]:
        """Exit code and what was told after the ready line; the process is gone."""
        self.process.send_signal(by)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


@contextlib.contextmanager
def launched(
    *arguments: str, module: tuple[str, ...] = ("harness", "serve")
) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """The process and what its ready line says; afterwards it has been ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", *module, *arguments],
        cwd=PROJECT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, process.communicate()[1]
            yield process, json.loads(line)
        finally:
            process.terminate()


@contextlib.contextmanager
def serving(
    *arguments: str, module: tuple[str, ...] = ("harness", "serve")
) -> Iterator[Served]:
    """The server has said that it is ready; afterwards it is gone."""
    with launched(*arguments, module=module) as (process, ready):
        yield Served(process=process, client=Client(ready))
