"""The body of the action that merges incidents.

Source: https://learn.microsoft.com/graph/api/security-incident-mergeincidents (2026-11-23)
"""

from __future__ import annotations

from dataclasses import dataclass

from defender_tui.sandbox.graph.changes import bad_request
from defender_tui.sandbox.json_value import Json, JsonObject

_REASONS = frozenset(
    (
        *("repeatedAlertOccurrence", "sameGeography", "similarArtifacts", "sameTargetedAsset"),
        *("sameNetworkSegment", "eventSequence", "timeFrame", "sameThreatSource"),
        *("similarTTPsOrBehavior", "sameActor", "sameCampaign", "sharedIndicators", "sameAsset"),
        *("networkProximity", "eventCasualSequence", "temporalProximity", "lateralMovementPath"),
    )
)
_NAMES = ("incidentIds", "incidentComment", "mergeReasons")


@dataclass(frozen=True, slots=True)
class MergeRequest:
    """Which incidents to merge, each named once."""

    incident_ids: tuple[str, ...]
    comment: str | None


def merge_request(body: JsonObject) -> MergeRequest:
    """Read the body.

    Raises:
        ServiceRefused: a parameter is unknown or has a wrong value, or fewer than two incidents
            are named.
    """
    for name in body:
        if name not in _NAMES and not name.startswith("@odata."):
            raise bad_request(
                f"The parameter '{name}' in the request payload is not a valid parameter for the "
                "operation 'mergeIncidents'."
            )
    listed = body.get("incidentIds")
    ids = listed if isinstance(listed, list) else []
    texts = tuple(dict.fromkeys(one for one in ids if isinstance(one, str)))
    if len(texts) < 2 or not all(isinstance(one, str) for one in ids):
        raise bad_request("Invalid value for parameter: incidentIds. Name at least two incidents.")
    _check_reasons(body.get("mergeReasons"))
    comment = body.get("incidentComment")
    if comment is not None and not isinstance(comment, str):
        raise bad_request("Invalid value for parameter: incidentComment.")
    return MergeRequest(texts, comment or None)


def _check_reasons(reasons: Json) -> None:
    if reasons is None:
        return
    given = reasons.split(",") if isinstance(reasons, str) else [""]
    if not {reason.strip() for reason in given} <= _REASONS:
        raise bad_request("Invalid value for parameter: mergeReasons.")
