"""What attackers do on devices, each with the alerts that it raises: parts of several stories."""

from __future__ import annotations

from defender_tui.sandbox.data import sensors
from defender_tui.sandbox.data.cast import Address, Device, User
from defender_tui.sandbox.data.records import RegistryValueSubject
from defender_tui.sandbox.data.scene import Scene
from defender_tui.sandbox.data.stage import HARMLESS, REMEDIATED, SUSPICIOUS

_RUN_KEY = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run"


def dump_credentials(scene: Scene, device: Device, user: User, *, with_tool: bool = True) -> None:
    """Let somebody read the memory of LSASS."""
    if with_tool:
        scene.raise_alert(
            sensors.ANTIVIRUS,
            "'Mimikatz' hacktool was detected",
            "Readily available tools such as Mimikatz read credentials from memory. The file was "
            "found before or while it ran.",
            severity="high",
            tactic="CredentialAccess",
            techniques=("T1003.001",),
            family="Mimikatz",
            evidence=[
                scene.machine(device),
                scene.account(user),
                scene.file("mimikatz.exe", device, REMEDIATED),
                scene.process(
                    "mimikatz.exe",
                    "mimikatz.exe privilege::debug sekurlsa::logonpasswords exit",
                    parent="cmd.exe",
                    device=device,
                    user=user,
                ),
            ],
        )
        scene.wait(1, 12)
    scene.raise_alert(
        sensors.ENDPOINT,
        "Sensitive credential memory read",
        "A process read the memory of lsass.exe, in which credentials of signed-in users are kept.",
        severity="high",
        tactic="CredentialAccess",
        techniques=("T1003", "T1003.001"),
        evidence=[
            scene.machine(device),
            scene.account(user),
            scene.process(
                "procdump64.exe",
                "procdump64.exe -accepteula -ma lsass.exe C:\\Temp\\o.dmp",
                parent="cmd.exe",
                device=device,
                user=user,
            ),
            scene.file("lsass.exe", device, HARMLESS),
        ],
    )


def beacon(scene: Scene, device: Device, user: User, *, controller: Address, domain: str) -> None:
    """Let a device call its controller."""
    scene.raise_alert(
        sensors.ENDPOINT,
        "Suspicious connection to a command and control server",
        "A process keeps opening connections at regular intervals to an address that is known "
        "for hosting remote control of implants.",
        severity="high",
        tactic="CommandAndControl",
        techniques=("T1071.001", "T1573"),
        family="CobaltStrike",
        evidence=[
            scene.machine(device),
            scene.account(user),
            scene.address(controller),
            scene.url(f"https://{domain}/jquery-3.3.1.min.js"),
            scene.process(
                "rundll32.exe",
                "rundll32.exe C:\\ProgramData\\kbcache\\update_kb5031.dll,#1",
                parent="explorer.exe",
                device=device,
                user=user,
            ),
            scene.file("update_kb5031.dll", device),
        ],
    )


def move_laterally(scene: Scene, source: Device, target: Device, user: User) -> None:
    """Let an account jump from one device to another."""
    scene.raise_alert(
        sensors.ENDPOINT,
        "Suspicious remote service creation (PsExec)",
        f"A service was created from {source.name} on {target.name} and ran a command with the "
        "rights of the system account.",
        severity="medium",
        tactic="LateralMovement",
        techniques=("T1021.002", "T1569.002"),
        evidence=[
            scene.machine(target),
            scene.machine(source),
            scene.account(user),
            scene.file("psexesvc.exe", target, SUSPICIOUS),
            scene.process(
                "psexesvc.exe",
                "C:\\Windows\\psexesvc.exe",
                parent="services.exe",
                device=target,
                user=user,
            ),
        ],
    )


def persist(scene: Scene, device: Device, user: User) -> None:
    """Let malware add itself to the programs that start at sign-in."""
    value = "C:\\ProgramData\\svhost32.exe -k netsvcs"
    run_value = RegistryValueSubject(
        device, "HKEY_CURRENT_USER", _RUN_KEY, "OneDriveSync", value, "String"
    )
    scene.raise_alert(
        sensors.ENDPOINT,
        "Anomaly detected in ASEP registry",
        "A registry value was written that starts a program whenever the user signs in.",
        severity="medium",
        tactic="Persistence",
        techniques=("T1547.001",),
        evidence=[
            scene.machine(device),
            scene.account(user),
            scene.seen(run_value, SUSPICIOUS),
            scene.process(
                "reg.exe",
                f'reg.exe add HKCU\\{_RUN_KEY} /v OneDriveSync /d "{value}" /f',
                parent="powershell.exe",
                device=device,
                user=user,
            ),
            scene.file("svhost32.exe", device),
        ],
    )
