from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.evidence import Evidence
from defender_tui.core.incident_csv import HEADER, csv_cells, incidents_csv
from defender_tui.core.incident_report import incident_report
from defender_tui.core.incidents import Alert, Comment, Incident
from defender_tui.core.markdown import inline, paragraph, table

T = datetime(2026, 11, 23, 9, tzinfo=UTC)
INCIDENT = Incident(
    "10432",
    title="Phishing",
    status="active",
    severity="high",
    summary="Mail with a link.",
    created=T,
    last_updated=T,
    tags=("vip",),
    comments=(Comment("Called the owner.", "mia", T),),
    alerts=(
        Alert(
            "da-1",
            title="Encoded PowerShell",
            severity="high",
            techniques=("T1059.001",),
            created=T,
            evidence=(Evidence("ip", verdict="malicious", fields={"ipAddress": "192.0.2.7"}),),
        ),
    ),
)
_MARKS = "`*_[]<>|~&@#$"
_UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[`*_\[\]<>|~&@#$]")
hostile = st.text() | st.text("`*_[]()<>#+-.!|~&:/@\\\n\r \t=12w$")


def test_the_report_has_every_section_in_order() -> None:
    report = incident_report(INCIDENT, written_at=T)
    places = [
        report.index(heading)
        for heading in (
            "# Incident 10432: Phishing",
            "| Severity | High |",
            "T1059.001 PowerShell",
            "## Summary",
            "## Timeline",
            "## Alerts (1)",
            "### Encoded PowerShell",
            "### IP address (1)",
            "| 192.0.2.7 | Malicious |",
            "## Comments (1)",
            "**mia**, 2026-11-23 09:00:00 UTC:",
        )
    ]
    assert sorted(places) == places


def test_a_report_without_alerts_says_that_they_were_not_read() -> None:
    assert "The alerts were not read." in incident_report(Incident("1"), written_at=T)


def test_markup_in_a_title_stays_text() -> None:
    title = "x](http://evil.example) <img src=x> **now** | col\n# heading"
    report = incident_report(replace(INCIDENT, title=title), written_at=T)
    first = report.partition("\n")[0]
    assert r"x\](http\://evil.example) \<img src=x\> \*\*now\*\* \| col⏎\# heading" in first


@given(hostile)
def test_no_text_formats_links_or_leaves_its_line(text: str) -> None:
    line = inline(text)
    assert "\n" not in line
    assert "\r" not in line
    assert not _UNESCAPED.search(line)
    assert "://" not in line.replace("\\://", "")
    assert not re.match(r"\s|[-+=]|\d+[.)](\s|$)", line)
    # Outside of a code block, which needs four spaces or a fence, an escape never dangles.
    assert 0 == (len(line) - len(line.rstrip("\\"))) % 2


@given(hostile)
def test_a_paragraph_is_only_lines_of_plain_text(text: str) -> None:
    for block in paragraph(text).split("\n\n"):
        *others, last = block.split("\n")
        assert all(line.endswith("\\") for line in others)
        for line in (*(line[:-1] for line in others), last):
            assert not _UNESCAPED.search(line)
            assert not re.match(r"\s|[-+=]|\d+[.)](\s|$)", line)


@given(st.lists(st.tuples(hostile, hostile), max_size=4))
def test_a_table_has_a_line_and_its_cells_for_each_row(rows: list[tuple[str, str]]) -> None:
    lines = table(("a", "b"), rows).split("\n")
    assert 2 + len(rows) == len(lines)
    assert {3} == {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines}


@given(st.builds(replace, st.just(INCIDENT), title=hostile, summary=hostile, assigned_to=hostile))
def test_hostile_fields_add_no_heading_to_a_report(incident: Incident) -> None:
    def headings(report: str) -> list[str]:
        lines = report.split("\n")
        return [line.partition(":")[0] for line in lines if re.match(r"\s{0,3}#", line)]

    expected = headings(incident_report(INCIDENT, written_at=T))
    found = headings(incident_report(incident, written_at=T))
    assert [one for one in expected if one != "## Summary"] == [
        one for one in found if one != "## Summary"
    ]


def test_the_list_as_csv_has_a_line_for_each_incident() -> None:
    text = incidents_csv([replace(INCIDENT, title='=cmd|"x"', assigned_to=None)])
    header, line = text.splitlines()
    assert ",".join(HEADER) == header
    assert line.startswith('10432,"\'=cmd|""x""",high,active,,')
    assert len(HEADER) == len(csv_cells(INCIDENT))
