"""What the Token screen asks of a session, answered by a served sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from defender_tui.client.environment import EnvironmentSecrets
from defender_tui.core.credentials import ClientSecret, SecretPlace
from defender_tui.core.custom_resource import CustomResource
from defender_tui.core.errors import ConfigError
from defender_tui.core.profiles import Profile
from defender_tui.core.resources import Resource
from defender_tui.core.secret import Secret, SecretPurpose
from defender_tui.core.signature import SignatureVerdict
from defender_tui.store.memory import MemoryProfiles
from defender_tui.store.secrets import RunSecrets
from defender_tui.workflows.secrets import SecretPlaces
from defender_tui.workflows.session import Session, SessionParts
from tests.conformance.served import Served, serving


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving("--no-quota", home=tmp_path_factory.mktemp("tokens")) as served:
        yield served


@asynccontextmanager
async def session_of(sandbox: Served, name: str) -> AsyncIterator[Session]:
    """Give a session that works as one of the sandbox's applications."""
    app = sandbox.app(name)
    hosts = {"authority": sandbox.authority, "graph": sandbox.graph, "xdr": sandbox.xdr}
    table: dict[str, object] = {
        "tenant_id": sandbox.tenant_id,
        "client_id": app.client_id,
        "hosts": hosts,
        "ca_file": str(sandbox.ca_file),
        "credential": {"kind": ClientSecret().kind.value, "place": SecretPlace.RUN.value},
    }
    places = SecretPlaces(RunSecrets(), EnvironmentSecrets(), lambda: None)
    session = Session(SessionParts(MemoryProfiles(), places))
    await session.start()
    secret = {SecretPurpose.CLIENT_SECRET: Secret(app.client_secret)}
    await session.save_profile(Profile.from_mapping(name, table), secret)
    try:
        yield session
    finally:
        await session.close()


async def test_an_xdr_signature_is_verified_and_graphs_cannot_be(sandbox: Served) -> None:
    async with session_of(sandbox, "full") as session:
        verdicts = [
            (await session.check_signature((await session.acquire(api)).value)).verdict
            for api in (Resource.XDR, Resource.GRAPH)
        ]
    assert [SignatureVerdict.VERIFIED, SignatureVerdict.NOT_CHECKABLE] == verdicts


async def test_a_token_with_a_changed_signature_is_a_strangers(sandbox: Served) -> None:
    async with session_of(sandbox, "full") as session:
        head, claims, signature = (await session.acquire(Resource.XDR)).value.reveal().split(".")
        forged = Secret(f"{head}.{claims}.{signature[::-1]}")
        state = await session.check_signature(forged)
    assert SignatureVerdict.BY_STRANGER is state.verdict


async def test_grants_are_given_once_the_graph_token_may_read_them(sandbox: Served) -> None:
    async with session_of(sandbox, "directory-reader") as session:
        assert await session.granted_roles(Resource.XDR) is None
        await session.acquire(Resource.GRAPH)
        held = (await session.acquire(Resource.XDR)).roles
        assert sorted(held) == list(await session.granted_roles(Resource.XDR) or ())


async def test_dropped_tokens_are_asked_for_anew(sandbox: Served) -> None:
    async with session_of(sandbox, "full") as session:
        first = await session.acquire(Resource.XDR)
        assert first == await session.acquire(Resource.XDR)
        session.forget_tokens()
        assert session.known_token(Resource.XDR) is None
        assert first.value != (await session.acquire(Resource.XDR)).value


async def test_a_typed_audience_is_asked_for_and_not_kept(sandbox: Served, tmp_path: Path) -> None:
    async with session_of(sandbox, "full") as session:
        token = await session.acquire_custom(CustomResource("https://api.security.microsoft.com"))
        assert session.known_token(Resource.XDR) is None
        assert session.clock_skew_s is not None
        assert abs(session.clock_skew_s) < 5
        file = tmp_path / "token"
        await session.save_token(file, token.value)
        assert token.value.reveal() == file.read_text(encoding="utf-8").strip()


async def test_without_a_profile_there_is_no_token_to_drop_or_check() -> None:
    places = SecretPlaces(RunSecrets(), EnvironmentSecrets(), lambda: None)
    session = Session(SessionParts(MemoryProfiles(), places))
    await session.start()
    session.forget_tokens()
    assert session.clock_skew_s is None
    with pytest.raises(ConfigError, match="No profile"):
        await session.check_signature(Secret("a.b.c"))
