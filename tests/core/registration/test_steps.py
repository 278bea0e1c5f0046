from __future__ import annotations

import pytest

from defender_tui.core.clouds import CHINA, CLOUDS, GCC_HIGH
from defender_tui.core.permissions import Capability
from defender_tui.core.registration.guide_step import GuideStep, StepId
from defender_tui.core.registration.plan import Proof, RegistrationPlan
from defender_tui.core.registration.steps import guide_steps

CLIENT = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"


def step(id: StepId, plan: RegistrationPlan | None = None) -> GuideStep:
    return next(one for one in guide_steps(plan or RegistrationPlan()) if one.id is id)


def words(one: GuideStep) -> str:
    return " ".join((*one.presses, *one.traps, one.formerly, one.path))


def test_the_steps_stand_in_their_order_and_customers_only_where_there_are_some() -> None:
    alone = [one.id for one in guide_steps(RegistrationPlan())]
    assert [id for id in StepId if id is not StepId.PARTNER] == alone
    assert list(StepId) == [one.id for one in guide_steps(RegistrationPlan(is_partner=True))]


def test_the_permissions_are_those_of_the_chosen_features() -> None:
    plan = RegistrationPlan(features=frozenset({Capability.HUNT, Capability.ISOLATE_DEVICES}))
    found = step(StepId.PERMISSIONS, plan)
    values = [one.text for one in found.values]
    for expected in (
        "ThreatHunting.Read.All",
        "Microsoft Threat Protection",
        "AdvancedHunting.Read.All",
        "WindowsDefenderATP",
        "Machine.Isolate",
    ):
        assert expected in values
    assert "SecurityIncident.Read.All" not in words(found)


def test_the_traps_are_named_where_they_are() -> None:
    assert "do not show before you type" in words(step(StepId.PERMISSIONS))
    assert "after every permission" in words(step(StepId.CONSENT))
    assert "only in tokens that are made afterwards" in words(step(StepId.CONSENT))
    assert "shown once" in words(step(StepId.PROOF))
    assert "Secret ID" in words(step(StepId.PROOF))


def test_links_lead_to_the_application_once_its_id_is_known() -> None:
    assert step(StepId.PERMISSIONS).link is None
    link = step(StepId.PERMISSIONS, RegistrationPlan(client_id=CLIENT)).link
    assert link is not None
    assert link.startswith("https://entra.microsoft.com/")
    assert link.endswith(CLIENT)


def test_the_first_link_needs_no_id_and_follows_the_cloud() -> None:
    link = step(StepId.REGISTER, RegistrationPlan(cloud=GCC_HIGH)).link
    assert link is not None
    assert link.startswith("https://entra.microsoft.us/")


@pytest.mark.parametrize("proof", Proof)
def test_each_credential_has_a_step_of_its_own(proof: Proof) -> None:
    titles = {Proof.SECRET: "secret", Proof.CERTIFICATE: "cer", Proof.FEDERATED: "issuer"}
    assert titles[proof] in words(step(StepId.PROOF, RegistrationPlan(proof=proof)))


def test_a_partner_registers_for_several_tenants_with_the_redirect_uri() -> None:
    plan = RegistrationPlan(is_partner=True, client_id=CLIENT)
    register = step(StepId.REGISTER, plan)
    assert "https://portal.azure.com" in [one.text for one in register.values]
    assert "Multiple Entra ID tenants" in words(register)
    links = [one.text for one in step(StepId.PARTNER, plan).values]
    assert all(CLIENT in link for link in links)
    assert any("/v2.0/adminconsent?" in link for link in links)
    assert any("/oauth2/authorize?" in link for link in links)


def test_a_cloud_without_the_apis_says_so_first() -> None:
    assert "has none of these APIs" in words(step(StepId.CHOOSE, RegistrationPlan(cloud=CHINA)))


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_cloud_has_its_steps(cloud: str) -> None:
    plan = RegistrationPlan(cloud=CLOUDS[cloud], is_partner=True)
    assert len(StepId) == len(guide_steps(plan, state="s"))
