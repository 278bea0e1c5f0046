"""Stories of accounts, applications and data in the cloud."""

from __future__ import annotations

from defender_tui.sandbox.data import sensors
from defender_tui.sandbox.data.records import CloudApplicationSubject, OAuthApplicationSubject
from defender_tui.sandbox.data.scene import Plot, Scene
from defender_tui.sandbox.data.stage import HARMLESS, SUSPICIOUS

_ENTRA_APP = CloudApplicationSubject(11161, "Microsoft 365")
_SHAREPOINT = CloudApplicationSubject(20892, "Microsoft SharePoint Online")


def password_spray(scene: Scene) -> Plot:
    """Tell how one address tried many accounts and opened one."""
    attacker = scene.attacker()
    targets = scene.random.sample(scene.cast.users, scene.random.randint(3, 6))
    hit = targets[0]

    def tell() -> None:
        scene.raise_alert(
            sensors.ENTRA,
            "Password spray",
            "Many accounts were tried with few common passwords from one address.",
            severity="medium",
            tactic="CredentialAccess",
            techniques=("T1110.003",),
            evidence=[scene.address(attacker), *(scene.account(user) for user in targets)],
        )
        scene.wait(5, 60)
        scene.raise_alert(
            sensors.CLOUD_APPS,
            "Activity from an infrequent country",
            f"{hit.upn} signed in from {attacker.country}, a country that nobody of the tenant "
            "had used lately.",
            severity="medium",
            tactic="InitialAccess",
            techniques=("T1078.004",),
            evidence=[
                scene.account(hit),
                scene.address(attacker, SUSPICIOUS),
                scene.seen(_ENTRA_APP, SUSPICIOUS),
            ],
        )

    return Plot(
        "Password spray involving multiple users",
        f"{attacker.ip} ({attacker.city}) tried {len(targets)} accounts and opened one.",
        "medium",
        tell,
        lasts_h=1.5,
        determination="compromisedAccount",
    )


def impossible_travel(scene: Scene) -> Plot:
    """Tell of sign-ins too far apart."""
    user, far = scene.person(), scene.attacker()
    near = scene.random.choice(scene.cast.office_addresses)
    is_benign = scene.random.random() < 0.6

    def tell() -> None:
        scene.raise_alert(
            sensors.CLOUD_APPS,
            "Impossible travel activity",
            f"{user.upn} was active from {near.city} and {far.city} within 40 minutes.",
            severity="medium",
            tactic="InitialAccess",
            techniques=("T1078",),
            evidence=[
                scene.account(user),
                scene.address(far, SUSPICIOUS),
                scene.address(near, HARMLESS),
                scene.seen(_ENTRA_APP, SUSPICIOUS),
            ],
        )

    return Plot(
        "Impossible travel activity involving one user",
        "Sign-ins from two places that nobody can travel between in that time.",
        "medium",
        tell,
        is_benign=is_benign,
        determination="confirmedActivity",
    )


def risky_sign_in(scene: Scene) -> Plot:
    """Tell of a sign-in that looks unlike its owner."""
    user, attacker = scene.person(), scene.attacker()
    finding = scene.random.choice(("Unfamiliar sign-in properties", "Anonymous IP address"))
    severity = scene.random.choice(("low", "medium"))
    is_benign = scene.random.random() < 0.5

    def tell() -> None:
        scene.raise_alert(
            sensors.ENTRA,
            finding,
            f"A sign-in of {user.upn} differs from everything known about this account.",
            severity=severity,
            tactic="InitialAccess",
            techniques=("T1078.004",),
            evidence=[scene.account(user), scene.address(attacker, SUSPICIOUS)],
        )

    return Plot(
        f"{finding} involving one user",
        "Identity protection marked a sign-in as risky.",
        severity,
        tell,
        is_benign=is_benign,
        determination="notMalicious",
    )


def oauth_consent(scene: Scene) -> Plot:
    """Tell how an application got consent to read mail."""
    user, attacker = scene.person(), scene.attacker()
    name = scene.random.choice(("MailMerge Assistant", "PDF Toolbox Pro", "Calendar Sync+"))
    app = OAuthApplicationSubject(scene.guid(), scene.guid(), name, "Unverified publisher")

    def tell() -> None:
        scene.raise_alert(
            sensors.GOVERNANCE,
            "Suspicious OAuth app email activity through Graph API",
            f"The application “{name}” got consent from {user.upn} and reads mail in bulk.",
            severity="medium",
            tactic="Collection",
            techniques=("T1528", "T1114"),
            evidence=[
                scene.seen(app, SUSPICIOUS),
                scene.account(user),
                scene.address(attacker, SUSPICIOUS),
                scene.mailbox(user),
            ],
        )

    return Plot(
        f"Suspicious OAuth application “{name}”",
        "A user gave an application of an unverified publisher access to mail.",
        "medium",
        tell,
        determination="maliciousUserActivity",
        tags=("OAuth",),
    )


def data_leak(scene: Scene) -> Plot:
    """Tell how a document with card numbers was shared outside."""
    user = scene.person()
    device = scene.cast.device_of.get(user.account_name)
    severity = scene.random.choice(("low", "medium"))
    is_benign = scene.random.random() < 0.5

    def tell() -> None:
        evidence = [scene.account(user), scene.seen(_SHAREPOINT, HARMLESS)]
        if device is not None:
            evidence.append(scene.machine(device, HARMLESS))
        scene.raise_alert(
            sensors.DATA_LOSS,
            "DLP policy (Payment card data) matched for document",
            f"{user.display_name} shared a document with card numbers outside the organization.",
            severity=severity,
            tactic="Exfiltration",
            techniques=("T1567",),
            evidence=evidence,
        )

    return Plot(
        "Data loss prevention incident involving one user",
        "A document with payment card data left the organization.",
        severity,
        tell,
        is_benign=is_benign,
        determination="lineOfBusinessApplication",
        tags=("DLP",),
    )


def analytics_rule(scene: Scene) -> Plot:
    """Tell what a tenant's own detection rule found."""
    user = scene.random.choice(scene.cast.security_team)
    attacker = scene.attacker()

    def tell() -> None:
        scene.raise_alert(
            sensors.SENTINEL,
            "Privileged role assigned outside of PIM",
            f"{user.upn} gave a permanent directory role to an account.",
            severity="high",
            tactic="PrivilegeEscalation",
            techniques=("T1098.003",),
            evidence=[scene.account(user), scene.address(attacker, SUSPICIOUS)],
        )

    return Plot(
        "Privileged role assigned outside of PIM",
        "A scheduled rule found a role assignment that went around the usual approval.",
        "high",
        tell,
        determination="other",
    )
