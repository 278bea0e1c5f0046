"""The guided registration as data: each step for one plan.

Source: https://learn.microsoft.com/en-us/defender-xdr/api-create-app-web
Source: https://learn.microsoft.com/en-us/entra/identity-platform/quickstart-register-app
"""

from __future__ import annotations

from collections.abc import Iterator

from ..permissions import Capability
from ..portal import Page, admin_center, listed_as
from ..resources import Resource
from .consent import ConsentForm, consent_link
from .features import offered_apis
from .guide_step import CopyValue, GuideStep, StepId
from .plan import RegistrationPlan, manifest_text
from .proof_step import proof_step

_NEW = "#view/Microsoft_AAD_RegisteredApps/CreateApplicationBlade/quickStartType~/null"
_ID_PLACE = "00000000-0000-0000-0000-000000000000"


def guide_steps(plan: RegistrationPlan, *, state: str = "") -> tuple[GuideStep, ...]:
    """Give the steps in their order; the one for customers only where the plan has them.

    `state` goes into the consent links.
    """
    return tuple(_steps(plan, state))


def _steps(plan: RegistrationPlan, state: str) -> Iterator[GuideStep]:
    yield _choose(plan)
    yield _register(plan)
    yield _ids(plan)
    yield _permissions(plan)
    yield _consent(plan)
    yield proof_step(plan)
    if plan.is_partner:
        yield _partner(plan, state)
    yield _check(plan)


def _choose(plan: RegistrationPlan) -> GuideStep:
    chosen = [one.value for one in Capability if one in plan.features]
    traps = []
    if not offered_apis(plan.cloud):
        traps.append(f"The cloud “{plan.cloud.title}” has none of these APIs.")
    return GuideStep(
        StepId.CHOOSE,
        presses=(f"It is to: {', '.join(chosen) or 'do nothing yet'}.",),
        traps=tuple(traps),
    )


def _register(plan: RegistrationPlan) -> GuideStep:
    accounts = (
        "Multiple Entra ID tenants (any organizational directory), as customers are to use it"
        if plan.is_partner
        else "Single tenant only (this organizational directory)"
    )
    redirect = (
        f"Under Redirect URI choose Web and enter {plan.redirect_uri}."
        if plan.is_partner
        else "Leave Redirect URI empty: nobody signs in to it."
    )
    center = admin_center(plan.cloud.authority)
    values = [CopyValue("Name", plan.app_name)]
    if plan.is_partner:
        values.append(CopyValue("Redirect URI", plan.redirect_uri))
    return GuideStep(
        StepId.REGISTER,
        path="Entra admin center > App registrations > New registration",
        link=f"{center}/{_NEW}" if center else None,
        presses=(
            "Sign in with at least the role Application Developer.",
            "Enter the name.",
            f"Under Supported account types choose {accounts}.",
            redirect,
            "Press Register.",
        ),
        values=tuple(values),
        formerly="Older instructions start at Azure Active Directory, which Entra ID was called "
        "until 2023, and ask for a Global Administrator, which registering does not take.",
    )


def _ids(plan: RegistrationPlan) -> GuideStep:
    return GuideStep(
        StepId.IDS,
        path=Page.OVERVIEW.path,
        link=plan.link_to(Page.OVERVIEW),
        presses=(
            "Copy Application (client) ID.",
            "Copy Directory (tenant) ID.",
        ),
        values=tuple(
            CopyValue(label, text)
            for label, text in (
                ("Application (client) id", plan.client_id),
                ("Directory (tenant) id", plan.tenant_id),
            )
            if text
        ),
        traps=("Object ID stands between the two and is neither of them.",),
        formerly="The old page notes the ids last; the links of the next steps need them now.",
    )


