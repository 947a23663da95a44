"""What a black box is given, what becomes of it, and what stays of it: nothing."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from harness.adapters.blackbox import variables
from harness.adapters.iut import ClockMode
from harness.errors import Accused, IutCrashed, NotOffered, Undecided
from harness.verdicts import Verdict
from tests.harness.adapters.boxes import (
    a_bench,
    a_world,
    blocking,
    blocking_poller,
    command_of,
    header,
    left_behind,
    looping,
    polling,
)
from tests.harness.adapters.descriptors import a_descriptor

pytestmark = pytest.mark.usefixtures("libfaketime", "pinned_clock", "temporary")

QUARTER = timedelta(minutes=15)
# Signs in twice with what it was given, and asks each service a question.
SIGNS_IN = blocking("""
import urllib.parse, urllib.request
def value(name): return os.environ["FIELDSYNC_" + name]
def answer(url, body=None, **headers):
    return urllib.request.urlopen(urllib.request.Request(url, body, headers)).read()
def token(scope):
    form = {"grant_type": "client_credentials", "client_id": value("CLIENT_ID"),
            "client_secret": value("CLIENT_SECRET"), "scope": value(scope)}
    body = answer(value("TOKEN_URL"), urllib.parse.urlencode(form).encode())
    return "Bearer " + json.loads(body)["access_token"]
api = value("DATAVERSE_URL") + "/api/data/v" + value("DATAVERSE_API_VERSION")
answer(api + "/WhoAmI", Authorization=token("SCOPE_DATAVERSE"))
answer(value("GRAPH_URL") + "/users", Authorization=token("SCOPE_EXCHANGE"))
answer(value("AUTHORITY") + "/v2.0/.well-known/openid-configuration")
int(value("SEED"))
ask_blocking(given=json.dumps(sorted(n for n in os.environ if "FIELDSYNC_" in n)))
asyncio.run(asyncio.sleep(10**6))  # until it is ended
""")
# Tells what it finds in its state folder, and leaves something there.
KEEPS = looping("""
    folder = os.environ["FIELDSYNC_STATE_DIR"]
    await ask(found=json.dumps(os.listdir(folder)), folder=folder)
    open(folder + "/kept", "w").write("mine")
    await asyncio.sleep(10**6)  # until it is ended
""")


# what it is given


def test_what_a_box_is_given_leads_to_its_tenant(tmp_path: Path) -> None:
    """Each variable of the contract page is there, and what it names answers."""
    command = command_of(tmp_path, SIGNS_IN)
    with a_bench(f"blackbox: {command}") as bench, a_world(bench) as world:
        world.start()
        *answered, last = world.tenant.journal.entries

    assert {entry.status for entry in answered} == {200}
    assert {entry.service for entry in answered} == {"dataverse", "exchange", "entra"}
    given = {
        name.removeprefix("FIELDSYNC_") for name in json.loads(header(last, "given"))
    }
    assert given >= {
        *("DATAVERSE_URL", "DATAVERSE_API_VERSION", "GRAPH_URL", "AUTHORITY"),
        *("TOKEN_URL", "TENANT_ID", "CLIENT_ID", "CLIENT_SECRET", "SCOPE_DATAVERSE"),
        *("SCOPE_EXCHANGE", "STATE_DIR", "SEED"),
    }


def test_a_certificate_is_given_as_a_file(tmp_path: Path) -> None:
    """Where there is one: the contract tells its text, a black box reads a file."""
    session = a_session(ca_pem="-----BEGIN CERTIFICATE-----\n")

    given = variables(session, folder=tmp_path, state=tmp_path / "state")

    assert (
        Path(given["FIELDSYNC_CA_FILE"]).read_text() == "-----BEGIN CERTIFICATE-----\n"
    )
    assert not list((tmp_path / "state").glob("*"))
    assert "FIELDSYNC_CA_FILE" not in variables(
        a_session(), folder=tmp_path, state=tmp_path / "state"
    )


def a_session(**identity: str) -> Mapping[str, Any]:
    """The contract's `Session`, as far as a black box is told of it."""
    words = ("authority", "token_url", "tenant_id", "client_id", "client_secret")
    known = dict.fromkeys((*words, "scope_dataverse", "scope_exchange"), "x")
    return {
        "dataverse": {"base_url": "http://127.0.0.1", "api_version": "9.2"},
        "exchange": {"graph_url": "http://127.0.0.1/v1.0"},
        "identity": {**known, **identity},
        "seed": 1,
    }


