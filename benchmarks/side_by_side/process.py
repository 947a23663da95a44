"""Servers as processes: started, found by the JSON line that they print, ended."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlencode

from side_by_side.ask import Ask
from side_by_side.load import once

BENCHMARKS: Final = Path(__file__).resolve().parent.parent
_GRAPH: Final = "https://graph.microsoft.com/.default"
_PATIENCE_S: Final = 0.005
_RESIDENT: Final = re.compile(r"VmRSS:\s+(\d+) kB")


class ServerProcess:
    """One server; its first JSON line says where it listens, or `port` does."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        *,
        pyc: Path | None = None,
        port: int | None = None,
    ) -> None:
        environment = {**os.environ, "NODE_ENV": "production"}
        if pyc is not None:  # compiled modules as an installed package has them
            environment.pop("PYTHONDONTWRITEBYTECODE", None)
            environment["PYTHONPYCACHEPREFIX"] = str(pyc)
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE if port is None else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.pid = self._process.pid
        self.headers: dict[str, str] = {}
        self.told = self._ready() if port is None else self._reached(port)
        self.url: str = self.told.get("url") or self.told["graph_url"]

    def _ready(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        said = []
        for line in self._process.stdout:
            said.append(line)
            if line.startswith('{"'):
                found: dict[str, Any] = json.loads(line)
                return found
        raise RuntimeError(f"the server ended: {''.join(said)[-2000:]}")

    def _reached(self, port: int) -> dict[str, Any]:
        while self._process.poll() is None:
            with contextlib.suppress(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", port)).close()
                return {"url": f"http://127.0.0.1:{port}"}
            time.sleep(_PATIENCE_S)  # a peer does not say when it listens
        raise RuntimeError(f"the server ended: {self._process.args}")

    def sign_in(self) -> None:
        """Requests carry a token from the fake's own token service."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self.told["client_id"],
            "client_secret": self.told["client_secret"],
            "scope": self.told.get("scope", _GRAPH),
        }
        body = urlencode(form).encode()
        _, _, answer = once(
            self.told["token_url"],
            Ask(method="POST", target="", body=body),
            **{"Content-Type": "application/x-www-form-urlencoded"},
        )
        token = json.loads(answer)["access_token"]
        self.headers = {"Authorization": f"Bearer {token}"}

    @property
    def memory_mb(self) -> float:
        """What it holds resident; 0 where there is no /proc."""
        status = Path(f"/proc/{self.pid}/status")
        found = _RESIDENT.search(status.read_text()) if status.exists() else None
        return int(found[1]) / 1024 if found else 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def python(script: str, *arguments: str) -> list[str]:
    """The command for a script, named by its path among the benchmarks."""
    return [sys.executable, str(BENCHMARKS / script), *arguments]


def free_port() -> int:
    """A port on which nobody listens, for a server that cannot find one itself."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
