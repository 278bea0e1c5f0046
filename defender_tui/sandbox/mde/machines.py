"""The machines of a tenant as Defender for Endpoint knows them.

Those of the cast are the devices of the incidents and of the hunting tables, by the same ids.
Beside them stand a few that were not seen for longer than those tables reach back, and a few that
were only found on the network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from defender_tui.sandbox.data.cast import Cast, Device
from defender_tui.sandbox.data.stable_ids import stable_uuid

_ONBOARDED = "onboarded"
# One further laptop in so many reports what it sees but does not hear what it is told.
_IMPAIRED_OF = 24
_RETIRED: tuple[tuple[str, str, str, int, int], ...] = (
    ("fin-ws-02", "Windows10", "21H2", 19044, 41),
    ("hr-lt-01", "Windows10", "22H2", 19045, 58),
    ("eng-lt-02", "Windows11", "23H2", 22631, 77),
    ("sal-lt-01", "Windows10", "21H2", 19044, 96),
)
_DISCOVERED: tuple[tuple[str, str, str], ...] = (
    ("prn-2f-01", "Linux", "Unsupported"),
    ("eng-ws-20", "Windows10", "CanBeOnboarded"),
    ("lab-pi-03", "Linux", "InsufficientInfo"),
)


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine, its enumerated values as the API spells them."""

    machine_id: str
    dns_name: str
    os_platform: str
    os_version: str
    os_build: int | None
    processor: str
    ip_address: str
    external_ip_address: str | None
    mac_address: str | None
    group_id: int
    group_name: str | None
    aad_device_id: str | None
    health: str
    onboarding: str
    risk: str
    exposure: str
    value: str
    tags: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime

    @property
    def is_onboarded(self) -> bool:
        """Whether it has a sensor, which takes actions."""
        return self.onboarding == _ONBOARDED

    @property
    def is_windows(self) -> bool:
        """Whether it takes what only Windows does."""
        return self.os_platform.startswith("Windows")


def build_machines(cast: Cast, now: datetime) -> tuple[Machine, ...]:
    """Give the machines of a cast as they are at that moment."""
    return (
        *(_of_cast(device, now) for device in cast.devices),
        *_retired(cast, now),
        *_discovered(cast, now),
    )


def draw(machine_id: str, what: str, sides: int) -> int:
    """Draw a number from 0 up, the same for a machine and a purpose in every run."""
    digest = hashlib.sha256(f"{machine_id}/{what}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % sides


def _of_cast(device: Device, now: datetime) -> Machine:
    is_further_laptop = "-lt-1" in device.name and len(device.name.rpartition("-")[2]) > 2
    is_impaired = is_further_laptop and draw(device.device_id, "health", _IMPAIRED_OF) == 0
    return Machine(
        machine_id=device.device_id,
        dns_name=device.dns_name,
        os_platform=device.os_platform,
        os_version=device.os_version,
        os_build=device.os_build or None,
        processor=device.processor,
        ip_address=device.ip_address,
        external_ip_address=device.external_ip_address,
        mac_address=device.mac_address,
        group_id=device.group_id,
        group_name=device.group_name,
        aad_device_id=device.azure_ad_device_id,
        health="ImpairedCommunication" if is_impaired else "Active",
        onboarding=_ONBOARDED,
        risk=device.risk_score[:1].upper() + device.risk_score[1:],
        exposure=("Low", "Medium", "High")[draw(device.device_id, "exposure", 3)],
        value="High" if device.is_server else "Normal",
        tags=("server", "tier-0") if "-dc-" in device.name else (),
        first_seen=now - timedelta(days=device.seen_for_days),
        last_seen=now - timedelta(minutes=5 + draw(device.device_id, "seen", 40)),
    )


def _retired(cast: Cast, now: datetime) -> Iterator[Machine]:
    for number, (name, platform, version, build, days) in enumerate(_RETIRED):
        machine_id = _extra_id(cast, name)
        yield Machine(
            machine_id=machine_id,
            dns_name=f"{name}.{cast.domain}",
            os_platform=platform,
            os_version=version,
            os_build=build,
            processor="x64",
            ip_address=f"10.4.90.{10 + number}",
            external_ip_address=cast.office_addresses[0].ip,
            mac_address=machine_id[:12].upper(),
            group_id=99,
            group_name="Retired",
            aad_device_id=stable_uuid(cast.seed, "device", name),
            health="Inactive",
            onboarding=_ONBOARDED,
            risk="None",
            exposure="Medium",
            value="Low",
            tags=("to be retired",),
            first_seen=now - timedelta(days=days + 400),
            last_seen=now - timedelta(days=days),
        )


def _discovered(cast: Cast, now: datetime) -> Iterator[Machine]:
    for number, (name, platform, onboarding) in enumerate(_DISCOVERED):
        machine_id = _extra_id(cast, name)
        yield Machine(
            machine_id=machine_id,
            dns_name=f"{name}.{cast.domain}",
            os_platform=platform,
            os_version="",
            os_build=None,
            processor="x64",
            ip_address=f"10.4.91.{10 + number}",
            external_ip_address=None,
            mac_address=machine_id[:12].upper(),
            group_id=0,
            group_name=None,
            aad_device_id=None,
            health="Unknown",
            onboarding=onboarding,
            risk="None",
            exposure="None",
            value="Normal",
            tags=(),
            first_seen=now - timedelta(days=30 + number),
            last_seen=now - timedelta(hours=2 + number),
        )


def _extra_id(cast: Cast, name: str) -> str:
    return hashlib.sha1(f"{cast.seed}/device/{name}".encode()).hexdigest()
