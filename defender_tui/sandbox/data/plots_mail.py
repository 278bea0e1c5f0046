"""Stories that begin with a message."""

from __future__ import annotations

from defender_tui.sandbox.data import sensors
from defender_tui.sandbox.data.records import CloudApplicationSubject, EvidenceRecord
from defender_tui.sandbox.data.scene import Plot, Scene
from defender_tui.sandbox.data.stage import MALICIOUS, PREVENTED, SUSPICIOUS

_EXCHANGE = CloudApplicationSubject(20893, "Microsoft Exchange Online")
_LURES = (
    ("Overdue invoice 88213", "billing"),
    ("Your mailbox is almost full", "it-support"),
    ("Shared with you: Q4 bonus plan", "no-reply"),
    ("Voice message from +1 202 555 0143", "voicemail"),
    ("Action required: payroll confirmation", "payroll"),
)


def phishing_reported(scene: Scene) -> Plot:
    """A campaign that users reported and filtering stopped, mostly."""
    subject, mailbox_name = scene.random.choice(_LURES)
    domain, sender = scene.domain(), scene.attacker()
    link = f"https://{domain}/{scene.random.randrange(16**8):08x}/signin"
    victims = scene.random.sample(scene.cast.users, scene.random.randint(1, 4))
    sent: list[EvidenceRecord] = []

    def tell() -> None:
        for number, victim in enumerate(victims):
            delivered = number == 0
            sent.append(
                scene.message(
                    subject,
                    victim,
                    sender=(mailbox_name, f"{mailbox_name}@{domain}"),
                    sender_ip=sender.ip,
                    delivered=delivered,
                    urls=(link,),
                )
            )
            alike = [scene.mail_cluster(sent)] if number else []
            scene.raise_alert(
                sensors.MAIL,
                "A potentially malicious URL click was detected"
                if delivered
                else "Email messages containing phish URLs removed after delivery",
                "A message led to a page that collects passwords.",
                severity="medium" if delivered else "informational",
                tactic="InitialAccess",
                techniques=("T1566.002",),
                evidence=[
                    scene.mailbox(victim),
                    scene.account(victim),
                    sent[-1],
                    *alike,
                    scene.url(link, MALICIOUS if delivered else PREVENTED),
                    scene.address(sender),
                ],
            )
            scene.wait(1, 30)

    return Plot(
        "Phishing campaign involving multiple users" if len(victims) > 1 else "Phishing message",
        f"“{subject}” was sent to {len(victims)} mailboxes.",
        "medium",
        tell,
        lasts_h=2.5,
        determination="phishing",
    )


def inbox_rule(scene: Scene) -> Plot:
    """A rule that hides mail, as in payment fraud."""
    user, attacker = scene.cast.users[scene.random.randrange(5)], scene.attacker()

    def tell() -> None:
        scene.raise_alert(
            sensors.CLOUD_APPS,
            "Suspicious inbox manipulation rule",
            f"A rule was made in the mailbox of {user.upn} that moves messages with the word "
            "“invoice” to the RSS feeds folder.",
            severity="medium",
            tactic="DefenseEvasion",
            techniques=("T1564.008", "T1114.003"),
            evidence=[
                scene.account(user),
                scene.mailbox(user),
                scene.address(attacker, SUSPICIOUS),
                scene.seen(_EXCHANGE, SUSPICIOUS),
            ],
        )
        scene.wait(10, 120)
        scene.raise_alert(
            sensors.XDR,
            "BEC financial fraud",
            "An account with a suspicious session read and answered mails about payments.",
            severity="medium",
            tactic="Collection",
            techniques=("T1114.002",),
            evidence=[scene.account(user), scene.mailbox(user), scene.address(attacker)],
        )

    return Plot(
        "Business email compromise involving one user",
        f"The mailbox of {user.display_name} was used to prepare payment fraud.",
        "medium",
        tell,
        lasts_h=2.5,
        determination="compromisedAccount",
    )
