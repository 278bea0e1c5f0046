from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from defender_tui.cli.parser import build_parser
from defender_tui.cli.setup_guide import guide
from defender_tui.cli.setup_questions import Questions
from defender_tui.core.errors import DefenderTuiError
from defender_tui.core.registration.guide_step import StepId
from defender_tui.store.profiles import ProfileFile

from .conftest import Announced, Run

AsApp = Callable[..., None]
CLIENT = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
TENANT = "11111111-2222-4333-8444-555555555555"


class Answers(Questions):
    """Answers prepared ahead; `typed` is what stands for the secret."""

    def __init__(self, *answers: str, typed: str = "") -> None:
        self.answers = list(answers)
        self.typed = typed
        self.asked: list[str] = []

    def _line(self, prompt: str) -> str:
        self.asked.append(prompt)
        if not self.answers:
            raise AssertionError(f"no answer for {prompt}")
        return self.answers.pop(0)

    def _hidden(self, prompt: str) -> str:
        self.asked.append(prompt)
        return self.typed


def test_the_steps_are_printed_in_their_order_with_their_links(run: Run) -> None:
    finished = run("setup", "--client-id", CLIENT, "--partner")
    assert 0 == finished.code
    places = [finished.out.index(f"  {step.value}") for step in StepId]
    assert sorted(places) == places
    assert f"/CallAnAPI/appId/{CLIENT}" in finished.out
    assert "Microsoft Threat Protection" in finished.out
    assert "https://entra.microsoft.com/" in finished.out
    assert "" == finished.err


def test_the_permissions_follow_the_features(run: Run) -> None:
    finished = run("setup", "--features", "hunt,isolate-devices")
    assert "ThreatHunting.Read.All" in finished.out
    assert "Machine.Isolate" in finished.out
    assert "SecurityIncident.Read.All" not in finished.out
    everything = run("setup", "--features", "all").out
    assert "Machine.StopAndQuarantine" in everything


def test_each_kind_of_credential_has_its_own_step(run: Run) -> None:
    assert "New client secret" in run("setup").out
    assert "Upload certificate" in run("setup", "--credential", "certificate").out
    federated = run("setup", "--issuer", "https://issuer.example", "--subject", "me").out
    assert "https://issuer.example" in federated


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_a_script_stands_alone_on_stdout(run: Run) -> None:
    finished = run("setup", "--script", "az", "--name", "O'Brien's $(id)", "--tenant", TENANT)
    assert finished.out.startswith("#!/usr/bin/env bash\n")
    assert f"TENANT='{TENANT}'" in finished.out
    checked = subprocess.run(["bash", "-n"], input=finished.out.encode(), timeout=30)
    assert (0, 0) == (finished.code, checked.returncode)
    powershell = run("setup", "--script", "powershell", "--cloud", "gcc-high").out
    assert powershell.startswith("#Requires")
    assert "-Environment USGov" in powershell


def test_the_link_for_consent_is_answered_by_the_address_that_carries_its_state(run: Run) -> None:
    finished = run("setup", "--consent-link", CLIENT)
    assert finished.out.count(f"client_id={CLIENT}") == 4
    assert "/v2.0/adminconsent?" in finished.out
    assert "/common/oauth2/authorize?prompt=consent" in finished.out
    state = finished.err.partition("--state ")[2].split()[0]
    assert f"state={state}" in finished.out
    landed = f"https://portal.azure.com/?admin_consent=True&tenant={TENANT}&state={state}"
    agreed = run("setup", "--landed", landed, "--state", state)
    assert 0 == agreed.code
    assert TENANT in agreed.out
    assert "proves nothing" in agreed.out


