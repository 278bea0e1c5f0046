"""An application's registration tells when its secrets end."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.wire.application import get_credentials, read_credentials

CLIENT = "00001111-aaaa-2222-bbbb-3333cccc4444"


def test_the_registration_is_asked_for_by_client_id_and_only_what_is_read() -> None:
    request = get_credentials(CLIENT)
    assert f"/v1.0/applications(appId='{CLIENT}')" == request.path
    assert "passwordCredentials" in request.params["$select"]
    assert not request.is_write


def test_an_id_leads_nowhere_else() -> None:
    assert "/../" not in get_credentials("x')/../y?z").path


def test_a_secret_as_graph_shows_it_is_read(reference: Path) -> None:
    shown = json.loads((reference / "samples" / "graph-addpassword-response.json").read_text())
    secret = read_credentials({"passwordCredentials": [shown]}).secrets[0]
    assert shown["hint"] == secret.hint
    assert shown["displayName"] == secret.name
    assert secret.ends_at is not None


def test_times_are_utc_and_what_is_missing_reads_as_empty() -> None:
    body = {"passwordCredentials": [{"endDateTime": "2026-11-23T12:00:00Z"}, {}, 7]}
    secrets = read_credentials(body).secrets
    assert [datetime(2026, 11, 23, 12, tzinfo=UTC), None] == [one.ends_at for one in secrets]
    assert ["", ""] == [one.hint for one in secrets]


@given(
    st.dictionaries(
        st.just("passwordCredentials"),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: (
                st.lists(inner)
                | st.dictionaries(st.sampled_from(["hint", "endDateTime", "displayName"]), inner)
            ),
        ),
    )
)
def test_odd_answers_are_read_without_a_fault(body: dict[str, object]) -> None:
    for secret in read_credentials(body).secrets:
        assert isinstance(secret.hint, str)
