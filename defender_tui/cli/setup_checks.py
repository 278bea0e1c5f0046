"""The checks of `defender-tui setup`, each told as it ends."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.errors import DefenderTuiError
from ..core.profiles import Profile
from ..core.registration.plan import RegistrationPlan
from ..core.secret import Secret, SecretPurpose
from ..workflows.credential_test import StepState
from ..workflows.session import Session
from ..workflows.setup import Check, Wanted
from .setup_text import print_check

Typed = Mapping[SecretPurpose, Secret]


async def run_checks(
    session: Session,
    plan: RegistrationPlan,
    draft: Profile,
    typed: Typed,
    *,
    last: Check = Check.ROLES,
) -> DefenderTuiError | None:
    """Run the checks and print how each ends; give why one failed, `None` when all passed."""
    failed = None
    wanted = Wanted(plan.features, plan.roles)
    async for news in session.check_registration(draft, typed, wanted, last=last):
        print_check(news)
        if news.state is StepState.FAILED:
            failed = news.error
    return failed
