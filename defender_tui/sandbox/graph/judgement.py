"""Which determinations go with which classification.

Source: https://learn.microsoft.com/defender-xdr/api-update-incidents (2026-11-23)
"""

from __future__ import annotations

from collections.abc import Mapping

from defender_tui.sandbox.refusals import ServiceRefused

_FITTING: Mapping[str, frozenset[str]] = {
    "truePositive": frozenset(
        (
            *("multiStagedAttack", "maliciousUserActivity", "compromisedAccount", "malware"),
            *("phishing", "unwantedSoftware", "other", "apt"),
        )
    ),
    "informationalExpectedActivity": frozenset(
        (
            *("securityTesting", "lineOfBusinessApplication", "confirmedActivity", "other"),
            "securityPersonnel",
        )
    ),
    "falsePositive": frozenset(("notMalicious", "notEnoughDataToValidate", "other")),
}


def settled_determination(
    classification: str | None,
    determination: str | None,
    *,
    old_classification: str | None,
    old_determination: str | None,
) -> str | None:
    """Give the determination to write when these two were sent.

    None stands for not sent and for no change, an empty text for no determination. One that was
    not sent is taken away when it does not fit the new classification.

    Raises:
        ServiceRefused: the determination that was sent does not go with the classification.
    """
    effective = old_classification if classification is None else classification
    fitting = _FITTING.get(effective or "", frozenset())
    if determination is None:
        is_left_over = classification is not None and old_determination not in fitting
        return "" if is_left_over else None
    if determination and determination not in fitting:
        raise ServiceRefused(
            400,
            "BadRequest",
            f"Invalid request: the determination '{determination}' cannot be set together with "
            f"the classification '{effective or 'unknown'}'.",
        )
    return determination
