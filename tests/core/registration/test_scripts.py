"""The scripts: run by bash against a stand-in for az, and read by a small lexer of PowerShell."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from defender_tui.core.clouds import CLOUDS, DOD, GCC_HIGH
from defender_tui.core.permissions import Capability
from defender_tui.core.registration.az_script import az_script
from defender_tui.core.registration.plan import Proof, RegistrationPlan, Trust
from defender_tui.core.registration.powershell_script import powershell_script
from defender_tui.core.registration.quoting import bash_literal, powershell_literal

BASH = shutil.which("bash") or "bash"
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
APP_ID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
FAKE_AZ = """\
#!/usr/bin/env bash
printf '%s\\0' "$#" "$@" >> "$AZ_CALLS"
case "$*" in
  "ad app create"*) echo APP_ID ;;
  "ad app list"*) printf '%s' "${AZ_SAME:-}" ;;
  "ad app show"*) printf 'https://old.example/\\nhttps://portal.azure.com\\n' ;;
  "ad app credential reset"*) echo 'kept~once' ;;
  "ad sp show"*"appRoles"*) echo "id-of-${*}" | sed "s/.*value=='//; s/'.*//" ;;
  "account show"*) echo "${AZ_TENANT:-}" ;;
esac
""".replace("APP_ID", APP_ID)
HOSTILE = (
    "it's",
    "$(touch broken)",
    "`touch broken`",
    "a; touch broken #",
    "\\' ; touch broken ; '",
    "“quoted” ’; Remove-Item x; ’",
    "$HOME ${NAME} !! %PATH%",
    "-x --help",
    "line\nbreak\n'EOF'",
    "名前 🛡",
)
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet="'\"`$();&|\\\n \t!#*?[]{}<>~’‘‛‚@-a\u2028", max_size=40),
)
proofs = st.sampled_from(Proof)


def _ran(script: str, folder: Path, **settings: str) -> tuple[list[list[str]], str, int]:
    """Run a script with the stand-in; give its calls of az, what it printed, and its code."""
    az = folder / "az"
    az.write_text(FAKE_AZ, encoding="utf-8")
    az.chmod(0o755)
    calls = folder / "calls"
    calls.unlink(missing_ok=True)
    environment = {"PATH": f"{folder}:/usr/bin:/bin", "AZ_CALLS": str(calls), "RETRY_WAIT_S": "0"}
    finished = subprocess.run(
        [BASH],
        input=script,
        text=True,
        capture_output=True,
        cwd=folder,
        env={**environment, **settings},
        timeout=30,
        encoding="utf-8",
    )
    recorded = calls.read_bytes().decode() if calls.exists() else ""
    return list(_calls(recorded.split("\0")[:-1])), finished.stdout, finished.returncode


def _calls(words: list[str]) -> Iterator[list[str]]:
    """Take apart what was recorded: for each call the number of its arguments, then these."""
    while words:
        end = int(words[0]) + 1
        yield words[1:end]
        words = words[end:]


def _call(calls: list[list[str]], *words: str) -> list[str]:
    return next(call for call in calls if call[: len(words)] == list(words))


@needs_bash
def test_the_script_registers_grants_and_adds_a_secret_in_this_order(tmp_path: Path) -> None:
    calls, printed, code = _ran(az_script(RegistrationPlan(tenant_id="t-1")), tmp_path)
    assert 0 == code
    order = [" ".join(call[:4]) for call in calls]
    for earlier, later in (
        ("cloud set --name AzureCloud", "login --tenant=t-1 --allow-no-subscriptions --output"),
        ("ad app create --display-name=defender-tui", f"ad sp create --id={APP_ID}"),
        (f"ad sp create --id={APP_ID}", "ad app permission add"),
        ("ad app permission add", "ad app permission admin-consent"),
        ("ad app permission admin-consent", "ad app credential reset"),
    ):
        assert order.index(earlier) < order.index(later)
    assert "kept~once" in printed
    assert APP_ID in printed


@needs_bash
def test_the_permissions_are_those_of_the_features_by_their_ids(tmp_path: Path) -> None:
    plan = RegistrationPlan(features=frozenset({Capability.HUNT, Capability.ISOLATE_DEVICES}))
    calls, _, _ = _ran(az_script(plan), tmp_path)
    added = {call[call.index("--api") + 1]: call[-1] for call in calls if "add" in call}
    assert {
        "00000003-0000-0000-c000-000000000000": "dd98c7f5-2d42-42d3-a0e4-633161547251=Role",
        "8ee8fdad-f234-4243-8f3b-15c294843740": "7734e8e5-8dde-42fc-b5ae-6eafea078693=Role",
        "fc780465-2017-40d4-a0c5-307022471b92": "7e4e1300-e1b9-4102-88ba-f0cb6e6d5974=Role",
    } == added


@needs_bash
@pytest.mark.parametrize(
    ("cloud", "name"), [(GCC_HIGH, "AzureUSGovernment"), (DOD, "AzureUSGovernment")]
)
def test_in_a_governments_cloud_each_role_is_looked_up_by_its_name(
    tmp_path: Path, cloud: object, name: str
) -> None:
    plan = replace(RegistrationPlan(), cloud=GCC_HIGH if cloud is GCC_HIGH else DOD)
    calls, _, code = _ran(az_script(plan), tmp_path)
    assert 0 == code
    assert name == _call(calls, "cloud", "set")[-1]
    added = _call(calls, "ad", "app", "permission", "add")
    assert "id-of-" not in added[-1]
    assert ["SecurityIncident.Read.All=Role", "ThreatHunting.Read.All=Role"] == added[-2:]
    has_own_graph = any("https://dod-graph.microsoft.us/" in call for call in calls)
    assert (cloud is DOD) == has_own_graph


@needs_bash
def test_a_secret_or_certificate_is_added_and_replaces_none(tmp_path: Path) -> None:
    secret, _, _ = _ran(az_script(RegistrationPlan()), tmp_path)
    plan = RegistrationPlan(proof=Proof.CERTIFICATE, certificate_file=Path("my 'own' key.cer"))
    certificate, _, _ = _ran(az_script(plan), tmp_path)
    for calls in (secret, certificate):
        assert "--append" in _call(calls, "ad", "app", "credential", "reset")
    assert "--cert=@my 'own' key.cer" in _call(certificate, "ad", "app", "credential", "reset")


@needs_bash
def test_a_federated_credential_has_issuer_subject_and_the_clouds_audience(tmp_path: Path) -> None:
    trust = Trust("https://issuer.example", "system:serviceaccount:soc:it's")
    plan = RegistrationPlan(proof=Proof.FEDERATED, trust=trust, cloud=GCC_HIGH)
    calls, _, _ = _ran(az_script(plan), tmp_path)
    call = _call(calls, "ad", "app", "federated-credential", "create")
    parameters = next(word for word in call if word.startswith("--parameters="))
    assert {
        "name": "defender-tui",
        "issuer": "https://issuer.example",
        "subject": "system:serviceaccount:soc:it's",
        "audiences": ["api://AzureADTokenExchangeUSGov"],
    } == json.loads(parameters.partition("=")[2])


@needs_bash
def test_a_partners_application_keeps_the_redirect_uris_that_it_has(tmp_path: Path) -> None:
    plan = RegistrationPlan(is_partner=True, client_id=APP_ID)
    calls, _, code = _ran(az_script(plan), tmp_path)
    assert 0 == code
    call = _call(calls, "ad", "app", "update")
    assert "AzureADMultipleOrgs" in call
    redirects = call[call.index("--web-redirect-uris") + 1 :]
    assert ["https://portal.azure.com", "https://old.example/"] == redirects


@needs_bash
def test_an_application_of_the_same_name_is_left_alone(tmp_path: Path) -> None:
    script = az_script(RegistrationPlan(app_name="O'Brien's"))
    calls, _, code = _ran(script, tmp_path, AZ_SAME="other-app")
    assert 1 == code
    assert "--filter=displayName eq 'O''Brien''s'" in _call(calls, "ad", "app", "list")
    assert [] == [call for call in calls if "create" in call]


@needs_bash
@settings(max_examples=12)
@given(name=texts, tenant=texts, client=texts, proof=proofs, is_partner=st.booleans())
def test_no_value_breaks_out_of_the_bash_script(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    tenant: str,
    client: str,
    proof: Proof,
    is_partner: bool,
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    plan = RegistrationPlan(
        app_name=name,
        tenant_id=tenant,
        client_id=client,
        proof=proof,
        certificate_file=folder / "c.cer",
        trust=Trust(name, tenant),
        is_partner=is_partner,
        redirect_uri=f"https://x.example/{client}",
    )
    calls, _, code = _ran(az_script(plan), folder)
    assert 0 == code
    assert {"az", "calls"} == {one.name for one in folder.iterdir()}
    if client:
        assert f"--id={client}" in _call(calls, "ad", "app", "permission", "admin-consent")
    else:
        assert f"--display-name={name}" in _call(calls, "ad", "app", "create")


@needs_bash
@given(texts)
def test_bash_reads_a_quoted_value_as_it_was(value: str) -> None:
    echo = subprocess.run(
        [BASH, "-c", f"printf '%s' {bash_literal(value)}"], capture_output=True, timeout=30
    )
    assert value.encode() == echo.stdout


@needs_bash
@pytest.mark.parametrize("cloud", CLOUDS)
@pytest.mark.parametrize("proof", Proof)
@pytest.mark.parametrize("is_partner", [True, False])
def test_every_bash_script_parses(cloud: str, proof: Proof, is_partner: bool) -> None:
    for client_id in ("", APP_ID):
        plan = RegistrationPlan(
            cloud=CLOUDS[cloud],
            proof=proof,
            is_partner=is_partner,
            client_id=client_id,
            features=frozenset(Capability),
        )
        checked = subprocess.run(
            [BASH, "-n"], input=az_script(plan), text=True, capture_output=True, timeout=30
        )
        assert (0, "") == (checked.returncode, checked.stderr)


def _literals(text: str) -> tuple[list[str], str]:
    """Read PowerShell's single-quoted literals; give their values and what stands between them."""
    quotes = "'\u2018\u2019\u201a\u201b"
    values, outside, at = [], "", 0
    while at < len(text):
        if text[at] == "#" and (at == 0 or text[at - 1] in "\n "):
            at = text.index("\n", at)
            continue
        if text[at] not in quotes:
            outside += text[at]
            at += 1
            continue
        at, value = at + 1, ""
        while True:
            if text[at] in quotes and at + 1 < len(text) and text[at + 1] in quotes:
                value += text[at]
                at += 2
            elif text[at] in quotes:
                at += 1
                break
            else:
                value += text[at]
                at += 1
        values.append(value)
    return values, outside


