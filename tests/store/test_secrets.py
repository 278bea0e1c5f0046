"""Secrets go into a real keyring or stay in memory: never into clear text."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer
from keyring.core import load_keyring
from keyring.errors import KeyringError, KeyringLocked, PasswordDeleteError

from defender_tui.core.errors import StoreError
from defender_tui.core.secret import Secret, SecretName
from defender_tui.store.secrets import KeyringSecrets, RunSecrets, usable_keyring

NAME = SecretName("work")
VALUE = Secret("sentinel~Q8~value")
FAILING = load_keyring("keyring.backends.fail.Keyring")
FORGETFUL = load_keyring("keyring.backends.null.Keyring")


class _Backend(KeyringBackend):
    # None is tried by itself: keyring chooses among all that exist.
    priority = -1

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.asked_in: set[str] = set()

    def get_password(self, service: str, username: str) -> str | None:
        self.asked_in.add(threading.current_thread().name)
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        try:
            del self.held[service, username]
        except KeyError:
            raise PasswordDeleteError("not found") from None


class _Locked(_Backend):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("the keyring is locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("the keyring is locked")

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringError


class PlaintextKeyring(_Backend):
    """Named as the backend that writes clear text."""


class _InPlaintextModule(_Backend):
    """One of a module that says what it does."""


_InPlaintextModule.__module__ = "someones.plaintext.backend"


@pytest.fixture(autouse=True)
def chosen_keyring() -> Iterator[None]:
    """Put back whatever keyring was in use."""
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def use(backend: KeyringBackend) -> None:
    """Make this the machine's keyring."""
    keyring.set_keyring(backend)


async def test_a_secret_is_kept_found_and_forgotten() -> None:
    use(_Backend())
    secrets = KeyringSecrets()
    assert await secrets.read(NAME) is None
    await secrets.write(NAME, VALUE)
    assert VALUE == await secrets.read(NAME)
    assert await secrets.read(SecretName("home")) is None
    await secrets.forget(NAME)
    assert await secrets.read(NAME) is None


async def test_an_entry_is_found_under_the_programs_name_and_the_profiles() -> None:
    backend = _Backend()
    use(backend)
    await KeyringSecrets().write(NAME, VALUE)
    assert {("defender-tui", "work/client_secret"): VALUE.reveal()} == backend.held


async def test_forgetting_what_is_not_there_is_fine() -> None:
    use(_Backend())
    await KeyringSecrets().forget(NAME)


async def test_an_empty_entry_is_no_secret() -> None:
    backend = _Backend()
    use(backend)
    backend.set_password("defender-tui", "work/client_secret", "")
    assert await KeyringSecrets().read(NAME) is None


async def test_a_keyring_that_opens_a_dialog_does_not_hold_up_the_program() -> None:
    backend = _Backend()
    use(backend)
    await KeyringSecrets().read(NAME)
    assert threading.current_thread().name not in backend.asked_in
    assert backend.asked_in


@pytest.mark.parametrize(
    "backend",
    [FAILING, FORGETFUL, PlaintextKeyring(), _InPlaintextModule()],
    ids=["fail", "null", "plaintext by name", "plaintext by module"],
)
async def test_a_backend_that_keeps_nothing_or_clear_text_counts_as_none(
    backend: KeyringBackend,
) -> None:
    use(backend)
    assert usable_keyring() is None
    secrets = KeyringSecrets()
    assert await secrets.read(NAME) is None
    await secrets.forget(NAME)
    with pytest.raises(StoreError, match="no keyring") as caught:
        await secrets.write(NAME, VALUE)
    assert "this run only" in caught.value.hint
    assert {} == getattr(backend, "held", {})


class _Chain(chainer.ChainerBackend):
    backends: tuple[KeyringBackend, ...] = ()

    def __init__(self, *backends: KeyringBackend) -> None:
        self.backends = backends


@pytest.mark.parametrize("unfit", [PlaintextKeyring(), FORGETFUL, FAILING])
async def test_of_several_backends_the_first_real_one_is_used(unfit: KeyringBackend) -> None:
    real = _Backend()
    use(_Chain(unfit, real))
    assert real is usable_keyring()
    await KeyringSecrets().write(NAME, VALUE)
    assert [VALUE.reveal()] == list(real.held.values())


def test_several_backends_none_of_them_real_count_as_none() -> None:
    use(_Chain(PlaintextKeyring(), FORGETFUL))
    assert usable_keyring() is None


async def test_a_locked_keyring_says_so_and_not_what_it_was_to_keep() -> None:
    use(_Locked())
    secrets = KeyringSecrets()
    with pytest.raises(StoreError, match="Could not read the keyring: the keyring is locked"):
        await secrets.read(NAME)
    with pytest.raises(StoreError, match="Could not write to the keyring") as caught:
        await secrets.write(NAME, VALUE)
    with pytest.raises(StoreError, match="Could not delete from the keyring: it refused"):
        await secrets.forget(NAME)
    assert VALUE.reveal() not in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize(
    "name", ["no.such.module.Keyring", "keyring.backends.null.NoSuchKeyring", "nonsense"]
)
def test_a_backend_that_cannot_be_loaded_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", name)
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    with pytest.raises(StoreError, match="cannot be loaded") as caught:
        usable_keyring()
    assert "PYTHON_KEYRING_BACKEND" in caught.value.hint
    # Counted as there, so that the one who uses it is told, and others are not bothered.
    assert KeyringSecrets.found() is not None


def test_keyring_settings_that_cannot_be_read_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "keyringrc.cfg").write_text("not settings at all")
    monkeypatch.setattr("keyring.util.platform_.config_root", lambda: tmp_path)
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    with pytest.raises(StoreError, match="cannot be loaded") as caught:
        usable_keyring()
    assert "\n" not in caught.value.message


class _Broken(_Backend):
    def get_password(self, service: str, username: str) -> str | None:
        raise OSError("no service on the bus")

    def set_password(self, service: str, username: str, password: str) -> None:
        password.encode()


async def test_what_a_backend_lets_through_is_told_without_the_secret() -> None:
    use(_Broken())
    with pytest.raises(StoreError, match="no service on the bus"):
        await KeyringSecrets().read(NAME)
    with pytest.raises(StoreError, match="write to the keyring: it refused") as caught:
        await KeyringSecrets().write(NAME, Secret("half \ud800"))
    assert caught.value.__context__ is None


def test_a_keyring_is_found_only_where_there_is_a_real_one() -> None:
    use(FORGETFUL)
    assert KeyringSecrets.found() is None
    use(_Backend())
    assert KeyringSecrets.found() is not None


async def test_a_secret_of_this_run_is_kept_replaced_and_forgotten() -> None:
    secrets = RunSecrets()
    assert await secrets.read(NAME) is None
    await secrets.write(NAME, Secret("old"))
    await secrets.write(NAME, VALUE)
    assert VALUE == await secrets.read(NAME)
    await secrets.forget(NAME)
    await secrets.forget(NAME)
    assert await secrets.read(NAME) is None


async def test_a_secret_of_this_run_is_unknown_to_the_next() -> None:
    await RunSecrets().write(NAME, VALUE)
    assert await RunSecrets().read(NAME) is None
