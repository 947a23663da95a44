"""What tests of real processes share."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.errors import UsageError
from harness.processes.faketime import find_library
from harness.suite.bench import PinnedClock


@pytest.fixture(scope="session")
def libfaketime() -> Path:
    """The library that drives black boxes."""
    try:
        return find_library()
    except UsageError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def pinned_clock() -> Iterator[None]:
    """The harness's own clock stands still, as it does in a run."""
    with PinnedClock():
        yield


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the harness makes its temporary folders."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder
