"""Servers as processes: started, found by the JSON line that they print, ended."""

from __future__ import annotations

import json
import os
import re
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
_RESIDENT: Final = re.compile(r"VmRSS:\s+(\d+) kB")


class ServerProcess:
    """One server; its first JSON line says where it listens."""

    def __init__(
        self, command: Sequence[str], folder: Path, *, pyc: Path | None = None
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
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.pid = self._process.pid
        self.headers: dict[str, str] = {}
        self.told = self._ready()
        self.url: str = self.told["url"]

    def _ready(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        said = []
        for line in self._process.stdout:
            said.append(line)
            if line.startswith('{"url"'):
                found: dict[str, Any] = json.loads(line)
                return found
        raise RuntimeError(f"the server ended: {''.join(said)[-2000:]}")

    def sign_in(self) -> None:
        """Requests carry a token from the fake's own token service."""
        form = {
            "grant_type": "client_credentials",
            **{
                name: self.told[name]
                for name in ("client_id", "client_secret", "scope")
            },
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
