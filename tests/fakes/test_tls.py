"""TLS: what strict clients demand of the certificates, and both kinds side by side."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest
from cryptography import x509

from fakes import FakeServer, Tenant
from fakes.tls import Certificates
from tests.fakes.dataverse.makers import MONDAY


def strict(certificates: Certificates) -> ssl.SSLContext:
    """How a new Python checks a chain (client-expectations, section 2)."""
    context = ssl.create_default_context(cadata=certificates.ca_pem.decode())
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    return context


Talk = Callable[[FakeServer, Tenant, aiohttp.ClientSession, str], Awaitable[None]]


def side_by_side(conversation: Talk) -> None:
    """The conversation has been held with one tenant behind two listeners."""

    async def held() -> None:
        certificates = Certificates()
        server = FakeServer()
        await server.start()
        tls_url = await server.listen(tls=certificates.server_context())
        tenant = server.open_tenant("one", seed=1, now=MONDAY)
        connector = aiohttp.TCPConnector(ssl=strict(certificates))
        async with aiohttp.ClientSession(connector=connector) as client:
            await conversation(server, tenant, client, tls_url)
        await server.stop()

    asyncio.run(held())


def test_plain_and_tls_reach_the_same_tenant() -> None:
    """What one brings into being the other shows; links follow the address used."""

    async def conversation(
        server: FakeServer, tenant: Tenant, client: aiohttp.ClientSession, tls_url: str
    ) -> None:
        for root in (server.root_url, tls_url):
            base = f"{root}/one/login/{tenant.directory.tenant_id}"
            address = f"{base}/v2.0/.well-known/openid-configuration"
            async with client.get(address) as answer:
                document = await answer.json()
            assert document["token_endpoint"] == f"{base}/oauth2/v2.0/token"
        assert tls_url.startswith("https://127.0.0.1:")
        assert len(tenant.journal.entries) == 2

    side_by_side(conversation)


def test_every_name_of_loopback_is_on_the_leaf() -> None:
    """A client that checks host names is content with each."""

    async def conversation(
        _: FakeServer, __: Tenant, client: aiohttp.ClientSession, tls_url: str
    ) -> None:
        async with client.get(tls_url.replace("127.0.0.1", "localhost")) as answer:
            assert answer.status == 404
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await client.get(tls_url, server_hostname="example.com")
        async with client.get(tls_url, server_hostname="::1") as answer:
            assert answer.status == 404

    side_by_side(conversation)


def test_who_does_not_know_the_authority_is_not_taken_in() -> None:
    """The certificates are good for nobody who was not given the CA's file."""

    async def conversation(
        _: FakeServer, __: Tenant, ___: aiohttp.ClientSession, tls_url: str
    ) -> None:
        async with aiohttp.ClientSession() as stranger:
            with pytest.raises(aiohttp.ClientConnectorCertificateError):
                await stranger.get(tls_url)

    side_by_side(conversation)


def test_the_certificates_carry_what_strict_chains_need() -> None:
    """Basic constraints, key usage and the key identifiers, one by one."""
    certificates = Certificates()
    ca = x509.load_pem_x509_certificate(certificates.ca_pem)

    constraints = ca.extensions.get_extension_for_class(x509.BasicConstraints)

    assert constraints.critical
    assert constraints.value.ca
    assert ca.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    assert ca.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)


def test_a_ca_file_of_ones_own_stays_and_a_temporary_one_goes(tmp_path: Path) -> None:
    """Both hold the certificate as long as the server runs, never the key."""
    certificates = Certificates()

    with certificates.written(None) as own, certificates.written(tmp_path / "ca") as at:
        assert own.read_bytes() == at.read_bytes() == certificates.ca_pem
        assert b"PRIVATE" not in own.read_bytes()

    assert not own.exists()
    assert not own.parent.exists()
    assert at.exists()


def test_a_name_with_several_addresses_has_one_port() -> None:
    """`localhost` may be found as ::1 first."""

    async def held() -> str:
        server = FakeServer()
        await server.start(host="localhost")
        assert server._runner is not None
        ports = {address[1] for address in server._runner.addresses}
        url = server.root_url
        await server.stop()
        assert {int(url.rpartition(":")[2])} == ports
        return url

    assert asyncio.run(held()).startswith("http://localhost:")


@pytest.mark.parametrize(
    ("host", "announced"),
    [("0.0.0.0", "127.0.0.1"), ("::1", "[::1]")],  # noqa: S104 - what users type
)
def test_the_announced_address_can_be_used(host: str, announced: str) -> None:
    """Neither a wildcard nor an address of version 6 without its brackets."""

    async def held() -> str:
        server = FakeServer()
        await server.start(host=host)
        url = server.root_url
        async with aiohttp.ClientSession() as client, client.get(url) as answer:
            assert answer.status == 404
        await server.stop()
        return url

    assert asyncio.run(held()).startswith(f"http://{announced}:")
