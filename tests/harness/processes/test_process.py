"""Real commands: started, heard, measured, ended, and never left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from harness.errors import IutUnusable, UsageError
from harness.processes.output import KEPT_BYTES
from harness.processes.process import MARK, Launched

DEADLINE_S = 30.0
PROJECT = Path(__file__).resolve().parents[3]


@asynccontextmanager
async def running(
    code: str, directory: Path, **environment: str
) -> AsyncIterator[Launched]:
    path = directory / "program.py"
    path.write_text(code, "utf-8")
    launched = Launched(
        f"'{sys.executable}' program.py", environment=environment, directory=directory
    )
    try:
        yield launched
    finally:
        await launched.kill()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while not holds():  # noqa: ASYNC110 - processes set no asyncio.Event
            await asyncio.sleep(0.005)


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def pids_in(text: str) -> list[int]:
    return [int(word) for word in text.split()]


def test_a_dead_command_tells_its_code_and_last_words(tmp_path: Path) -> None:
    async def scenario() -> tuple[int, str, int | None]:
        code = "import sys; print('to out'); sys.exit('to err')"
        async with running(code, tmp_path) as launched:
            async with asyncio.timeout(DEADLINE_S):
                died = await launched.died()
            return died, launched.last_output(), launched.returncode

    assert asyncio.run(scenario()) == (1, "to out\nto err\n", 1)


def test_it_gets_what_is_given_and_nothing_of_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_THE_RUN", "x")
    code = """
import os
print(os.environ["GIVEN"], "SECRET_OF_THE_RUN" in os.environ, os.environ["PATH"])
"""

    async def scenario() -> str:
        async with running(code, tmp_path, GIVEN="äö") as launched:
            async with asyncio.timeout(DEADLINE_S):
                await launched.died()
            return launched.last_output()

    assert asyncio.run(scenario()) == f"äö False {os.environ['PATH']}\n"


def test_a_flood_blocks_nobody_and_only_its_end_is_kept(tmp_path: Path) -> None:
    """The loop does not run while the process writes much more than a pipe holds."""
    flood = "import sys; sys.stdout.write('é' * 1_000_000); sys.stdout.write('end')"

    def wait_without_loop(pid: int) -> None:
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)

    async def scenario() -> str:
        async with running(flood, tmp_path) as launched:
            wait_without_loop(launched.pid)
            await launched.died()
            return launched.last_output()

    first, text = asyncio.run(scenario()).split("\n")
    assert first == f"… ({2_000_003 - KEPT_BYTES:,} bytes before)"
    assert text == "é" * ((KEPT_BYTES - 3) // 2) + "end"


def test_control_characters_and_broken_bytes_are_shown_not_obeyed(
    tmp_path: Path,
) -> None:
    code = r"""
import sys
sys.stdout.buffer.write(b"a\x1b[2Jb\r\nc\x00\xff\xe2\x80\xaed\te")
"""

    async def scenario() -> str:
        async with running(code, tmp_path) as launched:
            async with asyncio.timeout(DEADLINE_S):
                await launched.died()
            return launched.last_output()

    assert asyncio.run(scenario()) == "a\\x1b[2Jb\nc\\x00\ufffd\\u202ed\te"


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("", "names no program"),
        ("   ", "names no program"),
        ("node 'server.js", "cannot be read: No closing quotation"),
        ("no-such-program --port 1", "There is no program 'no-such-program'"),
        ("./plain.txt", "'./plain.txt' is not executable"),
        ("./orphan", "the interpreter that its first line names is missing"),
        ("./nothing", "cannot be started: "),
    ],
)
def test_a_command_that_cannot_be_started_says_why(
    tmp_path: Path, command: str, sentence: str
) -> None:
    (tmp_path / "plain.txt").write_text("plain", "utf-8")
    for name, text in {"orphan": "#!/no/such/interpreter\n", "nothing": "\0"}.items():
        (tmp_path / name).write_text(text, "utf-8")
        (tmp_path / name).chmod(0o755)

    with pytest.raises(UsageError) as error:
        Launched(command, environment={}, directory=tmp_path)

    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(IutUnusable, match=r"there is no folder .*/nowhere"):
        Launched("true", environment={}, directory=tmp_path / "nowhere")


def test_who_hears_sigterm_may_end_in_order(tmp_path: Path) -> None:
    code = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: (print("farewell"), sys.exit(0)))
print("ready")
time.sleep(1000)
"""

    async def scenario() -> tuple[int | None, str]:
        async with running(code, tmp_path) as launched:
            await until(lambda: "ready\n" in launched.last_output())
            await launched.stop(DEADLINE_S)
            return launched.returncode, launched.last_output()

    assert asyncio.run(scenario()) == (0, "ready\nfarewell\n")


def test_who_ignores_sigterm_is_killed_with_all_descendants(tmp_path: Path) -> None:
    """Also a child of a session of its own, and one whose parents have ended."""
    code = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
own = subprocess.Popen(["sleep", "1000"], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    os.write(1, b"%d " % os.getpid())  # one write: two write at once
    time.sleep(1000)
os.wait()
os.write(1, b"%d " % own.pid)
time.sleep(1000)
"""

    async def scenario() -> tuple[list[int], int | None]:
        async with running(code, tmp_path) as launched:
            await until(lambda: len(pids_in(launched.last_output())) == 2)
            await launched.stop(0.01)
            return pids_in(launched.last_output()), launched.returncode

    descendants, code_of_leader = asyncio.run(scenario())
    assert code_of_leader == -signal.SIGKILL
    asyncio.run(until(lambda: all(gone(pid) for pid in descendants)))


def test_a_stopped_command_leaves_no_zombie_and_no_guard(tmp_path: Path) -> None:
    before = set(psutil.Process().children())

    async def scenario() -> None:
        async with running("import time; time.sleep(1000)", tmp_path) as launched:
            await launched.stop(DEADLINE_S)
            await launched.stop(DEADLINE_S)  # a second time does nothing

    asyncio.run(scenario())
    assert set(psutil.Process().children()) - before == set()


def test_memory_counts_the_children(tmp_path: Path) -> None:
    code = """
import subprocess, sys, time
hoard = bytearray(30_000_000)
if len(sys.argv) == 1:
    subprocess.Popen([sys.executable, __file__, "child"])
print("ready")
time.sleep(1000)
"""

    async def scenario() -> int:
        async with running(code, tmp_path) as launched:
            await until(lambda: launched.last_output().count("ready") == 2)
            return launched.memory_bytes()

    assert asyncio.run(scenario()) > 60_000_000


def test_nothing_survives_a_killed_harness(tmp_path: Path) -> None:
    harness = f"""
import sys, time
from pathlib import Path
from harness.processes.process import Launched
launched = Launched("sleep 1000", environment={{}}, directory=Path({str(tmp_path)!r}))
print(launched.pid, flush=True)
time.sleep(1000)
"""
    with subprocess.Popen(
        [sys.executable, "-c", harness],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        guard = [
            one.pid
            for one in psutil.Process(parent.pid).children()
            if one.pid != child and MARK not in one.environ()
        ]
        parent.kill()

        asyncio.run(until(lambda: all(gone(pid) for pid in (child, *guard))))
    assert guard
