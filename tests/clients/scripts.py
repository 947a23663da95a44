"""Scripts of Node as tests: the only place that runs them and reads what they say."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Final

from tests.clients.conftest import PROXIES
from tests.clients.served import Served

_NODE: Final = Path(__file__).parent / "node"
_FIGURE: Final = re.compile(
    r"^# (pass|fail|cancelled|skipped|todo) (\d+)$", re.MULTILINE
)


def scripts(*, of_graph: bool) -> list[str]:
    """The names of the scripts for Graph, or for Dataverse."""
    names = sorted(path.name for path in _NODE.glob("*.test.js"))
    return [name for name in names if name.startswith("graph_") == of_graph]


def expect_all_passed(folder: Path, script: str, server: Served) -> None:
    """None has failed, none is left out, and the server has met no bug of its own."""
    written = (_NODE / script).read_text("utf-8").count('\ntest("')

    figures, told = run(folder, script, server)

    assert figures.pop("pass", 0) == written, told
    assert not any(figures.values()), told
    assert server.crashes() == []


def run(folder: Path, script: str, server: Served) -> tuple[dict[str, int], str]:
    """How many tests of the script came to what, and all that it said."""
    done = subprocess.run(
        [
            *("node", "--require", "./loopback.js"),
            *("--test-reporter", "tap", script),
        ],
        cwd=folder,
        env=_environment(server),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    told = f"{done.stdout}\n{done.stderr}"
    return {word: int(figure) for word, figure in _FIGURE.findall(told)}, told


def _environment(server: Served) -> dict[str, str]:
    """What a script finds: the way to the server, its CA, and no proxy."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.lower() not in PROXIES and not name.startswith("NODE_")
    }
    if server.ready["ca_file"]:
        kept["NODE_EXTRA_CA_CERTS"] = server.ready["ca_file"]
    return {**kept, "FIELDSYNC_READY": json.dumps(dict(server.ready))}
