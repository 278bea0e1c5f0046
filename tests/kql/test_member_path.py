"""Ways to members of dynamic values."""

from __future__ import annotations

import pytest

from defender_tui.kql.member_path import Step, TextStep, extension, member_path


@pytest.mark.parametrize(
    ("column", "steps", "path"),
    [
        ("AdditionalFields", (), "AdditionalFields"),
        ("AdditionalFields", ("x", "y z", 0), 'AdditionalFields.x["y z"][0]'),
        ("my column", ("a",), '["my column"].a'),
        ("A", ("where", 'q"uote'), 'A["where"]["q\\"uote"]'),
        ("A", ("1st",), 'A["1st"]'),
        ("A", ("x", TextStep.PARSE, "y", 0), "parse_json(tostring(A.x)).y[0]"),
    ],
)
def test_a_path_is_spelled_as_a_query_reads_it(
    column: str, steps: tuple[Step, ...], path: str
) -> None:
    assert path == member_path(column, steps)


def test_a_member_becomes_a_column_of_its_name() -> None:
    assert "extend Command = tostring(parse_json(Extra).a.Command)" == extension(
        "Extra", ("a", "Command"), is_parsed=False, taken=()
    )
    assert "extend Command2 = tostring(Extra.Command)" == extension(
        "Extra", ("Command",), is_parsed=True, taken=("Command", "Extra")
    )


@pytest.mark.parametrize(
    ("steps", "name"),
    [(("y z",), "y_z"), ((0,), "Extra2"), (("1st",), "Member_1st"), (("***",), "Member")],
)
def test_the_new_column_has_a_plain_name(steps: tuple[Step, ...], name: str) -> None:
    step = extension("Extra", steps, is_parsed=True, taken=("Extra",))
    assert step.startswith(f"extend {name} = ")
