"""A directory, an application in it, and their token service."""

from __future__ import annotations

import pytest

from fakes.entra import Application, Directory, EntraService
from tests.fakes.entra.makers import a_directory


@pytest.fixture
def directory() -> Directory:
    """A directory without applications, at the usual start."""
    return a_directory()


@pytest.fixture
def application(directory: Directory) -> Application:
    """An application with every permission."""
    return directory.register_application("tests")


@pytest.fixture
def service(directory: Directory) -> EntraService:
    """The service of that directory."""
    return EntraService(directory)
