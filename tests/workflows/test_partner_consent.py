"""A customer's consent from the link to the token, with a browser that is an HTTP client."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from defender_tui.core.errors import AuthError, NotPermitted
from defender_tui.core.permissions import Capability
from defender_tui.core.registration.consent import ConsentForm, consent_link
from defender_tui.core.registration.landing import Landing, LandingVerdict, read_landing
from defender_tui.core.registration.plan import REDIRECT_URI
from defender_tui.core.resources import Resource
from defender_tui.workflows.credential_test import StepState
from defender_tui.workflows.setup import Check

from .registered import Registered, checked, registered, wanted

STATE = "our-own-state"
NAME = "multi-tenant"
CUSTOMER = "Northwind Traders"


@pytest.fixture
def sandbox() -> Iterator[Registered]:
    """Serve one for each test: a consent is remembered."""
    with registered() as running:
        yield running


@pytest.fixture
def browser(sandbox: Registered) -> Iterator[httpx.Client]:
    context = ssl.create_default_context(cafile=sandbox.line["ca_file"])
    with httpx.Client(verify=context) as client:
        yield client


def answer(
    sandbox: Registered,
    browser: httpx.Client,
    form: ConsentForm,
    *,
    accepts: bool = True,
    api: Resource = Resource.XDR,
) -> LandingVerdict:
    """Open the link, decide, and read the address where the browser is sent."""
    draft = sandbox.draft(NAME)
    link = consent_link(
        form,
        client_id=draft.client_id,
        cloud=draft.cloud,
        redirect_uri=REDIRECT_URI,
        state=STATE,
        api=api,
    )
    page = browser.get(link)
    assert 200 == page.status_code
    decision = "accept" if accepts else "cancel"
    fields = {"decision": decision, "tenant": sandbox.tenant_id(CUSTOMER)}
    landed = browser.post(link, data=fields).headers["location"]
    return read_landing(landed, redirect_uri=REDIRECT_URI, state=STATE)


@pytest.mark.parametrize("form", [ConsentForm.ADMIN_V1, ConsentForm.AUTHORIZE])
async def test_after_the_consent_the_application_works_in_the_customers_tenant(
    sandbox: Registered, browser: httpx.Client, form: ConsentForm
) -> None:
    customer = sandbox.tenant_id(CUSTOMER)
    draft = sandbox.draft(NAME, tenant_id=customer)
    before = await checked(draft, sandbox.typed(NAME))
    assert (Check.APP, StepState.FAILED) == (before[-1].check, before[-1].state)
    verdict = answer(sandbox, browser, form)
    assert verdict.is_granted
    if form is ConsentForm.ADMIN_V1:
        assert customer == verdict.claimed_tenant
    after = await checked(draft, sandbox.typed(NAME))
    assert (Check.ROLES, StepState.PASSED) == (after[-1].check, after[-1].state)


async def test_consent_to_one_api_gives_roles_on_that_one_alone(
    sandbox: Registered, browser: httpx.Client
) -> None:
    assert answer(sandbox, browser, ConsentForm.ADMIN_V2, api=Resource.GRAPH).is_granted
    draft = sandbox.draft(NAME, tenant_id=sandbox.tenant_id(CUSTOMER))
    news = await checked(draft, sandbox.typed(NAME), wanted(Capability.HUNT))
    error = news[-1].error
    assert isinstance(error, NotPermitted)
    assert ("AdvancedHunting.Read.All",) == error.required


@pytest.mark.parametrize("form", ConsentForm)
async def test_a_refusal_is_read_as_one_in_every_form(
    sandbox: Registered, browser: httpx.Client, form: ConsentForm
) -> None:
    verdict = answer(sandbox, browser, form, accepts=False)
    assert Landing.REFUSED is verdict.landing
    assert "did not agree" in verdict.words
    draft = sandbox.draft(NAME, tenant_id=sandbox.tenant_id(CUSTOMER))
    news = await checked(draft, sandbox.typed(NAME))
    assert Check.APP is news[-1].check


async def test_an_api_that_the_customer_has_no_licence_for_is_told_as_that(
    sandbox: Registered, browser: httpx.Client
) -> None:
    assert answer(sandbox, browser, ConsentForm.ADMIN_V1).is_granted
    draft = sandbox.draft(NAME, tenant_id=sandbox.tenant_id(CUSTOMER))
    wish = wanted(Capability.HUNT, Capability.ISOLATE_DEVICES)
    news = await checked(draft, sandbox.typed(NAME), wish)
    assert (Check.ROLES, StepState.FAILED) == (news[-1].check, news[-1].state)
    assert isinstance(news[-1].error, AuthError)
    assert news[-1].error.hint
    graph_only = replace(wish, roles={Resource.GRAPH: wish.roles[Resource.GRAPH]})
    assert StepState.PASSED is (await checked(draft, sandbox.typed(NAME), graph_only))[-1].state
