"""Stories that begin on a device."""

from __future__ import annotations

from defender_tui.sandbox.data import sensors
from defender_tui.sandbox.data.cast import Device, User
from defender_tui.sandbox.data.records import RegistryKeySubject, RegistryValueSubject
from defender_tui.sandbox.data.scene import (
    HARMLESS,
    MALICIOUS,
    PREVENTED,
    REMEDIATED,
    SUSPICIOUS,
    Plot,
    Scene,
)

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


def beacon(scene: Scene, device: Device, user: User) -> None:
    """Let a device call its controller."""
    controller, domain = scene.attacker(), scene.domain()
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


def credential_dumping(scene: Scene) -> Plot:
    """Tell how credentials were read from memory on one device."""
    device = scene.windows_workstation()
    dump_credentials(scene, device, device.owner)
    return Plot(
        f"Credential dumping on {device.name}",
        "Tools that read credentials from memory ran on one endpoint.",
        determination="compromisedAccount",
    )


def command_and_control(scene: Scene) -> Plot:
    """Tell of an implant that reports home and stays."""
    device = scene.windows_workstation()
    beacon(scene, device, device.owner)
    scene.wait(5, 60)
    persist(scene, device, device.owner)
    return Plot(
        "Multi-stage incident involving Persistence & Command and control on one endpoint",
        f"An implant on {device.dns_name} reports to a server outside and survives a restart.",
        determination="malware",
    )


def lateral_movement(scene: Scene) -> Plot:
    """Tell how stolen credentials led to a server."""
    source, user = scene.windows_workstation(), scene.person()
    target = scene.server(scene.random.choice(("srv-file-01", "srv-sql-01", "srv-bkp-01")))
    dump_credentials(scene, source, user, with_tool=False)
    scene.wait(10, 90)
    move_laterally(scene, source, target, user)
    scene.wait(5, 40)
    scene.raise_alert(
        sensors.IDENTITY,
        "Suspected identity theft (pass-the-hash)",
        f"The hash of {user.account_name} taken on {source.name} was used to sign in elsewhere.",
        severity="high",
        tactic="LateralMovement",
        techniques=("T1550.002",),
        evidence=[scene.account(user), scene.machine(source), scene.machine(target)],
    )
    return Plot(
        "Multi-stage incident involving Credential access & Lateral movement on multiple endpoints",
        f"Stolen credentials of {user.upn} were used to reach {target.name}.",
        determination="compromisedAccount",
    )


def malware_prevented(scene: Scene) -> Plot:
    """Tell of a download that antivirus stopped."""
    device = scene.windows_workstation()
    name = scene.random.choice(("adobe_crack_setup.exe", "freevideoconv.exe"))
    family = scene.cast.file(name).threat_family or "Wacatac"
    scene.raise_alert(
        sensors.ANTIVIRUS,
        f"'{family}' malware was prevented",
        "Antivirus stopped the file before it could run.",
        severity=scene.random.choice(("informational", "low")),
        tactic="Malware",
        techniques=("T1204.002",),
        family=family,
        evidence=[
            scene.machine(device, HARMLESS),
            scene.account(device.owner, HARMLESS),
            scene.file(name, device, PREVENTED),
        ],
    )
    unwanted = family == "OpenCandy"
    return Plot(
        f"'{family}' {'unwanted software' if unwanted else 'malware'} was prevented "
        "on one endpoint",
        "A download was blocked. Nothing ran.",
        determination="unwantedSoftware" if unwanted else "malware",
    )


