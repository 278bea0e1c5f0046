"""The demo's profiles: everything can be tried without a tenant."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from defender_tui.cli.demo_identity import read_announcement
from defender_tui.cli.embedded import EmbeddedSandbox
from defender_tui.cli.opening import demo_parts
from defender_tui.core.credentials import CredentialKind
from defender_tui.core.errors import AuthError
from defender_tui.core.resources import Resource
from defender_tui.workflows.session import Session

HOST = "https://127.0.0.1:7"
ANNOUNCED = {
    **{name: f"{HOST}/{name}" for name in ("authority", "graph", "xdr", "mde", "keyvault")},
    "ca_file": "/nowhere/ca.pem",
    "tenant_id": "11111111-2222-3333-4444-555555555555",
    "tenants": [
        {"name": "Contoso", "tenant_id": "11111111-2222-3333-4444-555555555555", "domain": "c.ex"},
        {"name": "Fabrikam", "tenant_id": "22222222-2222-3333-4444-555555555555", "domain": "f.ex"},
    ],
    "apps": [
        {"name": name, "client_id": f"{number}" * 36, "client_secret": f"planted-{name}"}
        for number, name in enumerate(
            ("full", "read-only", "no-roles", "multi-tenant", "federated")
        )
    ],
}


def test_only_what_is_announced_becomes_a_profile() -> None:
    names = [one.profile.name for one in read_announcement(json.dumps(ANNOUNCED).encode()).others]
    assert ["demo-read-only", "demo-no-roles", "demo-partner"] == names


def test_the_partner_has_every_tenant_and_starts_at_home() -> None:
    partner = read_announcement(json.dumps(ANNOUNCED).encode()).others[-1].profile
    assert ["Contoso", "Fabrikam"] == [one.name for one in partner.tenants]
    assert ("Contoso", ANNOUNCED["tenant_id"]) == (partner.tenant_name, partner.tenant_id)


def test_the_secrets_of_all_profiles_stay_out_of_sight() -> None:
    assert "planted" not in repr(read_announcement(json.dumps(ANNOUNCED).encode()))


@pytest.mark.parametrize("broken", [{"apps": []}, {"apps": [1]}, {"tenants": "none"}])
def test_another_program_is_not_taken_for_a_sandbox(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="announces itself otherwise"):
        read_announcement(json.dumps({**ANNOUNCED, **broken}).encode())


@pytest.fixture
def sandbox() -> Iterator[EmbeddedSandbox]:
    with EmbeddedSandbox(scale=0.1) as running:
        yield running


async def test_every_profile_of_the_demo_gets_a_token_and_a_partner_in_each_tenant(
    sandbox: EmbeddedSandbox,
) -> None:
    session = Session(demo_parts(sandbox))
    try:
        await session.start()
        assert session.profile is not None
        assert "demo" == session.profile.name
        kinds, refused = set(), []
        for one in await session.destinations():
            assert one.profile is not None
            kinds.add(one.profile.credential.kind)
            await session.switch_to(one.profile)
            try:
                token = await session.acquire(Resource.GRAPH)
            except AuthError:
                refused.append(one.profile.tenant_title)
            else:
                assert bool(token.roles) == (one.name != "demo-no-roles")
        assert set(CredentialKind) - {CredentialKind.MANAGED_IDENTITY} == kinds
        assert ["Northwind Traders"] == refused
    finally:
        await session.close()
