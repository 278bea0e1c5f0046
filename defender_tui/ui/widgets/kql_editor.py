"""An editor for hunting queries: coloured as one types, with a mark where the service objected."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea

from ...core.text import one_line
from ...kql.lexer import LineState, TokenKind, tokenize_line
from ...kql.statements import query_at
from ..editing.assistant import Assistant, LanguageLoaded
from ..editing.plain_lines import PlainLines
from ..worker import run_guarded
from .kql_colours import LineTokens

if TYPE_CHECKING:
    from ...kql import HuntingSchema

_GUTTER_MARGIN = 2
_COLOURED = {
    TokenKind.KEYWORD: "kql--keyword",
    TokenKind.OPERATOR: "kql--operator",
    TokenKind.FUNCTION: "kql--function",
    TokenKind.TYPE: "kql--function",
    TokenKind.TABLE: "kql--table",
    TokenKind.STRING: "kql--string",
    TokenKind.UNFINISHED: "kql--unfinished",
    TokenKind.NUMBER: "kql--number",
    TokenKind.TIMESPAN: "kql--number",
    TokenKind.LITERAL: "kql--number",
    TokenKind.COMMENT: "kql--comment",
}
_TEXT = (TokenKind.STRING, TokenKind.UNFINISHED, TokenKind.COMMENT)
_TYPED = {"enter": "\n", "backspace": "", "ctrl+w": ""}


@dataclass(frozen=True, slots=True)
class QueryText:
    """A query and its place: `offset` counts the editor's characters before it."""

    query: str
    offset: int


@dataclass(frozen=True, slots=True)
class TextMark:
    """A stretch to underline, by offsets; `kind` is `error` or `warning`."""

    start: int
    end: int
    kind: str


