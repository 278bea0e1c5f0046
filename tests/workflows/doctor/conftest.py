from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.client.staged import StagedServer, ca_file, serving

from .patient import Patient


@pytest.fixture(scope="package")
def authority() -> trustme.CA:
    return trustme.CA(organization_name="Right CA")


@pytest.fixture
def patient(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Patient]:
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "abc~the-secret")
    with serving(StagedServer(), authority) as entra, serving(StagedServer(), authority) as mde:
        well = Patient(tmp_path, entra, f"{mde.url}/mde", ca_file(authority, tmp_path))
        well.tell_the_time()
        yield well
