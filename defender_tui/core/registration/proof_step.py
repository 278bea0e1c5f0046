"""The step in which the application gets its credential."""

from __future__ import annotations

from ..portal import Page
from .guide_step import CopyValue, GuideStep, StepId
from .plan import EXAMPLE_TRUST, Proof, RegistrationPlan


def proof_step(plan: RegistrationPlan) -> GuideStep:
    """Give the step for the kind of credential that was chosen."""
    match plan.proof:
        case Proof.SECRET:
            return _secret(plan)
        case Proof.CERTIFICATE:
            return _certificate(plan)
        case Proof.FEDERATED:
            return _federated(plan)


def _secret(plan: RegistrationPlan) -> GuideStep:
    return GuideStep(
        StepId.PROOF,
        path=f"{Page.SECRETS.path} > Client secrets",
        link=plan.link_to(Page.SECRETS),
        presses=(
            "Press New client secret; describe it, choose when it ends, press Add.",
            "Copy the Value at once.",
        ),
        values=(CopyValue("Description", "defender-tui"),),
        traps=(
            "The value is shown once: after you leave the page nobody can read it again.",
            "The Secret ID beside it is not the value; a text shaped like a GUID is the id.",
            "It ends on its date, after at most two years. A certificate is the safer choice.",
        ),
    )


def _certificate(plan: RegistrationPlan) -> GuideStep:
    file = str(plan.certificate_file) if plan.certificate_file else ""
    return GuideStep(
        StepId.PROOF,
        path=f"{Page.SECRETS.path} > Certificates",
        link=plan.link_to(Page.SECRETS),
        presses=(
            "Press Upload certificate, choose the .cer file, press Add.",
            "Compare the thumbprint that the page lists then.",
        ),
        values=(CopyValue("Certificate to upload", file),) if file else (),
        traps=(
            "Upload the certificate alone; the file with the private key stays here.",
            "It may take a minute until a new certificate is accepted.",
        ),
    )


def _federated(plan: RegistrationPlan) -> GuideStep:
    trust = plan.trust or EXAMPLE_TRUST
    example = "" if plan.trust else " (an example)"
    return GuideStep(
        StepId.PROOF,
        path=f"{Page.SECRETS.path} > Federated credentials",
        link=plan.link_to(Page.SECRETS),
        presses=(
            "Press Add credential and choose where your tokens come from, or Other issuer.",
            "Enter issuer, subject and audience exactly as your tokens have them; press Add.",
        ),
        values=(
            CopyValue(f"Issuer{example}", trust.issuer),
            CopyValue(f"Subject{example}", trust.subject),
            CopyValue("Audience", plan.federation_audience),
        ),
        traps=(
            "The three are compared to the letter, case included.",
            "It may take some minutes until a new one is accepted.",
        ),
    )
