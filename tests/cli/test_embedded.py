from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import partial

import pytest

from defender_tui.cli.commands import hunt
from defender_tui.cli.embedded import EmbeddedSandbox
from defender_tui.cli.failure import UsageError
from defender_tui.core.credentials import ClientSecret, SecretPlace
from defender_tui.core.errors import DefenderTuiError
from defender_tui.core.resources import Resource

from .conftest import Run

ANNOUNCED = {
    "url": "https://127.0.0.1:7",
    "authority": "https://127.0.0.1:7",
    "graph": "https://127.0.0.1:7/graph",
    "xdr": "https://127.0.0.1:7/xdr",
    "mde": "https://127.0.0.1:7/mde",
    "keyvault": "https://127.0.0.1:7/keyvault",
    "ca_file": "/nowhere/ca.pem",
    "tenant_id": "11111111-2222-3333-4444-555555555555",
    "tenants": [{"name": "Contoso", "tenant_id": "11111111-…", "domain": "contoso.example"}],
    "apps": [
        {
            "name": "full",
            "client_id": "66666666-7777-8888-9999-000000000000",
            "client_secret": "planted-secret",
            "certificate_file": None,
            "roles": {},
        }
    ],
}


def _program(code: str) -> Sequence[str]:
    return (sys.executable, "-c", f"import sys\n{code}")


def _announcing(value: object) -> Sequence[str]:
    return _program(f"print({json.dumps(value)!r}, flush=True); sys.stdin.read()")


def test_the_first_application_becomes_a_profile_with_its_secret_apart() -> None:
    with EmbeddedSandbox(program=_announcing(ANNOUNCED)) as sandbox:
        identity = sandbox.identity()
    profile = identity.profile
    assert "contoso.example" == profile.tenant_title
    assert "https://127.0.0.1:7/graph" == profile.cloud.base_url(Resource.GRAPH)
    assert "https://graph.microsoft.com/.default" == profile.cloud.scope(Resource.GRAPH)
    assert ClientSecret(SecretPlace.RUN) == profile.credential
    assert "planted-secret" == identity.secret.reveal()
    assert "planted-secret" not in repr(identity)


def test_a_sandbox_that_fails_is_told_in_its_own_last_words() -> None:
    failing = _program("print('port is taken', file=sys.stderr); sys.exit(1)")
    with (
        EmbeddedSandbox(program=failing) as sandbox,
        pytest.raises(DefenderTuiError, match="did not start: port is taken") as caught,
    ):
        sandbox.identity()
    assert "sandbox --json" in caught.value.hint


@pytest.mark.parametrize("said", [{}, [], {**ANNOUNCED, "apps": []}, {**ANNOUNCED, "graph": 7}])
def test_an_announcement_that_cannot_be_read_is_a_failed_start(said: object) -> None:
    with (
        EmbeddedSandbox(program=_announcing(said)) as sandbox,
        pytest.raises(DefenderTuiError, match="did not start"),
    ):
        sandbox.identity()


def test_options_reach_the_sandbox() -> None:
    repeat = "print(sys.argv[1:], file=sys.stderr); sys.exit(1)"
    with (
        EmbeddedSandbox(scale=2.5, seed=7, program=_program(repeat)) as sandbox,
        pytest.raises(DefenderTuiError, match=r"'--scale', '2\.5', '--seed', '7'"),
    ):
        sandbox.identity()


def test_tables_that_a_query_names_reach_the_sandbox_ahead_of_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repeat = _program("print(sys.argv[1:], file=sys.stderr); sys.exit(1)")
    monkeypatch.setattr(hunt, "EmbeddedSandbox", partial(EmbeddedSandbox, program=repeat))
    finished = run("hunt", "--demo", "DeviceInfo | join (AlertEvidence | take 1) on DeviceId")
    assert 1 == finished.code
    assert "'--first-tables', 'AlertEvidence', 'DeviceId', 'DeviceInfo'" in finished.err


def test_faults_reach_the_sandbox() -> None:
    repeat = "print(sys.argv[1:], file=sys.stderr); sys.exit(1)"
    with (
        EmbeddedSandbox(faults=["503:2@/graph", "nulls"], program=_program(repeat)) as sandbox,
        pytest.raises(DefenderTuiError, match=r"'--fault=503:2@/graph', '--fault=nulls'"),
    ):
        sandbox.identity()


def test_an_unknown_fault_is_wrong_usage_told_in_the_sandboxs_words() -> None:
    with (
        EmbeddedSandbox(faults=["thortle"]) as sandbox,
        pytest.raises(UsageError, match=r"^“thortle” is not a fault\. There are: throttle, "),
    ):
        sandbox.identity()


def test_the_identity_can_be_asked_for_again() -> None:
    with EmbeddedSandbox(program=_announcing(ANNOUNCED)) as sandbox:
        assert sandbox.identity() is sandbox.identity()


def test_leaving_ends_a_sandbox_that_nobody_asked_for_its_address() -> None:
    ends = "print('{}', flush=True); sys.stdin.read(); sys.exit(0)"
    with EmbeddedSandbox(program=_program(ends)) as sandbox:
        pass
    sandbox.stop()
