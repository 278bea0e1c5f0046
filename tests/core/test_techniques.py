from __future__ import annotations

import pytest

from defender_tui.core.techniques import technique_name, technique_words


@pytest.mark.parametrize(
    ("technique_id", "name"),
    [
        ("T1059", "Command and Scripting Interpreter"),
        ("T1059.001", "Command and Scripting Interpreter: PowerShell"),
        ("t1110.003", "Brute Force: Password Spraying"),
        ("T1566.002", "Phishing: Spearphishing Link"),
        ("T1486", "Data Encrypted for Impact"),
    ],
)
def test_a_technique_has_its_name(technique_id: str, name: str) -> None:
    assert name == technique_name(technique_id)


def test_in_words_the_id_stands_before_the_techniques_own_name() -> None:
    assert "T1003.001 LSASS Memory" == technique_words("T1003.001")
    assert "T1490 Inhibit System Recovery" == technique_words("T1490")


@pytest.mark.parametrize("unknown", ["T9999", "T1059.999", "", "T1059.", "#", "[/]"])
def test_an_unknown_id_stays_an_id(unknown: str) -> None:
    assert technique_name(unknown) is None
    assert unknown == technique_words(unknown)
