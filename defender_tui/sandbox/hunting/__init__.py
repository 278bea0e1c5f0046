"""The sandbox's hunting tables and the service that runs KQL over them."""

from __future__ import annotations

from defender_tui.sandbox.hunting.service import (
    HuntingAnswer,
    HuntingRefused,
    HuntingService,
    HuntingTimedOut,
    HuntingTooLarge,
)

__all__ = [
    "HuntingAnswer",
    "HuntingRefused",
    "HuntingService",
    "HuntingTimedOut",
    "HuntingTooLarge",
]
