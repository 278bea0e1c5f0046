from __future__ import annotations

from pathlib import Path

import pytest

from defender_tui.core.credentials import Certificate
from defender_tui.core.profiles import Profile
from defender_tui.core.typed_path import typed_path

NOBODYS = "~nobody-of-this-name-is-here/app.pem"


def test_the_wave_stands_for_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert tmp_path / "app.pem" == typed_path("~/app.pem")
    assert Path("app.pem") == typed_path("app.pem")


def test_nobodys_home_is_a_file_that_is_not_there_and_no_mistake_of_the_program() -> None:
    assert Path(NOBODYS) == typed_path(NOBODYS)
    table = {
        "tenant_id": "contoso.com",
        "client_id": "00001111-aaaa-2222-bbbb-3333cccc4444",
        "credential": {"kind": "certificate", "file": NOBODYS},
    }
    assert Certificate(Path(NOBODYS)) == Profile.from_mapping("work", table).credential
