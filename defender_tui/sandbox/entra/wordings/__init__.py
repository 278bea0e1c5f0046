"""What Entra says with each code that an application without a user can meet.

Texts have named places, such as `{app}`, for what the refusal is about.
"""

from __future__ import annotations

from collections.abc import Mapping

from defender_tui.sandbox.entra.wordings.assertions import ASSERTION_WORDINGS
from defender_tui.sandbox.entra.wordings.consents import CONSENT_WORDINGS
from defender_tui.sandbox.entra.wordings.credentials import CREDENTIAL_WORDINGS
from defender_tui.sandbox.entra.wordings.directory import DIRECTORY_WORDINGS
from defender_tui.sandbox.entra.wordings.policies import POLICY_WORDINGS
from defender_tui.sandbox.entra.wordings.requests import REQUEST_WORDINGS
from defender_tui.sandbox.entra.wordings.wording import Wording

__all__ = ["WORDINGS", "Wording"]

WORDINGS: Mapping[int, Wording] = {
    **ASSERTION_WORDINGS,
    **CONSENT_WORDINGS,
    **CREDENTIAL_WORDINGS,
    **DIRECTORY_WORDINGS,
    **POLICY_WORDINGS,
    **REQUEST_WORDINGS,
}
