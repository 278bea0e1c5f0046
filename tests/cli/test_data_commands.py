"""The data commands against a running sandbox, as a script would use them."""

from __future__ import annotations

import csv
import io
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Run

AsApp = Callable[..., None]


def test_incidents_as_json_are_one_array_newest_first(run: Run, as_app: AsApp) -> None:
    as_app("full")
    finished = run("incidents", "--format", "json")
    incidents = json.loads(finished.out)
    assert 0 == finished.code
    assert len(incidents) >= 40
    assert len(incidents) == len({incident["id"] for incident in incidents})
    assert all(incident["alerts"] for incident in incidents)


def test_filters_narrow_the_list_on_either_api(run: Run, as_app: AsApp) -> None:
    answers = []
    for api in ("graph", "xdr"):
        as_app("full", incidents_api=api)
        wanted = ("--severity", "high,medium", "--status", "active", "--format", "json")
        incidents = json.loads(run("incidents", *wanted).out)
        assert incidents
        assert {"active"} == {incident["status"] for incident in incidents}
        assert {"high", "medium"} >= {incident["severity"] for incident in incidents}
        answers.append({incident["id"] for incident in incidents})
    assert answers[0] == answers[1]


def test_a_limit_is_kept_and_said(run: Run, as_app: AsApp) -> None:
    as_app("full")
    finished = run("incidents", "--limit", "3", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(finished.out)))
    assert 3 == len(rows)
    assert "may be more" in finished.err


def test_a_table_into_a_pipe_is_whole_and_without_colour(run: Run, as_app: AsApp) -> None:
    as_app("full")
    listed = json.loads(run("incidents", "--format", "json").out)
    longest = max((incident["title"] for incident in listed), key=len)
    finished = run("incidents")
    assert longest in finished.out
    assert "\x1b" not in finished.out


def test_one_incident_is_shown_with_alerts_and_evidence(run: Run, as_app: AsApp) -> None:
    as_app("full")
    listed = json.loads(run("incidents", "--limit", "1", "--format", "json").out)[0]
    shown = run("incident", listed["id"]).out
    assert listed["title"] in shown
    assert f"Alerts ({len(listed['alerts'])})" in shown
    assert "Evidence (" in shown


def test_a_change_and_a_comment_are_made_and_shown(run: Run, as_app: AsApp) -> None:
    as_app("full")
    incident_id = json.loads(run("incidents", "--limit", "1", "--format", "json").out)[0]["id"]
    finished = run(
        *(
            "incident",
            incident_id,
            "--set",
            "status=inprogress",
            "assigned-to=mia.k@contoso.example",
        ),
        *("--comment", "Looking into it.", "--format", "json"),
    )
    incident = json.loads(finished.out)
    assert "inProgress" == incident["status"]
    assert "mia.k@contoso.example" == incident["assigned_to"]
    assert "Looking into it." in [comment["text"] for comment in incident["comments"]]
    assert incident_id in finished.err


def test_an_unknown_incident_is_told_with_what_to_do(run: Run, as_app: AsApp) -> None:
    as_app("full")
    finished = run("incident", "99999999")
    assert 1 == finished.code
    assert 1 == len(finished.err.splitlines())
    assert "Check the id" in finished.err


def test_a_missing_role_exits_with_three_and_names_it(run: Run, as_app: AsApp) -> None:
    as_app("hunting-only")
    finished = run("incidents")
    assert 3 == finished.code
    assert "SecurityIncident.Read.All" in finished.err
    assert "" == finished.out


def test_a_wrong_secret_says_what_to_do(run: Run, as_app: AsApp) -> None:
    as_app("full", secret="planted-wrong-secret")
    finished = run("incidents")
    assert 1 == finished.code
    assert "AADSTS7000215" in finished.err
    assert "planted-wrong-secret" not in finished.err


def test_an_unknown_tenant_says_what_to_do(run: Run, as_app: AsApp) -> None:
    as_app("full", tenant_id="00000000-1111-2222-3333-444444444444")
    finished = run("incidents")
    assert 1 == finished.code
    assert "AADSTS90002" in finished.err


def test_five_rows_of_a_query_come_as_json(run: Run, as_app: AsApp) -> None:
    as_app("full")
    query = "DeviceProcessEvents | summarize n=count() by FileName | top 5 by n"
    rows = json.loads(run("hunt", query, "--format", "json").out)
    assert 5 == len(rows)
    counts = [row["n"] for row in rows]
    assert counts == sorted(counts, reverse=True)
    assert all(isinstance(count, int) for count in counts)


@pytest.mark.parametrize("api", ["graph", "xdr"])
def test_either_api_answers_a_hunt(run: Run, as_app: AsApp, api: str) -> None:
    as_app("full")
    finished = run("hunt", "DeviceInfo | take 2 | project DeviceName", "--api", api)
    assert 0 == finished.code
    assert 3 == len(finished.out.splitlines())


def test_a_query_is_read_from_a_file(run: Run, as_app: AsApp, tmp_path: Path) -> None:
    as_app("full")
    file = tmp_path / "count.kql"
    file.write_text("\ufeffDeviceInfo | count", encoding="utf-8")
    finished = run("hunt", "-f", str(file), "--format", "csv")
    assert "Count" == finished.out.splitlines()[0]


def test_rows_go_into_a_file_that_only_its_owner_reads(
    run: Run, as_app: AsApp, tmp_path: Path
) -> None:
    as_app("full")
    file = tmp_path / "rows.csv"
    finished = run("hunt", "DeviceInfo | take 2 | project DeviceName", "-o", str(file))
    assert (0, "") == (finished.code, finished.out)
    assert 3 == len(file.read_text(encoding="utf-8").splitlines())
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)


def test_a_file_is_no_table(run: Run, as_app: AsApp) -> None:
    as_app("full")
    finished = run("hunt", "['/etc/hostname'] | take 1")
    assert 1 == finished.code
    assert "Failed to resolve table" in finished.err
    assert "" == finished.out


def test_a_token_is_shown_required_and_saved(run: Run, as_app: AsApp, tmp_path: Path) -> None:
    as_app("full")
    file = tmp_path / "token"
    finished = run("token", "--json", "--require", "ThreatHunting.Read.All", "--save", str(file))
    report = json.loads(finished.out)
    saved = file.read_text(encoding="utf-8").strip()
    assert "ThreatHunting.Read.All" in report["roles"]
    assert "graph" == report["resource"]
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert saved not in finished.out + finished.err
    assert 2 == saved.count(".")


def test_a_required_role_that_is_missing_gives_no_raw_token(run: Run, as_app: AsApp) -> None:
    as_app("hunting-only")
    finished = run("token", "--raw", "--require", "SecurityIncident.Read.All")
    assert (3, "") == (finished.code, finished.out)
    assert "SecurityIncident.Read.All" in finished.err


def test_the_raw_token_is_all_that_goes_to_stdout(run: Run, as_app: AsApp) -> None:
    as_app("full")
    finished = run("token", "--raw", "--resource", "xdr")
    assert (0, "") == (finished.code, finished.err)
    assert 1 == len(finished.out.splitlines())
    assert 3 == len(finished.out.strip().split("."))


def test_a_demo_needs_no_profile_and_leaves_nothing_behind(run: Run, own_home: Path) -> None:
    finished = run("incidents", "--demo", "--limit", "2", "--format", "json")
    assert 0 == finished.code, finished.err
    assert 2 == len(json.loads(finished.out))
    assert [] == [path for path in own_home.rglob("*") if path.is_file() and path.stat().st_size]
