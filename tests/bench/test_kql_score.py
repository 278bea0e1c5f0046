from __future__ import annotations

import json
from pathlib import Path

import pytest

from .kql_score import main, read_queries, report, score


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.kql").write_text("DeviceEvents | project-reorder DeviceId")
    (tmp_path / "b.txt").write_text("// note\nDeviceEvents | fork (count)")
    (tmp_path / "c.yaml").write_text(
        "name: x\nquery: |\n  externaldata(a:string)['https://x.example']\n  | count\nversion: 1\n"
    )
    (tmp_path / "d.md").write_text("# Title\n```kusto\nNope | count\n```\n```\nDeviceInfo !\n```\n")
    queries = [{"name": "e", "query": "DeviceInfo | count"}]
    (tmp_path / "e.json").write_text(json.dumps({"queries": queries}))
    (tmp_path / "f.png").write_bytes(b"\x00")
    return tmp_path


def test_queries_are_found_in_every_kind_of_file(folder: Path) -> None:
    found = dict(read_queries(folder))
    assert ["a.kql", "b.txt", "c.yaml", "d.md#0", "d.md#1", "e"] == list(found)
    assert "  externaldata(a:string)['https://x.example']\n  | count" == found["c.yaml"]
    assert "Nope | count\n" == found["d.md#0"]


def test_the_report_gives_shares_and_names_the_gaps(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = report(score(list(read_queries(folder))))
    assert "6 queries, 4 of them KQL over documented tables" in said
    assert "FAIL  75.0% answered (3 of 4; target 92%)" in said
    assert "FAIL  50.0% answered and not marked as adapted (2 of 4; target 72%)" in said
    assert "    1  fork  (b.txt)" in said
    assert 1 == main([str(folder)])
    assert said in capsys.readouterr().out


def test_public_queries_meet_the_targets(reference: Path) -> None:
    file = reference.parent / "corpus" / "hunting-queries.json"
    if not file.is_file():
        pytest.skip("the public queries are not beside the repository")
    every = 5
    said = report(score(list(read_queries(file))[::every]))
    assert "FAIL" not in said, said
