"""The reference as a process of its own: how it starts, refuses to start, and ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.reference_impl.stub import NOW, Stub, text_of

COMMAND = (sys.executable, "-m", "reference_impl")
PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60


def environment(**more: str) -> dict[str, str]:
    known = {k: v for k, v in os.environ.items() if not k.startswith("FIELDSYNC_")}
    return {**known, **more}


@contextmanager
def running(
    *arguments: str, **more: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its address; it is dead afterwards."""
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=PROJECT,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("listening on http://"), line
        yield process, line.removeprefix("listening on ").strip()
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE_S)


def ask(method: str, url: str, body: object = None) -> Any:
    """The JSON that the server answers."""
    octets = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=octets, method=method)  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310 - loopback
        return json.loads(answer.read())


def test_it_says_where_it_listens_and_ends_in_peace_when_told_to() -> None:
    """Exit code 0, nothing on standard error."""
    with running("--port", "0") as (process, address):
        described = ask("GET", f"{address}/v1/implementation")
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=PATIENCE_S)

    assert described["name"] == "fieldsync reference"
    assert (process.returncode, errors) == (0, "")


def test_port_and_state_folder_come_from_the_environment_too(tmp_path: Path) -> None:
    """As a harness that starts commands sets them; the folder need not be there."""
    folder = tmp_path / "a %41?b#c" / "state"

    with running(FIELDSYNC_PORT="0", FIELDSYNC_STATE_DIR=str(folder)):
        found = [path.name for path in folder.iterdir()]

    assert found == ["reference.db"]


def test_a_session_goes_on_in_another_process_after_a_kill(tmp_path: Path) -> None:
    """The state folder is all that it needs."""
    stub = Stub()
    stub.root = "http://127.0.0.1:9"
    folder = ("--port", "0", "--state-dir", str(tmp_path))
    with running(*folder) as (process, address):
        ask("PUT", f"{address}/v1/sessions/s", stub.session())
        process.kill()

    with running(*folder) as (_, address):
        resumed = stub.session(resume=True)
        progress = ask("PUT", f"{address}/v1/sessions/s", resumed)

    assert progress["now"] == text_of(NOW)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "x"], "a whole number from 0 to 65535, not 'x'"),
        (["--port", "65536"], "a whole number from 0 to 65535, not '65536'"),
        (["--port", "0", "--host", "300.1.1.1"], "Nothing can listen on 300.1.1.1"),
        (["--port", "0", "--state-dir", "{file}"], "{file} cannot be made"),
        (["--port", "0", "--state-dir", "{file}/x"], "{file}/x cannot be made"),
        (["--port", "0", "--state-dir", "{broken}"], "file is not a database"),
        (["--port", "{used}"], "Address already in use"),
        (["--frob"], "unrecognized arguments: --frob"),
    ],
)
def test_what_keeps_it_from_serving_is_told_in_one_sentence(
    arguments: list[str], sentence: str, tmp_path: Path
) -> None:
    """Exit code 2, and no traceback."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "reference.db").write_text("no database " * 20)
    with socket.create_server(("127.0.0.1", 0)) as used:
        words = {
            "file": tmp_path / "file",
            "broken": tmp_path / "broken",
            "used": used.getsockname()[1],
        }
        finished = subprocess.run(
            [*COMMAND, *(one.format(**words) for one in arguments)],
            cwd=PROJECT,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )

    assert finished.returncode == 2
    assert finished.stdout == ""
    assert sentence.format(**words) in finished.stderr
    assert finished.stderr.count("\n") == 1
