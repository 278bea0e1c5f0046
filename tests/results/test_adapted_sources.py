from __future__ import annotations

import pytest

from defender_tui.kql import Column, Table
from defender_tui.results.engine import KqlEngine

from .adapted_logons import columns_of, logons, rows_of


@pytest.mark.parametrize(
    "query",
    [
        "externaldata(a:string, b:long)['https://x.example/a.csv']",
        "externaldata (a: string, b: long) [h@'https://x.example/a.csv'] with (format='csv')",
        "(externaldata(a:string, b:long)[@\"https://x.example/a.csv\"]\nwith(format='csv'))",
        "let X = externaldata(a:string, b:long)['https://x.example/a.csv']; X",
        "let X = (externaldata(a:string, b:long)['https://x.example/a.csv'] | where b > 1); X",
        "let X = materialize(externaldata(a:string, b:long)['https://x.example/a.csv']); X",
        "externaldata(a:string, b:long)[h'https://x.example/a.csv', 'https://x.example/b.csv']",
    ],
)
def test_outside_data_is_empty_and_the_answer_says_so(query: str) -> None:
    answer = logons().run(query)
    assert (("a", "String"), ("b", "Int64")) == answer.columns
    assert 0 == answer.row_count
    assert any("https://x.example/a.csv" in caveat for caveat in answer.adapted)


def test_an_exact_answer_has_nothing_to_say() -> None:
    assert () == logons().run("Logons | project-reorder User").adapted


def test_outside_data_that_is_at_hand_is_read_by_its_types() -> None:
    engine = KqlEngine()
    engine.create([Table("Feed", columns=(Column("a", "string"), Column("b", "string")))])
    engine.fill("INSERT INTO Feed VALUES ('x', '7')")
    engine.provide("https://x.example/feed", "Feed")
    query = "externaldata(b:long, a:string)['https://x.example/feed'] | extend c = b + 1"
    assert [[7, "x", 8]] == rows_of(query, engine)
    assert () == engine.run(query).adapted
    with pytest.raises(KeyError):
        engine.provide("https://x.example/feed", "Nope")


@pytest.mark.parametrize(
    "query",
    [
        "(Logons | where User == 'bob') | project Bytes",
        "((Logons) | where User == 'bob') | project Bytes",
        "let A = (Logons | where User == 'bob') | project Bytes; A",
        "let A = (Logons) | where User == 'bob'; (A | project Bytes)",
        "(union (Logons | where User == 'bob'), (Logons | take 0)) | project Bytes",
        "let A = materialize(Logons | where User == 'bob'); A | project Bytes",
        "print x = toscalar((Logons | where User == 'bob') | project Bytes)",
        "Logons | where User in ((Logons | project User, Bytes) | where Bytes == 20 | project User)"
        " | project Bytes",
        "let V = view () { Logons | where User == 'bob' }; V | project Bytes",
    ],
)
def test_a_pipeline_in_brackets_is_a_source(query: str) -> None:
    assert [[20]] == rows_of(query)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("search in (Logons) 'pc2' | project $table, Bytes", [["Logons", 30]]),
        ("search 'pc2' | project Bytes", [[30]]),
        ("search in (Logons) User:'bo*' | project Bytes", [[20]]),
        ("search in (Logons) '*c2' and Bytes > 1 | project Bytes", [[30]]),
        ("search kind=case_sensitive in (Logons) 'PC2' | count", [[0]]),
        ("Logons | search 'bob' or 'pc2' | project Bytes | sort by Bytes asc", [[20], [30]]),
        ("search in (Logons) not('ann') | project Bytes", [[20]]),
        ("search * | count", [[4]]),
        (
            "find withsource=From in (Logons) where Bytes == 5 project User, Bytes",
            [["Logons", "ann", 5]],
        ),
    ],
)
def test_search_looks_into_every_column(query: str, rows: list[list[object]]) -> None:
    assert rows == rows_of(query)


def test_sentinel_s_name_for_the_time_is_known() -> None:
    query = "Logons | where TimeGenerated > datetime(2026-01-02) | project TimeGenerated, User"
    assert [["2026-01-02T01:00:00.0000000Z", "ann"]] == rows_of(query)
    joined = "Logons | join kind=inner Logons on User | summarize max(TimeGenerated)"
    assert [["2026-01-02T01:00:00.0000000Z"]] == rows_of(joined)
    assert "TimeGenerated" not in columns_of("Logons")


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("union withsource=T isfuzzy=true Logons, Nope | summarize count() by T", [["Logons", 4]]),
        ("union withsource=table Logons, Logons | summarize count() by table", [["Logons", 8]]),
        (
            "(union withsource=['where from'] Logons, (Logons | take 1)) | where Bytes > 10"
            " | summarize count() by ['where from'] | count",
            [[1]],
        ),
        (
            "Logons | take 1 | union withsource=title (Logons | take 1) | getschema | take 1"
            " | project ColumnName",
            [["title"]],
        ),
        ("union Log* | count", [[4]]),
        ("union kind=inner (Logons | project User), (Logons) | distinct User | count", [[2]]),
        ("set notruncation; set foo = 5;\nLogons | count;", [[4]]),
        ('Logons // a comment with | and "quotes\n| count // the end', [[4]]),
        ("Logons | count | render timechart with (title = 'x', kind = stacked)", [[4]]),
        (
            "Logons | as All | where Bytes > 10"
            " | join kind=inner (All | summarize t = sum(Bytes) by User) on User"
            " | project Bytes, t | sort by Bytes asc",
            [[20, 20], [30, 45]],
        ),
        ("Logons | take 1 | as Unread | count", [[1]]),
        ("let n = 2; Logons | top n by Bytes | project Bytes", [[30], [20]]),
        ("Logons | where Timestamp between (datetime(2026-01-01) .. 1h) | count", [[2]]),
        ("let t = datetime(2026-01-01); Logons | where Timestamp between (t .. 1h) | count", [[2]]),
        ("Logons | where Timestamp > date(2026-01-02) | count;;", [[1]]),
        ("Logons | summarize count() by bin(Timestamp, 1tick) | count", [[4]]),
        ("print x = dynamic([5])[0], y = 3-(1)", [["5", 2]]),
    ],
)
def test_other_spellings_mean_what_they_mean_in_kusto(query: str, rows: list[list[object]]) -> None:
    assert rows == rows_of(query)
