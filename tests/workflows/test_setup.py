"""The checks of a registration, each seen passing and failing on a served sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from defender_tui.core.errors import AuthError, ConnectFailed, NotPermitted
from defender_tui.core.permissions import Capability
from defender_tui.core.secret import Secret, SecretPurpose
from defender_tui.workflows.credential_test import StepState
from defender_tui.workflows.key_pair import make_key_pair
from defender_tui.workflows.setup import Check, CheckNews, without_credential

from .registered import Registered, checked, registered, wanted

NOBODY = "00000000-1111-4222-8333-444444444444"


@pytest.fixture(scope="module")
def tenant() -> Iterator[Registered]:
    with registered() as running:
        yield running


def states(news: list[CheckNews]) -> list[tuple[Check, StepState]]:
    return [(one.check, one.state) for one in news if one.state is not StepState.RUNNING]


def failed(news: list[CheckNews]) -> tuple[Check, int | None]:
    last = news[-1]
    assert StepState.FAILED is last.state
    assert last.error is not None
    assert last.error.hint
    return last.check, last.error.aadsts if isinstance(last.error, AuthError) else None


async def test_a_registration_that_is_complete_passes_every_check(tenant: Registered) -> None:
    news = await checked(tenant.draft(), tenant.typed(), wanted(*Capability))
    assert [(check, StepState.PASSED) for check in Check] == states(news)
    assert "SecurityIncident.ReadWrite.All" in news[-1].detail
    assert "Machine.Isolate" in news[-1].detail


async def test_the_checks_stop_where_they_are_told_to(tenant: Registered) -> None:
    news = await checked(tenant.draft(), tenant.typed(), last=Check.PROOF)
    assert [Check.TENANT, Check.APP, Check.PROOF] == [check for check, _ in states(news)]


async def test_a_domain_gives_the_tenants_id(tenant: Registered) -> None:
    news = await checked(tenant.draft(tenant_id="contoso.example"), {}, last=Check.TENANT)
    assert tenant.line["tenant_id"] == news[-1].tenant_id
    assert tenant.line["tenant_id"] in news[-1].detail


async def test_a_tenant_that_does_not_exist_fails_at_the_tenant(tenant: Registered) -> None:
    for name in (NOBODY, "nowhere.example"):
        news = await checked(tenant.draft(tenant_id=name), tenant.typed())
        assert Check.TENANT is failed(news)[0]


async def test_an_identity_provider_that_is_not_there_fails_at_the_tenant(
    tenant: Registered, unused_tcp_port: int
) -> None:
    draft = tenant.draft()
    hosts = {"authority": f"https://127.0.0.1:{unused_tcp_port}"}
    from dataclasses import replace

    from defender_tui.core.clouds import custom_cloud

    news = await checked(replace(draft, cloud=custom_cloud(hosts)), tenant.typed())
    assert Check.TENANT is news[-1].check
    assert isinstance(news[-1].error, ConnectFailed)


@pytest.mark.parametrize(("name", "code"), [("disabled", 7000112), ("without-principal", 7000229)])
async def test_an_application_that_may_not_sign_in_fails_at_the_application(
    tenant: Registered, name: str, code: int
) -> None:
    news = await checked(tenant.draft(name), tenant.typed(name))
    assert (Check.APP, code) == failed(news)


async def test_an_application_that_is_not_in_the_tenant_fails_at_the_application(
    tenant: Registered,
) -> None:
    unknown = await checked(tenant.draft(client_id=NOBODY), tenant.typed())
    assert (Check.APP, 700016) == failed(unknown)
    northwind = tenant.draft("multi-tenant", tenant_id=tenant.tenant_id("Northwind Traders"))
    not_consented = await checked(northwind, tenant.typed("multi-tenant"))
    assert (Check.APP, 700016) == failed(not_consented)


async def test_an_application_is_found_before_it_has_a_secret(tenant: Registered) -> None:
    draft, made_up = without_credential(tenant.draft())
    known = await checked(draft, made_up, last=Check.APP)
    assert [(Check.TENANT, StepState.PASSED), (Check.APP, StepState.PASSED)] == states(known)
    stranger, made_up = without_credential(tenant.draft(client_id=NOBODY))
    assert (Check.APP, 700016) == failed(await checked(stranger, made_up, last=Check.APP))


@pytest.mark.parametrize(("name", "code"), [("expired-secret", 7000222), ("public-client", 700025)])
async def test_a_credential_that_is_no_longer_good_fails_at_the_credential(
    tenant: Registered, name: str, code: int
) -> None:
    news = await checked(tenant.draft(name), tenant.typed(name))
    assert (Check.PROOF, code) == failed(news)


async def test_a_wrong_secret_fails_at_the_credential_of_a_known_application(
    tenant: Registered,
) -> None:
    typed = {SecretPurpose.CLIENT_SECRET: Secret("not~it")}
    news = await checked(tenant.draft(), typed)
    assert (Check.PROOF, 7000215) == failed(news)
    assert (Check.APP, StepState.PASSED) in states(news)
    assert "not~it" not in repr(news)


async def test_roles_that_were_never_consented_to_are_named(tenant: Registered) -> None:
    news = await checked(tenant.draft("no-roles"), tenant.typed("no-roles"))
    assert Check.ROLES is failed(news)[0]
    error = news[-1].error
    assert isinstance(error, NotPermitted)
    assert ("SecurityIncident.Read.All", "ThreatHunting.Read.All") == error.required
    assert () == error.held


async def test_a_missing_role_is_named_with_the_feature_that_it_is_for(tenant: Registered) -> None:
    wish = wanted(Capability.BROWSE_INCIDENTS, Capability.CHANGE_INCIDENTS)
    news = await checked(tenant.draft("read-only"), tenant.typed("read-only"), wish)
    assert Check.ROLES is failed(news)[0]
    assert "change incidents" in news[-1].detail
    assert "browse incidents" not in news[-1].detail
    assert "SecurityIncident.ReadWrite.All" in news[-1].detail


async def test_an_api_without_any_of_the_roles_fails_though_others_have_theirs(
    tenant: Registered,
) -> None:
    wish = wanted(Capability.HUNT, Capability.ISOLATE_DEVICES)
    news = await checked(tenant.draft("read-only"), tenant.typed("read-only"), wish)
    error = news[-1].error
    assert isinstance(error, NotPermitted)
    assert ("Machine.Isolate",) == error.required


async def test_a_registered_certificate_passes_and_a_new_one_is_not_known_yet(
    tenant: Registered, tmp_path: Path
) -> None:
    registered_file = Path(tenant.app("full")["certificate_file"])
    news = await checked(tenant.with_certificate(registered_file), {})
    assert (Check.PROOF, StepState.PASSED) in states(news)
    pair = await make_key_pair(tmp_path, "new", now=datetime.now(UTC))
    refused = await checked(tenant.with_certificate(pair.private_file), {})
    assert (Check.PROOF, 700027) == failed(refused)
