"""doctor finds what is wrong with tenant, credential and roles, in the words of the errors."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from defender_tui.core.errors import NotPermitted
from defender_tui.workflows.doctor import State
from tests.client.staged import TENANT, Reply

from .patient import CLIENT_ID, METADATA, NOW, TOKEN, Patient, only_failing

APPLICATION = f"/graph/v1.0/applications(appId='{CLIENT_ID}')"
EVERYTHING = ("SecurityIncident.ReadWrite.All", "ThreatHunting.Read.All")


def refusal(code: int, status: int = 401) -> Reply:
    """Give a refusal of the token endpoint with ids to look it up by."""
    body = {
        "error": "invalid_client",
        "error_codes": [code],
        "error_description": f"AADSTS{code}: So it is. Trace ID: t-1",
        "trace_id": "t-1",
        "correlation_id": "c-1",
    }
    return Reply(status, body)


def token(*roles: str) -> Reply:
    """Give a token with these roles."""
    access = jwt.encode({"roles": roles, "tid": TENANT}, "k" * 32, algorithm="HS256")
    return Reply(body={"token_type": "Bearer", "expires_in": 3599, "access_token": access})


async def test_an_unknown_tenant_fails_the_tenant_by_its_id(patient: Patient) -> None:
    date = {"Date": NOW.strftime("%a, %d %b %Y %H:%M:%S GMT")}
    unknown = refusal(90002, 400)
    patient.entra.stage(METADATA, Reply(400, unknown.body, date))
    lines = await patient.examined()
    line = only_failing(lines)
    assert "tenant" == line.name
    assert TENANT in line.found
    assert State.SKIPPED is lines["sign-in"].state


async def test_a_wrong_secret_fails_the_sign_in_with_remedy_and_ids(patient: Patient) -> None:
    patient.entra.stage(TOKEN, refusal(7000215))
    line = only_failing(await patient.examined())
    assert "sign-in" == line.name
    assert all(fact in line.found for fact in ("AADSTS7000215", "t-1", "c-1"))
    assert "value, not its id" in line.next_step


async def test_a_token_without_roles_fails_the_roles_and_says_what_to_grant_where(
    patient: Patient,
) -> None:
    patient.entra.roles = []
    lines = await patient.examined()
    line = only_failing(lines)
    assert "roles on Microsoft Graph" == line.name
    assert isinstance(line.error, NotPermitted)
    assert ("SecurityIncident.Read.All",) == line.error.missing
    assert "no roles" in line.found
    assert "API permissions" in line.next_step
    assert State.SKIPPED is lines["roles on Defender XDR"].state


async def test_a_role_that_only_one_screen_needs_is_missed_without_failing(
    patient: Patient,
) -> None:
    patient.entra.roles = ["SecurityIncident.Read.All"]
    line = only_failing(await patient.examined())
    assert ("roles on Microsoft Graph", State.WARN) == (line.name, line.state)
    assert "not allowed: hunt" in line.found
    assert "ThreatHunting.Read.All" in line.next_step


async def test_held_roles_and_what_they_allow_are_listed(patient: Patient) -> None:
    found = (await patient.examined())["roles on Microsoft Graph"].found
    assert "SecurityIncident.ReadWrite.All, ThreatHunting.Read.All" in found
    assert "browse incidents" in found
    assert "change incidents" in found


async def test_an_api_that_the_tenant_lacks_fails_only_a_profile_that_uses_it(
    patient: Patient,
) -> None:
    lacking = refusal(500011, 400)
    patient.entra.stage(TOKEN, token(*EVERYTHING), lacking)
    lines = await patient.examined()
    assert State.SKIPPED is lines["roles on Defender XDR"].state
    assert State.PASS is lines["roles on Microsoft Graph"].state
    patient.settings["hunting_api"] = "xdr"
    patient.entra.stage(TOKEN, token(*EVERYTHING), lacking)
    assert "roles on Defender XDR" == only_failing(await patient.examined()).name


async def test_where_either_api_will_do_the_one_with_roles_counts(patient: Patient) -> None:
    patient.settings |= {"incidents_api": "auto", "hunting_api": "auto"}
    xdr = token("Incident.Read.All", "AdvancedHunting.Read.All")
    patient.entra.stage(TOKEN, token(), xdr, token())
    lines = await patient.examined()
    assert [] == [line.name for line in lines.values() if line.state is State.FAIL]
    assert State.PASS is lines["roles on Defender XDR"].state


@pytest.mark.parametrize(
    ("state", "words", "ends_in_days"),
    [
        (State.PASS, "in 90 days", 90),
        (State.WARN, "in 12 days", 12),
        (State.FAIL, "ended on 2026-11-13", -10),
    ],
)
async def test_the_secrets_end_is_told_where_the_token_may_read_it(
    patient: Patient, state: State, words: str, ends_in_days: int
) -> None:
    patient.entra.roles = [*EVERYTHING, "Application.Read.All"]
    ends = (NOW + timedelta(days=ends_in_days)).isoformat().replace("+00:00", "Z")
    secrets = [
        {"hint": "abc", "endDateTime": ends, "displayName": "ours"},
        {"hint": "xyz", "endDateTime": "2020-01-01T00:00:00Z", "displayName": "another"},
    ]
    patient.entra.stage(APPLICATION, Reply(body={"passwordCredentials": secrets}))
    lines = await patient.examined()
    assert state is lines["expiry"].state
    assert words in lines["expiry"].found
    if state is not State.PASS:
        assert "expiry" == only_failing(lines).name


async def test_without_the_role_the_secrets_end_is_not_known_and_nothing_is_asked(
    patient: Patient,
) -> None:
    lines = await patient.examined()
    assert State.SKIPPED is lines["expiry"].state
    assert "Application.Read.All" in lines["expiry"].found
    assert [] == patient.entra.api_calls()


async def test_a_registration_that_cannot_be_read_fails_nothing(patient: Patient) -> None:
    patient.entra.roles = [*EVERYTHING, "Application.Read.All"]
    lines = await patient.examined()
    assert State.SKIPPED is lines["expiry"].state
    assert [] == [line.name for line in lines.values() if line.state is State.FAIL]


@pytest.mark.parametrize(
    ("state", "ends_in_days"), [(State.PASS, 90), (State.WARN, 12), (State.FAIL, -1)]
)
async def test_a_certificates_end_is_read_from_itself(
    patient: Patient, state: State, ends_in_days: int
) -> None:
    file = patient.folder / "app.pem"
    _write_certificate(file, NOW + timedelta(days=ends_in_days))
    patient.credential = {"kind": "certificate", "file": str(file)}
    lines = await patient.examined()
    assert state is lines["expiry"].state
    assert "certificate" in lines["credential"].found
    if state is not State.PASS:
        assert "expiry" == only_failing(lines).name


def _write_certificate(file: Path, ends_at: datetime) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "app")])
    number = x509.random_serial_number()
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), number)
        .not_valid_before(ends_at - timedelta(days=365))
        .not_valid_after(ends_at)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(pem + certificate.public_bytes(Encoding.PEM))
