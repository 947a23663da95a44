"""What real clients need: running servers, trust, and Node's packages from the lock."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from PowerPlatform.Dataverse.client import DataverseClient

from tests.clients.served import Served, serving
from tests.clients.signing_in import MsalCredential

if TYPE_CHECKING:
    from tests.clients.graph_sdk import Sdk
    from tests.clients.tour import Tour

_SOURCES: Final = Path(__file__).parent / "node"
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
PROXIES: Final = ("http_proxy", "https_proxy", "all_proxy")


@pytest.fixture(scope="session")
def node_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with our scripts and the packages that they need."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("JavaScript clients are not driven: install Node 20 or newer, npm")
    folder = tmp_path_factory.mktemp("node")
    for source in _SOURCES.iterdir():
        if source.is_file():
            shutil.copy(source, folder)
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
    done = subprocess.run(
        [npm, "ci", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        pytest.fail(
            "npm ci has failed. The packages of tests/clients/node come from npm's "
            f"registry or its cache: run npm ci there once online.\n{done.stderr}"
        )
    return folder


@pytest.fixture(scope="session")
def tls_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`fieldsync serve --tls`, for the whole session."""
    folder = tmp_path_factory.mktemp("tls")
    with serving(folder, "--tls", "--ca-file", str(folder / "ca.pem")) as server:
        yield server


@pytest.fixture(scope="session")
def plain_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`fieldsync serve`, for the whole session."""
    with serving(tmp_path_factory.mktemp("plain")) as server:
        yield server


@pytest.fixture
def served(tls_server: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """The https server as after its start; clients of Python trust it alone.

    A bundle named by the machine would win over any setting of a requests session
    (client-expectations, section 2), hence the variable. No address but loopback's
    can be reached, and no proxy.
    """
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", tls_server.ready["ca_file"])
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", _loopback(socket.getaddrinfo))
    tls_server.reset()
    tls_server.forget()
    yield tls_server
    assert tls_server.crashes() == []


@pytest.fixture(scope="session")
def credential(tls_server: Served) -> MsalCredential:
    """One sign-in for the whole session: tokens outlive a reset."""
    return MsalCredential(tls_server)


@pytest.fixture
def client(served: Served, credential: MsalCredential) -> Iterator[DataverseClient]:
    """PowerPlatform-Dataverse-Client, signed in with msal."""
    with DataverseClient(served.url, credential) as one:
        yield one


@pytest.fixture(scope="session")
def sdk(tls_server: Served) -> Iterator[Sdk]:
    """One client of msgraph-sdk for the whole session: tokens outlive a reset.

    It is imported with the first test that needs it: that takes a second.
    """
    from tests.clients.graph_sdk import (  # noqa: PLC0415 - see above
        a_credential,
        an_sdk,
    )

    with a_credential(tls_server) as credential, an_sdk(tls_server, credential) as one:
        yield one


@pytest.fixture
def graph(served: Served, sdk: Sdk) -> Sdk:
    """msgraph-sdk, signed in with azure-identity."""
    return sdk


@pytest.fixture
def tour(served: Served) -> Iterator[Tour]:
    """A caller without models, whose answers are laid beside them."""
    from tests.clients.tour import a_tour  # noqa: PLC0415 - as above

    with a_tour(served) as one:
        yield one


def _loopback(resolve: Any) -> Any:
    """Names and addresses are looked up as before, if they are loopback's."""

    def resolved(host: str | bytes | None, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        assert name in _LOOPBACK, f"a client wants to leave this machine: {name}"
        return resolve(host, *rest, **more)

    return resolved
