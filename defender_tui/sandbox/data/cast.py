"""Who and what lives in the sandbox: machines, people, files, addresses and domains.

Everything is a function of the seed, so that incidents, hunting tables and pictures agree with one
another and stay the same from run to run.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from random import Random

from defender_tui.sandbox.data.casting_sheet import (
    ATTACKER_PLACES,
    BAD_DOMAINS,
    BAD_FILES,
    DEPARTMENTS,
    MACHINES,
    OFFICE_PLACES,
    PEOPLE,
    SYSTEM_FILES,
    PersonLine,
)

DOMAIN = "contoso.example"
NETBIOS_DOMAIN = "CONTOSO"


@dataclass(frozen=True, slots=True)
class Address:
    """An IP address and where it is."""

    ip: str
    country: str
    """Two-letter code."""
    city: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class User:
    """A person of the tenant; `sid` and `object_id` are the on-premises and the Entra identity."""

    account_name: str
    domain_name: str
    upn: str
    display_name: str
    sid: str
    object_id: str
    department: str
    job_title: str
    city: str
    country: str
    is_admin: bool


@dataclass(frozen=True, slots=True)
class Device:
    """An onboarded machine; `device_id` is the 40-digit id that every API and table uses."""

    device_id: str
    azure_ad_device_id: str
    name: str
    dns_name: str
    os_platform: str
    os_version: str
    os_build: int
    processor: str
    ip_address: str
    external_ip_address: str
    mac_address: str
    group_id: int
    group_name: str
    risk_score: str
    """none, informational, low, medium or high."""
    seen_for_days: int
    """How long before the start of the sandbox it was first seen."""
    owner: User
    is_server: bool


@dataclass(frozen=True, slots=True)
class File:
    """A file by name, usual folder and hashes; `publisher` is None when it is not signed."""

    name: str
    folder: str
    sha1: str
    sha256: str
    md5: str
    size_bytes: int
    publisher: str | None
    threat_family: str | None
    """Family name when it is malicious, e.g. `Qakbot`."""

    @property
    def path(self) -> str:
        """Folder and name joined as Windows does."""
        separator = "/" if self.folder.startswith("/") else "\\"
        return f"{self.folder}{separator}{self.name}"


@dataclass(frozen=True, slots=True)
class Cast:
    """All of them, in an order that depends on the seed alone."""

    seed: int
    devices: tuple[Device, ...]
    users: tuple[User, ...]
    office_addresses: tuple[Address, ...]
    attacker_addresses: tuple[Address, ...]
    system_files: tuple[File, ...]
    bad_files: tuple[File, ...]
    bad_domains: tuple[str, ...]

    @property
    def workstations(self) -> tuple[Device, ...]:
        return tuple(device for device in self.devices if not device.is_server)

    @property
    def servers(self) -> tuple[Device, ...]:
        return tuple(device for device in self.devices if device.is_server)

    def file(self, name: str) -> File:
        """Give the file of that name.

        Raises:
            KeyError: the cast has no such file.
        """
        for file in (*self.system_files, *self.bad_files):
            if file.name == name:
                return file
        raise KeyError(name)


def stable_uuid(seed: int, *names: str) -> str:
    """Give a GUID that depends on the seed and the names only."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{seed}/{'/'.join(names)}.{DOMAIN}"))


def build_cast(seed: int) -> Cast:
    """Give the cast that belongs to a seed: 26 devices, 30 users and what they meet."""
    random = Random(f"cast/{seed}")
    users = tuple(_user(seed, random, number, line) for number, line in enumerate(PEOPLE))
    offices = tuple(
        Address(f"192.0.2.{10 + number}", *place) for number, place in enumerate(OFFICE_PLACES)
    )
    return Cast(
        seed=seed,
        devices=_devices(seed, random, users, offices),
        users=users,
        office_addresses=offices,
        attacker_addresses=tuple(
            Address(_attacker_ip(random, number), *place)
            for number, place in enumerate(ATTACKER_PLACES)
        ),
        system_files=tuple(
            _file(seed, random, name, folder, publisher, None)
            for name, folder, publisher in SYSTEM_FILES
        ),
        bad_files=tuple(
            _file(seed, random, name, folder, None, family) for name, folder, family in BAD_FILES
        ),
        bad_domains=BAD_DOMAINS,
    )


def _user(seed: int, random: Random, number: int, line: PersonLine) -> User:
    display_name, job_title, department, office = line
    given, _, family = display_name.lower().partition(" ")
    account = f"{given[0]}{family}".replace(" ", "").replace("-", "")
    country, city, _, _ = OFFICE_PLACES[office]
    return User(
        account_name=account,
        domain_name=NETBIOS_DOMAIN,
        upn=f"{given}.{family.replace(' ', '')}@{DOMAIN}",
        display_name=display_name,
        sid=f"S-1-5-21-{_sid_authority(seed)}-{1104 + 3 * number}",
        object_id=stable_uuid(seed, "user", account),
        department=department,
        job_title=job_title,
        city=city,
        country=country,
        is_admin=department == "IT" and random.random() < 0.6,
    )


def _devices(
    seed: int, random: Random, users: tuple[User, ...], offices: tuple[Address, ...]
) -> tuple[Device, ...]:
    devices = []
    for number, (name, os_platform, os_version, os_build, is_server) in enumerate(MACHINES):
        group_id, group_name = DEPARTMENTS[name.partition("-")[0]]
        subnet = 10 if is_server else 20 + group_id
        owners = [user for user in users if user.department == group_name] or list(users)
        devices.append(
            Device(
                device_id=hashlib.sha1(f"{seed}/device/{name}".encode()).hexdigest(),
                azure_ad_device_id=stable_uuid(seed, "device", name),
                name=name,
                dns_name=f"{name}.{DOMAIN}",
                os_platform=os_platform,
                os_version=os_version,
                os_build=os_build,
                processor="ARM64" if os_platform == "macOS" else "x64",
                ip_address=f"10.4.{subnet}.{20 + number}",
                external_ip_address=offices[number % len(offices)].ip,
                mac_address="00155D" + f"{random.getrandbits(24):06X}",
                group_id=group_id,
                group_name="Servers" if is_server else f"{group_name} workstations",
                risk_score=random.choice(("none", "none", "informational", "low", "medium")),
                seen_for_days=random.randint(60, 700),
                owner=owners[number % len(owners)],
                is_server=is_server,
            )
        )
    return tuple(devices)


def _file(
    seed: int,
    random: Random,
    name: str,
    folder: str,
    publisher: str | None,
    threat_family: str | None,
) -> File:
    content = f"{seed}/file/{folder}/{name}".encode()
    return File(
        name=name,
        folder=folder,
        sha1=hashlib.sha1(content).hexdigest(),
        sha256=hashlib.sha256(content).hexdigest(),
        md5=hashlib.md5(content).hexdigest(),
        size_bytes=random.randint(18_000, 4_200_000),
        publisher=publisher,
        threat_family=threat_family,
    )


def _attacker_ip(random: Random, number: int) -> str:
    network = ("203.0.113", "198.51.100")[number % 2]
    return f"{network}.{4 + 9 * number + random.randint(0, 8)}"


def _sid_authority(seed: int) -> str:
    digest = hashlib.sha256(f"{seed}/sid".encode()).digest()
    return "-".join(str(int.from_bytes(digest[i : i + 4], "big")) for i in (0, 4, 8))
