"""The way to a host is tried out step by step, and each way it can end is told apart."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme

from defender_tui.client.probe.certificate import read_certificate
from defender_tui.client.probe.reach import Stage, reach
from defender_tui.client.probe.server_time import server_time
from defender_tui.client.probe.trust import proxy_setting, trust_in_force
from defender_tui.core.errors import ConfigError, ConnectFailed
from tests.client.hosts import (
    client_context,
    free_port,
    lax_authority,
    listening,
    proxy_to,
    server_context,
    tls_host,
)
from tests.client.staged import TENANT, Reply, StagedServer, serving

METADATA = f"/{TENANT}/v2.0/.well-known/openid-configuration"
FAR = "far.host.invalid"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA(organization_name="Right CA")


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[StagedServer]:
    with serving(StagedServer(), authority) as running:
        yield running


async def test_a_host_that_is_there_shows_address_version_and_issuer_and_is_sent_nothing(
    server: StagedServer, authority: trustme.CA
) -> None:
    found = await reach(server.url, client_context(authority))
    assert (Stage.THERE, "127.0.0.1", None) == (found.stage, found.address, found.via)
    assert found.tls_version.startswith("TLSv1.")
    assert found.certificate is not None
    assert "Right CA" in found.certificate.issuer
    assert found.certificate.ends_at > datetime.now(UTC)
    assert [] == server.asked


async def test_a_name_that_nobody_knows_ends_at_the_name(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    found = await reach("https://nowhere.invalid", client_context(authority))
    assert (Stage.NAME, "nowhere.invalid") == (found.stage, found.host)
    assert "Name or service not known" == found.problem


async def test_a_port_that_nobody_listens_on_ends_at_the_connection(
    authority: trustme.CA,
) -> None:
    found = await reach(f"https://127.0.0.1:{free_port()}", client_context(authority))
    assert Stage.CONNECTION is found.stage
    assert found.problem


async def test_a_foreign_ca_is_named_though_it_is_not_trusted(
    server: StagedServer, authority: trustme.CA
) -> None:
    found = await reach(server.url, client_context(trustme.CA(organization_name="Other")))
    assert Stage.TLS is found.stage
    assert found.distrust is not None
    assert "not trusted" in found.distrust.reason
    assert "SSL_CERT_FILE" in found.distrust.step
    assert found.certificate is not None
    assert "Right CA" in found.certificate.issuer
    assert [] == server.asked


async def test_a_certificate_for_another_host_is_told_so(authority: trustme.CA) -> None:
    async with tls_host(server_context(authority, "other.example")) as url:
        found = await reach(url, client_context(authority))
    assert found.distrust is not None
    assert "another host" in found.distrust.reason


async def test_a_ca_that_breaks_the_strict_rules_of_newer_pythons_is_explained(
    tmp_path: Path,
) -> None:
    serving_side, strict = lax_authority(tmp_path)
    async with tls_host(serving_side) as url:
        found = await reach(url, strict)
        assert found.distrust is not None
        assert "strict rule" in found.distrust.reason
        assert "Python 3.13" in found.distrust.step
        strict.verify_flags &= ~ssl.VERIFY_X509_STRICT
        assert Stage.THERE is (await reach(url, strict)).stage


async def test_a_certificate_that_ended_is_told_so(tmp_path: Path) -> None:
    serving_side, lax = lax_authority(tmp_path, ended=True)
    async with tls_host(serving_side) as url:
        found = await reach(url, lax)
    assert found.distrust is not None
    assert "outside its time" in found.distrust.reason
    assert "clock" in found.distrust.step


async def test_a_host_without_tls_is_told_so(authority: trustme.CA) -> None:
    async def speak_plainly(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 No\r\n\r\n")
        writer.close()

    async with listening(speak_plainly, None) as port:
        found = await reach(f"https://127.0.0.1:{port}", client_context(authority))
    assert Stage.TLS is found.stage
    assert found.distrust is not None
    assert "TLS could not be agreed" in found.distrust.reason


async def test_a_proxy_in_force_is_named_without_its_password_and_resolves_the_name(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        tls_host(server_context(authority, FAR)) as url,
        proxy_to(urlsplit(url).port or 0) as proxy,
    ):
        monkeypatch.setenv("HTTPS_PROXY", f"http://user:s3ntinel@{proxy}")
        found = await reach(f"https://{FAR}", client_context(authority))
    assert (Stage.THERE, proxy) == (found.stage, found.via)
    assert "s3ntinel" not in repr(found)


async def test_a_foreign_certificate_behind_a_proxy_is_seen_too(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspecting = trustme.CA(organization_name="Inspector")
    async with (
        tls_host(server_context(inspecting, FAR)) as url,
        proxy_to(urlsplit(url).port or 0) as proxy,
    ):
        monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy}")
        found = await reach(f"https://{FAR}", client_context(authority))
    assert (Stage.TLS, proxy) == (found.stage, found.via)
    assert found.certificate is not None
    assert "Inspector" in found.certificate.issuer


async def test_a_dead_proxy_ends_at_the_proxy(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = f"127.0.0.1:{free_port()}"
    monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy}")
    found = await reach(f"https://{FAR}", client_context(authority))
    assert (Stage.PROXY, proxy) == (found.stage, found.via)


async def test_a_proxy_that_refuses_ends_at_the_proxy_with_its_answer(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with proxy_to(1, status="407 Proxy Authentication Required") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy}")
        found = await reach(f"https://{FAR}", client_context(authority))
    assert Stage.PROXY is found.stage
    assert "407" in found.problem


async def test_proxy_settings_that_are_no_address_are_refused_as_settings(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks9://s3ntinel@x")
    with pytest.raises(ConfigError) as caught:
        await reach(f"https://{FAR}", client_context(authority))
    assert "s3ntinel" not in str(caught.value)


@pytest.mark.parametrize(
    ("time", "headers"),
    [
        (datetime(2026, 11, 23, 12, 0, tzinfo=UTC), {"Date": "Mon, 23 Nov 2026 12:00:00 GMT"}),
        (
            datetime(2026, 11, 23, 12, 1, tzinfo=UTC),
            {"Date": "Mon, 23 Nov 2026 12:00:00 GMT", "Age": "60"},
        ),
        (None, {}),
        (None, {"Date": "yesterday"}),
        (None, {"Date": "Mon, 23 Nov 2026 12:00:00 GMT", "Age": "9" * 30}),
    ],
)
async def test_a_hosts_time_is_read_from_its_answer(
    time: datetime | None, headers: dict[str, str], server: StagedServer, authority: trustme.CA
) -> None:
    server.stage(METADATA, Reply(body={}, headers=headers))
    assert time == await server_time(server.url + METADATA, client_context(authority))


async def test_a_host_that_is_not_there_tells_no_time(authority: trustme.CA) -> None:
    with pytest.raises(ConnectFailed):
        await server_time(f"https://127.0.0.1:{free_port()}", client_context(authority))


@pytest.mark.parametrize(
    ("told", "variable"),
    [("HTTPS_PROXY", "https_proxy"), ("HTTPS_PROXY", "HTTPS_PROXY"), ("ALL_PROXY", "ALL_PROXY")],
)
def test_a_proxy_is_told_by_the_variable_that_sets_it(
    told: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "http://user:s3ntinel@proxy.example:3128")
    assert told == proxy_setting()


def test_the_certificates_in_force_are_told_by_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "the system's certificates" == trust_in_force(None)
    monkeypatch.setenv("SSL_CERT_FILE", "/a.pem")
    told = trust_in_force(tmp_path / "b.pem")
    assert "SSL_CERT_FILE, /a.pem" in told
    assert str(tmp_path / "b.pem") in told


def test_bytes_that_are_no_certificate_are_read_as_none() -> None:
    assert read_certificate(b"") is None
    assert read_certificate(b"\x30\x03\x02\x01\x01") is None
