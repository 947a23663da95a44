"""Microsoft's Graph client for JavaScript against the fake: each script, over https.

Over http it sends no token and takes links apart wrongly (client-expectations, 5.3).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clients.scripts import expect_all_passed, scripts
from tests.clients.served import Served


@pytest.mark.parametrize("script", scripts(of_graph=True))
def test_every_test_of_the_script_passes(
    node_folder: Path, script: str, tls_server: Served
) -> None:
    """As its documentation says for hosts of one's own."""
    expect_all_passed(node_folder, script, tls_server)
