"""Certificate files: every form is read, and every fault is told with the file's name."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.client.certificates import read_certificate_file, read_stored_certificate
from defender_tui.client.proofs import msal_credential
from defender_tui.core.credentials import Certificate
from defender_tui.core.errors import ConfigError
from defender_tui.core.secret import Secret
from tests.client.pairs import ENDS, pair

PASS = Secret("pässword")
OCTETS = "pässword".encode()


def _file(folder: Path, content: bytes) -> Path:
    file = folder / "app.pem"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    ("content", "passphrase"),
    [
        pytest.param(lambda: pair().key_pem() + pair().certificate_pem, None, id="pem"),
        pytest.param(
            lambda: pair().certificate_pem + pair().key_pem(), None, id="certificate-first"
        ),
        pytest.param(
            lambda: pair().key_pem(form=PrivateFormat.TraditionalOpenSSL) + pair().certificate_pem,
            None,
            id="old-form",
        ),
        pytest.param(lambda: pair().key_pem(OCTETS) + pair().certificate_pem, PASS, id="locked"),
        pytest.param(
            lambda: (
                pair().key_pem(OCTETS, PrivateFormat.TraditionalOpenSSL) + pair().certificate_pem
            ),
            PASS,
            id="locked-old-form",
        ),
        pytest.param(
            lambda: pair().key_pem() + pair().certificate_pem, PASS, id="needless-passphrase"
        ),
        pytest.param(
            lambda: (
                b"Bag Attributes\r\n"
                + (pair().key_pem() + pair().certificate_pem).replace(b"\n", b"\r\n")
            ),
            None,
            id="windows-lines",
        ),
        pytest.param(lambda: pair().pfx(), None, id="pfx"),
        pytest.param(lambda: pair().pfx(OCTETS), PASS, id="locked-pfx"),
    ],
)
def test_each_form_gives_the_key_and_its_certificate(
    tmp_path: Path, content: Callable[[], bytes], passphrase: Secret | None
) -> None:
    proof = read_certificate_file(Certificate(_file(tmp_path, content())), passphrase)
    assert (pair().certificate_pem.decode(),) == proof.certificates
    assert pair().key_pem().decode() == proof.private_key.reveal()
    assert pair().certificate.fingerprint(hashes.SHA1()).hex().upper() == proof.thumbprint
    assert ENDS == proof.expires_at
    assert "PRIVATE" not in repr(proof)


@pytest.mark.parametrize("is_pfx", [False, True])
def test_the_own_certificate_stands_first_and_the_chain_goes_along_when_wanted(
    tmp_path: Path, is_pfx: bool
) -> None:
    issuer = pair("issuer")
    blocks = pair().key_pem() + issuer.certificate_pem + pair().certificate_pem
    file = _file(tmp_path, pair().pfx(others=(issuer,)) if is_pfx else blocks)
    proof = read_certificate_file(Certificate(file, sends_chain=True), None)
    own, other = pair().certificate_pem.decode(), issuer.certificate_pem.decode()
    assert (own, other) == proof.certificates
    sent = msal_credential(proof)
    assert isinstance(sent, dict)
    assert own + other == sent["public_certificate"]
    alone = msal_credential(read_certificate_file(Certificate(file), None))
    assert isinstance(alone, dict)
    assert own == alone["public_certificate"]


@pytest.mark.parametrize(
    ("told", "content", "passphrase"),
    [
        pytest.param("neither PEM nor PFX", lambda: b"hello", None, id="text"),
        pytest.param("neither PEM nor PFX", lambda: b"", None, id="empty"),
        pytest.param("no private key", lambda: pair().certificate_pem, None, id="no-key"),
        pytest.param("no certificate", lambda: pair().key_pem(), None, id="no-certificate"),
        pytest.param(
            "does not match",
            lambda: pair().key_pem() + pair("other").certificate_pem,
            None,
            id="mismatch",
        ),
        pytest.param(
            "none is at hand",
            lambda: pair().key_pem(OCTETS) + pair().certificate_pem,
            None,
            id="locked",
        ),
        pytest.param(
            "passphrase is wrong",
            lambda: pair().key_pem(OCTETS) + pair().certificate_pem,
            Secret("hunter2"),
            id="wrong-passphrase",
        ),
        pytest.param("none is at hand", lambda: pair().pfx(OCTETS), None, id="locked-pfx"),
        pytest.param(
            "passphrase is wrong", lambda: pair().pfx(OCTETS), Secret("hunter2"), id="wrong-pfx"
        ),
        pytest.param("or it is damaged", lambda: pair().pfx()[:-20], None, id="cut-pfx"),
        pytest.param(
            "damaged private key",
            lambda: pair().key_pem()[:60] + pair().key_pem()[90:] + pair().certificate_pem,
            None,
            id="damaged-key",
        ),
        pytest.param(
            "damaged certificate",
            lambda: pair().key_pem() + pair().certificate_pem[:60] + pair().certificate_pem[90:],
            None,
            id="damaged-certificate",
        ),
        pytest.param(
            "does not take",
            lambda: pair("ec", 0).key_pem() + pair("ec", 0).certificate_pem,
            None,
            id="elliptic",
        ),
        pytest.param(
            "does not take",
            lambda: pair("short", 1024).key_pem() + pair("short", 1024).certificate_pem,
            None,
            id="short-key",
        ),
        pytest.param(
            "cannot be sent", lambda: pair().pfx(OCTETS), Secret("\udcff"), id="odd-passphrase"
        ),
    ],
)
def test_each_fault_is_told_with_the_files_name(
    tmp_path: Path, told: str, content: Callable[[], bytes], passphrase: Secret | None
) -> None:
    file = _file(tmp_path, content())
    with pytest.raises(ConfigError, match=told) as caught:
        read_certificate_file(Certificate(file), passphrase)
    assert file == caught.value.file
    assert caught.value.hint
    assert passphrase is None or passphrase.reveal() not in str(caught.value)
    assert passphrase is None or passphrase.reveal() not in repr(caught.value.__context__)
    assert not isinstance(caught.value.__context__, UnicodeError)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    absent = tmp_path / "absent.pem"
    for file, told in ((absent, "is not there"), (tmp_path, "could not be read")):
        with pytest.raises(ConfigError, match=f"The certificate file {told}") as caught:
            read_certificate_file(Certificate(file), None)
        assert file == caught.value.file
        assert "credential.file" == caught.value.key


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    file = _file(tmp_path, b"0" * (1024 * 1024 + 1))
    with pytest.raises(ConfigError, match="larger than 1 MiB"):
        read_certificate_file(Certificate(file), None)


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda some: b"0" + some))
def test_any_bytes_are_a_certificate_or_a_fault_that_is_told(content: bytes) -> None:
    text = Secret(base64.b64encode(content).decode())
    with pytest.raises(ConfigError, match=r"^The value "):
        read_stored_certificate(text, is_pfx=True, title="The value")


def test_a_vaults_pfx_is_base64(tmp_path: Path) -> None:
    stored = Secret(base64.b64encode(pair().pfx()).decode())
    proof = read_stored_certificate(stored, is_pfx=True, title="It")
    assert pair().key_pem().decode() == proof.private_key.reveal()
    with pytest.raises(ConfigError, match="It is labelled as PFX but is not base64"):
        read_stored_certificate(Secret("%%%"), is_pfx=True, title="It")
