"""The cast and the sheets as small tables that the generating statements read."""

from __future__ import annotations

import csv
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from defender_tui.sandbox.data.cast import office_offset_h

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from defender_tui.sandbox.data.cast import Cast
    from defender_tui.sandbox.hunting.rows import Row

_PLAIN_SHEETS = ("cloud_activities", "sign_ins", "messages", "directory_changes", "chat_lines")
_ENDPOINT_SHEETS = ("connections", "file_changes", "registry_changes", "sensor_events")
TABLES = frozenset(
    {"applications", "devices", "files", "installed_software", "offices", "users", *_PLAIN_SHEETS}
)
ENDPOINT_TABLES = frozenset({"lines", "turns", *_ENDPOINT_SHEETS})
_MAC_PUBLISHERS = ("Apple Inc.",)
_FIRST_PROCESS = {"windows": "services.exe", "linux": "systemd", "macos": "launchd"}


def table_rows(name: str, cast: Cast) -> Iterable[Row]:
    """Give the rows of one of `TABLES`."""
    match name:
        case "devices":
            return _devices(cast)
        case "users":
            return _users(cast)
        case "offices":
            return _offices(cast)
        case "files":
            return _files(cast)
        case "applications":
            return _numbered(read_sheet(name))
        case "installed_software":
            return ({**line} for line in read_sheet(name))
    return _slots(read_sheet(name))


def endpoint_rows() -> Iterator[tuple[str, Iterable[Row]]]:
    """Give name and rows of each of `ENDPOINT_TABLES`, whose lines are numbered as one."""
    processes = read_sheet("processes")
    sheets = {name: read_sheet(name) for name in _ENDPOINT_SHEETS}
    who_runs = {(line["family"], line["parent"]): line["account"] for line in processes}
    who_runs |= {(line["family"], line["image"]): line["account"] for line in processes}
    read = [("processes", line) for line in processes]
    read += [(sheet, line) for sheet, own in sheets.items() for line in own]
    lines: list[Row] = []
    for number, (sheet, line) in enumerate(read):
        is_process, family = sheet == "processes", line["family"]
        image = line["parent"] if is_process else line["image"]
        who = line["account"] if is_process else who_runs.get((family, image), "system")
        lines.append(
            {
                "line": number,
                "sheet": sheet,
                "family": family,
                "who": who,
                "weight": float(line["weight"]),
                "image": image,
                "command_line": _command_line(processes, family, image),
                "parent": _parent(processes, family, image),
                "child": line["image"] if is_process else "",
                "child_command_line": line["command_line"] if is_process else "",
            }
        )
    yield "lines", lines
    yield "turns", [*_turns(lines)]
    number = len(processes)
    for name, own in sheets.items():
        yield name, [{**line, "line": number + place} for place, line in enumerate(own)]
        number += len(own)


def _turns(lines: list[Row]) -> Iterator[Row]:
    """Whose turn a line may be: that of its account, and of the other kind that has no line."""
    names = ("sheet", "family", "weight", "line")
    groups = {(line["sheet"], line["family"], line["who"]) for line in lines}
    for line in lines:
        for who in ("user", "system"):
            if who == line["who"] or (line["sheet"], line["family"], who) not in groups:
                yield {"who": who, **{name: line[name] for name in names}}


def read_sheet(name: str) -> list[dict[str, str]]:
    """Read one of the sheets, a dict for each line."""
    with files(__package__).joinpath("sheets", f"{name}.csv").open("r", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def family_of(os_platform: str) -> str:
    """Name the family of an operating system as the sheets do."""
    return {"Linux": "linux", "macOS": "macos"}.get(os_platform, "windows")


def _command_line(processes: list[dict[str, str]], family: str, image: str) -> str:
    known = (
        line["command_line"]
        for line in processes
        if line["family"] == family and line["image"] == image and line["command_line"]
    )
    return max(known, default=image)


def _parent(processes: list[dict[str, str]], family: str, image: str) -> str:
    known = (
        line["parent"] for line in processes if line["family"] == family and line["image"] == image
    )
    return next(known, _FIRST_PROCESS[family])


def _numbered(lines: list[dict[str, str]]) -> Iterator[Row]:
    for number, line in enumerate(lines):
        flags = {name: line[name] == "1" for name in ("is_managed", "for_users")}
        yield {**line, **flags, "i": number}


def _slots(lines: list[dict[str, str]]) -> Iterator[Row]:
    """Repeat each line as often as it weighs, and number the copies."""
    slot = 0
    for line in lines:
        for _ in range(int(line["weight"])):
            yield {**{name: text for name, text in line.items() if name != "weight"}, "slot": slot}
            slot += 1


def _devices(cast: Cast) -> Iterable[Row]:
    places = {user.object_id: number for number, user in enumerate(cast.users)}
    cities = [office.city for office in cast.office_addresses]
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
            "office_i": cities.index(owner.city),
            "owner_i": places[owner.object_id],
            "owner": owner.account_name,
            "domain": owner.domain_name.lower(),
            "upn": owner.upn,
            "sid": owner.sid,
            "object_id": owner.object_id,
        }


def _users(cast: Cast) -> Iterable[Row]:
    cities = [office.city for office in cast.office_addresses]
    places = {device.device_id: number for number, device in enumerate(cast.devices)}
    for number, user in enumerate(cast.users):
        device = cast.device_of.get(user.account_name)
        yield {
            "device_i": None if device is None else places[device.device_id],
            "office_i": cities.index(user.city),
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
            "offset_h": office_offset_h(office.city),
            "people": sum(user.city == office.city for user in cast.users),
            "machines": sum(device.owner.city == office.city for device in cast.devices),
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
