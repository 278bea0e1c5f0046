from __future__ import annotations

import pytest

from defender_tui.core.wording import in_words, short_service
from defender_tui.core.words import Classification, IncidentStatus


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (IncidentStatus.IN_PROGRESS, "In progress"),
        (Classification.EXPECTED_ACTIVITY, "Informational expected activity"),
        ("CommandAndControl", "Command and control"),
        ("unknownFutureValue", "Unknown future value"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_compound_name_is_taken_apart(name: str | None, words: str) -> None:
    assert words == in_words(name)


def test_a_service_has_one_short_form_in_both_apis_and_an_unknown_one_keeps_its_name() -> None:
    assert "MDE" == short_service("microsoftDefenderForEndpoint")
    assert "MDE" == short_service("MicrosoftDefenderATP")
    assert "somethingNew" == short_service("somethingNew")
