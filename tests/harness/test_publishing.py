"""What a run tells on the terminal: short, harmless, and with the way to repeat it."""

from __future__ import annotations

import shlex
from pathlib import Path

from harness.commands.publishing import publish
from tests.reports.makers import Line, a_scenario, lines_of, write


def told(folder: Path, lines: list[Line], *privately: str) -> list[str]:
    """The lines that stand on the terminal."""
    results = write(folder, lines)
    return publish(results, folder / "r", privately=privately).text.splitlines()


def failing(count: int) -> list[Line]:
    """So many failing scenarios, each of its own rule."""
    return [
        a_scenario(f"No {n}", rule=f"BKG-{n:03}", verdict="fail", repeat=f"again {n}")
        for n in range(count)
    ]


def test_twenty_rules_and_ten_commands_are_enough(tmp_path: Path) -> None:
    """The rest is counted, and stands in the report."""
    text = told(tmp_path, lines_of(*failing(33)))

    assert sum(line.startswith("  fail: BKG-") for line in text) == 20
    assert "  … and 13 more rules in the report." in text
    assert sum(line.startswith("  again") for line in text) == 10
    assert "  … and 23 more in the report." in text


def test_what_fits_is_told_whole(tmp_path: Path) -> None:
    """Ten commands, and nothing more is promised."""
    text = told(tmp_path, lines_of(*failing(10)))

    assert sum(line.startswith("  again") for line in text) == 10
    assert not any("more" in line for line in text)


def test_a_command_is_completed_with_what_was_typed(tmp_path: Path) -> None:
    """On the terminal alone: neither page nor summary tells the address."""
    address = "exec: node 'my server.js'"
    results = write(tmp_path, lines_of(*failing(1)))

    published = publish(results, tmp_path / "r", privately=("--iut", address))

    (command,) = [one for one in published.text.splitlines() if "again" in one]
    assert shlex.split(command) == ["again", "0", "--iut", address]
    assert "my server.js" not in str(published.summary)
    assert "my server.js" not in published.page.read_text("utf-8")


def test_names_of_the_implementation_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """Control characters become visible."""
    lines = lines_of(a_scenario())
    lines[0]["iut"]["name"] = "\x1b[2JBridge\r\n"

    text = told(tmp_path, lines)

    assert all(line.isprintable() for line in text)
    assert "Bridge" in text[0]


def test_doubts_and_the_message_of_the_end_are_told(tmp_path: Path) -> None:
    """Both explain what came out."""
    end = {"verdict": "not_conformant", "message": "The waiver of BKG-001 expired."}
    lines = lines_of(a_scenario(), end=end)
    lines[0]["iut"]["doubts"] = ["The profile 'bokings' is unknown."]

    text = told(tmp_path, lines)

    assert "The waiver of BKG-001 expired." in text
    assert "The profile 'bokings' is unknown." in text
