"""The commands of the Hunting screen that work on the text."""

from __future__ import annotations

from ..editing.find_bar import FindBar
from ..screens.base import WorkScreen
from ..widgets.kql_editor import KqlEditor
from .buffer_tabs import BufferTabs


class EditorCommands(WorkScreen):
    """A screen with one editor: its actions put the focus there and hand on."""

    @property
    def _editor(self) -> KqlEditor:
        return self.query_one(KqlEditor)

    @property
    def _focused_editor(self) -> KqlEditor:
        return self._editor.focus()

    @property
    def _tabs(self) -> BufferTabs:
        self._editor.focus()
        return self.query_one(BufferTabs)

    def action_offer_words(self) -> None:
        """Offer what may stand at the cursor."""
        self._focused_editor.offer_words()

    def action_explain_word(self) -> None:
        """Show what the word at the cursor means."""
        if not self._focused_editor.explain_word():
            self.notify("Nothing is known of what the cursor is at.", markup=False)

    def action_toggle_comment(self) -> None:
        """Make comments of the selected lines, or code again."""
        self._focused_editor.toggle_comment()

    def action_indent(self) -> None:
        """Move the selected lines to the right."""
        self._focused_editor.indent()

    def action_outdent(self) -> None:
        """Move the selected lines to the left."""
        self._focused_editor.outdent()

    async def action_find(self) -> None:
        """Find a text, and replace it."""
        bar = self.query_one_optional(FindBar)
        if bar is None:
            bar = FindBar(self._editor)
            await self.mount(bar, after=self._editor)
        bar.open(self._editor.selected_text)

    async def action_find_next(self) -> None:
        """Go to the next place of what was last looked for."""
        bar = self.query_one_optional(FindBar)
        if bar is None or not bar.wanted:
            await self.action_find()
        else:
            bar.find(1)

    def action_new_buffer(self) -> None:
        """Begin an empty query in a tab of its own."""
        self._tabs.open()
        self._editor.focus()

    def action_close_buffer(self) -> None:
        """Close the tab."""
        self._tabs.close()

    def action_reopen_buffer(self) -> None:
        """Bring back the tab that was closed last."""
        if not self._tabs.reopen():
            self.notify("No tab was closed since the start.", markup=False)

    def action_turn_buffer(self, step: int) -> None:
        """Go to the next tab, or the one before."""
        self._tabs.turn(step)

    def action_rename_buffer(self) -> None:
        """Ask for another name for the tab."""
        from .buffer_name import BufferName

        tabs = self._tabs
        self.app.push_screen(BufferName(tabs.buffers.buffer.name, tabs.rename))

    def action_external_editor(self) -> None:
        """Hand the text to the editor that the environment names."""
        self.guarded(
            self._editing_elsewhere,
            name="edit elsewhere",
            group="edit elsewhere",
            description="hand the text to another editor",
        )

    async def _editing_elsewhere(self) -> None:
        from ..editing.external_editor import HandOffFailed, edited

        editor = self._focused_editor
        before = editor.text
        try:
            text = await edited(self.app, before)
        except HandOffFailed as error:
            self.show_error(error, "Could not hand the text over")
            return
        if text != before:
            editor.replace_offsets(0, len(editor.text), text)
            self.notify("The text was taken over; undo brings the old one back.", markup=False)
