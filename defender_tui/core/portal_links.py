"""Addresses in the Defender portal: an incident, an alert, an entity, a hunting query.

Only those of incidents and alerts stand in the vendor's documents; the others are what the portal
itself shows. Where the API sent a link, that one is to be preferred.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlencode

from .clouds import Cloud
from .evidence import Evidence, text_at

# Beyond this, browsers and the portal's front door cut or refuse an address.
LONGEST_LINK = 8_000

TimeRange = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class PortalLinks:
    """The addresses of one tenant in one cloud's portal.

    `portal` is its root without a trailing slash; `tenant_id` may be empty when it is not known.
    """

    portal: str
    tenant_id: str = ""

    @classmethod
    def of(cls, cloud: Cloud, tenant_id: str = "") -> PortalLinks:
        """Give the addresses in the portal of a cloud."""
        return cls(cloud.portal.rstrip("/"), tenant_id)

    def incident(self, incident_id: str) -> str:
        """Give an incident's page."""
        return self._link(f"/incident2/{_segment(incident_id)}/overview")

    def alert(self, alert_id: str) -> str:
        """Give an alert's page."""
        return self._link(f"/alerts/{_segment(alert_id)}")

    def device(self, device_id: str) -> str:
        """Give a device's page, by its id in Defender for Endpoint."""
        return self._link(f"/machines/v2/{_segment(device_id)}/overview")

    def user(self, *, object_id: str = "", upn: str = "", sid: str = "") -> str:
        """Give a person's page, by whichever of the names are known."""
        return self._link("/user", aad=object_id, upn=upn, sid=sid, tab="overview")

    def file(self, digest: str) -> str:
        """Give a file's page, by its SHA-1 or SHA-256."""
        return self._link(f"/file/{_segment(digest)}/")

    def ip(self, address: str) -> str:
        """Give the page of an IP address."""
        return self._link(f"/ip/{_segment(address)}/overview")

    def hunting(self, query: str, *, time_range: TimeRange = "week") -> str | None:
        """Give advanced hunting with a query in its editor; `None` for one too long for a link."""
        packed = packed_query(query)
        link = self._link("/v2/advanced-hunting", query=packed, timeRangeId=time_range)
        return link if len(link) <= LONGEST_LINK else None

    def entity(self, evidence: Evidence) -> str | None:
        """Give the page of a piece of evidence; `None` for a kind, or a piece, that has none."""
        find = _ENTITY_LINKS.get(evidence.kind)
        return find(self, evidence.fields) if find else None

    def _link(self, path: str, **parameters: str) -> str:
        given = {**parameters, "tid": self.tenant_id}
        known = {name: value for name, value in given.items() if value}
        query = urlencode(known, quote_via=quote, errors="replace")
        return f"{self.portal}{path}?{query}" if query else f"{self.portal}{path}"


def packed_query(query: str) -> str:
    """Pack a query as the portal's links carry it: UTF-16 with CRLF, gzip, base64 for URLs."""
    lines = query.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    body = lines.encode("utf-16-le", errors="replace")
    return base64.urlsafe_b64encode(gzip.compress(body, mtime=0)).decode("ascii").rstrip("=")


def _segment(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _by_device(links: PortalLinks, fields: Mapping[str, object]) -> str | None:
    device_id = text_at(fields, "mdeDeviceId")
    return links.device(device_id) if device_id else None


def _by_user(links: PortalLinks, fields: Mapping[str, object]) -> str | None:
    object_id = text_at(fields, "userAccount", "azureAdUserId") or ""
    upn = text_at(fields, "userAccount", "userPrincipalName") or text_at(fields, "upn") or ""
    sid = text_at(fields, "userAccount", "userSid") or ""
    known = object_id or upn or sid
    return links.user(object_id=object_id, upn=upn, sid=sid) if known else None


def _by_file(links: PortalLinks, fields: Mapping[str, object]) -> str | None:
    return _digest_link(links, fields, "fileDetails")


def _by_image(links: PortalLinks, fields: Mapping[str, object]) -> str | None:
    return _digest_link(links, fields, "imageFile")


def _digest_link(links: PortalLinks, fields: Mapping[str, object], where: str) -> str | None:
    digest = text_at(fields, where, "sha256") or text_at(fields, where, "sha1")
    return links.file(digest) if digest else None


def _by_digest(links: PortalLinks, fields: Mapping[str, object]) -> str | None:
    algorithm, value = text_at(fields, "algorithm"), text_at(fields, "value")
    return links.file(value) if value and algorithm in {"sha1", "sha256"} else None


def _by_ip(links: PortalLinks, fields: Mapping[str, object]) -> str | None:
    address = text_at(fields, "ipAddress")
    return links.ip(address) if address else None


_ENTITY_LINKS: Mapping[str, Callable[[PortalLinks, Mapping[str, object]], str | None]] = {
    "device": _by_device,
    "user": _by_user,
    "mailbox": _by_user,
    "file": _by_file,
    "process": _by_image,
    "fileHash": _by_digest,
    "ip": _by_ip,
}
