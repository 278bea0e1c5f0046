from __future__ import annotations

import pytest

from defender_tui.cli.commands.incident import incident_change
from defender_tui.cli.failure import UsageError
from defender_tui.core.changes import UNSET, IncidentChange


def test_words_are_taken_in_any_case() -> None:
    change = incident_change([("status", "INPROGRESS"), ("Classification", "truepositive")], None)
    assert IncidentChange(status="inProgress", classification="truePositive") == change


def test_an_empty_owner_takes_the_owner_off() -> None:
    assert incident_change([("assigned-to", "")], None).assigned_to is None
    assert incident_change([], "x").assigned_to is UNSET


def test_tags_are_separated_by_commas_and_an_empty_value_removes_all() -> None:
    assert ("vip", "phishing wave") == incident_change([("tags", "vip, phishing wave,")], None).tags
    assert () == incident_change([("tags", "")], None).tags


def test_free_text_is_kept_as_it_is() -> None:
    assert "Active = hot" == incident_change([("title", "Active = hot")], None).title


def test_a_word_that_is_not_known_is_left_for_the_check_that_names_the_choices() -> None:
    assert "openish" == incident_change([("status", "openish")], None).status


def test_a_field_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UsageError) as caught:
        incident_change([("owner", "mia")], None)
    assert "assigned-to" in caught.value.hint
