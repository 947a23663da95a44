"""`iut.yaml`: what it says comes true, and what breaks it is told in one sentence."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from harness.adapters.address import parse_address
from harness.adapters.descriptor import read_descriptor
from harness.adapters.iut import ClockMode
from harness.adapters.target import Declared, Target, Timeouts, Way
from harness.cli import main
from harness.errors import UsageError
from tests.harness.adapters.descriptors import a_descriptor


def told(path: Path) -> str:
    """The sentences that the descriptor is refused with, in one line."""
    with pytest.raises(UsageError) as caught:
        parse_address(str(path))
    text = str(caught.value)
    assert "\n" not in text
    assert len(text) < 2000
    return text


def test_everything_that_a_descriptor_says_comes_true(tmp_path: Path) -> None:
    """Paths are relative to its folder, not to that of whoever runs."""
    path = a_descriptor(
        tmp_path,
        blackbox="./syncd --foreground",
        homepage="https://boxes.example",
        directory="dist",
        environment={"LOG_LEVEL": "info"},
        timeouts={"start_s": 10, "call_s": 2.5, "stop_s": 1},
        clock="rate",
        rate=600,
        memory_mb=64,
        profiles=["bookings", "cadence"],
        rules={
            "BKG-061": {"supported": False, "reason": "later"},
            "BKG-062": {"supported": True},
        },
        waivers="known/waivers.yaml",
    )

    assert read_descriptor(path) == Target(
        way=Way.BLACKBOX,
        what="./syncd --foreground",
        clock=ClockMode.RATE,
        rate=600,
        memory_limit=64 * 2**20,
        timeouts=Timeouts(
            start=timedelta(seconds=10),
            call=timedelta(seconds=2.5),
            stop=timedelta(seconds=1),
        ),
        directory=tmp_path / "dist",
        environment={"LOG_LEVEL": "info"},
        declared=Declared(
            name="Box",
            version="1.0",
            vendor="Boxes Ltd",
            homepage="https://boxes.example",
            profiles=("bookings", "cadence"),
            exceptions={"BKG-061": "later"},
        ),
        waivers=tmp_path / "known" / "waivers.yaml",
    )


@pytest.mark.parametrize(
    ("members", "clock"),
    [
        ({"exec": "./serve"}, ClockMode.VIRTUAL),
        ({"http": "http://127.0.0.1:9000"}, ClockMode.VIRTUAL),
        ({"blackbox": "./syncd", "profiles": ["bookings"]}, ClockMode.JUMP),
    ],
)
def test_what_a_descriptor_does_not_say_is_as_the_contract_page_has_it(
    tmp_path: Path, members: dict[str, object], clock: ClockMode
) -> None:
    """The command runs beside the descriptor; of claims nothing is known."""
    target = read_descriptor(a_descriptor(tmp_path, **members))

    assert target.clock is clock
    assert target.directory == tmp_path
    assert target.timeouts == Timeouts()
    assert target.memory_limit == 1024 * 2**20
    assert target.rate == 3600
    assert target.waivers is None
    assert target.declared.exceptions is None


def test_a_folder_that_is_named_from_elsewhere_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The harness does not stand where the descriptor lies."""
    (tmp_path / "ours").mkdir()
    a_descriptor(tmp_path / "ours", exec="./serve", directory="../dist")
    monkeypatch.chdir(tmp_path)

    assert read_descriptor(Path("ours/iut.yaml")).directory == tmp_path / "dist"


