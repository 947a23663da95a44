import pytest

from tests.fakes.dataverse.makers import Bench, a_bench


@pytest.fixture
def bench() -> Bench:
    """A fresh organisation on Monday at 08:00 UTC."""
    return a_bench()


@pytest.fixture
def keyed(bench: Bench) -> Bench:
    """Accounts have an alternate key."""
    bench.organization.define_key("account", "number", ["accountnumber"])
    return bench
