"""Functions that a query declares for itself."""

from __future__ import annotations

import pytest

from defender_tui.results.kql_errors import KqlError, KqlUnsupported

from .adapted_logons import logons, rows_of


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("let F = () { Logons | where Bytes > 10 }; F | count", [[2]]),
        ("let F = () { Logons | where Bytes > 10 }; F() | count", [[2]]),
        ("let F = (who:string) { Logons | where User == who }; F('bob') | count", [[1]]),
        ("let F = (who:string = 'ann') { Logons | where User == who }; F | count", [[3]]),
        (
            "let F = (who:string, least:long = 6) { Logons | where User == who and Bytes > least };"
            " union F('ann'), F('bob', 20) | count",
            [[2]],
        ),
        ("let F = (T:(*)) { T | where Bytes > 10 }; Logons | invoke F() | count", [[2]]),
        (
            "let F = (T:(Bytes:long), least:long) { T | where Bytes > least };"
            " Logons | where User == 'ann' | invoke F(5) | count",
            [[2]],
        ),
        (
            "let F = (T:(*)) { let most = toscalar(T | summarize max(Bytes));"
            " T | where Bytes == most }; Logons | invoke F() | project User",
            [["ann"]],
        ),
        ("let F = (T:(*)) { T | count }; F(Logons | where User == 'bob')", [[1]]),
        ("let k = 5; let F = () { Logons | where Bytes > k }; let k2 = k; F | count", [[3]]),
        ("let G = (n:long) { n * 2 }; print a = G(4)", [[8]]),
        ("let G = (n:long, m:long = 3) { n * m }; Logons | extend b = G(Bytes) | count", [[4]]),
        (
            "let A = (u:string) { Logons | where User == u };"
            " let B = (u:string, d:string) { A(u) | where Device == d }; B('ann', 'pc1') | count",
            [[2]],
        ),
        (
            "let F = (u:string) { Logons | where User == u | project Device };"
            " Logons | where Device in (F('bob')) | count",
            [[3]],
        ),
        (
            "let F = (u:string) { Logons | where User == u };"
            " Logons | join kind=inner (F('bob')) on Device | count",
            [[3]],
        ),
    ],
)
def test_a_declared_function_gives_its_rows_wherever_it_is_called(
    query: str, rows: list[list[object]]
) -> None:
    assert rows == rows_of(query)


def test_two_calls_do_not_share_what_they_were_given() -> None:
    query = (
        "let F = (u:string) { let n = toscalar(Logons | where User == u | count);"
        " Logons | where User == u | extend of = n | project User, of };"
        " union F('ann'), F('bob') | distinct * | sort by User asc"
    )
    assert [["ann", 3], ["bob", 1]] == rows_of(query)


@pytest.mark.parametrize(
    "query",
    [
        "let F = (u:string) { Logons | where User == u }; F('a', 'b')",
        "let F = (u:string) { Logons | where User == u }; F()",
        "let F = (n:long) { Logons | extend n = n }; F(1)",
    ],
)
def test_a_call_that_does_not_fit_or_means_two_things_is_refused(query: str) -> None:
    with pytest.raises(KqlUnsupported, match=r"F\(\)"):
        logons().run(query)


def test_calls_that_multiply_without_end_are_refused() -> None:
    functions = "let F0 = () { Logons | take 1 };" + "".join(
        f"let F{n} = () {{ union F{n - 1}(), F{n - 1}(), F{n - 1}() }};" for n in range(1, 12)
    )
    with pytest.raises(KqlError):
        logons().run(functions + "F11()")