def test_a_whole_number_may_be_written_with_a_point(tmp_path: Path) -> None:
    """JSON Schema knows no difference, and a limit in bytes is a whole number."""
    path = a_descriptor(
        tmp_path, blackbox="x", profiles=["bookings"], memory_mb=64.0, rate=600.0
    )
    target = read_descriptor(path)

    assert repr((target.memory_limit, target.rate)) == f"({64 * 2**20}, 600)"


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({}, "exec"),
        ({"exec": "a", "http": "http://127.0.0.1"}, "exec"),
        ({"exec": "a", "blackbox": "b", "profiles": ["bookings"]}, "exec"),
        ({"exec": ""}, "exec"),
        ({"exec": 7}, "exec"),
        ({"http": "ftp://127.0.0.1"}, "http"),
        ({"blackbox": "a"}, "profiles"),
        ({"exec": "a", "profiles": []}, "profiles"),
        ({"exec": "a", "version": 1.1}, "version"),
        ({"exec": "a", "name": ""}, "name"),
        ({"exec": "a", "clock": "jumping"}, "clock"),
        ({"exec": "a", "rate": 0}, "rate"),
        ({"exec": "a", "rate": 1.5}, "rate"),
        ({"exec": "a", "memory_mb": 1}, "memory_mb"),
        ({"exec": "a", "timeouts": {"start_s": 0}}, "start_s"),
        ({"exec": "a", "timeouts": {"start": 3}}, "start"),
        ({"exec": "a", "environment": {"A": 1}}, "environment"),
        ({"exec": "a", "environment": {"A=B": "1"}}, "A=B"),
        ({"exec": "a", "rules": {"BKG-061": {"supported": False}}}, "reason"),
        ({"exec": "a", "command": "b"}, "command"),
    ],
)
def test_a_descriptor_that_breaks_its_schema_is_told_where(
    tmp_path: Path, members: dict[str, object], sentence: str
) -> None:
    """The file is named, and the member in it."""
    text = told(a_descriptor(tmp_path, **members))

    assert text.startswith(f"The descriptor {tmp_path}/iut.yaml cannot be used: ")
    assert sentence in text.partition("cannot be used: ")[2]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "cannot be used"),
        (b"- exec: a\n", "cannot be used"),
        (b"exec: [unclosed\n", "is no YAML"),
        (b"exec: a\n\tname: b\n", "is no YAML"),
        (b"name: \xff\n", "is no YAML"),
        (b"exec: !!python/object:os.system a\n", "is no YAML"),
        (b"exec: a\x00b\n", "is no YAML"),
        (b"&a [*a]\n", "cannot be used"),
        (b"exec: a\nname: &a [*a]\nversion: '1'\nvendor: v\n", "cannot be used"),
        (b"[" * 5000, "is nested too deeply"),
        (b"exec: a\nname: n\nversion: 2024-01-05\nvendor: v\n", "version"),
        (b"exec: a\nname: n\nversion: '1'\nvendor: v\n1: one\n", "cannot be used"),
    ],
)
def test_a_file_that_is_no_descriptor_is_told(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    """Whatever stands in it, nothing of it is run and nothing breaks."""
    path = tmp_path / "iut.yaml"
    path.write_bytes(content)

    assert sentence in told(path)


def test_a_folder_is_no_descriptor(tmp_path: Path) -> None:
    """Though it may be called like one."""
    (tmp_path / "iut.yaml").mkdir()

    assert "cannot be read: Is a directory" in told(tmp_path / "iut.yaml")


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"exec": "sh -c 'a"}, "Close the quotation marks"),
        ({"http": "http://127.0.0.1:99999"}, "is no address of a server"),
        ({"exec": "a", "clock": "jump"}, "jump does not go with exec"),
        ({"http": "http://h", "clock": "rate"}, "rate does not go with http"),
        (
            {"blackbox": "a", "profiles": ["bookings"], "clock": "virtual"},
            "virtual does not go with blackbox",
        ),
    ],
)
def test_a_sound_descriptor_may_still_ask_for_what_cannot_be(
    tmp_path: Path, members: dict[str, object], sentence: str
) -> None:
    """As the same words after `--iut` would."""
    assert sentence in told(a_descriptor(tmp_path, **members))


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"exec": "a", "http": "http://127.0.0.1"}, "iut.yaml cannot be used"),
        ({"exec": "./serve", "directory": "nowhere"}, "there is no folder"),
        ({"exec": "./serve"}, "There is no program './serve'"),
        ({"exec": "./serve", "waivers": "nowhere.yaml"}, "nowhere.yaml"),
    ],
)
def test_the_command_line_tells_what_a_descriptor_lacks(
    members: dict[str, object],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With exit code 2; nothing was scored."""
    path = a_descriptor(tmp_path, **members)
    monkeypatch.chdir(tmp_path)

    code = main(["run", "--iut", str(path), "--rule", "BKG-039"])

    told = capsys.readouterr().err
    assert code == 2
    assert "Traceback" not in told
    assert sentence in told
    assert list(tmp_path.iterdir()) == [path]
