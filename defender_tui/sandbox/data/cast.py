"""Who and what lives in the sandbox: machines, people, files, addresses and domains.

Everything is a function of the seed, so that incidents, hunting tables and pictures agree with one
another and stay the same from run to run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from defender_tui.sandbox.data.casting_sheet import (
    ATTACKER_PLACES,
    BAD_DOMAINS,
    BAD_FILES,
    DEPARTMENTS,
    FAMILY_NAMES,
    GIVEN_NAMES,
    MACHINES,
    MORE_SERVERS,
    OFFICE_PLACES,
    OFFICE_UTC_OFFSETS_H,
    PEOPLE,
    STAFFING,
    SYSTEM_FILES,
    WORKSTATION_SYSTEMS,
    PersonLine,
)
from defender_tui.sandbox.data.stable_ids import DOMAIN, stable_uuid

_ORGANISATION = DOMAIN.partition(".")[0]
USER_COUNT = 300
DEVICE_COUNT = 200


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
    domain: str
    devices: tuple[Device, ...]
    users: tuple[User, ...]
    office_addresses: tuple[Address, ...]
    attacker_addresses: tuple[Address, ...]
    system_files: tuple[File, ...]
    bad_files: tuple[File, ...]
    bad_domains: tuple[str, ...]

    workstations: tuple[Device, ...]
    windows_workstations: tuple[Device, ...]
    servers: tuple[Device, ...]
    security_team: tuple[User, ...]
    """Those who work the incident queue."""
    files: Mapping[str, File]
    """All files by name."""
    device_of: Mapping[str, Device]
    """A workstation of a user, by account name; not everybody has one."""

    def own(self, text: str) -> str:
        """Give a text that was written about Contoso as it is about this organisation."""
        return _about(self.domain, text)

    def file(self, name: str) -> File:
        """Give the file of that name.

        Raises:
            KeyError: the cast has no such file.
        """
        return self.files[name]

    def device(self, name: str) -> Device:
        """Give the device of that name.

        Raises:
            KeyError: the cast has no such device.
        """
        for device in self.devices:
            if device.name == name:
                return device
        raise KeyError(name)

    def staff(self, department: str) -> tuple[User, ...]:
        """Give everybody of a department who has a Windows workstation, in the cast's order."""
        return tuple(
            user
            for user in self.users
            if user.department == department
            and (device := self.device_of.get(user.account_name)) is not None
            and device.os_platform.startswith("Windows")
        )


def _about(domain: str, text: str) -> str:
    name = domain.partition(".")[0]
    return text.replace(_ORGANISATION, name).replace(_ORGANISATION.title(), name.title())


def build_cast(seed: int, domain: str = DOMAIN) -> Cast:
    """Give the cast that belongs to a seed: 200 devices, 300 users and what they meet."""
    random = Random(f"cast/{seed}")
    users = tuple(_users(seed, domain, random))
    offices = tuple(
        Address(f"192.0.2.{10 + number}", *place) for number, place in enumerate(OFFICE_PLACES)
    )
    devices = tuple(_devices(seed, domain, random, users, offices))
    workstations = tuple(device for device in devices if not device.is_server)
    system_files = tuple(
        _file(seed, random, name, folder, publisher, None)
        for name, folder, publisher in SYSTEM_FILES
    )
    bad_files = tuple(
        _file(seed, random, name, folder, None, family) for name, folder, family in BAD_FILES
    )
    return Cast(
        seed=seed,
        domain=domain,
        devices=devices,
        users=users,
        office_addresses=offices,
        attacker_addresses=tuple(
            Address(_attacker_ip(random, number), *place)
            for number, place in enumerate(ATTACKER_PLACES)
        ),
        system_files=system_files,
        bad_files=bad_files,
        bad_domains=tuple(_about(domain, bad) for bad in BAD_DOMAINS),
        workstations=workstations,
        windows_workstations=tuple(
            device for device in workstations if device.os_platform.startswith("Windows")
        ),
        servers=tuple(device for device in devices if device.is_server),
        security_team=tuple(user for user in users[: len(PEOPLE)] if user.department == "IT"),
        files={file.name: file for file in (*system_files, *bad_files)},
        device_of={device.owner.account_name: device for device in reversed(workstations)},
    )


def office_offset_h(city: str) -> int:
    """Give the hours that an office's clock is ahead of UTC.

    Raises:
        KeyError: there is no office in that city.
    """
    for place, offset_h in zip(OFFICE_PLACES, OFFICE_UTC_OFFSETS_H, strict=True):
        if place[1] == city:
            return offset_h
    raise KeyError(city)