class KqlEditor(PlainLines, inherit_bindings=False):
    """A text area for queries separated by blank lines.

    Tab indents, Escape posts `Left`. Text is kept as typed; control characters are drawn as signs
    of the same length.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *_COLOURED.values(),
        "kql--error",
        "kql--problem-error",
        "kql--problem-warning",
    }
    DEFAULT_CSS = """
    KqlEditor {
        background: transparent;
        padding: 0;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 0;
        scrollbar-color: $foreground 20%;
        scrollbar-color-hover: $foreground 40%;
        scrollbar-color-active: $primary;
        scrollbar-background: $foreground 5%;
        scrollbar-background-hover: $foreground 5%;
        scrollbar-background-active: $foreground 5%;
        & .kql--keyword { color: $primary; text-style: bold; }
        & .kql--operator { color: $primary; }
        & .kql--function { color: $secondary; }
        & .kql--table { color: $foreground; text-style: bold; }
        & .kql--string { color: $success; }
        & .kql--number { color: $warning; }
        & .kql--comment { color: $foreground 50%; text-style: italic; }
        & .kql--unfinished { color: $error; }
        & .kql--problem-error { color: $error; text-style: underline; }
        & .kql--problem-warning { text-style: underline; }
        & .kql--error { color: $error; text-style: bold underline; }
    }
    """
    # F6 goes to another screen, F7 to a problem and ctrl+k to a meaning; the text area would select
    # or delete with them.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "text_start", "First line", show=False, id="editor.text_start"),
        Binding("ctrl+end", "text_end", "Last line", show=False, id="editor.text_end"),
    ] + [
        binding
        for binding in TextArea.BINDINGS
        if not (isinstance(binding, Binding) and binding.key in ("f6", "f7", "ctrl+k"))
    ]

    class Left(Message):
        """Escape was pressed."""

    class WordsLoaded(Message):
        """The language's words were read from disk, so that lines can be coloured."""

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        self._line_tokens = LineTokens()
        self._is_changed = True
        self._has_words = False
        self._mark: tuple[int, int, int] | None = None
        self._problems: dict[int, list[tuple[int, int, str]]] = {}
        self._assistant = Assistant(self)
        super().__init__(
            text,
            theme="css",
            soft_wrap=False,
            tab_behavior="indent",
            show_line_numbers=True,
            # Its style would cover the colours of the line.
            highlight_cursor_line=False,
            compact=True,
            max_checkpoints=200,
            id=id,
        )
        self.indent_width = 4

    @property
    def is_too_long_to_colour(self) -> bool:
        """Whether the text is so long that colours are off."""
        self._follow()
        return self._line_tokens.is_too_long

    def current_query(self) -> QueryText:
        """Give the selected text, or the query that the cursor stands in; empty when blank."""
        if self.selected_text.strip():
            return QueryText(self.selected_text, self._offset(min(self.selection)))
        text = self.text
        span = query_at(text, self._offset(self.cursor_location))
        return QueryText(text[span.start : span.end], span.start)

    def mark_error(self, start: int, end: int, *, move_cursor: bool) -> None:
        """Mark the characters from `start` to `end` (their first line) until the next edit."""
        row, column = self._location(start)
        end_row, end_column = self._location(end)
        if end_row > row:
            end_column = len(self.document[row])
        if move_cursor:
            self.move_cursor((row, column), center=True)
        self._mark = (row, column, max(end_column, column + 1))
        self.draw_anew()

    def clear_mark(self) -> None:
        """Take the mark away."""
        if self._mark is not None:
            self._mark = None
            self.draw_anew()

    def update_suggestion(self) -> None:
        # Called after each edit, undo and load, before anything is drawn.
        self._is_changed = True
        self._mark = None
        self._problems = {}

    def mark_problems(self, marks: Sequence[TextMark]) -> None:
        """Underline stretches (each on its first line) until the next edit."""
        problems: dict[int, list[tuple[int, int, str]]] = {}
        for mark in marks:
            row, column = self._location(mark.start)
            end_row, end_column = self._location(mark.end)
            end = end_column if end_row == row else len(self.document[row])
            name = f"kql--problem-{mark.kind}"
            problems.setdefault(row, []).append((column, max(end, column + 1), name))
        if problems != self._problems:
            self._problems = problems
            self.draw_anew()

    def on_mount(self) -> None:
        self._assistant.start()
        run_guarded(
            self,
            self._load_words,
            name="words",
            group="words",
            description="load the query language's words",
        )

    async def _load_words(self) -> None:
        await asyncio.to_thread(tokenize_line, "T", LineState())
        self.post_message(self.WordsLoaded())

    def on_kql_editor_words_loaded(self, event: WordsLoaded) -> None:
        event.stop()
        self._has_words = True
        self.draw_anew()

    # Help while one types

    def offer_words(self) -> None:
        """Offer what may stand at the cursor."""
        self._assistant.ask()

    def use_schema(self, schema: HuntingSchema) -> None:
        """Help with other tables from now on."""
        self._assistant.use_schema(schema)

    def learn_members(self, members: Mapping[str, Sequence[str]]) -> None:
        """Offer members that results had in dynamic columns; see `HuntingSchema.with_members`."""
        self._assistant.learn(members)

    def explain_word(self) -> bool:
        """Show what the word at the cursor means; false where nothing is known of it."""
        return self._assistant.explain()

    @property
    def has_help(self) -> bool:
        """Whether the language's help was read from disk."""
        return self._assistant.is_loaded

    @property
    def is_helping(self) -> bool:
        """Whether help for what was typed last is still to come."""
        return self._assistant.is_due

    def is_in_text(self, location: tuple[int, int]) -> bool:
        self._follow()
        row, column = location
        for token in self._line_tokens.tokens(row) if self._has_words else ():
            if token.start < column <= token.end and token.kind in _TEXT:
                return token.kind is not TokenKind.STRING or column < token.end
        return False

    def on_language_loaded(self, event: LanguageLoaded) -> None:
        event.stop()
        self._assistant.take(event.language)

    def on_key(self, event: events.Key) -> None:
        if self._assistant.took(event.key):
            event.stop()
            event.prevent_default()
        elif event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())
        elif event.key in _TYPED:
            self._assistant.typed(_TYPED[event.key])
        elif event.is_printable and not event.key.startswith("alt+"):
            self._assistant.typed(event.character or "")

    def on_paste(self) -> None:
        self._assistant.close()

    def on_blur(self) -> None:
        self._assistant.close()

    def on_text_area_selection_changed(self) -> None:
        self._assistant.moved()

    def get_line(self, line_index: int) -> Text:
        self._follow()
        text = Text(_same_length(self.document[line_index]), end="", no_wrap=True)
        for token in self._line_tokens.tokens(line_index) if self._has_words else ():
            if name := _COLOURED.get(token.kind):
                style = self.get_component_rich_style(name, partial=True)
                text.stylize(style, token.start, token.end)
        for start, end, name in self._problems.get(line_index, ()):
            text.stylize(self.get_component_rich_style(name, partial=True), start, end)
        if self._mark and self._mark[0] == line_index:
            style = self.get_component_rich_style("kql--error", partial=True)
            text.stylize(style, self._mark[1], self._mark[2])
        return text

    def look_of(self, row: int) -> Hashable:
        self._follow()
        state = self._line_tokens.state(row) if self._has_words else None
        return state, tuple(self._problems.get(row, ())), self._mark

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        if not self._mark or y + self.scroll_offset.y != self._mark[0]:
            return strip
        at = self.gutter_width - _GUTTER_MARGIN
        *_, gutter = strip.crop(at, at + 1)
        under = gutter.style or Style()
        style = under + self.get_component_rich_style("kql--error", partial=True)
        return Strip.join([strip.crop(0, at), Strip([Segment("✗", style)]), strip.crop(at + 1)])

    def _follow(self) -> None:
        if self._is_changed:
            self._is_changed = False
            self._line_tokens.follow(self.document.lines)


def _same_length(line: str) -> str:
    """Make a line safe to draw with one sign for each character, so that columns stay true."""
    if one_line(line.replace("\t", "")) == line.replace("\t", ""):
        return line
    return "".join(character if character == "\t" else _sign(character) for character in line)


def _sign(character: str) -> str:
    safe = one_line(character)
    return safe if len(safe) == 1 else "�"
