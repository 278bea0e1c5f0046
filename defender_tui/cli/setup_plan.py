"""The plan that the options of `defender-tui setup` make."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from ..core.clouds import cloud_named
from ..core.profiles import Profile
from ..core.registration.features import USUAL_FEATURES
from ..core.registration.plan import Proof, RegistrationPlan, Trust
from .failure import UsageError


def plan_from(arguments: Namespace, profile: Profile | None = None) -> RegistrationPlan:
    """Make the plan; what is not given comes from the profile, if there is one.

    Raises:
        UsageError: of issuer and subject only one is given.
    """
    if bool(arguments.issuer) != bool(arguments.subject):
        raise UsageError("--issuer and --subject belong together.")
    trust = Trust(arguments.issuer, arguments.subject) if arguments.issuer else None
    plan = RegistrationPlan(
        app_name=arguments.name,
        tenant_id=arguments.tenant or "",
        client_id=arguments.client_id or "",
        cloud=cloud_named(arguments.cloud),
        features=arguments.features or USUAL_FEATURES,
        proof=Proof.FEDERATED if trust else Proof(arguments.credential),
        certificate_file=arguments.certificate,
        trust=trust,
        is_partner=arguments.partner,
        redirect_uri=arguments.redirect_uri,
    )
    if profile is None:
        return plan
    return replace(
        plan,
        tenant_id=plan.tenant_id or profile.tenant_id,
        client_id=plan.client_id or profile.client_id,
        cloud=profile.cloud,
    )
