from __future__ import annotations

import hashlib
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from defender_tui.core.errors import ConfigError, StoreError
from defender_tui.workflows.key_pair import key_folder, make_key_pair

NOW = datetime(2026, 11, 23, 14, 3, 5, tzinfo=UTC)


def names_in(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


async def test_key_and_certificate_belong_together_and_are_for_this_user_alone(
    tmp_path: Path,
) -> None:
    pair = await make_key_pair(tmp_path / "keys", "soc", now=NOW)
    private = pair.private_file.read_bytes()
    key = serialization.load_pem_private_key(private, None)
    certificate = x509.load_pem_x509_certificate(private)
    assert isinstance(key, rsa.RSAPrivateKey)
    assert 2048 == key.key_size
    assert key.public_key() == certificate.public_key()
    assert certificate == x509.load_pem_x509_certificate(pair.certificate_file.read_bytes())
    assert NOW + timedelta(days=365) == pair.ends == certificate.not_valid_after_utc
    certificate.verify_directly_issued_by(certificate)
    if sys.platform != "win32":
        assert 0o600 == stat.S_IMODE(pair.private_file.stat().st_mode)


async def test_the_file_for_upload_holds_no_key(tmp_path: Path) -> None:
    pair = await make_key_pair(tmp_path, "soc", now=NOW)
    assert "PRIVATE" not in pair.certificate_file.read_text()
    assert "PRIVATE" in pair.private_file.read_text()


async def test_the_thumbprint_is_the_one_that_the_portal_lists(tmp_path: Path) -> None:
    pair = await make_key_pair(tmp_path, "soc", now=NOW)
    certificate = x509.load_pem_x509_certificate(pair.certificate_file.read_bytes())
    der = certificate.public_bytes(serialization.Encoding.DER)
    assert hashlib.sha1(der).hexdigest().upper() == pair.thumbprint
    assert hashlib.sha256(der).hexdigest().upper() == pair.sha256


@pytest.mark.parametrize("name", ["", "../soc", "a/b", "soc\0", "x" * 65])
async def test_a_name_that_leads_elsewhere_or_nowhere_makes_no_key(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(ConfigError, match="letters"):
        await make_key_pair(tmp_path / "keys", name, now=NOW)
    assert [] == names_in(tmp_path)


@pytest.mark.parametrize("name", ["soc.pem", "soc.cer"])
async def test_no_key_is_ever_written_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("precious")
    with pytest.raises(ConfigError, match="already"):
        await make_key_pair(tmp_path, "soc", now=NOW)
    assert "precious" == (tmp_path / name).read_text()
    assert [name] == names_in(tmp_path)


async def test_a_link_to_nowhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "soc.pem").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="already"):
        await make_key_pair(tmp_path, "soc", now=NOW)
    assert not (tmp_path / "elsewhere").exists()


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises((StoreError, ConfigError), match="file"):
        await make_key_pair(tmp_path / "file", "soc", now=NOW)


def test_keys_are_kept_beside_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEFENDER_TUI_CONFIG_DIR", str(tmp_path))
    assert tmp_path / "keys" == key_folder()