def test_two_links_never_have_the_same_state(run: Run) -> None:
    first, second = (run("setup", "--consent-link", CLIENT).err for _ in range(2))
    assert first != second


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            "admin_consent=True&error=consent_required&error_description=AADSTS65004&state=s",
            "agree",
        ),
        ("admin_consent=True&state=other", "another request"),
        ("admin_consent=True", "cut off"),
    ],
)
def test_an_address_without_a_consent_fails_and_says_why(run: Run, answer: str, words: str) -> None:
    finished = run("setup", "--landed", f"https://portal.azure.com/?{answer}", "--state", "s")
    assert 1 == finished.code
    assert words in finished.err
    assert 1 == len(finished.err.splitlines())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--features", "make-coffee"], "make-coffee"),
        (["--tenant", "common"], "does not work for an application"),
        (["--client-id", "nope"], "GUID"),
        (["--name", "@/etc/passwd"], "letter or a digit"),
        (["--redirect-uri", "javascript:x"], "https"),
        (["--issuer", "https://x.example"], "belong together"),
        (["--landed", "https://portal.azure.com/"], "--state"),
        (["--script", "az", "--consent-link", CLIENT], "not allowed"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(run: Run, arguments: list[str], words: str) -> None:
    finished = run("setup", *arguments)
    assert 2 == finished.code
    assert words in finished.err


def test_a_profile_is_checked_for_the_features(run: Run, as_app: AsApp) -> None:
    as_app("full")
    finished = run("setup", "--profile", "full", "--features", "all")
    assert (0, "") == (finished.code, finished.err)
    for check in ("tenant exists", "application known", "credential accepted", "roles present"):
        assert f"ok      {check}" in finished.out


def test_a_missing_role_is_named_and_has_its_own_exit_code(run: Run, as_app: AsApp) -> None:
    as_app("read-only")
    finished = run("setup", "--profile", "read-only", "--features", "change-incidents")
    assert 3 == finished.code
    assert "FAILED  roles present" in finished.out
    assert "SecurityIncident.ReadWrite.All" in finished.err


def test_a_wrong_secret_fails_with_its_remedy(run: Run, as_app: AsApp) -> None:
    as_app("full", secret="not~it")
    finished = run("setup", "--profile", "full")
    assert 1 == finished.code
    assert "AADSTS7000215" in finished.err
    assert "not~it" not in finished.out + finished.err


def test_with_demo_the_checks_run_on_a_sandbox_of_its_own(run: Run) -> None:
    finished = run("setup", "--demo")
    assert (0, "") == (finished.code, finished.err)
    assert "ok      roles present" in finished.out


def _conversation(*arguments: str, answers: Answers) -> int:
    return guide(build_parser().parse_args(["setup", *arguments]), answers)


def test_a_conversation_ends_in_a_profile_that_works(
    sandbox: Announced, as_app: AsApp, run: Run, tmp_path: Path
) -> None:
    as_app("full")
    client_id, secret = sandbox.secrets["read-only"]
    answers = Answers(
        *("", ""),
        *(sandbox.tenant_id, client_id),
        *("", ""),
        *("y", "soc"),
        typed=secret,
    )
    assert 0 == _conversation("--profile", "full", answers=answers)
    text = (tmp_path / "config.toml").read_text(encoding="utf-8")
    saved = tomllib.loads(text)["profiles"]["soc"]
    assert (sandbox.tenant_id, client_id) == (saved["tenant_id"], saved["client_id"])
    assert secret not in text
    assert [] == answers.answers


def test_ids_that_are_not_known_are_asked_for_again(
    sandbox: Announced, as_app: AsApp, capsys: pytest.CaptureFixture[str]
) -> None:
    as_app("full")
    client_id, secret = sandbox.secrets["full"]
    answers = Answers(
        *("", ""),
        *("nonsense", "contoso.example", CLIENT, "y", sandbox.tenant_id, client_id),
        *("", ""),
        "n",
        typed=secret,
    )
    assert 0 == _conversation("--profile", "full", answers=answers)
    out = capsys.readouterr().out
    assert "neither a tenant id" in out
    assert "AADSTS700016" in out
    assert secret not in out


def test_a_failed_check_can_be_repeated_or_left(
    sandbox: Announced, as_app: AsApp, capsys: pytest.CaptureFixture[str]
) -> None:
    as_app("no-roles")
    _, secret = sandbox.secrets["no-roles"]
    answers = Answers(*("", "", "", "", "", ""), *("", "s"), "n", typed=secret)
    assert 0 == _conversation("--profile", "no-roles", answers=answers)
    assert 2 == capsys.readouterr().out.count("FAILED  roles present")


def test_a_key_pair_is_made_and_named_for_upload(
    as_app: AsApp, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    as_app("full")
    answers = Answers("", "", "", "", "", "", "y", "soc", "", "s", "n")
    arguments = ("--profile", "full", "--credential", "certificate")
    assert 0 == _conversation(*arguments, answers=answers)
    out = capsys.readouterr().out
    assert (tmp_path / "keys" / "soc.pem").is_file()
    assert str(tmp_path / "keys" / "soc.cer") in out
    assert "AADSTS700027" in out
    assert "PRIVATE KEY" not in out


def test_a_partner_reads_where_the_customer_landed(
    sandbox: Announced, as_app: AsApp, capsys: pytest.CaptureFixture[str]
) -> None:
    as_app("full")
    _, secret = sandbox.secrets["full"]
    landed = "https://portal.azure.com/?error=access_denied"
    answers = Answers("", "", "", "", "", "", landed, "n", typed=secret)
    assert 0 == _conversation("--profile", "full", "--partner", answers=answers)
    assert "The administrator did not agree." in capsys.readouterr().out


def test_another_tenant_than_a_partners_is_saved_without_its_customers(
    sandbox: Announced, as_app: AsApp, tmp_path: Path
) -> None:
    as_app("full", tenant_id="one.example")
    file = tmp_path / "config.toml"
    customers = 'tenants = [{ name = "One", tenant_id = "one.example" }]'
    text = file.read_text(encoding="utf-8").replace(
        "[profiles.full]", f"[profiles.full]\n{customers}", 1
    )
    file.write_text(text, encoding="utf-8")
    client_id, secret = sandbox.secrets["read-only"]
    answers = Answers("", "", sandbox.tenant_id, client_id, "", "", "y", "soc", typed=secret)
    assert 0 == _conversation("--profile", "full", answers=answers)
    saved = ProfileFile(tmp_path).load("soc")
    assert (sandbox.tenant_id, ()) == (saved.tenant_id, saved.tenants)


def test_q_stops_and_says_that_nothing_was_saved(as_app: AsApp) -> None:
    as_app("full")
    with pytest.raises(DefenderTuiError, match="no profile was saved"):
        _conversation("--profile", "full", answers=Answers("q"))


def test_the_manifest_among_the_values_is_json(run: Run) -> None:
    out = run("setup").out
    text = out[out.index("{\n") : out.index("\n   Beware", out.index("{\n"))]
    assert 2 == len(json.loads(text)["requiredResourceAccess"])
