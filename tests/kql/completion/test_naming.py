"""Names that a query gives, and names that tell which word is meant."""

from __future__ import annotations

import pytest

from defender_tui.kql import CompletionKind
from defender_tui.kql.completion.name_words import likeness, name_words

from .offers import offers_at, texts_at


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("InitiatingProcessSHA256", {"initiating", "process", "sha", "256"}),
        ("mail_PIDs", {"mail", "pid"}),
        ("RemoteIP", {"remote", "ip"}),
        ("// lists of files", {"list", "of", "file"}),
        ("x", set()),
        ("", set()),
    ],
)
def test_a_name_is_made_of_words(name: str, words: set[str]) -> None:
    assert words == name_words(name)


def test_a_word_that_few_names_have_counts_more() -> None:
    names = ("DeviceEvents", "DeviceRegistryEvents", "DeviceInfo")
    found = likeness(names, name_words("device registry"))
    assert found["DeviceRegistryEvents"] > found["DeviceInfo"] > 0
    assert {} == likeness(names, name_words("mail"))
    assert {} == likeness(names, frozenset())


def test_a_column_named_by_the_schema_elsewhere_is_offered_for_a_new_one() -> None:
    offers = offers_at("EmailEvents | extend Proc^")
    assert [CompletionKind.NEW_NAME] == [o.kind for o in offers if o.text == "ProcessId"]
    assert "ProcessId" not in texts_at("EmailEvents | where Proc^")
    assert "ProcessId" not in texts_at("EmailEvents | extend P^")


def test_columns_in_scope_come_before_names_of_the_schema() -> None:
    found = texts_at("EmailEvents | project Sub^")
    assert "Subject" == found[0]


def test_capitals_as_they_were_typed_come_first_among_names_too() -> None:
    found = [o for o in texts_at("EmailEvents | extend Ser^") if o.lower().startswith("ser")]
    capital = [o.startswith("Ser") for o in found]
    assert capital[0]
    assert sorted(capital, reverse=True) == capital


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("T | extend (flag, score) = f(x); T | extend (", "score"),
        ("let f = () { let inner = 1; inner };\nlet in", "inner"),
        ("T | extend Device", "DeviceName"),
        ("T | project-rename Dev", "DeviceId"),
        ("let Dev", "DeviceId"),
        ("T | where Fields.Acc", "AccountName"),
        ("let f = ", "view"),
    ],
)
def test_a_name_is_offered_where_one_is_given(query: str, name: str) -> None:
    assert name in texts_at(f"{query}^")


def test_a_table_that_was_listed_is_not_offered_first_again() -> None:
    first = texts_at("union ^")[0]
    again = texts_at(f"union {first}, ^")
    assert again[0] != first
    assert first in again


def test_what_a_comment_says_brings_its_table_forward() -> None:
    plain = texts_at("Device^")
    told = texts_at("// registry keys that start programs\nDevice^")
    table = "DeviceRegistryEvents"
    assert told.index(table) < plain.index(table)


def test_the_name_that_is_given_brings_a_like_one_forward() -> None:
    plain = texts_at("DeviceEvents | project Account = Init^")
    named = texts_at("DeviceEvents | project ParentId = Init^")
    column = "InitiatingProcessParentId"
    assert named.index(column) < plain.index(column)
