"""The commands of the Hunting screen that work on the rows of a result."""

from __future__ import annotations

from ..commands import Command

# What tells the commands of one action apart.
_NAMES = {"-1)": "_back", "-4)": "_back", "'!=')": "_not", "'has')": "_has"}


def _command(keys: str, action: str, title: str, help: str, *, in_footer: bool = False) -> Command:
    name, _, of = action.partition("(")
    return Command(
        id=f"hunting.{name}{_NAMES.get(of, '')}",
        keys=tuple(keys.split()),
        title=title,
        help=help,
        screen="hunting",
        action=action,
        in_footer=in_footer,
    )


RESULT_COMMANDS: tuple[Command, ...] = (
    _command(
        "s",
        "sort_rows",
        "Sort",
        "Sort by the column under the cursor: rising, then falling, then as it came.",
        in_footer=True,
    ),
    _command("S", "sort_rows_too", "Sort also", "Sort by a further column, after the others."),
    _command(
        "f",
        "filter_rows",
        "Filter",
        "Filter by the column under the cursor, or by any: tick values, or compare.",
        in_footer=True,
    ),
    _command("F", "drop_filters", "Drop filters", "Show all rows again."),
    _command("plus", "keep_alike", "Only these", "Show only rows with the value of this cell."),
    _command(
        "minus", "leave_alike", "Without these", "Leave out rows with the value of this cell."
    ),
    _command(
        "T", "go_to_filters", "To the filters", "Go to the line of filters, to drop or change."
    ),
    _command(
        "slash",
        "find_rows",
        "Search",
        "Look for a text in the rows as it is typed.",
        in_footer=True,
    ),
    _command("n", "find_rows_next(1)", "Next hit", "Go to the next cell with what is looked for."),
    _command("N", "find_rows_next(-1)", "Hit before", "Go to the cell before with it."),
    _command(
        "v",
        "inspect_row",
        "Inspect",
        "Show the whole row: every field, members of dynamic values, entities. So does Enter.",
        in_footer=True,
    ),
    _command(
        "i", "describe_column", "Column profile", "Show what the column under the cursor holds."
    ),
    _command("G", "go_to_column", "Go to column", "Go to a column by a part of its name."),
    _command("c", "choose_columns", "Columns", "Choose which columns are shown, and their order."),
    _command("H", "hide_column", "Hide column", "Hide the column under the cursor."),
    _command(
        "u", "turn_empty_columns", "Empty columns", "Hide columns without values, or show all."
    ),
    _command("z", "freeze_columns", "Keep columns", "Keep the columns up to the cursor in sight."),
    _command("greater_than_sign", "resize_column(4)", "Wider", "Make the column wider."),
    _command("less_than_sign", "resize_column(-4)", "Narrower", "Make the column narrower."),
    _command("k", "turn_cursor", "Cursor", "Change between the cursor of a cell, row and column."),
    _command("space", "mark_row", "Mark", "Mark the row under the cursor, or take its mark off."),
    _command(
        "a", "mark_all_rows", "Mark all", "Mark every row that is shown, or take all marks off."
    ),
    _command(
        "equals_sign", "add_condition('==')", "Add ==", "Add the cell to the query: is equal."
    ),
    _command(
        "exclamation_mark", "add_condition('!=')", "Add !=", "Add the cell to the query: differs."
    ),
    _command("h", "add_condition('has')", "Add has", "Add the cell to the query: has the term."),
    _command(
        "p", "pivot_on_cell", "Pivot", "Hunt for the device, user, file or address in the cell."
    ),
    _command(
        "j", "go_to_incident", "To incident", "Open the incident or alert that the cell names."
    ),
)