def test_each_session_finds_an_empty_state_folder_of_its_own(tmp_path: Path) -> None:
    """What the box of another session kept there is gone."""
    with a_bench(f"blackbox: {command_of(tmp_path, KEEPS)}") as bench:
        told = []
        for name in ("one", "two"):
            with a_world(bench, name) as world:
                world.start()
                (entry,) = world.tenant.journal.entries
                told.append(header(entry, "found"))
                folder = Path(header(entry, "folder"))
                assert (folder / "kept").read_text() == "mine"
            assert not folder.parent.exists()

    assert told == ["[]", "[]"]


def test_the_words_of_a_descriptor_are_fit_to_be_shown(tmp_path: Path) -> None:
    """As those of an implementation that can be asked are."""
    path = a_descriptor(
        tmp_path,
        blackbox="./syncd",
        name="\x1b[31mBox",
        version="1\u202e0",
        vendor="\x07",
        homepage="https://boxes.example/\x9b",
        profiles=["bookings"],
        rules={"BKG-061": {"supported": False, "reason": "\x1b[2J"}},
    )
    with a_bench(str(path)) as bench:
        said = bench.describe()

    told = (said.name, said.version, said.vendor, said.homepage)
    assert told == ("\\x1b[31mBox", "1\\u202e0", "\\x07", "https://boxes.example/\\x9b")
    assert said.exceptions == {"BKG-061": "\\x1b[2J"}


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("./dist/syncd --foreground", "syncd"),
        ("/usr/bin/python3.12 -u lib/syncd.py", "syncd.py"),
        ("env node dist/sync.js", "sync.js"),
        ("python -", "python"),
    ],
)
def test_a_box_without_a_descriptor_is_named_after_its_program(
    command: str, name: str
) -> None:
    """Nobody else can tell, and it claims what is asked."""
    with a_bench(f"blackbox: {command}") as bench:
        said = bench.describe()

    assert (said.name, said.version, said.vendor) == (name, "unknown", "unknown")
    assert said.claims_all


# what becomes of it


@pytest.mark.parametrize(
    ("clock", "after"),
    [
        (ClockMode.JUMP, 0),
        (ClockMode.JUMP, 60),
        (ClockMode.RATE, 0),
        (ClockMode.RATE, 60),
        (ClockMode.REALTIME, 0),
    ],
)
def test_a_box_that_ends_has_crashed_and_its_last_words_are_told(
    tmp_path: Path, clock: ClockMode, after: int
) -> None:
    """Be it at once or later, in each mode: with exit code and output."""
    program = looping(f"""
    await asyncio.sleep({after})
    print("out of \\x1b[31mluck")
    sys.exit(3)
    """)
    command = command_of(tmp_path, program)
    with (
        a_bench(f"blackbox: {command}", clock=clock) as bench,
        a_world(bench) as world,
        pytest.raises(IutCrashed) as told,
    ):
        world.let_pass(QUARTER)

    assert told.value.verdict is Verdict.CRASHED
    sentence = str(told.value)
    assert "The black box ended with exit code 3" in sentence
    assert sentence.endswith("Its last output: out of \\x1b[31mluck")
    assert world.session.last_output() == "out of \\x1b[31mluck\n"


def test_a_box_that_was_killed_is_told_with_the_signal(tmp_path: Path) -> None:
    """And that it has printed nothing."""
    program = blocking("os.kill(os.getpid(), 9)")
    with (
        a_bench(f"blackbox: {command_of(tmp_path, program)}") as bench,
        a_world(bench) as world,
        pytest.raises(IutCrashed, match=r"by signal 9.* It printed nothing\."),
    ):
        world.start()


