"""The guided registration as a conversation: what is asked, what is checked, what is saved."""

from __future__ import annotations

import asyncio
import secrets
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from ..core.credentials import Certificate, ClientSecret, Credential, FederatedToken
from ..core.profiles import (
    Profile,
    client_id_problem,
    profile_name_problem,
    secret_problem,
    tenant_problem,
)
from ..core.registration.guide_step import StepId
from ..core.registration.landing import read_landing
from ..core.registration.plan import Proof, RegistrationPlan
from ..core.registration.steps import guide_steps
from ..core.secret import Secret, SecretPurpose
from ..core.typed_path import typed_path
from ..workflows.session import Session
from ..workflows.setup import Check, without_credential
from .embedded import EmbeddedSandbox
from .failure import failure_line
from .opening import demo_parts, screen_parts
from .setup_checks import run_checks
from .setup_plan import plan_from
from .setup_questions import Questions
from .setup_text import print_plan, print_step

FIRST_NAME = "default"
_STATE_BYTES = 24


def guide(arguments: Namespace, questions: Questions | None = None) -> int:
    """Go through the steps with a person and give the exit code.

    Raises:
        DefenderTuiError: the person stopped before the end, or the profile could not be saved.
    """
    with asyncio.Runner() as runner, opened(arguments, runner) as session:
        Conversation(session, runner, plan_from(arguments, session.profile), questions).hold()
    return 0


def check_identity(arguments: Namespace) -> int:
    """Print the steps, then check the identity that the options name.

    Raises:
        NotPermitted: a role that the features need is missing.
        DefenderTuiError: another check failed.
    """
    with asyncio.Runner() as runner, opened(arguments, runner) as session:
        plan = plan_from(arguments, session.profile)
        print_plan(plan)
        steps = guide_steps(plan, state=secrets.token_hex(_STATE_BYTES))
        for number, step in enumerate(steps, start=1):
            print_step(number, step)
        profile = session.profile
        if profile is not None:
            failed = runner.run(run_checks(session, plan, _aimed(profile, plan), {}))
            if failed is not None:
                raise failed
    return 0


@contextmanager
def opened(arguments: Namespace, runner: asyncio.Runner) -> Iterator[Session]:
    """Start the session that the options ask for; a first one has no profile yet.

    Raises:
        DefenderTuiError: the profile cannot be read, or the sandbox did not start.
    """
    sandbox = EmbeddedSandbox() if arguments.demo else None
    try:
        session = Session(demo_parts(sandbox) if sandbox else screen_parts(arguments.profile))
        try:
            runner.run(session.start())
            yield session
        finally:
            runner.run(session.close())
    finally:
        if sandbox is not None:
            sandbox.stop()


