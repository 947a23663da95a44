"""What `fieldsync serve` says when it cannot serve: one sentence, exit code 2."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.cli import main

Refused = Callable[..., str]


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Refused:
    """What a command says that cannot be served: one sentence, exit code 2."""

    def told(*arguments: str) -> str:
        code = main(["serve", *arguments])
        out, err = capsys.readouterr()
        assert (code, out) == (2, "")
        assert "Traceback" not in err
        return err

    return told


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--port", "65536"), "65536 is not in the range"),
        (("--port", "http"), "'http' is not a valid integer"),
        (("--seed", "-1"), "-1 is not in the range"),
        (("--now", "yesterday"), "--now cannot be used: 'yesterday' is no instant"),
        (("--now", "2026-03-02T08:00:00"), "has no offset"),
        (("--host", "no.such.host.invalid"), "cannot listen on no.such.host.invalid"),
        (("--host", "256.1.1.1", "--tls"), "cannot listen on 256.1.1.1"),
        (("--host", "a b\u00fc", "--tls"), "cannot listen on a b"),
        (("--host", "..", "--tls"), "cannot listen on .."),
        (("--ca-file", "ca.pem"), "--ca-file belongs to --tls"),
        (("--tls", "--ca-file", "/nowhere/ca.pem"), "cannot be written to /nowhere"),
        (("--seed-file", "/nowhere.yaml"), "/nowhere.yaml cannot be read"),
        (("--tsl",), "No such option"),
    ],
)
def test_what_cannot_be_served_is_told(
    arguments: tuple[str, ...], sentence: str, refused: Refused
) -> None:
    """One sentence: what, where, what to do."""
    assert sentence in refused(*arguments)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("s.yaml", "people: [", "cannot be used at line 1"),
        ("s.json", "{", "cannot be used at line 1"),
        ("s.yaml", "now: soon", "cannot be used at now: 'soon' is no instant"),
        ("s.yaml", "rows: {lead: []}", "at rows.lead: there is no table 'lead'"),
        (
            "s.yaml",
            "rows: {contact: [{}, {emial: x}]}",
            "at rows.contact[1]: 'emial' is no column of contact",
        ),
        (
            "s.yaml",
            "rows: {bookingstatus: [{name: x, status: 9}]}",
            "at rows.bookingstatus[0]: The value '9' of 'status' is outside the valid",
        ),
    ],
)
def test_a_seed_file_that_cannot_be_used_is_told(
    name: str, text: str, sentence: str, tmp_path: Path, refused: Refused
) -> None:
    """File, place in the file, reason."""
    path = tmp_path / name
    path.write_text(text, "utf-8")

    told = refused("--seed-file", str(path))

    assert f"The seed file {path} cannot be used" in told
    assert sentence in told
    assert "Mend it and start again" in told
