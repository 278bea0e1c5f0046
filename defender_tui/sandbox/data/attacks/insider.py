"""Somebody who leaves and takes the customer files along."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from random import Random

from defender_tui.sandbox.data import sensors
from defender_tui.sandbox.data.cast import Cast, Device, User
from defender_tui.sandbox.data.records import CloudApplicationSubject, ProcessSubject
from defender_tui.sandbox.data.scene import Plot, Scene
from defender_tui.sandbox.data.stage import HARMLESS, SUSPICIOUS
from defender_tui.sandbox.data.traces import CloudActivity, Connection, FileChange, SensorEvent

UPLOAD_HOST = "my.drive-locker.example"
_UPLOAD_IP = "198.51.100.222"
_SHAREPOINT = CloudApplicationSubject(20892, "Microsoft SharePoint Online")
_ONE_DAY_MIN = 24 * 60
_DOWNLOADS_EACH_EVENING = (70, 85, 64)
FILES_ON_DRIVE = 48


@dataclass(frozen=True, slots=True)
class Roles:
    """Who is who."""

    leaver: User
    device: Device


def roles(cast: Cast) -> Roles:
    """Give the part that everybody plays in this tenant."""
    leaver = Random(f"insider/{cast.seed}").choice(cast.staff("Sales"))
    return Roles(leaver, cast.device_of[leaver.account_name])


def story(scene: Scene) -> Plot:
    """Tell it from the first evening of downloads to the upload."""
    who = roles(scene.cast)
    return Plot(
        "Possible data theft by a departing user",
        f"{who.leaver.display_name} collected customer files on three evenings and took them out "
        "on a USB drive and to private cloud storage.",
        "high",
        lambda: _tell(scene, who),
        lasts_h=60,
        determination="maliciousUserActivity",
        tags=("Insider", "HR"),
    )


def _tell(scene: Scene, who: Roles) -> None:
    office = next(o for o in scene.cast.office_addresses if o.city == who.leaver.city)
    sharepoint = (_SHAREPOINT.name, _SHAREPOINT.app_id)
    for evening, count in enumerate(_DOWNLOADS_EACH_EVENING):
        start = (evening - 1) * _ONE_DAY_MIN - 50
        for number in range(count):
            at = scene.after_min(start + number * 0.45)
            name = f"Customer_{evening + 1}{number:03}.xlsx"
            scene.traces.append(
                CloudActivity(at, who.leaver, "FileDownloaded", sharepoint, name, "File", office)
            )
    scene.raise_alert(
        sensors.CLOUD_APPS,
        "Mass download by a single user",
        f"{who.leaver.upn} downloaded far more files than ever before.",
        severity="medium",
        tactic="Collection",
        techniques=("T1213.002",),
        evidence=[
            scene.account(who.leaver),
            scene.seen(_SHAREPOINT, HARMLESS),
        ],
    )
    copier = _copy_to_drive(scene, who)
    scene.go_to_min(_ONE_DAY_MIN + 90)
    _report_drive(scene, who, copier)
    _upload(scene, who)


def _copy_to_drive(scene: Scene, who: Roles) -> ProcessSubject:
    start = _ONE_DAY_MIN + 20
    source = f"C:\\Users\\{who.leaver.account_name}\\Downloads"
    copier = scene.started(
        "robocopy.exe",
        f'robocopy "{source}" E:\\backup *.xlsx /E',
        parent="cmd.exe",
        device=who.device,
        user=who.leaver,
        at=scene.after_min(start + 4),
    )
    shell = scene.started(
        "explorer.exe",
        "explorer.exe",
        parent="cmd.exe",
        device=who.device,
        user=who.leaver,
        at=scene.after_min(start - 300),
    )
    drive = (("BusType", "7"), ("DriveLetter", "E:"), ("SerialNumber", "4C530001220528"))
    scene.traces.append(
        SensorEvent(scene.after_min(start), who.device, "UsbDriveMounted", drive, shell)
    )
    for number in range(FILES_ON_DRIVE):
        name = f"Customer_1{number:03}.xlsx"
        scene.traces.append(
            FileChange(
                scene.after_min(start + 4.1 + number * 0.05),
                who.device,
                "FileCreated",
                "E:\\backup",
                name,
                hashlib.sha256(f"{scene.cast.seed}/{name}".encode()).hexdigest(),
                scene.random.randint(20_000, 3_000_000),
                copier,
            )
        )
    return copier


def _report_drive(scene: Scene, who: Roles, copier: ProcessSubject) -> None:
    scene.raise_alert(
        sensors.DATA_LOSS,
        "DLP policy (Customer data on removable media) matched for device",
        f"{FILES_ON_DRIVE} files with customer data were copied to a USB drive.",
        severity="high",
        tactic="Exfiltration",
        techniques=("T1052.001",),
        evidence=[
            scene.machine(who.device),
            scene.account(who.leaver),
            scene.seen(copier, SUSPICIOUS),
        ],
    )


def _upload(scene: Scene, who: Roles) -> None:
    start = _ONE_DAY_MIN + 130
    tar = scene.runs(
        "tar.exe",
        "tar.exe -cf pictures.tar Customer_*.xlsx",
        parent="cmd.exe",
        device=who.device,
        user=who.leaver,
        at=scene.after_min(start),
    )
    browser = scene.started(
        "msedge.exe",
        '"msedge.exe" --inprivate',
        parent="explorer.exe",
        device=who.device,
        user=who.leaver,
        at=scene.after_min(start + 2),
    )
    url = f"https://{UPLOAD_HOST}/upload"
    scene.traces.append(
        FileChange(
            scene.after_min(start + 0.5),
            who.device,
            "FileCreated",
            f"C:\\Users\\{who.leaver.account_name}\\Downloads",
            "pictures.tar",
            hashlib.sha256(f"{scene.cast.seed}/pictures.tar".encode()).hexdigest(),
            412_000_000,
            tar,
        )
    )
    scene.traces.append(
        Connection(
            scene.after_min(start + 3), who.device, _UPLOAD_IP, url, 443, browser, 412_000_000
        )
    )
    scene.go_to_min(start + 12)
    scene.raise_alert(
        sensors.CLOUD_APPS,
        "Upload to an unsanctioned cloud storage",
        f"A large upload to {UPLOAD_HOST} came from {who.device.dns_name}.",
        severity="medium",
        tactic="Exfiltration",
        techniques=("T1567.002",),
        evidence=[scene.machine(who.device), scene.account(who.leaver), scene.url(url)],
    )