class Conversation:
    """One walk through the steps. What is known already is offered as the usual answer."""

    def __init__(
        self,
        session: Session,
        runner: asyncio.Runner,
        plan: RegistrationPlan,
        questions: Questions | None = None,
    ) -> None:
        self._session = session
        self._runner = runner
        self._plan = plan
        self._ask = questions or Questions()
        self._state = secrets.token_hex(_STATE_BYTES)
        self._credential: Credential = ClientSecret(session.secret_places()[0])
        self._typed: dict[SecretPurpose, Secret] = {}

    def hold(self) -> None:
        """Go through all steps.

        Raises:
            DefenderTuiError: the person stopped, or the profile could not be saved.
        """
        print_plan(self._plan)
        ids = [step.id for step in guide_steps(self._plan)]
        for number, id in enumerate(ids, start=1):
            if id is StepId.PROOF and self._plan.proof is Proof.CERTIFICATE:
                self._offer_key_pair()
            step = next(one for one in guide_steps(self._plan, state=self._state) if one.id is id)
            print_step(number, step)
            self._after(id)

    def _after(self, id: StepId) -> None:
        match id:
            case StepId.IDS:
                self._ask_ids()
            case StepId.PROOF:
                self._ask_proof()
            case StepId.PARTNER:
                self._ask_landing()
            case StepId.CHECK:
                self._check_all()
                self._save()
            case _:
                self._ask.ask("Enter goes on, q stops")

    def _ask_ids(self) -> None:
        while True:
            tenant = self._ask.ask(
                "Directory (tenant) id", default=self._plan.tenant_id, problem=tenant_problem
            )
            client = self._ask.ask(
                "Application (client) id", default=self._plan.client_id, problem=client_id_problem
            )
            self._plan = replace(self._plan, tenant_id=tenant, client_id=client)
            draft, made_up = without_credential(self._draft())
            failed = self._runner.run(
                run_checks(self._session, self._plan, draft, made_up, last=Check.APP)
            )
            if failed is None:
                return
            print(f"   {failure_line(failed)}")
            if self._ask.agree("Type the ids again?"):
                continue
            return

    def _offer_key_pair(self) -> None:
        if self._plan.certificate_file or not self._ask.agree("Make a key and a certificate here?"):
            return
        name = self._ask.ask("Name of the files", default=FIRST_NAME, problem=profile_name_problem)
        pair = self._runner.run(self._session.make_key_pair(name))
        print(f"   The private key is in {pair.private_file}, readable by you alone.")
        print(f"   Thumbprint {pair.thumbprint}, good until {pair.ends:%Y-%m-%d}.")
        self._plan = replace(self._plan, certificate_file=pair.certificate_file)
        self._credential = Certificate(pair.private_file)

    def _ask_proof(self) -> None:
        match self._plan.proof:
            case Proof.SECRET:
                secret = self._ask.ask_secret("Client secret, its value", problem=secret_problem)
                self._typed = {SecretPurpose.CLIENT_SECRET: secret} if secret else {}
            case Proof.CERTIFICATE if isinstance(self._credential, Certificate):
                self._ask.ask("Enter goes on, q stops")
            case Proof.CERTIFICATE:
                file = self._ask.ask("File with certificate and private key", problem=_file_problem)
                self._credential = Certificate(typed_path(file))
            case Proof.FEDERATED:
                file = self._ask.ask("File with the token (AZURE_FEDERATED_TOKEN_FILE if empty)")
                self._credential = FederatedToken(typed_path(file) if file else None)

    def _ask_landing(self) -> None:
        address = self._ask.ask("Address where the administrator landed (Enter for later)")
        if address:
            verdict = read_landing(address, redirect_uri=self._plan.redirect_uri, state=self._state)
            print(f"   {verdict.words} {verdict.next_step}")

    def _check_all(self) -> None:
        while True:
            failed = self._runner.run(
                run_checks(self._session, self._plan, self._draft(), self._typed)
            )
            if failed is None:
                return
            print(f"   {failure_line(failed)}")
            if self._ask.ask("Enter checks again, s goes on, q stops").casefold() == "s":
                return

    def _save(self) -> None:
        if not self._ask.agree("Save it as a profile?"):
            return
        held = self._session.profile
        name = self._ask.ask(
            "Name of the profile",
            default=held.name if held else FIRST_NAME,
            problem=profile_name_problem,
        )
        profile = replace(self._draft(), name=name)
        self._runner.run(self._session.save_profile(profile, self._typed))
        print(f"   Saved {name}. “defender-tui --profile {name}” opens it.")

    def _draft(self) -> Profile:
        held = self._session.profile
        draft = held or Profile(FIRST_NAME, "", "")
        return replace(_aimed(draft, self._plan), credential=self._credential)


def _aimed(profile: Profile, plan: RegistrationPlan) -> Profile:
    """Give a profile with the plan's ids; what belongs to another tenant or cloud is dropped."""
    is_same_tenant = profile.tenant_id == plan.tenant_id
    is_customer = any(one.tenant_id == plan.tenant_id for one in profile.tenants)
    return replace(
        profile,
        tenant_id=plan.tenant_id,
        client_id=plan.client_id,
        cloud=plan.cloud,
        tenant_name=profile.tenant_name if is_same_tenant else None,
        tenants=profile.tenants if is_customer else (),
    )


def _file_problem(text: str) -> str | None:
    if not text or not typed_path(text).is_file():
        return "There is no such file."
    return None