def _users(seed: int, domain: str, random: Random) -> Iterator[User]:
    """The named people, then further staff up to the full number."""
    authority = _sid_authority(seed)
    for number, line in enumerate(PEOPLE):
        yield _user(seed, domain, random, number, line, authority)
    departments = list(STAFFING)
    shares = [share for share, _ in STAFFING.values()]
    number = len(PEOPLE)
    while True:
        for family in FAMILY_NAMES:
            # Three in a row of different initials, so that no two accounts have one name.
            start = random.randrange(len(GIVEN_NAMES))
            for given in (GIVEN_NAMES[(start + step) % len(GIVEN_NAMES)] for step in range(3)):
                if number == USER_COUNT:
                    return
                department = random.choices(departments, shares)[0]
                title = random.choice(STAFFING[department][1])
                office = random.randrange(len(OFFICE_PLACES))
                line = (f"{given} {family}", title, department, office)
                yield _user(seed, domain, random, number, line, authority)
                number += 1


def _user(
    seed: int, domain: str, random: Random, number: int, line: PersonLine, authority: str
) -> User:
    display_name, job_title, department, office = line
    given, _, family = display_name.lower().partition(" ")
    account = f"{given[0]}{family}".replace(" ", "").replace("-", "")
    country, city, _, _ = OFFICE_PLACES[office]
    return User(
        account_name=account,
        domain_name=domain.partition(".")[0].upper(),
        upn=f"{given}.{family.replace(' ', '')}@{domain}",
        display_name=display_name,
        sid=f"S-1-5-21-{authority}-{1104 + 3 * number}",
        object_id=stable_uuid(seed, "user", account),
        department=department,
        job_title=job_title,
        city=city,
        country=country,
        is_admin=number < len(PEOPLE) and department == "IT" and random.random() < 0.6,
    )


MachineLine = tuple[str, str, str, int, bool]


def _devices(
    seed: int,
    domain: str,
    random: Random,
    users: tuple[User, ...],
    offices: tuple[Address, ...],
) -> Iterator[Device]:
    """The named machines with named owners, then more servers and workstations."""
    public_ips = {office.city: office.ip for office in offices}
    more: list[tuple[MachineLine, User | None]] = [
        (line, None) for line in (*MACHINES, *_more_servers())
    ]
    staff = users[len(PEOPLE) :]
    shares = [share for _, _, _, share in WORKSTATION_SYSTEMS]
    prefixes = {department: prefix for prefix, (_, department) in reversed(DEPARTMENTS.items())}
    for number in range(DEVICE_COUNT - len(more)):
        owner = staff[number]
        platform, version, build, _ = random.choices(WORKSTATION_SYSTEMS, shares)[0]
        name = f"{prefixes[owner.department]}-lt-{number + 101}"
        more.append(((name, platform, version, build, False), owner))
    for number, (line, known_owner) in enumerate(more):
        department = DEPARTMENTS[line[0].partition("-")[0]][1]
        owners = [user for user in users[: len(PEOPLE)] if user.department == department]
        device_owner = known_owner or owners[number % len(owners)]
        dns_name = f"{line[0]}.{domain}"
        public_ip = public_ips[device_owner.city]
        yield _device(seed, random, number, line, device_owner, (dns_name, public_ip))


def _more_servers() -> Iterator[MachineLine]:
    named = {line[0] for line in MACHINES}
    for prefix, count, platform, version, build in MORE_SERVERS:
        numbers = (n for n in range(1, 100) if f"{prefix}-{n:02}" not in named)
        for _, number in zip(range(count), numbers, strict=False):
            yield f"{prefix}-{number:02}", platform, version, build, True


def _device(
    seed: int,
    random: Random,
    number: int,
    line: MachineLine,
    owner: User,
    reached_at: tuple[str, str],
) -> Device:
    """Give a machine of a line; `reached_at` is its DNS name and its public address."""
    dns_name, public_ip = reached_at
    name, os_platform, os_version, os_build, is_server = line
    group_id, group_name = DEPARTMENTS[name.partition("-")[0]]
    subnet = 10 if is_server else 20 + group_id
    return Device(
        device_id=hashlib.sha1(f"{seed}/device/{name}".encode()).hexdigest(),
        azure_ad_device_id=stable_uuid(seed, "device", name),
        name=name,
        dns_name=dns_name,
        os_platform=os_platform,
        os_version=os_version,
        os_build=os_build,
        processor="ARM64" if os_platform == "macOS" else "x64",
        ip_address=f"10.4.{subnet}.{20 + number}",
        external_ip_address=public_ip,
        mac_address="00155D" + f"{random.getrandbits(24):06X}",
        group_id=group_id,
        group_name="Servers" if is_server else f"{group_name} workstations",
        risk_score=random.choice(("none", "none", "informational", "low", "medium")),
        seen_for_days=random.randint(60, 700),
        owner=owner,
        is_server=is_server,
    )


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
