"""doctor finds what is wrong on the way to the cloud, each time in its own line."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import trustme

from defender_tui.workflows.doctor import State
from tests.client.hosts import free_port
from tests.client.staged import StagedServer, serving

from .patient import Patient, ending, only_failing

FAR = "far.host.invalid"


@contextmanager
def name_servers_know_nothing_of(name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let one name not resolve, whatever network the test runs in."""
    real = socket.getaddrinfo

    def resolve(host: Any, *rest: Any, **options: Any) -> Any:
        if host == name:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *rest, **options)

    with monkeypatch.context() as patched:
        patched.setattr(socket, "getaddrinfo", resolve)
        yield


async def test_every_host_has_a_line_for_name_connection_and_certificate(
    patient: Patient,
) -> None:
    passed = ending(await patient.examined(), State.PASS)
    for url in (patient.entra.url, patient.mde_url):
        host = urlsplit(url).netloc
        assert {f"DNS {host}", f"TCP {host}", f"TLS {host}"} <= set(passed)


async def test_the_issuer_of_the_certificate_is_told(patient: Patient) -> None:
    lines = await patient.examined()
    assert "Right CA" in lines[f"TLS {urlsplit(patient.entra.url).netloc}"].found
    assert str(patient.ca_file) in lines["CA"].found


async def test_a_name_that_does_not_resolve_fails_that_hosts_dns(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient.mde_url = f"https://{FAR}"
    with name_servers_know_nothing_of(FAR, monkeypatch):
        lines = await patient.examined()
    assert f"DNS {FAR}" == only_failing(lines).name
    assert State.SKIPPED is lines[f"TCP {FAR}"].state
    assert State.PASS is lines["sign-in"].state


async def test_a_port_without_listener_fails_that_hosts_tcp(patient: Patient) -> None:
    host = f"127.0.0.1:{free_port()}"
    patient.mde_url = f"https://{host}"
    lines = await patient.examined()
    assert f"TCP {host}" == only_failing(lines).name
    assert State.SKIPPED is lines[f"TLS {host}"].state


async def test_a_foreign_ca_fails_that_hosts_tls_and_is_named(patient: Patient) -> None:
    with serving(StagedServer(), trustme.CA(organization_name="Inspector")) as foreign:
        patient.mde_url = foreign.url
        line = only_failing(await patient.examined())
    assert f"TLS {urlsplit(foreign.url).netloc}" == line.name
    assert "Inspector" in line.found
    assert "ca_file" in line.next_step


async def test_a_dead_proxy_fails_the_proxy_and_names_whom_it_keeps_from(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = f"127.0.0.1:{free_port()}"
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:s3ntinel@{proxy}")
    patient.mde_url = f"https://{FAR}"
    lines = await patient.examined()
    line = only_failing(lines)
    assert "proxy" == line.name
    assert f"{proxy} (HTTPS_PROXY) for {FAR}" in line.found
    assert "direct for 127.0.0.1" in line.found
    assert "s3ntinel" not in repr(lines)
    assert State.SKIPPED is lines[f"DNS {FAR}"].state


async def test_proxy_settings_that_are_no_address_fail_the_proxy(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks9://s3ntinel@x")
    line = only_failing(await patient.examined())
    assert "proxy" == line.name
    assert "s3ntinel" not in line.found


async def test_an_identity_provider_out_of_reach_leaves_the_rest_unasked(
    patient: Patient,
) -> None:
    patient.entra.url = f"https://127.0.0.1:{free_port()}"
    lines = await patient.examined()
    assert only_failing(lines).name.startswith("TCP ")
    assert {"clock", "tenant", "sign-in", "expiry"} <= set(ending(lines, State.SKIPPED))


@pytest.mark.parametrize(
    ("state", "words", "late_s"),
    [
        (State.PASS, "59 s ahead of", 59),
        (State.WARN, "61 s ahead of", 61),
        (State.WARN, "300 s behind", -300),
        (State.FAIL, "301 s ahead of", 301),
        (State.FAIL, "86400 s behind", -86400),
    ],
)
async def test_a_clock_that_is_off_is_told_by_how_much(
    patient: Patient, state: State, words: str, late_s: int
) -> None:
    patient.late = timedelta(seconds=late_s)
    lines = await patient.examined()
    assert state is lines["clock"].state
    assert words in lines["clock"].found
    if state is not State.PASS:
        assert "clock" == only_failing(lines).name


async def test_a_cloud_without_these_apis_asks_for_no_token(patient: Patient) -> None:
    patient.settings["cloud"] = "china"
    patient.named_hosts = ("authority",)
    lines = await patient.examined()
    assert [] == ending(lines, State.FAIL)
    assert State.SKIPPED is lines["sign-in"].state
    assert State.PASS is lines["tenant"].state


async def test_a_vault_has_lines_of_its_own(patient: Patient) -> None:
    vault = f"https://127.0.0.1:{free_port()}"
    patient.write()
    file = patient.folder / "config.toml"
    text = file.read_text(encoding="utf-8").partition("[profiles.p.credential]")[0]
    text = text.replace(f'keyvault = "{patient.entra.url}/keyvault"', f'keyvault = "{vault}"')
    table = '[profiles.p.credential]\nkind = "key_vault"\nvault = "vault-1"\nsecret = "s"\n'
    reader = 'with = { kind = "client_secret", place = "run" }\n'
    file.write_text(text + table + reader, encoding="utf-8")
    failing = ending(await patient.examined(written=False), State.FAIL)
    assert {"credential", f"TCP {urlsplit(vault).netloc}"} == set(failing)
