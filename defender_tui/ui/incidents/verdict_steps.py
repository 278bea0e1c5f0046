"""The verdicts that can be set, each with the determinations that fit it."""

from __future__ import annotations

from ...core.changes import IncidentChange
from ...core.wording import in_words
from ...core.words import DETERMINATIONS
from .status_steps import SHORT_CLASSIFICATIONS, StatusStep


def verdict_steps() -> list[StatusStep]:
    """Give every verdict that can be chosen, with the change each one makes."""
    return [
        StatusStep(
            f"{SHORT_CLASSIFICATIONS[classification].capitalize()} · {in_words(word).lower()}",
            IncidentChange(classification=classification, determination=word),
        )
        for classification, determinations in DETERMINATIONS.items()
        for word in determinations
    ]
