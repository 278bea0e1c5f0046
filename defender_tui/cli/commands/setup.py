"""`defender-tui setup`: an application registered step by step, or by a script."""

from __future__ import annotations

import secrets
import sys
from argparse import Namespace

from ...core.errors import DefenderTuiError
from ...core.registration.landing import read_landing
from ...core.registration.plan import RegistrationPlan
from ...core.registration.steps import consent_values, guide_steps
from ..failure import UsageError
from ..setup_plan import plan_from
from ..setup_text import print_copy_value, print_plan, print_step
from ..streams import note

_STATE_BYTES = 24


def run(arguments: Namespace) -> int:
    """Print the steps, a script or the consent links, or read where an administrator landed.

    On a terminal it asks for the ids, checks them and offers to save the profile. With `--profile`
    or `--demo` that identity is checked after the steps.

    Raises:
        UsageError: options contradict each other.
        NotPermitted: a role that the features need is missing.
        DefenderTuiError: another check failed, or the customer's administrator did not consent.
    """
    if arguments.demo and arguments.profile:
        raise UsageError("Use either --profile or --demo.")
    if arguments.landed is not None:
        return _read_landing(arguments)
    if arguments.script:
        print(_script(arguments.script, plan_from(arguments)), end="")
        return 0
    if arguments.consent_link:
        return _print_links(arguments)
    if sys.stdin.isatty() and sys.stdout.isatty():
        from ..setup_guide import guide

        return guide(arguments)
    if arguments.demo or arguments.profile:
        from ..setup_guide import check_identity

        return check_identity(arguments)
    print_all_steps(plan_from(arguments))
    return 0


def print_all_steps(plan: RegistrationPlan) -> None:
    """Print the whole guide in its order."""
    print_plan(plan)
    for number, step in enumerate(guide_steps(plan, state=_new_state()), start=1):
        print_step(number, step)


def _script(kind: str, plan: RegistrationPlan) -> str:
    if kind == "az":
        from ...core.registration.az_script import az_script

        return az_script(plan)
    from ...core.registration.powershell_script import powershell_script

    return powershell_script(plan)


def _print_links(arguments: Namespace) -> int:
    arguments.client_id = arguments.consent_link
    state = arguments.state or _new_state()
    for value in consent_values(plan_from(arguments), state):
        print_copy_value(value)
    note("Afterwards read the address where the administrator landed:")
    note(f"  defender-tui setup --state {state} --landed 'ADDRESS'")
    return 0


def _read_landing(arguments: Namespace) -> int:
    if not arguments.state:
        raise UsageError("--landed needs the --state of the link that was sent.")
    verdict = read_landing(
        arguments.landed, redirect_uri=arguments.redirect_uri, state=arguments.state
    )
    if not verdict.is_granted:
        said = f" Entra said: {verdict.said}" if verdict.said else ""
        raise DefenderTuiError(f"{verdict.words}{said}", hint=verdict.next_step)
    print(verdict.words)
    if verdict.claimed_tenant:
        print(f"It names the tenant {verdict.claimed_tenant}.")
    print(verdict.next_step)
    return 0


def _new_state() -> str:
    return secrets.token_hex(_STATE_BYTES)
