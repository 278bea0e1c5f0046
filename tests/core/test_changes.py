"""A change is refused here where no API would take it."""

from __future__ import annotations

import pytest

from defender_tui.core.changes import SETTABLE_STATUSES, IncidentChange
from defender_tui.core.errors import ConfigError
from defender_tui.core.words import DETERMINATIONS, Classification


@pytest.mark.parametrize(
    "change",
    [
        IncidentChange(comment="seen"),
        IncidentChange(assigned_to=None),
        IncidentChange(assigned_to="ann@contoso.com"),
        IncidentChange(title="New name"),
        IncidentChange(tags=()),
        IncidentChange(severity="high"),
        IncidentChange(classification="truePositive"),
        *(IncidentChange(status=status) for status in SETTABLE_STATUSES),
        *(
            IncidentChange(classification=classification, determination=determination)
            for classification, fitting in DETERMINATIONS.items()
            for determination in fitting
        ),
    ],
)
def test_a_change_that_an_api_takes_passes(change: IncidentChange) -> None:
    change.check()


@pytest.mark.parametrize(
    ("told", "key", "change"),
    [
        ("nothing to change", None, IncidentChange()),
        ("nothing to change", None, IncidentChange(comment="")),
        ("nothing to change", None, IncidentChange(comment=" \n")),
        ("“redirected”", "status", IncidentChange(status="redirected")),
        ("“Active”", "status", IncidentChange(status="Active")),
        ("“awaitingAction”", "status", IncidentChange(status="awaitingAction")),
        ("“unknown”", "severity", IncidentChange(severity="unknown")),
        ("“huge”", "severity", IncidentChange(severity="huge")),
        ("“unknown”", "classification", IncidentChange(classification="unknown")),
        ("“maybe”", "classification", IncidentChange(classification="maybe")),
        ("needs its classification", "determination", IncidentChange(determination="malware")),
        (
            "does not go with falsePositive",
            "determination",
            IncidentChange(classification="falsePositive", determination="malware"),
        ),
    ],
)
def test_a_change_that_no_api_takes_is_refused_with_what_would_do(
    told: str, key: str | None, change: IncidentChange
) -> None:
    with pytest.raises(ConfigError, match=told) as caught:
        change.check()
    assert key == caught.value.key
    assert caught.value.hint


def test_the_determinations_of_the_given_classification_are_listed() -> None:
    with pytest.raises(ConfigError) as caught:
        IncidentChange(classification="falsePositive", determination="malware").check()
    fitting = DETERMINATIONS[Classification.FALSE_POSITIVE]
    assert f"Use {', '.join(fitting)}." == caught.value.hint


def test_taking_the_owner_off_is_a_change_and_a_comment_is_none_of_the_fields() -> None:
    assert IncidentChange(assigned_to=None).changes_fields
    assert not IncidentChange(comment="seen").changes_fields


@pytest.mark.parametrize(("typed", "kept"), [(None, ""), ("  \n ", ""), (" seen ", "seen")])
def test_a_comment_goes_out_without_the_space_around_it(typed: str | None, kept: str) -> None:
    assert kept == IncidentChange(comment=typed).remark