def test_a_box_that_ended_between_two_waits_has_crashed(tmp_path: Path) -> None:
    """Nobody moves the clock of a dead process."""
    command = command_of(tmp_path, polling(900))
    with a_bench(f"blackbox: {command}") as bench, a_world(bench) as world:
        world.start()
        (entry,) = world.tenant.journal.entries
        os.kill(int(header(entry, "pid")), signal.SIGKILL)

        with pytest.raises(IutCrashed, match="ended by signal 9"):
            world.let_pass(QUARTER)


def test_a_session_after_a_crash_has_a_new_process(tmp_path: Path) -> None:
    """What one scenario broke, the next does not suffer from."""
    (tmp_path / "unlucky").touch()
    program = looping(f"""
    if os.path.exists({str(tmp_path / "unlucky")!r}): sys.exit(1)
    await ask()
    await asyncio.sleep(10**6)  # until it is ended
    """)
    with a_bench(f"blackbox: {command_of(tmp_path, program)}") as bench:
        with a_world(bench, "one") as world, pytest.raises(IutCrashed):
            world.start()
        (tmp_path / "unlucky").unlink()
        with a_world(bench, "two") as world:
            world.start()
            assert len(world.tenant.journal.entries) == 1

        assert list(bench.complaints()) == []


def test_a_box_that_takes_too_much_memory_has_crashed(tmp_path: Path) -> None:
    """The sentence says how much it may take, and where more is allowed."""
    program = looping("""
    hoard = []
    while True:
        hoard.append(b"x" * 2**22)
        await ask()
        await asyncio.sleep(60)  # virtual seconds
    """)
    path = a_descriptor(
        tmp_path,
        blackbox=command_of(tmp_path, program),
        profiles=["bookings"],
        memory_mb=96,
    )
    with (
        a_bench(str(path)) as bench,
        a_world(bench) as world,
        pytest.raises(IutCrashed, match=r"more than the 96 MB .* raise memory_mb"),
    ):
        world.let_pass(timedelta(hours=12))


def test_a_signal_is_not_applicable_to_a_black_box(tmp_path: Path) -> None:
    """And it goes on as if there had been none."""
    command = command_of(tmp_path, polling(900))
    with a_bench(f"blackbox: {command}") as bench, a_world(bench) as world:
        with pytest.raises(NotOffered, match=r"the signal 'tracked'") as told:
            world.session.signal("tracked", mailbox="a@b.example")
        world.let_pass(QUARTER)
        heard = len(world.tenant.journal.entries)

    assert told.value.verdict is Verdict.NOT_APPLICABLE
    assert heard == 2
    assert world.session.is_sound


# what stays of it

ENDS = {
    "at rest": polling(900),
    "at work": looping("    await ask()\n    while True: pass"),
    "dead": looping("    await ask()\n    sys.exit(1)"),
    "deaf": blocking_poller(900),
    "stubborn": looping("""
    import signal
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    await ask()
    await asyncio.sleep(10**6)  # until it is ended
    """),
    "with children": looping("""
    import subprocess
    if not sys.argv[1:]:
        subprocess.Popen([sys.executable, *sys.argv, "child"], start_new_session=True)
    await asyncio.sleep(10**6)  # until it is ended
    """),
}


@pytest.mark.parametrize("clock", [ClockMode.JUMP, ClockMode.RATE])
@pytest.mark.parametrize("state", list(ENDS))
def test_nothing_of_a_box_is_left_behind(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    state: str,
    clock: ClockMode,
) -> None:
    """No process, no shared memory, no folder, however its session went."""
    monkeypatch.setattr("harness.world.passing._REST_S", 0.5)
    path = a_descriptor(
        tmp_path,
        blackbox=command_of(tmp_path, ENDS[state]),
        profiles=["bookings"],
        timeouts={"start_s": 1, "call_s": 1, "stop_s": 0.2},
    )
    with a_bench(str(path), clock=clock) as bench, a_world(bench) as world:
        with suppress(Accused, Undecided):
            world.let_pass(QUARTER)
        assert left_behind(tmp_path) != []

    assert left_behind(tmp_path) == []
