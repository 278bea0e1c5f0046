"""The tables that are open here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from ..text import shown
from ..widgets.dialog import Dialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...results.local.tables import LocalTable

_NONE = "No result is open, and no file."
_COLUMNS_SHOWN = 8


class Wanted(Enum):
    """What to do with a table."""

    NAME = "put its name into the query"
    CLOSE = "close it"
    OPEN = "open another file"


@dataclass(frozen=True, slots=True)
class TableWish:
    """What was asked for; `name` is empty when it is about no table."""

    wanted: Wanted
    name: str = ""


class LocalTablesDialog(Dialog[TableWish]):
    """A line for each table: name, rows, columns and where it is from."""

    DEFAULT_CSS = """
    LocalTablesDialog {
        & > Vertical { width: 96; }
        & OptionList {
            height: auto; max-height: 50vh; margin: 1 0; padding: 0;
            background: transparent; border: none; scrollbar-size: 1 1;
        }
        & #tables-none { margin: 1 0; color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open", "Open a file", show=False, id="local.open"),
        Binding("delete,w", "close_table", "Close", show=False, id="local.close"),
    ]

    def __init__(self, tables: Sequence[LocalTable]) -> None:
        super().__init__()
        self._tables = tables

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content("Local tables: queries over them go to no API and cost no quota"))
            if self._tables:
                yield OptionList(*map(_line, self._tables), compact=True)
            else:
                yield Static(Content(_NONE), id="tables-none")
            keys = "Enter Put into query   o Open a file   w Close file   Esc Close"
            words = keys if self._tables else "o Open a file   Esc Close"
            yield Static(Content(words), classes="dialog--keys")

    def on_mount(self) -> None:
        for listed in self.query(OptionList):
            listed.highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(TableWish(Wanted.NAME, self._tables[event.option_index].name))

    def action_open(self) -> None:
        """Ask for a file."""
        self.dismiss(TableWish(Wanted.OPEN))

    def action_close_table(self) -> None:
        """Close the file under the cursor; results are closed where they are shown."""
        listed = self.query_one_optional(OptionList)
        if listed is None or listed.highlighted is None:
            return
        table = self._tables[listed.highlighted]
        if table.file is None:
            self.notify("Results are closed where they are shown, with w.", markup=False)
            return
        self.dismiss(TableWish(Wanted.CLOSE, table.name))


def _line(table: LocalTable) -> Content:
    unit = "row" if table.row_count == 1 else "rows"
    names = [column.name for column in table.table.columns]
    more = f" … {len(names)} in all" if len(names) > _COLUMNS_SHOWN else ""
    columns = ", ".join(names[:_COLUMNS_SHOWN]) + more
    whence = "result" if table.file is None else table.file.name
    return Content.assemble(
        Content.styled(table.name, "bold"),
        shown(f"  {table.row_count:,} {unit}  ", limit=40),
        Content.styled(shown(whence, limit=40).plain, "$text-muted"),
        "\n   ",
        Content.styled(shown(columns, limit=160).plain, "$text-muted"),
    )
