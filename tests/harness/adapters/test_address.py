"""What stands after `--iut`: each way in, and one clear sentence for what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.adapters.address import parse_address
from harness.adapters.iut import ClockMode
from harness.adapters.target import Target, Way
from harness.cli import main
from harness.errors import UsageError
from tests.harness.adapters.descriptors import a_descriptor

LEAK = "BKG-061/work-order-leaks"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("reference", Target(way=Way.REFERENCE)),
        (" reference ", Target(way=Way.REFERENCE)),
        (f"mutant:{LEAK}", Target(way=Way.MUTANT, what=LEAK)),
        (f"mutant: {LEAK}", Target(way=Way.MUTANT, what=LEAK)),
        (
            "http://127.0.0.1:9000",
            Target(way=Way.HTTP, what="http://127.0.0.1:9000"),
        ),
        (
            "https://sync.example/fieldsync/",
            Target(way=Way.HTTP, what="https://sync.example/fieldsync"),
        ),
        ("http://[::1]:9000", Target(way=Way.HTTP, what="http://[::1]:9000")),
        (
            "exec: node dist/server.js",
            Target(way=Way.EXEC, what="node dist/server.js"),
        ),
        (
            "exec:sh -c 'exec ./serve --name \"a b\"'",
            Target(way=Way.EXEC, what="sh -c 'exec ./serve --name \"a b\"'"),
        ),
        (
            "blackbox: ./syncd --foreground",
            Target(way=Way.BLACKBOX, what="./syncd --foreground", clock=ClockMode.JUMP),
        ),
    ],
)
def test_an_address_is_read(text: str, expected: Target) -> None:
    """What is not said is as the contract page has it."""
    assert parse_address(text) == expected


def told(text: str, *, clock: ClockMode | None = None) -> str:
    """The sentence that the address is refused with."""
    with pytest.raises(UsageError) as caught:
        parse_address(text, clock=clock)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ["There is no implementation ''", "`reference`", "iut.yaml"]),
        ("refrence", ["There is no implementation 'refrence'", "`exec: COMMAND`"]),
        ("ftp://127.0.0.1", ["There is no implementation 'ftp://127.0.0.1'"]),
        ("http:127.0.0.1", ["There is no implementation 'http:127.0.0.1'"]),
        ("x" * 5000, ["There is no implementation 'xxx"]),
        ("a\0b", ["There is no implementation 'a\\x00b'"]),
        ("mutant:", ["There is no mutant ''"]),
        ("mutant:BKG-061/nothing", ["There is no mutant 'BKG-061/nothing'"]),
        ("http://", ["'http://' is no address of a server"]),
        ("http://:9000", ["is no address of a server", "http://127.0.0.1:9000"]),
        ("http://127.0.0.1:port", ["is no address of a server"]),
        ("http://127.0.0.1:0", ["is no address of a server"]),
        ("http://127.0.0.1:65536", ["is no address of a server"]),
        ("http://127.0.0.1:-1", ["is no address of a server"]),
        ("http://[::1", ["is no address of a server"]),
        ("http://a b", ["is no address of a server"]),
        ("http://127.0.0.1/?a=1", ["without user, query and fragment"]),
        ("http://127.0.0.1/#a", ["without user, query and fragment"]),
        ("http://joe@127.0.0.1", ["without user, query and fragment"]),
        ("http://:secret@127.0.0.1", ["without user, query and fragment"]),
        ("exec:", ["There is no command after `exec:`", "node dist/server.js"]),
        ("exec:   ", ["There is no command after `exec:`"]),
        ("exec: ''", ["There is no command after `exec:`"]),
        ("exec: sh -c 'a", ['"sh -c \'a" cannot be read', "Close the quotation"]),
        ("blackbox:", ["There is no command after `blackbox:`", "./syncd"]),
        ("blackbox: a\\", ["cannot be read"]),
        ("nowhere/iut.yaml", ["nowhere/iut.yaml cannot be read", "existing file"]),
    ],
)
def test_what_is_no_address_gets_a_sentence(text: str, sentences: list[str]) -> None:
    """In one line, short enough to be read, with what could be written instead."""
    sentence = told(text)

    assert "\n" not in sentence
    assert len(sentence) < 1000
    for part in sentences:
        assert part in sentence


@pytest.mark.parametrize(
    ("text", "clock", "names"),
    [
        ("reference", ClockMode.JUMP, "virtual"),
        (f"mutant:{LEAK}", ClockMode.RATE, "virtual"),
        ("http://127.0.0.1:9000", ClockMode.REALTIME, "virtual"),
        ("exec: ./serve", ClockMode.JUMP, "virtual"),
        ("blackbox: ./syncd", ClockMode.VIRTUAL, "jump or rate or realtime"),
    ],
)
def test_a_clock_mode_that_does_not_go_with_the_way_is_refused(
    text: str, clock: ClockMode, names: str
) -> None:
    """The sentence names those that do."""
    sentence = told(text, clock=clock)

    assert f"clock mode {clock} does not go with {text.partition(':')[0]}" in sentence
    assert f"there it is {names}." in sentence


@pytest.mark.parametrize("clock", [ClockMode.JUMP, ClockMode.RATE, ClockMode.REALTIME])
def test_a_black_box_lives_by_the_clock_that_was_asked_for(clock: ClockMode) -> None:
    """Whatever the address says by itself."""
    assert parse_address("blackbox: ./syncd", clock=clock).clock is clock


def test_the_clock_of_the_command_line_overrides_that_of_a_descriptor(
    tmp_path: Path,
) -> None:
    """Also one that would not go with the way."""
    said = a_descriptor(tmp_path, blackbox="./syncd", profiles=["bookings"])
    wrong = a_descriptor(
        tmp_path, "wrong.yaml", blackbox="./s", profiles=["bookings"], clock="virtual"
    )

    for path in (said, wrong):
        target = parse_address(str(path), clock=ClockMode.RATE)
        assert target.clock is ClockMode.RATE


def test_a_descriptor_is_known_by_being_a_file(tmp_path: Path) -> None:
    """Whatever its name."""
    path = a_descriptor(tmp_path, "ours.txt", exec="./serve")

    assert parse_address(str(path)).what == "./serve"


@pytest.mark.parametrize(
    "text",
    ["http://127.0.0.1:port", "exec: sh -c 'a", "nowhere/iut.yaml", "x" * 5000],
)
def test_the_command_line_tells_a_bad_address(
    text: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With exit code 2, and nothing is written."""
    monkeypatch.chdir(tmp_path)

    code = main(["run", "--iut", text])

    told = capsys.readouterr().err
    assert code == 2
    assert "Traceback" not in told
    assert told.count("\n") <= 2
    assert list(tmp_path.iterdir()) == []
