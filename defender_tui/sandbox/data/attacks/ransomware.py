"""Encryption of servers, from a guessed password on one that was open to the internet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from defender_tui.sandbox.data import sensors
from defender_tui.sandbox.data.cast import Address, Cast, Device, User
from defender_tui.sandbox.data.device_acts import dump_credentials, move_laterally
from defender_tui.sandbox.data.scene import Plot, Scene
from defender_tui.sandbox.data.traces import FileChange, Logon, SensorEvent

ADDRESS = Address("198.51.100.201", "BR", "Recife", -8.05, -34.88)
EXTENSION = ".nightfall"
_STORAGE = "put.mega-mirror.example"
_FAILURES = 64
_FILES_EACH = 30
_TARGETS = ("srv-bkp-01", "srv-file-03", "srv-sql-03", "srv-app-05")


@dataclass(frozen=True, slots=True)
class Roles:
    """Who is who: where it began, with whose account it spread, and what was encrypted."""

    entry: Device
    guessed: User
    administrator: User
    encrypted: tuple[Device, ...]


def roles(cast: Cast) -> Roles:
    """Give the part that everybody plays in this tenant."""
    return Roles(
        entry=cast.device("srv-app-03"),
        guessed=cast.users[9],
        administrator=cast.users[8],
        encrypted=tuple(cast.device(name) for name in _TARGETS),
    )


def story(scene: Scene) -> Plot:
    """Tell it from the guessed password to the note on the desktops."""
    who = roles(scene.cast)
    return Plot(
        "Ransomware activity on multiple endpoints",
        f"Backups were destroyed and files were encrypted on {len(who.encrypted)} servers, "
        f"reached from {who.entry.dns_name}.",
        "high",
        lambda: _tell(scene, who),
        lasts_h=6,
        tags=("Priority", "Ransomware"),
    )


def _tell(scene: Scene, who: Roles) -> None:
    _enter(scene, who)
    dump_credentials(scene, who.entry, who.guessed)
    scene.go_to_min(48)
    _copy_out(scene, who)
    for number, server in enumerate(who.encrypted):
        scene.go_to_min(120 + 14 * number)
        at, source = scene.moment, who.entry
        admin = who.administrator
        scene.traces.append(Logon(at, server, admin, "Network", source, source.ip_address))
        move_laterally(scene, source, server, admin)
        _stop_recovery(scene, server, admin)
        _encrypt(scene, server, admin)
    scene.go_to_min(190)
    scene.raise_alert(
        sensors.XDR,
        "Ransomware-linked activity on multiple devices",
        "Devices of this incident show the behaviour of operators who encrypt data for ransom.",
        severity="high",
        tactic="Impact",
        techniques=("T1486", "T1490"),
        family="Nightfall",
        evidence=[
            scene.account(who.administrator),
            *(scene.machine(server) for server in who.encrypted),
        ],
    )


def _enter(scene: Scene, who: Roles) -> None:
    for number in range(_FAILURES):
        at = scene.after_min(number * 1.7 - 160)
        scene.traces.append(
            Logon(at, who.entry, who.guessed, "RemoteInteractive", None, ADDRESS.ip, False)
        )
    at = scene.after_min(-46)
    scene.traces.append(Logon(at, who.entry, who.guessed, "RemoteInteractive", None, ADDRESS.ip))
    for minutes, image, command_line in (
        (-41, "whoami.exe", "whoami /all"),
        (-38, "nltest.exe", "nltest /domain_trusts /all_trusts"),
        (-33, "net.exe", 'net group "Enterprise Admins" /domain'),
    ):
        scene.runs(
            image,
            command_line,
            parent="cmd.exe",
            device=who.entry,
            user=who.guessed,
            at=scene.after_min(minutes),
        )


def _copy_out(scene: Scene, who: Roles) -> None:
    url = f"https://{_STORAGE}/v1/put"
    copy = scene.process(
        "rclone.exe",
        "rclone.exe copy \\\\srv-file-03\\Shares remote:drop --transfers 16",
        parent="cmd.exe",
        device=who.entry,
        user=who.guessed,
    )
    scene.raise_alert(
        sensors.ENDPOINT,
        "Possible data exfiltration before encryption",
        "A tool for copying to cloud storage sent large amounts of data out.",
        severity="high",
        tactic="Exfiltration",
        techniques=("T1567.002",),
        family="Rclone",
        evidence=[
            scene.machine(who.entry),
            scene.account(who.guessed),
            copy,
            scene.address(ADDRESS),
            scene.url(url),
        ],
    )


def _stop_recovery(scene: Scene, server: Device, admin: User) -> None:
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
                "bcdedit.exe",
                "bcdedit.exe /set {default} recoveryenabled no",
                parent="cmd.exe",
                device=server,
                user=admin,
            ),
        ],
    )


def _encrypt(scene: Scene, server: Device, admin: User) -> None:
    evidence = scene.process(
        "nightfall.exe",
        "C:\\Windows\\Temp\\nightfall.exe -path D:\\ -ext nightfall",
        parent="psexesvc.exe",
        device=server,
        user=admin,
    )
    locker = scene.started(
        "nightfall.exe",
        "C:\\Windows\\Temp\\nightfall.exe -worker",
        parent="nightfall.exe",
        device=server,
        user=admin,
        at=scene.moment,
    )
    for number in range(_FILES_EACH):
        name = f"{('ledger', 'contract', 'plan')[number % 3]}_{number:03}.docx"
        content = f"{scene.cast.seed}/{server.name}/{name}"
        scene.traces.append(
            FileChange(
                locker.started_at,
                server,
                "FileRenamed",
                "D:\\Shares",
                name + EXTENSION,
                hashlib.sha256(content.encode()).hexdigest(),
                20_000 + 977 * number,
                locker,
                previous_name=name,
            )
        )
    cleared = SensorEvent(locker.started_at, server, "SecurityLogCleared", (), locker)
    scene.traces.append(cleared)
    scene.raise_alert(
        sensors.ANTIVIRUS,
        "Ransomware behavior detected in the file system",
        "Many files were rewritten and renamed in a short time.",
        severity="high",
        tactic="Impact",
        techniques=("T1486",),
        family="Nightfall",
        evidence=[
            scene.machine(server),
            scene.file("nightfall.exe", server),
            scene.file("restore_my_files.hta", server),
            evidence,
        ],
    )
