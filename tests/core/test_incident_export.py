from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

from defender_tui.core.incident_export import ExportForm, list_text
from defender_tui.core.incidents import Alert, Comment, Incident
from defender_tui.core.json_form import as_json
from defender_tui.core.listed_incident import listed

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WHOLE = Incident(
    "7",
    title="Phish\u202eing",
    summary="long",
    created=NOON,
    comments=(Comment("Called.", "mia", NOON),),
    alerts=(Alert("a", service="officeATP", description="long"),),
    extra={"odata": 1},
)


def test_a_list_as_json_has_the_fields_of_the_command_line_as_far_as_they_were_read() -> None:
    read, only_listed = json.loads(
        list_text((WHOLE, listed(replace(WHOLE, id="8"))), ExportForm.JSON)
    )
    assert as_json(WHOLE) == read
    assert ("8", "Phish\u202eing", "2026-11-23T12:00:00Z") == tuple(
        only_listed[name] for name in ("id", "title", "created")
    )
    assert {"summary", "description", "resolving_comment", "extra"} == read.keys() - only_listed
    same = read.keys() & only_listed.keys() - {"id", "alerts"}
    assert [read[name] for name in same] == [only_listed[name] for name in same]
    assert ["a"] == [one["id"] for one in only_listed["alerts"]]


def test_a_list_as_csv_says_the_same_of_a_listed_incident_and_of_the_whole_one() -> None:
    rows = list(csv.reader(io.StringIO(list_text((WHOLE, listed(WHOLE)), ExportForm.CSV))))
    assert rows[1] == rows[2]


def test_an_empty_list_is_an_empty_array() -> None:
    assert [] == json.loads(list_text((), ExportForm.JSON))
