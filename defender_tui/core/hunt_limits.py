"""Which limit of the hunting service a refusal speaks of.

Source: https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-errors
Source: https://learn.microsoft.com/en-us/defender-xdr/api-advanced-hunting
"""

from __future__ import annotations

import re
from enum import Enum


class HuntLimit(Enum):
    """What was too much for one query; less time in it needs less of each."""

    ROWS = "rows"
    SIZE = "size"
    RUN_TIME = "run time"
    RESOURCES = "resources"


_SAID = {
    HuntLimit.SIZE: re.compile(r"result size limit|allowed result size", re.IGNORECASE),
    HuntLimit.RUN_TIME: re.compile(r"exceeded the timeout period|query timed out", re.IGNORECASE),
    HuntLimit.RESOURCES: re.compile(r"excessive resource consumption", re.IGNORECASE),
}


def limit_in(message: str) -> HuntLimit | None:
    """Give the limit that a refusal names; `None` when it is about something else."""
    return next((limit for limit, said in _SAID.items() if said.search(message)), None)
