from __future__ import annotations

import csv
import io
import json
import stat
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from defender_tui.cli.failure import UsageError
from defender_tui.cli.incident_output import chosen_form
from defender_tui.store.incident_cache import IncidentCache

from .conftest import Run

AsApp = Callable[..., None]
FORMS = ("table", "json", "csv")


@pytest.mark.parametrize(
    ("form", "output", "expected"),
    [
        (None, None, "table"),
        ("json", None, "json"),
        (None, "a.CSV", "csv"),
        (None, "a.json", "json"),
        ("table", "a.csv", "table"),
        (None, "a.txt", "table"),
    ],
)
def test_the_form_is_that_of_the_option_or_of_the_files_ending(
    form: str | None, output: str | None, expected: str
) -> None:
    assert expected == chosen_form(Namespace(format=form, output=output), FORMS)


@pytest.mark.parametrize("name", ["a", "a.parquet", "a.md"])
def test_an_ending_that_is_no_form_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        chosen_form(Namespace(format=None, output=name), FORMS)


def test_the_list_goes_into_a_file_as_csv(run: Run, as_app: AsApp, tmp_path: Path) -> None:
    as_app("full")
    file = tmp_path / "list.csv"
    finished = run("incidents", "--limit", "3", "-o", str(file))
    assert (0, "") == (finished.code, finished.out)
    assert "3 incidents written to" in finished.err
    assert 4 == len(list(csv.reader(io.StringIO(file.read_text(encoding="utf-8")))))
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)


def test_one_incident_goes_into_a_report_and_into_json(
    run: Run, as_app: AsApp, tmp_path: Path
) -> None:
    as_app("full")
    incident_id = json.loads(run("incidents", "--limit", "1", "--format", "json").out)[0]["id"]
    report, document = tmp_path / "a.md", tmp_path / "a.json"
    assert 0 == run("incident", incident_id, "-o", str(report)).code
    assert 0 == run("incident", incident_id, "-o", str(document)).code
    assert report.read_text(encoding="utf-8").startswith(f"# Incident {incident_id}: ")
    assert incident_id == json.loads(document.read_text(encoding="utf-8"))["id"]
    assert run("incident", incident_id, "--format", "markdown").out.startswith("# Incident ")


def test_a_file_that_is_there_is_kept_and_told(run: Run, as_app: AsApp, tmp_path: Path) -> None:
    as_app("full")
    file = tmp_path / "list.json"
    file.write_text("mine")
    finished = run("incidents", "--limit", "1", "-o", str(file))
    assert 1 == finished.code
    assert "There is a file" in finished.err
    assert "mine" == file.read_text()


def test_watching_into_a_file_is_refused_before_anything_is_asked(run: Run) -> None:
    finished = run("incidents", "--watch", "-o", "a.json")
    assert 2 == finished.code
    assert "--watch" in finished.err


def test_one_incident_is_shown_with_timeline_and_techniques(run: Run, as_app: AsApp) -> None:
    as_app("full")
    listed = json.loads(run("incidents", "--format", "json").out)
    found = next(one for one in listed if any(a["techniques"] for a in one["alerts"]))
    out = run("incident", found["id"]).out
    for part in ("Techniques", "\nAlerts (", "\nEvidence (", "Remediation", "\nTimeline\n"):
        assert part in out


def test_what_the_screens_kept_of_a_profile_is_deleted_on_request(
    run: Run, as_app: AsApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_app("full")
    asked: list[str] = []

    def forget(_cache: IncidentCache, profile: str) -> int:
        asked.append(profile)
        return 1

    monkeypatch.setattr(IncidentCache, "forget", forget)
    finished = run("incidents", "--forget")
    assert (0, "") == (finished.code, finished.out)
    assert f"The kept incidents of “{asked[0]}” were deleted: 1 file." in finished.err
    assert 2 == run("incidents", "--forget", "--watch").code
