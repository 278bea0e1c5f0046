"""A text area with the comforts of an editor: pairs, indents, comments, places by offset."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.document._history import EditHistory
from textual.geometry import Offset
from textual.widgets import TextArea
from textual.widgets.text_area import Location, Selection

from ..terminal_keys import written_sign
from .line_edits import (
    comment_toggled,
    indented,
    is_between_brackets,
    new_line_indent,
    outdented,
)
from .offers import Insertion
from .pairs import around, closer_for, is_empty_pair, is_typed_over


@dataclass(frozen=True, slots=True)
class EditedText:
    """What an editor knows of a text besides its characters."""

    history: EditHistory
    scroll: Offset


class WritingArea(TextArea, inherit_bindings=False):
    """Keys that write more than their sign, each one step to undo; a paste goes in as it is.

    A key with Alt is never text: terminals send its letter along.
    """

    def is_in_text(self, location: Location) -> bool:
        """Whether a place is within a string or a comment, where pairs are not completed."""
        return False

    @property
    def cursor_offset(self) -> int:
        """The characters before the cursor."""
        return self._offset(self.cursor_location)

    @property
    def selection_offset(self) -> int:
        """The characters before what is selected."""
        return self._offset(min(self.selection))

    def go_to(self, offset: int) -> None:
        """Move the cursor before a character and show it."""
        self.move_cursor(self._location(offset), center=True)
        self.focus()

    def select_offsets(self, start: int, end: int) -> None:
        """Select characters and show them."""
        self.selection = Selection(self._location(start), self._location(end))
        self.scroll_cursor_visible(center=True)

    def replace_offsets(self, start: int, end: int, text: str) -> None:
        """Put a text in place of characters; undo brings them back."""
        self.history.checkpoint()
        self.replace(text, self._location(start), self._location(end))
        self.history.checkpoint()

    def insert_as_one(self, insertion: Insertion) -> None:
        """Make a replacement that one undo takes back."""
        self.replace_offsets(insertion.start, insertion.end, insertion.text)
        self.move_cursor(self._location(insertion.cursor))

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        sign = written_sign(key, character)
        return not key.startswith("alt+") and super().check_consume_key(key, sign)

    # Changing texts

    def put_away(self) -> EditedText:
        """Give what is to be kept of the text besides itself, before another one is taken out."""
        return EditedText(self.history, self.scroll_offset)

    def take_out(self, kept: EditedText | None, text: str, cursor: Location) -> None:
        """Take another text; of one that was put away, undo still knows the steps."""
        before = self.history
        self.history = EditHistory(
            before.max_checkpoints, before.checkpoint_timer, before.checkpoint_max_characters
        )
        self.load_text(text)
        if kept:
            self.history = kept.history
            self.scroll_to(*kept.scroll, animate=False)
        self.move_cursor(self.clamp_visitable(cursor))

    def action_text_start(self) -> None:
        """Go to the first line."""
        self.move_cursor((0, 0))

    def action_text_end(self) -> None:
        """Go behind the last character."""
        self.move_cursor(self.document.end)

    # Whole lines

    def toggle_comment(self) -> None:
        """Put comment marks before the selected lines, or take them away."""
        self._change_lines(comment_toggled)

    def indent(self) -> None:
        """Move the selected lines four columns to the right."""
        self._change_lines(indented)

    def outdent(self) -> None:
        """Move the selected lines up to four columns to the left."""
        self._change_lines(outdented)

    def _change_lines(self, change: Callable[[Sequence[str]], list[str]]) -> None:
        (anchor_row, anchor), (cursor_row, cursor) = self.selection
        first, last = sorted((anchor_row, cursor_row))
        _, last_column = max(self.selection)
        if last > first and last_column == 0:
            last -= 1
        lines = self.document.lines[first : last + 1]
        changed = change(lines)
        if changed == lines:
            return
        self.history.checkpoint()
        end = (last, len(lines[-1]))
        self.replace(self.document.newline.join(changed), (first, 0), end)
        self.history.checkpoint()

        def moved(row: int, column: int) -> Location:
            if not first <= row <= last:
                return row, column
            grown = len(changed[row - first]) - len(lines[row - first])
            return row, min(max(column + grown, 0), len(changed[row - first]))

        self.selection = Selection(moved(anchor_row, anchor), moved(cursor_row, cursor))

    # Keys

    def on_key(self, event: events.Key) -> None:
        if event.key.startswith("alt+"):
            event.prevent_default()
        elif not self.read_only and self._wrote(event.key, event.character or ""):
            event.stop()
            event.prevent_default()

    def _wrote(self, key: str, character: str) -> bool:
        """Do what a key does beyond its sign; false leaves it to the text area."""
        if key == "enter":
            self._break_line()
            return True
        if key == "shift+tab":
            self.outdent()
            return True
        if key == "tab" and self.selection.start[0] != self.selection.end[0]:
            self.indent()
            return True
        row, column = self.cursor_location
        line = self.document[row]
        before, after = line[:column], line[column:]
        if key == "backspace":
            return self._deleted_pair(before, after)
        if not character.isprintable() or len(character) != 1:
            return False
        if not self.selection.is_empty:
            return self._wrapped(character)
        if is_typed_over(character, after):
            self.move_cursor((row, column + 1))
            return True
        is_in_text = self.is_in_text((row, column))
        closer = closer_for(character, before, after, is_in_text=is_in_text)
        if closer:
            self.replace(character + closer, (row, column), (row, column))
            self.move_cursor((row, column + 1))
        return bool(closer)

    def _break_line(self) -> None:
        start, end = sorted(self.selection)
        before, after = self.document[start[0]][: start[1]], self.document[end[0]][end[1] :]
        indent = new_line_indent(before)
        broken = f"\n{indent}"
        if is_between_brackets(before, after):
            own = before[: len(before) - len(before.lstrip())]
            broken += f"\n{own}"
        self.replace(broken, start, end, maintain_selection_offset=False)
        self.move_cursor((start[0] + 1, len(indent)))

    def _deleted_pair(self, before: str, after: str) -> bool:
        if not self.selection.is_empty or not is_empty_pair(before, after):
            return False
        row, column = self.cursor_location
        self.delete((row, column - 1), (row, column + 1))
        return True

    def _wrapped(self, character: str) -> bool:
        start, end = sorted(self.selection)
        wrapped = around(character, self.selected_text)
        if not wrapped or start[0] != end[0]:
            return False
        self.history.checkpoint()
        self.replace(wrapped, start, end)
        self.selection = Selection((start[0], start[1] + 1), (end[0], end[1] + 1))
        return True

    # Offsets

    def _offset(self, location: Location) -> int:
        row, column = location
        line_end = len(self.document.newline)
        return sum(len(line) + line_end for line in self.document.lines[:row]) + column

    def _location(self, offset: int) -> Location:
        line_end = len(self.document.newline)
        for row, line in enumerate(self.document.lines):
            if offset <= len(line):
                return row, offset
            offset -= len(line) + line_end
        return self.document.end
