"""Every kind of credential gets a token, and every refusal shows its remedy.

Both straight from the sandbox and through a proxy that inspects TLS with a CA of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from defender_tui.client import DefenderClient
from defender_tui.core.credentials import (
    Certificate,
    ClientSecret,
    Credential,
    FederatedToken,
    SecretPlace,
    VaultValue,
)
from defender_tui.core.errors import AuthError, ConfigError, ConsentRequired, TlsFailed
from defender_tui.core.resources import Resource
from defender_tui.core.secret import SecretPurpose
from defender_tui.core.signature import SignatureVerdict
from tests.client.credential_bench import Bench, SecretsAtHand, benches

NOBODY = "00001111-aaaa-2222-bbbb-3333cccc4444"
VAULT = "contoso-soc"


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Bench]]:
    with benches(tmp_path_factory.mktemp("proxy")) as both:
        yield both


@pytest.fixture(params=["direct", "inspected"])
def bench(
    request: pytest.FixtureRequest, ways: dict[str, Bench], monkeypatch: pytest.MonkeyPatch
) -> Bench:
    chosen = ways[request.param]
    if chosen.proxy is not None:
        chosen.proxy.hosts.clear()
        chosen.proxy.read.clear()
        monkeypatch.setenv("HTTPS_PROXY", chosen.proxy.url)
    return chosen


@dataclass(frozen=True)
class Attempt:
    """Somebody who signs in: as whom, by what, and with which secrets at hand."""

    app: str
    credential: Credential
    held: dict[SecretPurpose, str] = field(default_factory=dict)
    tenant: str = ""


def _by_secret(app: str, secret: str = "", tenant: str = "") -> Callable[[Bench], Attempt]:
    def attempt(bench: Bench) -> Attempt:
        held = {SecretPurpose.CLIENT_SECRET: secret or bench.app(app)["client_secret"]}
        return Attempt(app, ClientSecret(), held, tenant)

    return attempt


def _by_certificate(
    app: str, owner: str = "", *, chain: bool = False
) -> Callable[[Bench], Attempt]:
    def attempt(bench: Bench) -> Attempt:
        file = Path(bench.app(owner or app)["certificate_file"])
        return Attempt(app, Certificate(file, sends_chain=chain))

    return attempt


def _by_pfx(bench: Bench) -> Attempt:
    app = bench.app("full")
    credential = Certificate(Path(app["pfx_file"]), SecretPlace.RUN)
    return Attempt(
        "full", credential, {SecretPurpose.CERTIFICATE_PASSPHRASE: app["pfx_passphrase"]}
    )


def _by_federation(bench: Bench) -> Attempt:
    return Attempt(
        "federated", FederatedToken(Path(bench.app("federated")["federated_token_file"]))
    )


def _by_vault(secret: str) -> Callable[[Bench], Attempt]:
    def attempt(bench: Bench) -> Attempt:
        held = {SecretPurpose.VAULT_CLIENT_SECRET: bench.app("full")["client_secret"]}
        return Attempt("full", VaultValue(VAULT, secret, ClientSecret()), held)

    return attempt


def _by_vault_opened_with_certificate(bench: Bench) -> Attempt:
    reader = Certificate(Path(bench.app("full")["certificate_file"]))
    return Attempt("full", VaultValue(VAULT, "client-secret-full", reader))


def _opened(bench: Bench, attempt: Attempt) -> DefenderClient:
    profile = bench.profile(attempt.app, attempt.credential, tenant=attempt.tenant)
    return DefenderClient(profile, SecretsAtHand(attempt.held))


@pytest.mark.parametrize(
    ("way", "proof"),
    [
        pytest.param(_by_secret("full"), "1", id="secret"),
        pytest.param(_by_certificate("full"), "2", id="pem"),
        pytest.param(_by_certificate("full", chain=True), "2", id="pem-with-chain"),
        pytest.param(_by_pfx, "2", id="pfx"),
        pytest.param(_by_federation, "2", id="federated-file"),
        pytest.param(_by_vault("client-secret-full"), "1", id="vault-secret"),
        pytest.param(_by_vault("client-certificate-full"), "2", id="vault-pem"),
        pytest.param(_by_vault("client-pfx-full"), "2", id="vault-pfx"),
        pytest.param(_by_vault_opened_with_certificate, "1", id="vault-by-certificate"),
    ],
)
async def test_each_kind_of_credential_gets_a_token(
    bench: Bench, way: Callable[[Bench], Attempt], proof: str
) -> None:
    attempt = way(bench)
    async with _opened(bench, attempt) as client:
        graph = await client.tokens.get(Resource.GRAPH)
        xdr = await client.tokens.get(Resource.XDR)
        signature = await client.tokens.check_signature(xdr.value)
    assert graph.decoded is not None
    assert bench.app(attempt.app)["client_id"] == graph.decoded.client_id
    assert proof == graph.decoded.text("appidacr")
    assert tuple(bench.app(attempt.app)["roles"]["graph"]) == graph.roles
    assert SignatureVerdict.VERIFIED is signature.verdict
    if bench.proxy is not None:
        assert {"login.microsoftonline.com"} <= set(bench.proxy.hosts)
        assert any("/oauth2/v2.0/token" in line for line in bench.proxy.read)


@pytest.mark.parametrize(
    ("code", "remedy", "way"),
    [
        pytest.param(7000215, "value, not its id", _by_secret("full", "wrong"), id="wrong-secret"),
        pytest.param(
            7000222, "Add a new secret", _by_secret("expired-secret"), id="expired-secret"
        ),
        pytest.param(90002, "right cloud", _by_secret("full", tenant=NOBODY), id="unknown-tenant"),
        pytest.param(
            700027, "upload", _by_certificate("no-roles", "full"), id="unregistered-certificate"
        ),
        pytest.param(
            700027, "expired", _by_certificate("expired-certificate"), id="expired-certificate"
        ),
        pytest.param(
            7000112, "Enabled for users to sign-in", _by_secret("disabled"), id="disabled"
        ),
    ],
)
async def test_each_refusal_shows_its_own_remedy(
    bench: Bench, code: int, remedy: str, way: Callable[[Bench], Attempt]
) -> None:
    async with _opened(bench, way(bench)) as client:
        with pytest.raises(AuthError) as caught:
            await client.tokens.get(Resource.GRAPH)
    assert code == caught.value.aadsts
    assert remedy in caught.value.hint
    assert caught.value.trace_id
    assert caught.value.correlation_id


async def test_an_app_that_nobody_registered_is_told(bench: Bench) -> None:
    profile = replace(bench.profile("full", ClientSecret()), client_id=NOBODY)
    source = SecretsAtHand({SecretPurpose.CLIENT_SECRET: "some"})
    async with DefenderClient(profile, source) as client:
        with pytest.raises(AuthError, match=NOBODY) as caught:
            await client.tokens.get(Resource.GRAPH)
    assert 700016 == caught.value.aadsts
    assert "application (client) id" in caught.value.hint


async def test_a_tenant_that_did_not_consent_is_told_apart(bench: Bench) -> None:
    async with _opened(bench, _by_secret("without-principal")(bench)) as client:
        with pytest.raises(ConsentRequired) as caught:
            await client.tokens.get(Resource.GRAPH)
    assert 7000229 == caught.value.aadsts
    assert "consent" in caught.value.hint

    northwind = bench.line["tenants"][2]["tenant_id"]
    async with _opened(bench, _by_secret("multi-tenant", tenant=northwind)(bench)) as client:
        with pytest.raises(AuthError) as not_known:
            await client.tokens.get(Resource.GRAPH)
    assert 700016 == not_known.value.aadsts
    assert "consent" in not_known.value.hint


async def test_a_partners_app_works_in_a_customers_tenant_that_consented(bench: Bench) -> None:
    fabrikam = bench.line["tenants"][1]["tenant_id"]
    async with _opened(bench, _by_secret("multi-tenant", tenant=fabrikam)(bench)) as client:
        token = await client.tokens.get(Resource.XDR)
        signature = await client.tokens.check_signature(token.value)
    assert token.decoded is not None
    assert fabrikam == token.decoded.text("tid")
    assert SignatureVerdict.VERIFIED is signature.verdict


async def test_a_stale_federated_file_is_told_and_a_renewed_one_is_read_at_once(
    bench: Bench, tmp_path: Path
) -> None:
    file = tmp_path / "token.jwt"
    with bench.control() as control:
        stale = control.get("/sandbox/federated-token?lifetime_s=-3600").text
        fresh = control.get("/sandbox/federated-token").text
    file.write_text(stale)
    async with _opened(bench, Attempt("federated", FederatedToken(file))) as client:
        with pytest.raises(AuthError) as caught:
            await client.tokens.get(Resource.GRAPH)
        file.write_text(f"{fresh}\n")
        renewed = await client.tokens.get(Resource.GRAPH)
    assert 700024 == caught.value.aadsts
    assert "read anew" in caught.value.hint
    assert renewed.roles


async def test_a_token_file_of_somebody_else_names_what_differs(
    bench: Bench, tmp_path: Path
) -> None:
    file = tmp_path / "token.jwt"
    with bench.control() as control:
        file.write_text(control.get("/sandbox/federated-token?subject=other").text)
    async with _opened(bench, Attempt("federated", FederatedToken(file))) as client:
        with pytest.raises(AuthError) as caught:
            await client.tokens.get(Resource.GRAPH)
    assert 700213 == caught.value.aadsts
    assert "upper and lower case" in caught.value.hint


async def test_a_proxy_whose_ca_is_not_trusted_gets_no_secret(
    ways: dict[str, Bench], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bench = ways["inspected"]
    assert bench.proxy is not None
    monkeypatch.setenv("HTTPS_PROXY", bench.proxy.url)
    # What other libraries would trust must not count.
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bench.ca_file))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(bench.ca_file))
    bench.proxy.read.clear()
    stranger = replace(bench, ca_file=ways["direct"].ca_file)
    async with _opened(stranger, _by_secret("full")(stranger)) as client:
        with pytest.raises(TlsFailed) as caught:
            await client.tokens.get(Resource.GRAPH)
    assert "ca_file" in caught.value.hint
    assert [] == bench.proxy.read


async def test_the_proxys_ca_may_come_from_the_environment(
    ways: dict[str, Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = ways["inspected"]
    assert bench.proxy is not None
    monkeypatch.setenv("HTTPS_PROXY", bench.proxy.url)
    monkeypatch.setenv("SSL_CERT_FILE", str(bench.ca_file))
    attempt = _by_secret("full")(bench)
    profile = replace(bench.profile("full", attempt.credential), ca_file=None)
    async with DefenderClient(profile, SecretsAtHand(attempt.held)) as client:
        assert (await client.tokens.get(Resource.GRAPH)).roles


async def test_a_revoked_token_is_replaced_without_a_word(bench: Bench) -> None:
    async with _opened(bench, _by_secret("full")(bench)) as client:
        before = await client.tokens.get(Resource.GRAPH)
        assert before.decoded is not None
        assert ["CP1"] == before.decoded.claims["xms_cc"]
        first = await anext(client.incidents.pages(page_size=1))
        with bench.control() as control:
            control.post("/sandbox/revoke").raise_for_status()
        again = await anext(client.incidents.pages(page_size=1))
        after = await client.tokens.get(Resource.GRAPH)
    assert [one.id for one in first.incidents] == [one.id for one in again.incidents]
    assert before.value != after.value


async def test_the_providers_clock_is_compared_with_this_machines(bench: Bench) -> None:
    async with _opened(bench, _by_secret("full")(bench)) as client:
        before = client.tokens.clock_skew_s
        await client.tokens.get(Resource.GRAPH)
        after = client.tokens.clock_skew_s
    assert before is None
    assert after is not None
    assert abs(after) < 30


async def test_a_long_lived_token_is_used_for_as_long_as_it_lives(bench: Bench) -> None:
    async with _opened(bench, _by_secret("full")(bench)) as client:
        token = await client.tokens.get(Resource.GRAPH)
    assert 20 * 3600 - 60 < token.seconds_left(datetime.now(UTC)) < 28 * 3600


async def test_an_api_that_the_cloud_lacks_is_told_before_anything_is_sent(bench: Bench) -> None:
    hosts = dict(bench.cloud.hosts)
    del hosts[Resource.MDE]
    profile = bench.profile("full", ClientSecret())
    source = SecretsAtHand({SecretPurpose.CLIENT_SECRET: "some"})
    async with DefenderClient(
        replace(profile, cloud=replace(profile.cloud, hosts=hosts)), source
    ) as client:
        with pytest.raises(ConfigError, match="Defender for Endpoint"):
            await client.tokens.get(Resource.MDE)
        assert client.tokens.clock_skew_s is None
