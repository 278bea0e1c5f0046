"""Which members of the services' bodies hold words of a list, and which hold anybody's text."""

from __future__ import annotations

import re

ENUMS = frozenset(
    {
        "classification",
        "defenderAvStatus",
        "detectionSource",
        "detectionStatus",
        "determination",
        "entityType",
        "healthStatus",
        "investigationState",
        "onboardingStatus",
        "registryHive",
        "registryValueType",
        "remediationStatus",
        "riskScore",
        "roles",
        "serviceSource",
        "severity",
        "status",
        "verdict",
    }
)
"""Members that both APIs document as one word of a list."""

_NO_TEXT_KEYS = re.compile(r"@.*|.*(?:Id|Ids|Sid|Time|WebUrl|LetterCode)|id|type")
_NO_TEXT_VALUES = re.compile(
    r"[0-9A-Fa-f]{32,}"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}T.*"
    r"|[-+0-9.:a-f]+|",
    re.IGNORECASE,
)


def is_free_text(key: str, value: str) -> bool:
    """Tell whether a member's text may be anything, by its name and by what stands in it now."""
    if key in ENUMS or _NO_TEXT_KEYS.fullmatch(key):
        return False
    return _NO_TEXT_VALUES.fullmatch(value) is None
