"""What was found out about a token by asking elsewhere: its signature, its grants."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.granted_roles import GrantComparison
from ...core.signature import SignatureState


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known of one token so far; `None` where nothing was asked, or may not be.

    `problem` says why grants could not be read, empty when they were or were not asked for.
    """

    signature: SignatureState | None = None
    grants: GrantComparison | None = None
    problem: str = ""


NOTHING_FOUND = Findings()
