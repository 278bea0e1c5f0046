"""Each purpose has an environment variable of its own."""

from __future__ import annotations

import pytest

from defender_tui.client.environment import SECRET_VARIABLES, EnvironmentSecrets
from defender_tui.core.secret import Secret, SecretName, SecretPurpose


@pytest.mark.parametrize("purpose", SecretPurpose)
async def test_a_variable_answers_for_its_own_purpose_only(
    monkeypatch: pytest.MonkeyPatch, purpose: SecretPurpose
) -> None:
    monkeypatch.setenv(SECRET_VARIABLES[purpose], "hers")
    source = EnvironmentSecrets()
    found = {other: await source.read(SecretName("any", other)) for other in SecretPurpose}
    assert {other: Secret("hers") if other is purpose else None for other in SecretPurpose} == found


async def test_an_empty_variable_holds_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "")
    assert await EnvironmentSecrets().read(SecretName("any")) is None
