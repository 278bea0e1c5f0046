"""Tokens: asked for once, renewed in time, and never from a stale cache."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import trustme

from defender_tui.client import DefenderClient
from defender_tui.core.credentials import Certificate, ClientSecret, SecretPlace
from defender_tui.core.errors import (
    AuthError,
    ConfigError,
    ConnectFailed,
    CredentialsRejected,
    NetworkError,
    ProtocolError,
    TlsFailed,
)
from defender_tui.core.profiles import Profile
from defender_tui.core.resources import Resource
from defender_tui.core.secret import Secret
from tests.client.conftest import SENTINEL, Clock
from tests.client.staged import TENANT, Reply, StagedServer, ca_file
from tests.given_secret import GivenSecret

TOKEN = f"/{TENANT}/oauth2/v2.0/token"
WRONG_SECRET = {
    "error": "invalid_client",
    "error_description": "AADSTS7000215: Invalid client secret provided. Trace ID: t",
    "error_codes": [7000215],
    "trace_id": "t-1",
    "correlation_id": "c-1",
}


async def test_many_callers_share_one_request_for_a_token(
    client: DefenderClient, server: StagedServer
) -> None:
    await asyncio.gather(*(client.tokens.get(Resource.GRAPH) for _ in range(20)))
    assert 1 == server.tokens_given


async def test_each_api_is_asked_for_once_however_many_call_at_a_time(
    client: DefenderClient, server: StagedServer
) -> None:
    both = [Resource.GRAPH, Resource.XDR] * 10
    tokens = await asyncio.gather(*(client.tokens.get(one) for one in both))
    assert 2 == server.tokens_given
    assert 2 == len({one.value for one in tokens})


@pytest.mark.parametrize(
    ("date", "skew_s"),
    [
        (timedelta(minutes=10), 600),
        (timedelta(minutes=-10), -600),
        (timedelta(), 0),
    ],
)
async def test_a_clock_that_differs_from_the_providers_is_measured(
    client: DefenderClient, server: StagedServer, clock: Clock, date: timedelta, skew_s: float
) -> None:
    said = {"Date": format_datetime(clock.time + date, usegmt=True)}
    server.stage(TOKEN, Reply(401, WRONG_SECRET, said))
    with pytest.raises(CredentialsRejected):
        await client.tokens.get(Resource.GRAPH)
    assert client.tokens.clock_skew_s == pytest.approx(skew_s, abs=1)


@pytest.mark.parametrize("date", ["", "soon", "Mon, 99 Nov 2026 14:00:00 GMT"])
async def test_a_date_that_is_none_says_nothing_of_the_clock(
    client: DefenderClient, server: StagedServer, date: str
) -> None:
    server.stage(TOKEN, Reply(401, WRONG_SECRET, {"Date": date}))
    with pytest.raises(CredentialsRejected):
        await client.tokens.get(Resource.GRAPH)
    assert client.tokens.clock_skew_s is None


async def test_each_api_has_a_token_of_its_own(
    client: DefenderClient, server: StagedServer
) -> None:
    graph = await client.tokens.get(Resource.GRAPH)
    xdr = await client.tokens.get(Resource.XDR)
    assert graph.value != xdr.value
    bodies = [one.body.decode() for one in server.asked if one.path == TOKEN]
    assert "graph.microsoft.com%2F.default" in bodies[0]
    assert "api.security.microsoft.com%2F.default" in bodies[1]


@pytest.mark.parametrize(("left_s", "tokens"), [(301, 1), (299, 2)])
async def test_a_token_with_under_five_minutes_left_is_renewed(
    client: DefenderClient, server: StagedServer, clock: Clock, left_s: int, tokens: int
) -> None:
    await client.tokens.get(Resource.GRAPH)
    clock.time += timedelta(seconds=server.token_life_s - left_s)
    await client.tokens.get(Resource.GRAPH)
    assert tokens == server.tokens_given


async def test_acquire_asks_again_although_a_good_token_is_in_hand(
    client: DefenderClient, server: StagedServer
) -> None:
    await client.tokens.get(Resource.GRAPH)
    server.roles = ["SecurityIncident.Read.All"]
    token = await client.tokens.acquire(Resource.GRAPH)
    assert ("SecurityIncident.Read.All",) == token.roles


async def test_a_wrong_secret_is_seen_although_a_token_was_got_before(
    client: DefenderClient, server: StagedServer
) -> None:
    held = await client.tokens.get(Resource.GRAPH)
    server.stage(TOKEN, Reply(401, WRONG_SECRET))
    with pytest.raises(CredentialsRejected) as caught:
        await client.tokens.acquire(Resource.GRAPH)
    assert 7000215 == caught.value.aadsts
    assert "t-1" == caught.value.trace_id
    assert "value, not its id" in caught.value.hint
    assert held == client.tokens.known(Resource.GRAPH)


async def test_a_repaired_tenant_is_seen_at_once(
    client: DefenderClient, server: StagedServer
) -> None:
    server.stage(TOKEN, Reply(401, WRONG_SECRET))
    with pytest.raises(CredentialsRejected):
        await client.tokens.get(Resource.GRAPH)
    del server.staged[TOKEN]
    assert server.roles == list((await client.tokens.get(Resource.GRAPH)).roles)


async def test_an_unknown_tenant_is_named_by_its_code(
    client: DefenderClient, server: StagedServer
) -> None:
    body = {"error": "invalid_tenant", "error_description": "AADSTS90002: Tenant not found."}
    server.stage(f"/{TENANT}/v2.0/.well-known/openid-configuration", Reply(400, body))
    for ask in (
        client.tokens.find_tenant,
        lambda: client.tokens.get(Resource.GRAPH),
    ):
        await _refused_as_unknown_tenant(ask)


async def _refused_as_unknown_tenant(ask: Callable[[], object]) -> None:
    with pytest.raises(AuthError) as caught:
        await ask()  # type: ignore[misc]
    assert 90002 == caught.value.aadsts
    assert "tenant" in caught.value.message


async def test_no_secret_anywhere_is_said_with_the_way_out(profile: Profile) -> None:
    async with DefenderClient(profile) as client:
        with pytest.raises(ConfigError) as caught:
            await client.tokens.get(Resource.GRAPH)
    assert "AZURE_CLIENT_SECRET" in caught.value.hint


async def test_a_profile_that_uses_the_environment_is_not_told_to_choose_it(
    profile: Profile,
) -> None:
    here = replace(profile, credential=ClientSecret(SecretPlace.ENVIRONMENT))
    async with DefenderClient(here) as client:
        with pytest.raises(ConfigError) as caught:
            await client.tokens.get(Resource.GRAPH)
    assert "Set AZURE_CLIENT_SECRET." == caught.value.hint


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        (SecretPlace.RUN, "Type it in Credentials"),
        (SecretPlace.ENVIRONMENT, "Set AZURE_CLIENT_CERTIFICATE_PASSWORD."),
    ],
)
async def test_a_missing_passphrase_is_named_as_what_it_is(
    profile: Profile, server: StagedServer, tmp_path: Path, place: SecretPlace, hint: str
) -> None:
    locked = replace(profile, credential=Certificate(tmp_path / "app.pfx", place))
    async with DefenderClient(locked) as client:
        with pytest.raises(ConfigError, match="no certificate passphrase at hand") as caught:
            await client.tokens.get(Resource.GRAPH)
    assert caught.value.hint.startswith(hint)
    assert [] == server.asked


async def test_a_client_secret_in_the_environment_opens_no_certificate(
    profile: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "from-the-environment")
    credential = Certificate(tmp_path / "app.pfx", SecretPlace.ENVIRONMENT)
    async with DefenderClient(replace(profile, credential=credential)) as client:
        with pytest.raises(ConfigError, match="no certificate passphrase"):
            await client.tokens.get(Resource.GRAPH)


async def test_the_environment_gives_the_secret_when_no_source_is_named(
    profile: Profile, server: StagedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "from-the-environment")
    async with DefenderClient(profile) as client:
        await client.tokens.get(Resource.GRAPH)
    assert b"from-the-environment" in server.asked[-1].body


async def test_html_in_place_of_metadata_is_no_crash(
    client: DefenderClient, server: StagedServer
) -> None:
    path = f"/{TENANT}/v2.0/.well-known/openid-configuration"
    server.stage(path, Reply(200, b"<html>proxy</html>", {"Content-Type": "text/html"}))
    with pytest.raises(ProtocolError) as caught:
        await client.tokens.get(Resource.GRAPH)
    assert "authority" in caught.value.hint


async def test_a_stopped_authority_is_a_connection_error(
    authority: trustme.CA, tmp_path: Path
) -> None:
    profile = _profile_at("https://127.0.0.1:9", str(ca_file(authority, tmp_path)))
    async with DefenderClient(profile, GivenSecret(Secret("s"))) as client:
        with pytest.raises(ConnectFailed) as caught:
            await client.tokens.get(Resource.GRAPH)
    assert "127.0.0.1:9" in caught.value.message


async def test_an_untrusted_certificate_is_told_apart_from_a_dead_host(
    server: StagedServer, tmp_path: Path
) -> None:
    profile = _profile_at(server.url, str(ca_file(trustme.CA(), tmp_path)))
    async with DefenderClient(profile, GivenSecret(Secret("s"))) as client:
        with pytest.raises(TlsFailed) as caught:
            await client.tokens.get(Resource.GRAPH)
    assert "SSL_CERT_FILE" in caught.value.hint


async def test_requests_ca_bundle_does_not_beat_the_profiles_ca(
    client: DefenderClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "absent.pem"))
    assert (await client.tokens.get(Resource.GRAPH)).roles


async def test_what_runs_on_this_machine_is_not_asked_for_through_a_proxy(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    async with DefenderClient(profile, GivenSecret(Secret("s"))) as client:
        assert (await client.tokens.get(Resource.GRAPH)).roles


@pytest.mark.parametrize("content", [None, "not a certificate"])
async def test_a_bad_ca_file_is_named(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    with pytest.raises(ConfigError) as caught:
        async with DefenderClient(_profile_at("https://127.0.0.1:9", str(file))):
            pass
    assert file == caught.value.file


async def test_no_error_or_repr_holds_the_secret_or_the_token(
    client: DefenderClient, server: StagedServer
) -> None:
    token = await client.tokens.get(Resource.GRAPH)
    server.stage(TOKEN, Reply(401, WRONG_SECRET))
    with pytest.raises(CredentialsRejected) as caught:
        await client.tokens.acquire(Resource.GRAPH)
    shown = [repr(token), str(token), repr(caught.value), str(caught.value.details())]
    assert not any(SENTINEL in text or token.value.reveal() in text for text in shown)


def _profile_at(url: str, ca: str) -> Profile:
    hosts = {"authority": url, "graph": f"{url}/graph", "xdr": f"{url}/xdr"}
    return Profile.from_mapping(
        "p",
        {
            "tenant_id": TENANT,
            "client_id": "00001111-aaaa-2222-bbbb-3333cccc4444",
            "hosts": hosts,
            "ca_file": ca,
        },
    )


@pytest.mark.parametrize(
    "body",
    [
        [1],
        None,
        b"<html>",
        {"access_token": "a.b.c"},
        {"access_token": "a.b.c", "expires_in": "soon"},
        {"access_token": "a.b.c", "expires_in": [1]},
        {"access_token": "a.b.c", "expires_in": float("inf")},
        {"access_token": "a.b.c", "expires_in": 3600, "id_token": "x"},
        {"access_token": "a\nb", "expires_in": 3600},
        {"access_token": 5, "expires_in": 3600},
    ],
)
async def test_an_answer_that_holds_no_usable_token_is_one_clear_error(
    client: DefenderClient,
    server: StagedServer,
    body: object,
    capfd: pytest.CaptureFixture[str],
) -> None:
    server.stage(TOKEN, Reply(body=body))
    with pytest.raises(ProtocolError, match="identity provider's answer cannot be read"):
        await client.tokens.get(Resource.GRAPH)
    assert ("", "") == capfd.readouterr()


@pytest.mark.parametrize("life", [3599.0, "3599"])
async def test_a_token_s_life_may_be_any_kind_of_number(
    client: DefenderClient, server: StagedServer, clock: Clock, life: object
) -> None:
    server.stage(TOKEN, Reply(body={"access_token": "a.b.c", "expires_in": life}))
    assert 3599 == (await client.tokens.get(Resource.GRAPH)).seconds_left(clock.time)


async def test_a_life_beyond_all_calendars_is_cut(
    client: DefenderClient, server: StagedServer, clock: Clock
) -> None:
    server.stage(TOKEN, Reply(body={"access_token": "a.b.c", "expires_in": 10**30}))
    token = await client.tokens.get(Resource.GRAPH)
    assert 3600 < token.seconds_left(clock.time) < 30 * 24 * 3600


@pytest.mark.parametrize("secret", ["", "\udcff"])
async def test_a_secret_that_cannot_be_sent_is_no_request(
    profile: Profile, server: StagedServer, secret: str
) -> None:
    async with DefenderClient(profile, GivenSecret(Secret(secret))) as client:
        with pytest.raises(ConfigError) as caught:
            await client.tokens.get(Resource.GRAPH)
    assert "credential" == caught.value.key
    # Python's own fault for such a character holds the whole secret.
    assert caught.value.__context__ is None
    assert [] == server.asked


@pytest.mark.parametrize(
    "proxy", ["ftp://proxy:3128", "socks5://proxy:1080", "http://[::1", "http://user:pa\udcff@p:1"]
)
async def test_proxy_settings_that_cannot_be_used_are_named_without_their_password(
    profile: Profile, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(ConfigError) as caught:
        async with DefenderClient(profile, GivenSecret(Secret("s"))):
            pass
    assert "HTTPS_PROXY" == caught.value.key
    assert "user" not in caught.value.message + caught.value.hint


async def test_a_client_that_was_closed_meanwhile_gives_no_token(
    profile: Profile, server: StagedServer
) -> None:
    async with DefenderClient(profile, GivenSecret(Secret("s"))) as client:
        waiting = asyncio.create_task(client.tokens.get(Resource.GRAPH))
        await asyncio.sleep(0)
        await client.aclose()
        with pytest.raises(NetworkError, match="closed meanwhile"):
            await waiting
    assert client.tokens.known(Resource.GRAPH) is None


async def test_a_token_that_was_on_its_way_when_all_were_dropped_is_not_kept(
    client: DefenderClient,
) -> None:
    waiting = asyncio.create_task(client.tokens.get(Resource.GRAPH))
    await asyncio.sleep(0)
    client.tokens.forget()
    assert (await waiting).value
    assert client.tokens.known(Resource.GRAPH) is None