def web_shell(scene: Scene) -> Plot:
    """Tell how a web server got a back door."""
    server, user = scene.server("srv-web-01"), scene.cast.users[8]
    attacker = scene.attacker()
    scene.raise_alert(
        sensors.ENDPOINT,
        "Possible web shell installation",
        "The web server wrote a script into a folder that it also serves.",
        severity="high",
        tactic="Persistence",
        techniques=("T1505.003",),
        family="Chopper",
        evidence=[
            scene.machine(server),
            scene.address(attacker),
            scene.file("cmdasp.aspx", server),
            scene.process(
                "w3wp.exe",
                'w3wp.exe -ap "DefaultAppPool" -v "v4.0"',
                parent="svchost.exe",
                device=server,
                user=user,
                outcome=SUSPICIOUS,
            ),
        ],
    )
    scene.wait(2, 30)
    scene.raise_alert(
        sensors.ENDPOINT,
        "Suspicious process executed by a web server",
        "A command shell was started by a web application, which is rarely legitimate.",
        severity="high",
        tactic="Execution",
        techniques=("T1059.003", "T1190"),
        evidence=[
            scene.machine(server),
            scene.process(
                "cmd.exe",
                'cmd.exe /c "whoami & net user & nltest /domain_trusts"',
                parent="w3wp.exe",
                device=server,
                user=user,
            ),
            scene.process("whoami.exe", "whoami", parent="cmd.exe", device=server, user=user),
        ],
    )
    return Plot(
        "Web shell activity on one endpoint",
        f"A web shell on {server.dns_name} ran commands for {attacker.ip}.",
    )


def coin_miner(scene: Scene) -> Plot:
    """Tell of a build server that mines coins."""
    device = next(d for d in scene.cast.devices if d.name == "srv-build-01")
    user, domain = scene.cast.users[16], scene.domain()
    scene.raise_alert(
        sensors.ENDPOINT,
        "Possible coin mining activity",
        "A process uses the processor and the network the way coin miners do.",
        severity="medium",
        tactic="Impact",
        techniques=("T1496",),
        family="CoinMiner",
        evidence=[
            scene.machine(device),
            scene.account(user),
            scene.file("xmrig", device, MALICIOUS),
            scene.process(
                "xmrig",
                f"/tmp/.cache/xmrig -o stratum+tcp://{domain}:3333 --donate-level 0",
                parent="bash",
                device=device,
                user=user,
            ),
            scene.url(f"stratum+tcp://{domain}:3333"),
        ],
    )
    return Plot(
        f"Coin mining activity on {device.name}",
        "A build server mines cryptocurrency.",
        determination="malware",
    )


def penetration_test(scene: Scene) -> Plot:
    """Tell of the security team's own reconnaissance."""
    tester = scene.cast.users[12]
    device = next(d for d in scene.cast.devices if d.name == "it-ws-03")
    key = RegistryKeySubject(
        device, "HKEY_LOCAL_MACHINE", "SYSTEM\\CurrentControlSet\\Control\\Lsa"
    )
    scene.raise_alert(
        sensors.IDENTITY,
        "User and group membership reconnaissance (SAMR)",
        f"{tester.display_name} listed members of sensitive groups from {device.name}.",
        severity="medium",
        tactic="Discovery",
        techniques=("T1087.002", "T1069.002"),
        evidence=[scene.account(tester, SUSPICIOUS), scene.machine(device)],
    )
    scene.wait(3, 20)
    scene.raise_alert(
        sensors.ENDPOINT,
        "Suspicious LDAP query",
        "A tool that maps paths to domain administrators queried the directory.",
        severity="medium",
        tactic="Discovery",
        techniques=("T1087.002",),
        family="SharpHound",
        evidence=[
            scene.machine(device),
            scene.account(tester),
            scene.file("sharphound.exe", device, SUSPICIOUS),
            scene.process(
                "sharphound.exe",
                "sharphound.exe -c All --zipfilename audit-q4",
                parent="powershell.exe",
                device=device,
                user=tester,
                outcome=SUSPICIOUS,
            ),
            scene.seen(key, SUSPICIOUS),
        ],
    )
    return Plot(
        "Reconnaissance activity reported by multiple sources",
        "Directory reconnaissance from a machine of the security team.",
        is_benign=True,
        determination="securityTesting",
        tags=("Pentest",),
    )
