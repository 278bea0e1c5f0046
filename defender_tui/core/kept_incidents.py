"""A part of the queue at rest: one JSON object a line, the first of which says what it is.

The lines after the first are incidents with the fields of `incidents --format json`, as far as a
list knows them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING

from .filters import Dialect, IncidentFilter
from .incidents import Incident
from .json_form import as_json
from .listed_json import known_json, read_listed

if TYPE_CHECKING:
    from .profiles import Profile

FORMAT = "defender-tui incidents"
VERSION = 1


class NotKept(ValueError):
    """What is at rest cannot be read; the message ends “… was not used: ”."""


@dataclass(frozen=True, slots=True)
class QueuePart:
    """Whose queue it is, through which API it was read, and which part of it is wanted.

    `address` is the API's. The times of `wanted` do not count: they move on with every reading.
    """

    profile: str
    tenant_id: str
    client_id: str
    address: str
    api: Dialect
    wanted: IncidentFilter

    def as_json(self) -> Mapping[str, object]:
        """Give it as an object that is the same for the same part."""
        wanted = replace(self.wanted, since=None, until=None)
        said: dict[str, object] = {}
        for each in fields(wanted):
            value = getattr(wanted, each.name)
            said[each.name] = sorted(value) if isinstance(value, frozenset) else as_json(value)
        return {
            "profile": self.profile,
            "tenant_id": self.tenant_id,
            "client_id": self.client_id,
            "address": self.address,
            "api": self.api.value,
            "wanted": said,
        }


@dataclass(frozen=True, slots=True)
class KeptQueue:
    """A part of the queue as it was read whole.

    Nothing updated after `since` is missing (`None`: nothing at all), unless it was updated after
    `complete_until`, by the server's clock. `synced_at` is when it was read, by ours.
    """

    incidents: tuple[Incident, ...]
    since: datetime | None
    complete_until: datetime
    synced_at: datetime


def kept_lines(part: QueuePart, queue: KeptQueue) -> Iterator[str]:
    """Give the lines, each with its end; the first counts those that follow."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "of": part.as_json(),
        "since": as_json(queue.since),
        "complete_until": as_json(queue.complete_until),
        "synced_at": as_json(queue.synced_at),
        "count": len(queue.incidents),
    }
    # In ASCII, so that a lone surrogate from a service can be written too.
    yield json.dumps(head) + "\n"
    for incident in queue.incidents:
        yield json.dumps(known_json(incident), separators=(",", ":")) + "\n"


def read_kept(lines: Iterable[str], part: QueuePart) -> KeptQueue:
    """Read what was kept of a part.

    Raises:
        NotKept: it is of another version or of something else, broken, or not whole.
    """
    following = iter(lines)
    try:
        head = json.loads(next(following, ""))
        if not isinstance(head, dict) or head.get("format") != FORMAT:
            raise NotKept("it is not such a list")
        if head.get("version") != VERSION:
            raise NotKept("it was written by another version of this program")
        if head.get("of") != part.as_json():
            raise NotKept("it is that of something else")
        incidents = tuple(read_listed(json.loads(line)) for line in following)
        if len(incidents) != head.get("count"):
            raise NotKept("it is not whole")
        since = head.get("since")
        return KeptQueue(
            incidents,
            None if since is None else _time(since),
            _time(head.get("complete_until")),
            _time(head.get("synced_at")),
        )
    except NotKept:
        raise
    except (ValueError, RecursionError) as cause:
        raise NotKept("it is damaged") from cause


def is_left_over(first_line: str, profile: Profile) -> bool:
    """Tell whether a part was kept for a profile when that was another tenant or application.

    What is another profile's, or cannot be read, is not.
    """
    try:
        head = json.loads(first_line)
    except (ValueError, RecursionError):
        return False
    of = head.get("of") if isinstance(head, dict) else None
    if not isinstance(of, dict) or of.get("profile") != profile.name:
        return False
    tenants = {one.tenant_id for one in profile.tenants} or {profile.tenant_id}
    addresses = set(profile.cloud.hosts.values())
    return (
        of.get("client_id") != profile.client_id
        or of.get("tenant_id") not in tenants
        or of.get("address") not in addresses
    )


def _time(value: object) -> datetime:
    time = datetime.fromisoformat(value) if isinstance(value, str) else None
    if time is None or time.tzinfo is None:
        raise NotKept("it is damaged")
    return time
