"""What the tests of secured columns begin with."""

from __future__ import annotations

import pytest

from tests.fakes.dataverse.makers import Bench
from tests.fakes.dataverse.security.columns import COLUMN


@pytest.fixture
def secured(bench: Bench) -> Bench:
    """A tenant where a column of contacts is guarded."""
    bench.organization.secure_column("contact", COLUMN)
    return bench
