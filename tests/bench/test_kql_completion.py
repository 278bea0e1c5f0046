from __future__ import annotations

import json
from pathlib import Path

import pytest

from defender_tui.kql import CompletionKind, load_schema
from defender_tui.kql import CompletionKind as K
from defender_tui.kql.completion.contexts import GROUPS
from defender_tui.kql.completion.ranking import FEATURES
from defender_tui.kql.completion.statistics import load_statistics, statistics_of
from defender_tui.kql.package_data import read_document

from .kql_allowed import place_after
from .kql_completion import Measured, main, report
from .kql_positions import known_words, word_positions
from .kql_score import read_queries
from .kql_statistics import document_of, fold_of, learn

SCHEMA = load_schema()
QUERY = "let mine = 7d; DeviceEvents | where Timestamp > ago(mine) and FileName =~ 'a.exe'"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    queries = [
        {"name": f"{number}.txt", "query": f"DeviceEvents | where FileName has 'a' | take {number}"}
        for number in range(6)
    ]
    file = tmp_path / "corpus.json"
    file.write_text(json.dumps({"queries": queries}))
    return file


def test_positions_are_words_that_could_be_foreseen() -> None:
    words = ["let", "DeviceEvents", "where", "Timestamp", "ago", "mine", "and", "FileName"]
    assert words == [word for _, word in word_positions(QUERY)]
    assert {"7d", ">", "=~"} == {w for _, w in word_positions(QUERY, with_symbols=True)} - {*words}


def test_queries_of_one_file_stay_in_one_part() -> None:
    assert fold_of("a.md#0") == fold_of("a.md#17")
    assert len({fold_of(f"{number}.md") for number in range(50)}) > 1


def test_the_report_gives_each_figure_with_its_target(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(corpus), "--parts", "2"])
    lines = capsys.readouterr().out.splitlines()
    assert "30 words of 6 queries, learnt from other files only" == lines[0]
    assert lines[1].startswith("nothing typed, right word @1 ")
    assert all(line.endswith(("pass", "FAIL")) for line in lines[1:])
    assert 9 == len(lines)


def test_a_missed_target_is_said() -> None:
    assert all(line.endswith("FAIL") for line in list(report(Measured(), 0))[1:-1])


def test_the_same_queries_teach_the_same_statistics(corpus: Path) -> None:
    queries = list(read_queries(corpus))
    document = document_of(learn(queries))
    assert document == document_of(learn(queries))
    again = statistics_of(json.loads(json.dumps(document)))
    assert {"FileName": 6} == again.counts["operand|where|"]


def test_the_statistics_that_ship_hold_words_of_the_language_only() -> None:
    document = read_document("completion-statistics.json")
    words = document["words"]
    assert isinstance(words, list)
    seen_members = load_statistics().counts["member"]
    is_own = [w for w in words if w[0] != "<" and not w[0].isdigit() and w not in known_words()]
    assert [] == [word for word in is_own if word not in seen_members]
    assert list(FEATURES) == document["features"]
    assert {group: len(FEATURES) for group in GROUPS} == {
        group: len(weights) for group, weights in load_statistics().weights.items()
    }


@pytest.mark.full
@pytest.mark.timeout(900)
def test_the_statistics_that_ship_are_those_of_the_public_queries(reference: Path) -> None:
    file = reference.parent / "corpus" / "hunting-queries.json"
    if not file.is_file():
        pytest.skip("the public queries are not beside the repository")
    learnt = document_of(learn(list(read_queries(file))))
    shipped = read_document("completion-statistics.json")
    assert shipped["counts"] == learnt["counts"]
    assert shipped["words"] == learnt["words"]


@pytest.mark.parametrize(
    ("query", "kind", "is_allowed"),
    [
        ("", K.TABLE, True),
        ("DeviceEvents | ", K.OPERATOR, True),
        ("DeviceEvents | ", K.COLUMN, False),
        ("DeviceEvents | where ", K.COLUMN, True),
        ("DeviceEvents | where ", K.AGGREGATE, False),
        ("DeviceEvents | summarize ", K.AGGREGATE, True),
        ("DeviceEvents | where FileName ", K.COMPARISON, True),
        ("DeviceEvents | where FileName ", K.COLUMN, False),
        ("DeviceEvents | where FileName has 'a' and ", K.COLUMN, True),
        ("DeviceEvents | count\n\n", K.OPERATOR, False),
    ],
)
def test_the_fixed_table_knows_what_may_stand(
    query: str, kind: CompletionKind, is_allowed: bool
) -> None:
    assert is_allowed == (kind in place_after(query, SCHEMA).kinds)


def test_the_fixed_table_knows_which_columns_are_left() -> None:
    columns = place_after("DeviceEvents | project DeviceId, A = 1 | where ", SCHEMA).columns
    assert columns is not None
    assert {"DeviceId", "A"} <= columns
    assert "FileName" not in columns
