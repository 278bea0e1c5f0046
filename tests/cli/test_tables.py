from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.cli.incident_lines import print_incident, print_incidents
from defender_tui.cli.table import Heading, fitted, print_fields, print_table
from defender_tui.core.evidence import Evidence
from defender_tui.core.incidents import Alert, Comment, Incident

HOSTILE = "\x1b]52;c;ZXZpbA==\x07\x9b2J\u202egpj.exe[/][@click=app.quit]\ud800\nnext"


def _hostile_incident() -> Incident:
    evidence = Evidence(HOSTILE, verdict=HOSTILE, fields={"name": HOSTILE})
    alert = Alert("a", title=HOSTILE, service=HOSTILE, category=HOSTILE, evidence=(evidence,))
    comment = Comment(HOSTILE, HOSTILE, None)
    return Incident(
        HOSTILE,
        title=HOSTILE,
        assigned_to=HOSTILE,
        tags=(HOSTILE,),
        alerts=(alert,),
        comments=(comment,),
    )


@pytest.mark.parametrize("form", ["table", "json"])
def test_incidents_written_by_attackers_are_printed_and_not_obeyed(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_incidents([_hostile_incident()], form)
    out = capsys.readouterr().out
    assert "gpj.exe[/][@click=app.quit]" in out
    assert all(line.isprintable() for line in out.splitlines())


def test_csv_on_a_terminal_is_not_obeyed_either(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    print_incidents([_hostile_incident()], "csv")
    assert all(line.isprintable() for line in capsys.readouterr().out.splitlines())


def test_csv_disarms_what_a_spreadsheet_would_run(capsys: pytest.CaptureFixture[str]) -> None:
    print_incidents([Incident("1", title="=cmd|'/c calc'!A0", assigned_to="@mia")], "csv")
    row = capsys.readouterr().out.splitlines()[1]
    assert row.startswith("1,'=cmd")
    assert ",'@mia," in row


def test_one_incident_written_by_an_attacker_is_not_obeyed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_incident(_hostile_incident())
    out = capsys.readouterr().out
    assert "Comments (1)" in out
    assert all(line.isprintable() for line in out.splitlines())


def test_a_person_reads_words_and_a_program_the_exact_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    alert = Alert("a", category="CommandAndControl", service="microsoftDefenderForEndpoint")
    one = Incident("1", status="inProgress", determination="malware", alerts=(alert,))
    print_incidents([one], "table")
    print_incident(one)
    page = capsys.readouterr().out
    for words in ("In progress", "Command and control", "MDE", "Malware"):
        assert words in page
    assert "inProgress" not in page
    for form in ("json", "csv"):
        print_incidents([one], form)
        assert "inProgress" in capsys.readouterr().out


def test_no_line_of_a_table_ends_in_blanks(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([Heading("Id"), Heading("Title")], [("1", "a long title"), ("2", "short")])
    lines = capsys.readouterr().out.splitlines()
    assert lines == [line.rstrip() for line in lines]


def test_a_table_in_a_narrow_terminal_shortens_the_column_that_gives_way(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    print_table([Heading("Id"), Heading("Title", gives_way=True)], [("10432", "long " * 40)])
    row = capsys.readouterr().out.splitlines()[1]
    assert row.startswith("10432")
    assert row.rstrip().endswith("…")
    assert len(row) <= 40


@given(st.lists(st.integers(1, 300), min_size=1, max_size=12), st.integers(20, 300))
def test_columns_fit_or_are_as_narrow_as_can_be_read(widths: list[int], available: int) -> None:
    headings = [Heading("Title", gives_way=True)] + [Heading("Id")] * (len(widths) - 1)
    narrowed = fitted(widths, headings, available)
    assert all(now <= before for now, before in zip(narrowed, widths, strict=True))
    assert sum(narrowed) <= max(available, 0) or max(narrowed) <= 6
    if sum(widths) <= available:
        assert widths == narrowed


def test_colour_is_for_terminals_that_want_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    headings = [Heading("Severity", styles={"high": "bold red"})]
    print_table(headings, [("high",)])
    assert "\x1b" not in capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    print_table(headings, [("high",)])
    assert "\x1b[" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    print_table(headings, [("high",)])
    assert "\x1b" not in capsys.readouterr().out


def test_fields_are_aligned_and_empty_ones_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    print_fields([("Owner", "mia"), ("Tags", ""), ("Summary", "one\ntwo")])
    assert "Owner    mia\nSummary  one\n         two\n" == capsys.readouterr().out
