from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from .kql_diagnose import main
from .kql_mistakes import KINDS, misspell, plant

QUERY = "DeviceEvents\n| where tolower(FileName) has 'a' and Timestamp > ago(1d)\n| take 5"


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_mistake_knows_its_places(kind: str) -> None:
    for number in range(20):
        mistake = plant(QUERY, kind, Random(number))
        assert mistake is not None
        assert mistake.query != QUERY
        assert all(0 <= start < end <= len(mistake.query) for start, end in mistake.places)
        start, end = mistake.places[0]
        assert mistake.is_marked_by(start, end)
        assert not mistake.is_marked_by(end + 200, end + 201)


def test_a_query_without_a_kind_of_word_is_left_alone() -> None:
    assert plant("print 1", "table", Random(1)) is None


def test_a_misspelt_word_is_no_other_known_word() -> None:
    assert all(misspell("count", Random(n)) not in ("count", "countif") for n in range(50))


def test_the_figures_name_their_targets_and_fail_with_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = tmp_path / "sound.kql"
    sound.write_text(QUERY, "utf-8")
    assert 0 == main([str(sound)])
    assert "false errors in 1 valid queries" in capsys.readouterr().out
    (tmp_path / "wrong.kql").write_text(QUERY.replace("FileName", "NoSuchColumn"), "utf-8")
    assert 1 == main([str(tmp_path)])
    assert "FAIL" in capsys.readouterr().out
