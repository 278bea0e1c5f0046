"""Queries with parameters: what is asked for, and values that cannot break out of their place."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from defender_tui.kql import tokenize, unquote
from defender_tui.kql.parameter_values import TYPES, literal, type_named
from defender_tui.kql.parameters import (
    Parameter,
    ParameterProblem,
    fill_parameters,
    find_parameters,
    value_problem,
)
from defender_tui.kql.tokens import TokenKind

DECLARED = """\
// Who signed in
declare query_parameters(User:string = "o'neil", Days:timespan = 7d, Most:long = -5,
    From:datetime = datetime(2026-11-01), Needed:guid);
SigninLogs | where Account == User and Timestamp > ago(Days)
"""
QUOTED = ['"a{{x}}b"', "'a{{ x }}b'", '@"a{{x}}b"', "h'a{{x}}b'", "H@'a{{x}}b'", "```a{{x}}b```"]
HOSTILE = [
    '" or 1 == 1 //',
    "'",
    "\\",
    '\\" | ',
    "```",
    "~~~",
    "\n| count",
    "{{x}}",
    "//",
    "]",
    ")",
]
hostile = st.text() | st.sampled_from(HOSTILE) | st.text("\"'\\`~{}()[]@h/|;\n ")


def pieces(text: str) -> list[tuple[TokenKind, str]]:
    return [(one.kind, one.text) for one in tokenize(text) if one.kind is not TokenKind.WHITESPACE]


def test_a_declaration_asks_for_its_parameters_with_type_and_default() -> None:
    assert (
        Parameter("User", "string", "o'neil"),
        Parameter("Days", "timespan", "7d"),
        Parameter("Most", "long", "-5"),
        Parameter("From", "datetime", "2026-11-01"),
        Parameter("Needed", "guid", None),
    ) == find_parameters(DECLARED)


def test_a_declaration_becomes_lets_and_the_rest_stays() -> None:
    values = {"User": "m.keller", "Needed": "00001111-aaaa-2222-bbbb-3333cccc4444"}
    head, _, body = DECLARED.partition("declare")
    assert (
        f"{head}"
        'let User = "m.keller";\n'
        "let Days = timespan(7.00:00:00.0000000);\n"
        "let Most = long(-5);\n"
        "let From = datetime(2026-11-01);\n"
        "let Needed = guid(00001111-aaaa-2222-bbbb-3333cccc4444);"
        f"{body.partition(';')[2]}"
    ) == fill_parameters(DECLARED, values)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "DeviceInfo | take 5",
        "// {{x}}",
        'T | where A == "{x}" and B == "{{}}"',
        'T | where A == "{{x}}',
        "T | where A == {{x:table}}",
        "declare query_parameters(T:(a:string)); T",
        "declare query_parameters(); T",
        "declare query_parameters(x:string = ); T",
        "declare query_parameters(x:string",
        "declare pattern x; T",
        "T | extend declare = 1",
        "declare",
    ],
)
def test_a_query_without_parameters_asks_for_nothing_and_stays_as_it_is(text: str) -> None:
    assert () == find_parameters(text)
    assert text == fill_parameters(text, {})


def test_marks_ask_once_for_each_name_and_the_first_type_counts() -> None:
    text = (
        'T | where A == {{x}} and B > {{ n : LONG }} | take {{n}} // {{no}}\n| where C has "{{x}}"'
    )
    assert (Parameter("x"), Parameter("n", "long")) == find_parameters(text)
    text = 'T | where A has "{{d}}" and B > datetime({{d}}) and C > ago({{k}}d)'
    assert (Parameter("d", "datetime"), Parameter("k", "long")) == find_parameters(text)


@pytest.mark.parametrize(
    ("filled", "text", "typed"),
    [
        ('A == "v"', "A == {{x}}", "v"),
        ('A has "the v"', "A has 'the {{x}}'", "v"),
        ('A has h"v"', 'A has h"{{x}}"', "v"),
        ('A has "c:\\\\v\\"\\\'"', "A has @'c:\\{{x}}'", "v\"'"),
        ('["v"] == 1', "['{{x}}'] == 1", "v"),
        ("take 5", "take {{x:int}}", " 5 "),
        ("A > long(-5)", "A > {{x:long}}", "-5"),
        ("A > real(4.5)", "A > {{x:double}}", "4.5"),
        ("A > decimal(4.50)", "A > {{x:decimal}}", "4.50"),
        ("A == true", "A == {{x:bool}}", "True"),
        ("A > datetime(2026-11-23T14:00:00Z)", "A > datetime({{x}})", "2026-11-23T15:00:00+01:00"),
        ("A > datetime(2026-11-23T00:00:00Z)", "A > datetime({{x}}T00:00)", "2026-11-23"),
        ("A > datetime(2026-11-23)", "A > {{x:date}}", "2026-11-23"),
        ("ago(timespan(1.12:00:00.0000000))", "ago({{x:timespan}})", "36h"),
        ("ago(timespan(1.02:30:00.0000000))", "ago({{x:time}})", "1.02:30"),
        ("ago(7d)", "ago({{x}}d)", "7"),
        ('A in (dynamic(["v\'\\""]))', "A in (dynamic(['{{x}}']))", "v'\""),
        ('dynamic({"a": "v", "b": 5})', 'dynamic({"a": {{x}}, "b": 5})', "v"),
        ("dynamic([5])", "dynamic([{{x:int}}])", "5"),
        ('dynamic({"a": [1]})', 'dynamic({"a": {{x:dynamic}}})', "[1]"),
        ('A in (dynamic({"a": 1}))', "A in ({{x:dynamic}})", '{"a": 1}'),
        ('@ "v" "a"', '@{{x}}"a"', "v"),
    ],
)
def test_a_value_stands_as_a_literal_where_the_mark_was(filled: str, text: str, typed: str) -> None:
    assert filled == fill_parameters(text, {"x": typed})


@given(hostile, st.sampled_from(QUOTED))
@example("", QUOTED[0])
def test_a_text_never_ends_the_string_it_is_put_in(value: str, quoted: str) -> None:
    filled = fill_parameters(f"T | where A has {quoted} | take 5", {"x": value})
    before, after = pieces("T | where A has"), pieces("| take 5")
    found = pieces(filled)
    assert before == found[: len(before)]
    assert after == found[-len(after) :]
    ((kind, text),) = found[len(before) : -len(after)]
    assert TokenKind.STRING is kind
    assert f"a{value}b" == unquote(text)


@given(hostile, st.sampled_from(["", "h", "@", "a", '"b"', "1", "h@", "``"]), st.sampled_from("x1"))
def test_a_text_never_joins_what_stands_beside_its_mark(
    value: str, before: str, after: str
) -> None:
    found = pieces(fill_parameters(f"T | where {before}{{{{x}}}}{after} | take 5", {"x": value}))
    assert [unquote(text) for kind, text in found if text.endswith('"')][-1] == value
    assert pieces("| take 5") == found[-3:]


@given(hostile)
def test_a_text_in_a_dynamic_literal_stays_one_json_string(value: str) -> None:
    filled = fill_parameters('T | where A in (dynamic(["{{x}}", {{x}}]))', {"x": value})
    held = filled.removeprefix("T | where A in (dynamic(").removesuffix("))")
    assert [value, value] == json.loads(held)


@given(st.sampled_from(sorted(TYPES)), hostile | st.integers().map(str) | st.floats().map(str))
def test_whatever_is_typed_is_one_literal_or_is_refused(kind: str, typed: str) -> None:
    parameter = Parameter("x", kind)
    if value_problem(parameter, typed) is not None:
        with pytest.raises(ParameterProblem) as caught:
            fill_parameters(f"print {{{{x:{kind}}}}}", {"x": typed})
        assert "x" == caught.value.name
        return
    found = pieces(fill_parameters(f"print {{{{x:{kind}}}}} | take 5", {"x": typed}))
    assert pieces("print") == found[:1]
    assert pieces("| take 5") == found[-3:]
    if kind == "dynamic":
        assert [json.loads(typed)] == [json.loads("".join(text for _, text in found[3:-4]))]
    else:
        assert 1 == len(found[1:-3])


@given(st.text() | st.text("{}x:\"'@`\n dynamic()[]"))
def test_any_text_can_be_searched_for_parameters_and_filled(text: str) -> None:
    values = {parameter.name: "1" for parameter in find_parameters(text)}
    try:
        filled = fill_parameters(text, values)
    except ParameterProblem as problem:
        filled = problem.name
    assert bool(values) is (filled != text)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("int", "2147483648"),
        ("int", "4.5"),
        ("long", "9223372036854775808"),
        ("long", "١"),
        ("long", ""),
        ("real", "four"),
        ("decimal", "NaN"),
        ("decimal", "1e400"),
        ("bool", "yes"),
        ("datetime", "yesterday"),
        ("datetime", "2026-13-01"),
        ("timespan", "7"),
        ("timespan", "7 weeks"),
        ("timespan", "999999999d"),
        ("guid", "1"),
        ("dynamic", "{"),
        ("dynamic", "NaN"),
    ],
)
def test_what_is_no_value_of_the_type_is_said_with_an_example(kind: str, typed: str) -> None:
    with pytest.raises(ValueError, match=r"^This is not "):
        literal(kind, typed)


def test_a_missing_value_is_named() -> None:
    with pytest.raises(ParameterProblem) as caught:
        fill_parameters("T | where A == {{x}} and B == {{y}}", {"x": "1"})
    assert "y" == caught.value.name


def test_types_are_known_by_all_their_names() -> None:
    assert ["real", "datetime", "guid", None] == [
        type_named(word) for word in ("Double", "date", "uniqueid", "table")
    ]
