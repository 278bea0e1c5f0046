"""Which certificates are trusted, and what is said where Python would be stricter than we are."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from defender_tui.client import DefenderClient
from defender_tui.client.failures import network_error
from defender_tui.client.tls import ssl_context
from defender_tui.core.errors import TlsFailed
from defender_tui.core.resources import Resource
from defender_tui.core.secret import Secret
from tests.client.conftest import profile_for
from tests.client.staged import StagedServer, serving
from tests.given_secret import GivenSecret

NOW = datetime.now(UTC)
METADATA = "/any/v2.0/.well-known/openid-configuration"


class LaxAuthority:
    """A CA as old inspecting proxies have it: its Basic Constraints are not marked critical."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(65537, 2048)
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "lax CA")])
        self._certificate = self._signed(self._name, self._key.public_key(), is_ca=True)

    def write(self, folder: Path) -> Path:
        """Write the CA's certificate where a profile can name it."""
        file = folder / "lax.pem"
        file.write_bytes(self._certificate.public_bytes(Encoding.PEM))
        return file

    def server_context(self, folder: Path) -> ssl.SSLContext:
        """Give what a server on loopback shows."""
        key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])
        shown = self._signed(name, key.public_key(), is_ca=False)
        file = folder / "server.pem"
        file.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            + shown.public_bytes(Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _signed(self, name: x509.Name, key: rsa.RSAPublicKey, *, is_ca: bool) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=1))
            .not_valid_after(NOW + timedelta(days=1))
            .add_extension(x509.BasicConstraints(is_ca, None), critical=False)
        )
        if not is_ca:
            here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
            builder = builder.add_extension(here, critical=False)
        return builder.sign(self._key, hashes.SHA256())


def _fetched(url: str, context: ssl.SSLContext) -> int:
    with httpx.Client(verify=context) as http:
        return http.get(url).status_code


def test_a_lax_ca_that_somebody_chose_to_trust_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lax = LaxAuthority()
    file = lax.write(tmp_path)
    with serving(StagedServer(), lax.server_context(tmp_path)) as server:
        assert 200 == _fetched(server.url + METADATA, ssl_context(file))
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert 200 == _fetched(server.url + METADATA, ssl_context(None))


def test_where_python_is_strict_the_broken_rule_is_named(tmp_path: Path) -> None:
    lax = LaxAuthority()
    strict = ssl.create_default_context(cafile=str(lax.write(tmp_path)))
    strict.verify_flags |= ssl.VERIFY_X509_STRICT
    with (
        serving(StagedServer(), lax.server_context(tmp_path)) as server,
        pytest.raises(httpx.ConnectError) as refused,
    ):
        _fetched(server.url + METADATA, strict)
    told = network_error(refused.value, what="get a token", host="login.example")
    assert isinstance(told, TlsFailed)
    assert "strict" in told.message
    assert "basicConstraints" in told.hint


async def test_the_environments_ca_replaces_the_system_s_and_the_profiles_is_added(
    tmp_path: Path, authority: trustme.CA, server: StagedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(trustme.CA().cert_pem.bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    profile = profile_for(server, tmp_path, authority)
    async with DefenderClient(profile, GivenSecret(Secret("s"))) as client:
        assert (await client.tokens.get(Resource.GRAPH)).roles


async def test_what_other_libraries_would_trust_does_not_count(
    tmp_path: Path, authority: trustme.CA, server: StagedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = profile_for(server, tmp_path, authority)
    assert profile.ca_file is not None
    right = tmp_path / "right.pem"
    right.write_bytes(authority.cert_pem.bytes())
    profile.ca_file.write_bytes(trustme.CA().cert_pem.bytes())
    for variable in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(variable, str(right))
    async with DefenderClient(profile, GivenSecret(Secret("s"))) as client:
        with pytest.raises(TlsFailed):
            await client.tokens.get(Resource.GRAPH)
    assert [] == server.asked
