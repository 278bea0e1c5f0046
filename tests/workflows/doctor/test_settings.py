"""doctor finds what is wrong on this machine, each time in its own line and in no other."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import jwt
import pytest

from defender_tui.core.errors import StoreError
from defender_tui.core.profiles import Profile
from defender_tui.store.profiles import ProfileFile
from defender_tui.workflows.doctor import State
from defender_tui.workflows.doctor.settings import check_profile

from .patient import CLIENT_ID, NOW, Patient, ending, only_failing


async def test_where_all_is_well_nothing_fails_and_every_line_says_what_was_found(
    patient: Patient,
) -> None:
    lines = await patient.examined()
    assert [] == ending(lines, State.FAIL) + ending(lines, State.WARN)
    assert all(line.found for line in lines.values())
    assert {"configuration", "profile", "keyring", "credential", "CA", "proxy"} <= set(lines)
    assert {"clock", "tenant", "sign-in", "roles on Microsoft Graph"} <= set(
        ending(lines, State.PASS)
    )
    assert "A keyring" in lines["keyring"].found


async def test_an_unreadable_configuration_is_told_with_its_line(patient: Patient) -> None:
    (patient.folder / "config.toml").write_text("[profiles\n", encoding="utf-8")
    line = only_failing(await patient.examined(written=False))
    assert "configuration" == line.name
    assert "line 1" in line.found


async def test_a_wrong_setting_fails_the_profile(patient: Patient) -> None:
    patient.settings["clout"] = "public"
    line = only_failing(await patient.examined())
    assert "profile" == line.name
    assert "clout" in line.found


async def test_having_no_profile_at_all_fails_the_profile_and_says_how_to_make_one(
    patient: Patient,
) -> None:
    line = only_failing(await patient.examined(written=False))
    assert "profile" == line.name
    assert "Credentials" in line.next_step


async def test_the_environments_profile_is_looked_at_by_its_name_unless_one_is_stored_by_it(
    patient: Patient,
) -> None:
    outside = Profile("env", "outside.example", CLIENT_ID)
    book = ProfileFile(patient.folder)
    for name, found in (("env", outside), (None, outside)):
        _, profile = await check_profile(book, name, lambda: outside, is_readable=True)
        assert found == profile
    line, profile = await check_profile(book, "other", lambda: outside, is_readable=True)
    assert (State.FAIL, None) == (line.state, profile)
    stored = replace(outside, tenant_id="stored.example")
    await asyncio.to_thread(book.save, stored)
    _, profile = await check_profile(book, "env", lambda: outside, is_readable=True)
    assert stored == profile


async def test_a_keyring_that_cannot_be_loaded_fails_alone(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Patient) -> str:
        raise StoreError("The keyring cannot be loaded.", hint="Correct it.")

    monkeypatch.setattr(Patient, "keyring_name", fail)
    assert "keyring" == only_failing(await patient.examined()).name


async def test_a_missing_keyring_fails_only_a_profile_that_keeps_its_secret_there(
    patient: Patient,
) -> None:
    patient.keyring = None
    assert [] == ending(await patient.examined(), State.FAIL)
    patient.credential = {"place": "keyring"}
    lines = await patient.examined()
    assert "keyring" == only_failing(lines).name
    assert State.SKIPPED is lines["sign-in"].state


async def test_a_missing_secret_fails_the_credential_and_names_the_variable(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AZURE_CLIENT_SECRET")
    line = only_failing(await patient.examined())
    assert "credential" == line.name
    assert "AZURE_CLIENT_SECRET" in line.next_step


async def test_a_secrets_id_in_place_of_its_value_is_noticed_before_it_is_sent(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "00001111-aaaa-2222-bbbb-3333cccc4444")
    line = only_failing(await patient.examined())
    assert ("credential", State.WARN) == (line.name, line.state)
    assert "value" in line.next_step


@pytest.mark.parametrize("kind", ["certificate", "federated_token"])
async def test_a_file_that_is_not_there_fails_the_credential(patient: Patient, kind: str) -> None:
    patient.credential = {"kind": kind, "file": str(patient.folder / "absent")}
    line = only_failing(await patient.examined())
    assert "credential" == line.name
    assert "absent" in line.found


async def test_a_federated_token_that_ended_fails_the_credential(patient: Patient) -> None:
    file = patient.folder / "token"
    patient.credential = {"kind": "federated_token", "file": str(file)}
    for ends_in, state in ((timedelta(hours=1), State.PASS), (-timedelta(hours=1), State.FAIL)):
        claims = {"exp": int((NOW + ends_in).timestamp())}
        file.write_text(jwt.encode(claims, "k" * 32, algorithm="HS256"), encoding="utf-8")
        lines = await patient.examined()
        assert state is lines["credential"].state
    assert "credential" == only_failing(lines).name
    assert "renew" in lines["credential"].next_step


@pytest.mark.parametrize(("words", "name"), [("/absent/token", "vault-1"), ("no name", "v")])
async def test_a_vaults_name_and_what_opens_it_are_looked_at(
    patient: Patient, words: str, name: str
) -> None:
    patient.write()
    file = patient.folder / "config.toml"
    text = file.read_text(encoding="utf-8").partition("[profiles.p.credential]")[0]
    table = f'[profiles.p.credential]\nkind = "key_vault"\nvault = "{name}"\nsecret = "s"\n'
    reader = 'with = { kind = "federated_token", file = "/absent/token" }\n'
    file.write_text(text + table + reader, encoding="utf-8")
    line = only_failing(await patient.examined(written=False))
    assert "credential" == line.name
    assert words in line.found


async def test_a_ca_file_without_certificates_fails_the_ca(patient: Patient) -> None:
    patient.ca_file.write_text("nothing", encoding="utf-8")
    line = only_failing(await patient.examined())
    assert "CA" == line.name
    assert "PEM" in line.found


async def test_settings_of_other_libraries_are_noted_as_without_effect(
    patient: Patient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "other.pem"))
    line = only_failing(await patient.examined())
    assert ("CA", State.WARN) == (line.name, line.state)
    assert "REQUESTS_CA_BUNDLE" in line.found
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(patient.ca_file))
    assert State.PASS is (await patient.examined())["CA"].state
