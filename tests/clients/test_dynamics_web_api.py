"""dynamics-web-api from Node against the fake: each script, over http and https."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.clients.conftest import PROXIES
from tests.clients.served import Served

NODE: Final = Path(__file__).parent / "node"
SCRIPTS: Final = sorted(path.name for path in NODE.glob("*.test.js"))
_FIGURE: Final = re.compile(
    r"^# (pass|fail|cancelled|skipped|todo) (\d+)$", re.MULTILINE
)


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


def _run(folder: Path, script: str, server: Served) -> tuple[dict[str, int], str]:
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


@pytest.mark.parametrize("address", ["plain_server", "tls_server"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_every_test_of_the_script_passes(
    node_folder: Path, script: str, address: str, request: pytest.FixtureRequest
) -> None:
    """None fails, none is left out, and the server has met no bug of its own."""
    server: Served = request.getfixturevalue(address)
    written = (NODE / script).read_text("utf-8").count('\ntest("')

    figures, told = _run(node_folder, script, server)

    assert figures.pop("pass", 0) == written, told
    assert not any(figures.values()), told
    assert server.crashes() == []


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("throw new Error('on purpose')", "on purpose"),
        ("require('node:http').get('http://192.0.2.1')", "wants to leave"),
        (
            "await fetch('http://contoso.example').catch((e) => { throw e.cause; })",
            "wants to leave",
        ),
    ],
)
def test_a_failing_script_is_noticed(
    node_folder: Path, plain_server: Served, body: str, complaint: str
) -> None:
    """Otherwise the tests above would prove nothing."""
    wrong = node_folder / "wrong.js"
    wrong.write_text(f'require("node:test").test("x", async () => {{ {body} }})')

    figures, told = _run(node_folder, wrong.name, plain_server)

    assert (figures["pass"], figures["fail"]) == (0, 1)
    assert complaint in told
