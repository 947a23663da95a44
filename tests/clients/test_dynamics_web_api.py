"""dynamics-web-api from Node against the fake: each script, over http and https."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clients.scripts import expect_all_passed, run, scripts
from tests.clients.served import Served


@pytest.mark.parametrize("address", ["plain_server", "tls_server"])
@pytest.mark.parametrize("script", scripts(of_graph=False))
def test_every_test_of_the_script_passes(
    node_folder: Path, script: str, address: str, request: pytest.FixtureRequest
) -> None:
    """The library speaks either, as it is told."""
    expect_all_passed(node_folder, script, request.getfixturevalue(address))


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

    figures, told = run(node_folder, wrong.name, plain_server)

    assert (figures["pass"], figures["fail"]) == (0, 1)
    assert complaint in told