def _permissions(plan: RegistrationPlan) -> GuideStep:
    presses = []
    values = []
    for api, roles in plan.roles.items():
        way = listed_as(api)
        typed = api in {Resource.XDR, Resource.MDE}
        search = ", typed into the search box" if typed else ""
        presses.append(
            f"Add a permission > {way}{search} > Application permissions: tick "
            f"{', '.join(roles)}; press Add permissions."
        )
        if typed:
            values.append(CopyValue("API", way.rpartition("> ")[2]))
        values += [CopyValue(api.label, role) for role in roles]
    if plan.roles and plan.has_known_role_ids:
        values.append(CopyValue("All at once, for the Manifest page", manifest_text(plan.roles)))
    return GuideStep(
        StepId.PERMISSIONS,
        path=Page.PERMISSIONS.path,
        link=plan.link_to(Page.PERMISSIONS),
        presses=tuple(presses) or ("Nothing was chosen that takes a permission.",),
        values=tuple(values),
        traps=(
            "Microsoft Threat Protection and WindowsDefenderATP do not show before you type.",
            "Application permissions, not Delegated permissions: nobody is signed in.",
            "The Manifest page's list has to hold what was there before, too.",
        ),
        formerly="Microsoft Threat Protection is an old name of Defender XDR, once Microsoft 365 "
        "Defender. The name of its role is Incident.Read.All, without an s.",
    )


def _consent(plan: RegistrationPlan) -> GuideStep:
    return GuideStep(
        StepId.CONSENT,
        path=Page.PERMISSIONS.path,
        link=plan.link_to(Page.PERMISSIONS),
        presses=(
            "Press Grant admin consent for your tenant, then Yes.",
            "Each permission then says Granted under Status.",
        ),
        traps=(
            "For Microsoft Graph it takes a Privileged Role Administrator or a Global "
            "Administrator; for the other APIs a Cloud Application Administrator will do.",
            "Consent again after every permission that is added later.",
            "Roles appear only in tokens that are made afterwards.",
        ),
    )


def _partner(plan: RegistrationPlan, state: str) -> GuideStep:
    return GuideStep(
        StepId.PARTNER,
        path=Page.AUTHENTICATION.path,
        link=plan.link_to(Page.AUTHENTICATION),
        presses=(
            f"Under Authentication the redirect URI {plan.redirect_uri} is listed for Web.",
            "Under Supported account types more than your own tenant is chosen.",
            "Send each customer one of the links; their administrator opens it and presses Accept.",
            "Ask for the address on which their browser ends, and paste it here.",
        ),
        values=consent_values(plan, state),
        traps=(
            "The application then gets its tokens from each customer's own tenant id.",
            "The address proves nothing by itself, and the tenant in it least of all: test it.",
            "It takes no consent of customers to work in your own tenant.",
        ),
    )


def consent_values(plan: RegistrationPlan, state: str) -> tuple[CopyValue, ...]:
    """Give the consent links to pass on, the one that asks for everything at once first.

    While the application id is not known, zeros stand for it.
    """
    forms = [(ConsentForm.ADMIN_V1, Resource.XDR, "Consent link (everything at once)")]
    forms += [(ConsentForm.ADMIN_V2, api, f"Consent link (v2, {api.label})") for api in plan.roles]
    forms.append((ConsentForm.AUTHORIZE, Resource.XDR, "Consent link (sign-in, as the old page)"))
    return tuple(
        CopyValue(
            label,
            consent_link(
                form,
                client_id=plan.client_id or _ID_PLACE,
                cloud=plan.cloud,
                redirect_uri=plan.redirect_uri,
                state=state,
                api=api,
            ),
        )
        for form, api, label in forms
    )


def _check(plan: RegistrationPlan) -> GuideStep:
    wanted = [f"{api.label}: {', '.join(roles)}" for api, roles in plan.roles.items()]
    return GuideStep(
        StepId.CHECK,
        presses=(
            "Check the tenant, the application, its credential and its roles.",
            *(f"The token for {one}." for one in wanted),
            "Save it as a profile.",
        ),
        traps=(
            "A token is given even to an application without any role: only its roles count.",
            "A new consent or certificate may take a minute to be known everywhere.",
        ),
    )
