"""What proves an application does not show itself."""

from __future__ import annotations

import pytest

from defender_tui.client.proofs import (
    AssertionProof,
    CertificateProof,
    Proof,
    SecretProof,
    msal_credential,
)
from defender_tui.core.secret import Secret
from tests.client.pairs import ENDS

SENTINEL = "s3ntinel-value"


@pytest.mark.parametrize(
    "proof",
    [
        SecretProof(Secret(SENTINEL)),
        AssertionProof(Secret(SENTINEL)),
        CertificateProof(Secret(SENTINEL), ("PEM",), "AA", ENDS),
    ],
    ids=lambda proof: type(proof).__name__,
)
def test_no_proof_shows_its_secret(proof: Proof) -> None:
    for shown in (repr(proof), str(proof), f"{proof}", f"{proof!r:>90}"):
        assert SENTINEL not in shown


def test_msal_asks_for_an_assertion_when_it_needs_one() -> None:
    given = msal_credential(AssertionProof(Secret(SENTINEL)))
    assert isinstance(given, dict)
    ask = given["client_assertion"]
    assert callable(ask)
    assert SENTINEL == ask()
    assert SENTINEL not in repr(given)
