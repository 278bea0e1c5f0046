"""The background: thirty ordinary days of machines and people, made by SQL from the cast.

What happens is in `sheets/` (one CSV file for each kind of thing, with weights that add up to 100
for each operating system), how it becomes rows in `sql/`.
"""

from __future__ import annotations

import csv
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from defender_tui.sandbox.hunting.rows import Row, create_with_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from defender_tui.results.engine import KqlEngine
    from defender_tui.sandbox.data.cast import Cast

SLOTS = 100
"""How many slots the weights of one sheet fill for each operating system."""
_SHEETS = (
    "processes",
    "connections",
    "file_changes",
    "registry_changes",
    "sensor_events",
    "cloud_activities",
    "sign_ins",
    "messages",
    "directory_changes",
    "installed_software",
)
_ENDPOINT_SHEETS = _SHEETS[:5]
_MAC_PUBLISHERS = ("Apple Inc.",)
_SCRIPTS = {
    "cloud_app_events": ("CloudAppEvents",),
    "device_events": ("DeviceEvents",),
    "device_file_certificate_info": ("DeviceFileCertificateInfo",),
    "device_file_events": ("DeviceFileEvents",),
    "device_image_load_events": ("DeviceImageLoadEvents",),
    "device_info": (
        "DeviceInfo",
        "DeviceNetworkInfo",
    ),
    "device_logon_events": ("DeviceLogonEvents",),
    "device_network_events": ("DeviceNetworkEvents",),
    "device_process_events": ("DeviceProcessEvents",),
    "device_registry_events": ("DeviceRegistryEvents",),
    "device_tvm": (
        "DeviceTvmSoftwareInventory",
        "DeviceTvmSoftwareVulnerabilities",
        "DeviceTvmSoftwareVulnerabilitiesKB",
    ),
    "entra_id_sign_in_events": ("EntraIdSignInEvents",),
    "entra_id_spn_sign_in_events": ("EntraIdSpnSignInEvents",),
    "identity_directory_events": ("IdentityDirectoryEvents",),
    "identity_info": ("IdentityInfo",),
    "identity_logon_events": ("IdentityLogonEvents",),
    "identity_query_events": ("IdentityQueryEvents",),
    "mail": (
        "EmailEvents",
        "EmailUrlInfo",
        "EmailAttachmentInfo",
        "EmailPostDeliveryEvents",
        "UrlClickEvents",
    ),
}
"""Which tables each script fills."""


class OrdinaryDays:
    """Thirty days that end at `now`: about `scale` times 65,000 rows, each table made when first
    asked for."""

    def __init__(
        self, engine: KqlEngine, cast: Cast, now: datetime, *, seed: int, scale: float
    ) -> None:
        self._engine = engine
        self._waiting = dict(_SCRIPTS)
        _create_macros(engine, now, seed=seed, scale=scale)
        create_with_rows(engine, "devices", list(_devices(cast)))
        create_with_rows(engine, "users", list(_users(cast)))
        create_with_rows(engine, "offices", list(_offices(cast)))
        create_with_rows(engine, "files", list(_files(cast)))
        for sheet in _SHEETS:
            create_with_rows(engine, sheet, list(_slots(read_sheet(sheet))))
        engine.fill(
            "CREATE TABLE slot_images AS"
            " SELECT 'parents' AS sheet, family, slot, parent AS image FROM processes "
            + " ".join(
                f"UNION ALL SELECT '{sheet}', family, slot, image FROM {sheet}"
                for sheet in _ENDPOINT_SHEETS
            )
        )
        self._run("endpoint_base")

    def fill(self, tables: frozenset[str]) -> None:
        """Fill those of the tables that are still empty, with those they hang together with."""
        for script, filled in list(self._waiting.items()):
            if not tables.isdisjoint(filled):
                self._run(script)
                del self._waiting[script]

    def _run(self, script: str) -> None:
        self._engine.fill(files(__package__).joinpath("sql", f"{script}.sql").read_text("utf-8"))


