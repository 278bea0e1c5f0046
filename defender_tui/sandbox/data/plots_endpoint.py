"""Stories that begin on a device."""

from __future__ import annotations

from defender_tui.sandbox.data import sensors
from defender_tui.sandbox.data.device_acts import (
    beacon,
    dump_credentials,
    move_laterally,
    persist,
)
from defender_tui.sandbox.data.records import RegistryKeySubject
from defender_tui.sandbox.data.scene import Plot, Scene
from defender_tui.sandbox.data.stage import HARMLESS, MALICIOUS, PREVENTED, SUSPICIOUS


def credential_dumping(scene: Scene) -> Plot:
    """Tell how credentials were read from memory on one device."""
    device = scene.windows_workstation()
    return Plot(
        f"Credential dumping on {device.name}",
        "Tools that read credentials from memory ran on one endpoint.",
        "high",
        lambda: dump_credentials(scene, device, device.owner),
        lasts_h=0.6,
        determination="compromisedAccount",
    )


def command_and_control(scene: Scene) -> Plot:
    """Tell of an implant that reports home and stays."""
    device = scene.windows_workstation()
    controller, domain = scene.attacker(), scene.domain()

    def tell() -> None:
        beacon(scene, device, device.owner, controller=controller, domain=domain)
        scene.wait(5, 60)
        persist(scene, device, device.owner)

    return Plot(
        "Multi-stage incident involving Persistence & Command and control on one endpoint",
        f"An implant on {device.dns_name} reports to a server outside and survives a restart.",
        "high",
        tell,
        lasts_h=1.5,
        determination="malware",
    )


def lateral_movement(scene: Scene) -> Plot:
    """Tell how stolen credentials led to a server."""
    source, user = scene.windows_workstation(), scene.person()
    target = scene.server(scene.random.choice(("srv-file-02", "srv-sql-02", "srv-bkp-01")))

    def tell() -> None:
        dump_credentials(scene, source, user, with_tool=False)
        scene.wait(10, 90)
        move_laterally(scene, source, target, user)
        scene.wait(5, 40)
        scene.raise_alert(
            sensors.IDENTITY,
            "Suspected identity theft (pass-the-hash)",
            f"The hash of {user.account_name} from {source.name} was used to sign in elsewhere.",
            severity="high",
            tactic="LateralMovement",
            techniques=("T1550.002",),
            evidence=[scene.account(user), scene.machine(source), scene.machine(target)],
        )
        scene.wait(5, 30)
        scene.raise_alert(
            sensors.IDENTITY,
            "Suspicious additions to sensitive groups",
            f"{user.account_name} was added to a group that may do everything in the domain.",
            severity="medium",
            tactic="Persistence",
            techniques=("T1098",),
            evidence=[scene.account(user), scene.group("Domain Admins", user)],
        )

    return Plot(
        "Multi-stage incident involving Credential access & Lateral movement on multiple endpoints",
        f"Stolen credentials of {user.upn} were used to reach {target.name}.",
        "high",
        tell,
        lasts_h=3,
        determination="compromisedAccount",
    )


def malware_prevented(scene: Scene) -> Plot:
    """Tell of a download that antivirus stopped."""
    device = scene.windows_workstation()
    name = scene.random.choice(("adobe_crack_setup.exe", "freevideoconv.exe"))
    family = scene.cast.file(name).threat_family or "Wacatac"
    severity = scene.random.choice(("informational", "low"))
    unwanted = family == "OpenCandy"

    def tell() -> None:
        scene.raise_alert(
            sensors.ANTIVIRUS,
            f"'{family}' malware was prevented",
            "Antivirus stopped the file before it could run.",
            severity=severity,
            tactic="Malware",
            techniques=("T1204.002",),
            family=family,
            evidence=[
                scene.machine(device, HARMLESS),
                scene.account(device.owner, HARMLESS),
                scene.file(name, device, PREVENTED),
            ],
        )

    return Plot(
        f"'{family}' {'unwanted software' if unwanted else 'malware'} was prevented "
        "on one endpoint",
        "A download was blocked. Nothing ran.",
        severity,
        tell,
        determination="unwantedSoftware" if unwanted else "malware",
    )


def web_shell(scene: Scene) -> Plot:
    """Tell how a web server got a back door."""
    server, user = scene.server("srv-web-01"), scene.cast.users[8]
    attacker = scene.attacker()

    def tell() -> None:
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
        "high",
        tell,
        lasts_h=0.7,
    )


def coin_miner(scene: Scene) -> Plot:
    """Tell of a build server that mines coins."""
    device = scene.server("srv-build-01")
    user, domain = scene.cast.users[16], scene.domain()

    def tell() -> None:
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
        "medium",
        tell,
        determination="malware",
    )


def penetration_test(scene: Scene) -> Plot:
    """Tell of the security team's own reconnaissance."""
    tester = scene.cast.users[12]
    device = scene.cast.device("it-ws-03")
    key = RegistryKeySubject(
        device, "HKEY_LOCAL_MACHINE", "SYSTEM\\CurrentControlSet\\Control\\Lsa"
    )

    def tell() -> None:
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
        "medium",
        tell,
        lasts_h=0.5,
        is_benign=True,
        determination="securityTesting",
        tags=("Pentest",),
    )
