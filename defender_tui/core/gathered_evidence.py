"""The evidence of an incident across its alerts: each thing once, with all that is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .evidence import Evidence
from .incidents import Alert, Incident

# The gravest is the least; a word that is not known here may mean anything.
_GRAVITY: Mapping[str, int] = {
    "malicious": 0,
    "suspicious": 1,
    "noThreatsFound": 3,
    "unknown": 4,
    "": 5,
}
_UNKNOWN_WORD = 2
# In the order in which an analyst asks for them; kinds not named here follow by name.
_KIND_ORDER = (
    "device",
    "user",
    "mailbox",
    "process",
    "file",
    "fileHash",
    "malware",
    "ip",
    "url",
    "dns",
    "networkConnection",
    "analyzedMessage",
    "mailCluster",
    "submissionMail",
    "teamsMessage",
    "oauthApplication",
    "servicePrincipal",
    "cloudApplication",
    "registryKey",
    "registryValue",
)


@dataclass(frozen=True, slots=True)
class GatheredEvidence:
    """One thing of an incident and the alerts it is in.

    `item` has the gravest verdict, every role, the first time and the fields of all of them, where
    a later alert fills what an earlier one left empty. `verdicts` and `remediations` hold each word
    once, the gravest verdict and the latest remediation first; empty when none was given.
    """

    item: Evidence
    alerts: tuple[Alert, ...]
    verdicts: tuple[str, ...]
    remediations: tuple[str, ...]


def gathered(incident: Incident) -> tuple[GatheredEvidence, ...]:
    """Give an incident's evidence by kind, then gravest verdict, then in order of appearance."""
    found: dict[tuple[str, ...], list[tuple[Alert, Evidence]]] = {}
    for alert in incident.alerts or ():
        for item in alert.evidence:
            found.setdefault(item.identity, []).append((alert, item))
    things = [_merged(mentions) for mentions in found.values()]
    return tuple(sorted(things, key=_place))


def by_kind(
    things: Iterable[GatheredEvidence],
) -> tuple[tuple[str, tuple[GatheredEvidence, ...]], ...]:
    """Put things of a kind together, in the order of the kinds."""
    groups: dict[str, list[GatheredEvidence]] = {}
    for thing in things:
        groups.setdefault(thing.item.kind, []).append(thing)
    return tuple((kind, tuple(groups[kind])) for kind in sorted(groups, key=_kind_place))


def _merged(mentions: Sequence[tuple[Alert, Evidence]]) -> GatheredEvidence:
    items = [item for _, item in mentions]
    verdicts = sorted(_distinct(item.verdict for item in items), key=_gravity)
    latest_first = sorted(items, key=_created, reverse=True)
    remediations = _distinct(item.remediation for item in latest_first)
    fields: dict[str, object] = {}
    for item in items:
        _fill_up(fields, item.fields)
    created = [item.created for item in items if item.created is not None]
    one = Evidence(
        kind=items[0].kind,
        verdict=verdicts[0] if verdicts else None,
        remediation=remediations[0] if remediations else None,
        roles=_distinct(role for item in items for role in item.roles),
        created=min(created, default=None),
        fields=fields,
    )
    alerts = {alert.id: alert for alert, _ in mentions}
    return GatheredEvidence(one, tuple(alerts.values()), tuple(verdicts), remediations)


def _fill_up(fields: dict[str, object], more: Mapping[str, object]) -> None:
    for name, value in more.items():
        if fields.get(name) in (None, "", [], {}):
            fields[name] = value


def _place(thing: GatheredEvidence) -> tuple[int, str, int]:
    return *_kind_place(thing.item.kind), _gravity(thing.item.verdict)


def _kind_place(kind: str) -> tuple[int, str]:
    return (_KIND_ORDER.index(kind), "") if kind in _KIND_ORDER else (len(_KIND_ORDER), kind)


def _gravity(verdict: str | None) -> int:
    return _GRAVITY.get(verdict or "", _UNKNOWN_WORD)


def _created(item: Evidence) -> float:
    return item.created.timestamp() if item.created else 0.0


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