@given(texts)
def test_powershell_reads_a_quoted_value_as_it_was(value: str) -> None:
    assert ([value], "") == _literals(powershell_literal(value))


@given(name=texts, tenant=texts, client=texts, proof=proofs)
def test_no_value_breaks_out_of_the_powershell_script(
    name: str, tenant: str, client: str, proof: Proof
) -> None:
    def script(first: str, second: str, third: str) -> str:
        return powershell_script(
            RegistrationPlan(
                app_name=first,
                tenant_id=f"t{second}",
                client_id=f"c{third}",
                proof=proof,
                trust=Trust(first, second),
                certificate_file=Path(f"f{third}"),
                is_partner=True,
                redirect_uri=f"https://{first}",
            )
        )

    calm, hostile = _literals(script("n", "t", "c")), _literals(script(name, tenant, client))
    assert calm[1] == hostile[1]
    assert name in hostile[0]


def test_the_powershell_script_adds_and_never_replaces() -> None:
    secret = powershell_script(RegistrationPlan())
    assert "Add-MgApplicationPassword" in secret
    certificate = powershell_script(RegistrationPlan(proof=Proof.CERTIFICATE))
    read = certificate.index("-Property 'id,keyCredentials'")
    assert read < certificate.index("$keys +=") < certificate.index("-KeyCredentials $keys")
    known = powershell_script(RegistrationPlan(client_id=APP_ID))
    assert known.index("$app.RequiredResourceAccess") < known.index("Update-MgApplication")


@pytest.mark.parametrize(
    ("cloud", "environment"),
    [
        ("public", "Global"),
        ("gcc", "Global"),
        ("gcc-high", "USGov"),
        ("dod", "USGovDoD"),
        ("china", "China"),
    ],
)
def test_powershell_signs_in_to_the_plans_cloud(cloud: str, environment: str) -> None:
    script = powershell_script(RegistrationPlan(cloud=CLOUDS[cloud]))
    assert re.search(rf"Connect-MgGraph -Environment {environment}\b", script)


def test_powershell_names_roles_and_leaves_their_ids_to_the_directory() -> None:
    values, _ = _literals(powershell_script(RegistrationPlan(cloud=GCC_HIGH)))
    assert "ThreatHunting.Read.All" in values
    assert "dd98c7f5-2d42-42d3-a0e4-633161547251" not in values
