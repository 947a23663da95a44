"""Every scenario of the plan, bound by pytest-bdd."""

import pytest
from pytest_bdd import scenarios

from harness.suite.plugin import current_files

pytestmark = pytest.mark.usefixtures("mutant_id")

scenarios(*current_files())
