"""The device that a piece of evidence is about, and the files seen on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...core.evidence import Evidence, text_at
from ...core.machines import is_sha1
from .order_form import KnownFile

_ON_A_DEVICE = frozenset({"device", "file", "process", "registryKey", "registryValue"})
_HASHED = {"file": "fileDetails", "process": "imageFile"}


@dataclass(frozen=True, slots=True)
class Target:
    """A device to respond on; the id is empty where only the DNS name is known."""

    device_id: str
    name: str
    files: tuple[KnownFile, ...] = ()


def target_of(evidence: Evidence, beside: Iterable[Evidence] = ()) -> Target | None:
    """Give the device of a piece of evidence; `None` when it is about none.

    `beside` is the other evidence of the incident: it has the name of a device that a file or a
    process knows by id only, and files that were seen on the device. Those of the evidence itself
    come first.
    """
    if evidence.kind not in _ON_A_DEVICE:
        return None
    others = tuple(beside)
    device_id = text_at(evidence.fields, "mdeDeviceId") or ""
    name = _name(evidence) or next(
        (
            _name(one)
            for one in others
            if one.kind == "device" and device_id and _id(one) == device_id
        ),
        "",
    )
    if not device_id and not name:
        return None
    on_it = (one for one in others if device_id and _id(one) == device_id)
    files = {file.sha1: file for file in map(_file, (evidence, *on_it)) if file is not None}
    return Target(device_id, name or device_id, tuple(files.values()))


def _id(evidence: Evidence) -> str:
    return text_at(evidence.fields, "mdeDeviceId") or ""


def _name(evidence: Evidence) -> str:
    fields = evidence.fields
    return text_at(fields, "deviceDnsName") or text_at(fields, "hostName") or ""


def _file(evidence: Evidence) -> KnownFile | None:
    part = _HASHED.get(evidence.kind)
    sha1 = (text_at(evidence.fields, part, "sha1") or "").lower() if part else ""
    if part is None or not is_sha1(sha1):
        return None
    return KnownFile(sha1, text_at(evidence.fields, part, "fileName") or sha1)