def read_sheet(name: str) -> list[dict[str, str]]:
    """Read one of the sheets, a dict for each line."""
    with files(__package__).joinpath("sheets", f"{name}.csv").open("r", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def family_of(os_platform: str) -> str:
    """Name the family of an operating system as the sheets do."""
    return {"Linux": "linux", "macOS": "macos"}.get(os_platform, "windows")


def _create_macros(engine: KqlEngine, now: datetime, *, seed: int, scale: float) -> None:
    moment = f"TIMESTAMP '{now.replace(tzinfo=None).isoformat(sep=' ')}'"
    hours = (
        "[2, 5, 7, 8, 8, 9, 9, 9, 10, 10, 11, 11, 12, 13, 13, 14, 14, 15, 15, 16, 16, 17, 19, 22]"
    )
    engine.fill(
        f"""
        CREATE MACRO anchor() AS {moment};
        CREATE MACRO scaled(n) AS CAST(ceil(n * {scale!r}) AS BIGINT);
        CREATE MACRO pick(i, salt, n) AS CAST(hash(i, salt, {seed}) % n AS BIGINT);
        CREATE MACRO guid(i, salt) AS CAST(CAST(md5(i || salt || '{seed}') AS UUID) AS VARCHAR);
        CREATE MACRO in_working_hours(i, salt) AS
            date_trunc('day', anchor()) - to_days(CAST(pick(i, salt || 'day', 30) AS INTEGER))
            + to_hours(list_extract({hours}, pick(i, salt || 'hour', 24) + 1))
            + to_microseconds(pick(i, salt || 'micro', 3600000000));
        -- What would come later today lies anywhere in the last day: no hour of it is empty.
        CREATE MACRO moment(i, salt) AS CASE
            WHEN in_working_hours(i, salt) > anchor()
            THEN anchor() - to_microseconds(pick(i, salt || 'late', 86400000000))
            ELSE in_working_hours(i, salt) END;
        """
    )


def _slots(lines: list[dict[str, str]]) -> Iterable[Row]:
    """Repeat each line as often as it weighs and number the copies within each family."""
    taken: dict[str, int] = {}
    for line in lines:
        family = line.get("family", "")
        for _ in range(int(line.get("weight", "1"))):
            slot = taken.get(family, 0)
            taken[family] = slot + 1
            yield {**{name: text for name, text in line.items() if name != "weight"}, "slot": slot}


def _devices(cast: Cast) -> Iterable[Row]:
    places = {user.object_id: number for number, user in enumerate(cast.users)}
    for number, device in enumerate(cast.devices):
        owner = device.owner
        yield {
            "i": number,
            "device_id": device.device_id,
            "aad_id": device.azure_ad_device_id,
            "name": device.name,
            "dns_name": device.dns_name,
            "family": family_of(device.os_platform),
            "os_platform": device.os_platform,
            "os_version": device.os_version,
            "os_build": device.os_build,
            "processor": device.processor,
            "ip": device.ip_address,
            "public_ip": device.external_ip_address,
            "mac": device.mac_address,
            "group_name": device.group_name,
            "is_server": device.is_server,
            "owner_i": places[owner.object_id],
            "owner": owner.account_name,
            "domain": owner.domain_name.lower(),
            "upn": owner.upn,
            "sid": owner.sid,
            "object_id": owner.object_id,
        }


def _users(cast: Cast) -> Iterable[Row]:
    for number, user in enumerate(cast.users):
        yield {
            "i": number,
            "account_name": user.account_name,
            "domain": user.domain_name.lower(),
            "upn": user.upn,
            "display_name": user.display_name,
            "sid": user.sid,
            "object_id": user.object_id,
            "department": user.department,
            "job_title": user.job_title,
            "city": user.city,
            "country": user.country,
            "is_admin": user.is_admin,
        }


def _offices(cast: Cast) -> Iterable[Row]:
    for number, office in enumerate(cast.office_addresses):
        yield {
            "i": number,
            "ip": office.ip,
            "country": office.country,
            "city": office.city,
            "latitude": office.latitude,
            "longitude": office.longitude,
        }


def _files(cast: Cast) -> Iterable[Row]:
    for file in cast.system_files:
        yield {
            "name": file.name,
            "family": _family_of_path(file.path),
            "path": file.path,
            "sha1": file.sha1,
            "sha256": file.sha256,
            "md5": file.md5,
            "size_bytes": file.size_bytes,
            "publisher": file.publisher or "",
            "product": _product(file.publisher or ""),
        }
    for line in read_sheet("software_files"):
        yield _software_file(line)


def _software_file(line: dict[str, str]) -> Row:
    """A file beside those of the cast; its hashes follow from its path."""
    folder, name = line["folder"], line["name"]
    path = f"{folder}/{name}" if folder.startswith("/") else f"{folder}\\{name}"
    content = path.encode()
    return {
        "name": name,
        "family": "macos" if line["publisher"] in _MAC_PUBLISHERS else _family_of_path(path),
        "path": path,
        "sha1": hashlib.sha1(content).hexdigest(),
        "sha256": hashlib.sha256(content).hexdigest(),
        "md5": hashlib.md5(content).hexdigest(),
        "size_bytes": 40_000 + len(path) * 7_919,
        "publisher": line["publisher"],
        "product": _product(line["publisher"]),
    }


def _family_of_path(path: str) -> str:
    if path.startswith("/Applications"):
        return "macos"
    return "linux" if path.startswith("/") else "windows"


def _product(publisher: str) -> str:
    if publisher == "Microsoft Corporation":
        return "Microsoft® Windows® Operating System"
    return publisher.split(" ", maxsplit=1)[0].rstrip(",.")
