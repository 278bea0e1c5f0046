"""Help at the cursor of an editor: offers while one types, the call one is in, meanings."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.message import Message
from textual.timer import Timer

from ..collector import spare_collector
from ..short_turns import take_short_turns
from ..worker import run_guarded
from .hint_box import HintBox, call_words, meaning_words
from .offer_list import OfferList
from .offers import Offers
from .placing import places

if TYPE_CHECKING:
    from ...kql import Completion, HuntingSchema
    from ..widgets.kql_editor import KqlEditor
    from .language import Language

_DELAY_S = 0.04
"""Behind a key, so that it is on the screen before the language is asked."""
_MAX_DELAY_S = 0.3
_REST = 4
"""In a text where help takes long, it waits that many times as long for the typing to rest."""
_OPENING = frozenset(" |(,.\"'=!")
"""What opens the list though no word is begun yet."""
_MOVES = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}


class LanguageLoaded(Message):
    """The language's help was read from disk."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language


class Assistant:
    """Owns the boxes beside an editor's cursor, and what keys mean while they are open.

    Nothing is worked out while a key is handled: a timer does it behind the last key of a burst.
    """

    def __init__(self, editor: KqlEditor) -> None:
        self._editor = editor
        self._language: Language | None = None
        self._schema: HuntingSchema | None = None
        self._members: Mapping[str, Sequence[str]] = {}
        self._list = OfferList(self._describe, self._clicked)
        self._hint = HintBox()
        self._timer: Timer | None = None
        self._typed = ""
        self._is_asked = False
        self._offers = Offers(0, "")
        self._at = 0
        self._help_s = 0.0

    # Loading and the boxes

    def start(self) -> None:
        """Mount the boxes and read the language, off the loop and behind the first frame."""
        self._editor.screen.mount(self._list, self._hint)
        self._editor.call_after_refresh(self._load)

    def use_schema(self, schema: HuntingSchema) -> None:
        """Help with other tables, once that is read for them."""
        if schema is not self._schema:
            self._schema = schema
            self._load()

    def _load(self) -> None:
        run_guarded(
            self._editor,
            self._loading,
            name="language help",
            group="language help",
            description="load the query language's help",
        )

    async def _loading(self) -> None:
        from .language import Language

        language = await asyncio.to_thread(Language.load, self._schema)
        if self._members:
            language = await asyncio.to_thread(language.with_members, self._members)
        spare_collector()
        take_short_turns()
        self._editor.post_message(LanguageLoaded(language))

    def learn(self, members: Mapping[str, Sequence[str]]) -> None:
        """Offer members that results had in dynamic columns; see `HuntingSchema.with_members`."""
        self._members = {**self._members, **members}
        if members and self._language:
            run_guarded(
                self._editor,
                partial(self._learning, self._language, members),
                name="members",
                group="language members",
                description="learn the members of dynamic columns",
            )

    async def _learning(self, known: Language, members: Mapping[str, Sequence[str]]) -> None:
        language = await asyncio.to_thread(known.with_members, members)
        if known is self._language:
            self._editor.post_message(LanguageLoaded(language))

    def take(self, language: Language) -> None:
        """Take the language; what was asked for meanwhile is answered."""
        self._language = language
        if self._is_asked:
            self._help()

    @property
    def is_loaded(self) -> bool:
        """Whether there is help to give."""
        return self._language is not None

    @property
    def is_due(self) -> bool:
        """Whether something is to be worked out."""
        return self._timer is not None

    @property
    def is_open(self) -> bool:
        """Whether a box is on the screen."""
        return self._list.is_open or self._hint.is_open

    def moved(self) -> None:
        """Close what stands beside a place that the cursor has left other than by typing."""
        is_shown = self.is_open or self._editor.suggestion
        if is_shown and self._timer is None and self._editor.cursor_offset != self._at:
            self.close()

    def close(self) -> None:
        """Take the boxes and the ghost away, and forget what was to be worked out."""
        if self._timer:
            self._timer.stop()
            self._timer = None
        self._is_asked = False
        self._typed = ""
        if self.is_open:
            self._list.close()
            self._hint.close()
        if self._editor.suggestion:
            self._editor.suggestion = ""

    # Asking

    def typed(self, character: str) -> None:
        """Work out help soon; `character` is what a key put in, empty for a deletion."""
        self._typed, self._is_asked = character, False
        self._later()

    def ask(self) -> None:
        """Offer words now, whatever was typed."""
        self._is_asked = True
        self._help()

    def _later(self) -> None:
        if self._timer:
            self._timer.stop()
        delay_s = min(max(_DELAY_S, _REST * self._help_s), _MAX_DELAY_S)
        self._timer = self._editor.set_timer(delay_s, self._help)

    def _help(self) -> None:
        if self._timer:
            self._timer.stop()
            self._timer = None
        editor = self._editor
        if self._language is None or not editor.has_focus or not editor.selection.is_empty:
            return
        self._at = editor.cursor_offset
        began = time.perf_counter()
        found = self._language.help(editor.text, self._at)
        self._help_s = time.perf_counter() - began
        self._offers = found.offers
        if self._is_wanted(found.offers):
            is_chosen = bool(found.offers.begun) or self._is_asked
            self._list.show(found.offers, is_chosen=is_chosen)
        else:
            self._list.close()
        self._show_ghost(0)
        if found.call and found.call.parameters:
            self._hint.show(call_words(found.call, editor.screen.size.width))
        else:
            self._hint.close()
        self._place()

    def _is_wanted(self, offers: Offers) -> bool:
        if not offers.words:
            return False
        if self._is_asked:
            return True
        if len(offers.words) == 1 and offers.is_whole:
            return False
        if offers.begun:
            return self._list.is_open or bool(self._typed.strip())
        return self._typed in _OPENING

    def _show_ghost(self, index: int) -> None:
        row, column = self._editor.cursor_location
        is_line_end = not self._editor.document[row][column:].strip()
        is_due = is_line_end and (self._typed or self._is_asked)
        self._editor.suggestion = self._offers.rest_of(index) if is_due else ""

    def _place(self) -> None:
        editor = self._editor
        at = places(
            editor.cursor_screen_offset,
            self._list.box,
            self._hint.box,
            editor.screen.size,
            begun_cells=cell_len(self._offers.begun),
        )
        if self._list.box.height:
            self._list.place(at.offers)
        if self._hint.box.height:
            self._hint.place(at.hint)

    def _describe(self, offer: Completion) -> str:
        return self._language.describe(offer) if self._language else ""

    # Meaning

    def explain(self) -> bool:
        """Show what the word at the cursor means; false where nothing is known."""
        editor = self._editor
        self.close()
        self._at = editor.cursor_offset
        meaning = self._language.meaning(editor.text, self._at) if self._language else None
        if meaning is None:
            return False
        self._hint.show(meaning_words(meaning, editor.screen.size.width))
        self._place()
        return True

    # Keys

    def took(self, key: str) -> bool:
        """Do what a key means for the boxes or the ghost; false leaves it to the editor."""
        if key == "escape":
            was_open = self.is_open
            self.close()
            return was_open
        if key in ("right", "end") and self._editor.suggestion:
            return self._accept_fresh(self._list.chosen if self._list.is_open else 0)
        if not self._list.is_open:
            return False
        if key in _MOVES:
            self._list.move(_MOVES[key])
            self._show_ghost(self._list.chosen)
            return True
        if key == "tab" or (key == "enter" and self._is_meant):
            return self._accept_fresh(self._list.chosen)
        return False

    @property
    def _is_meant(self) -> bool:
        """Whether Enter means the chosen offer rather than a new line."""
        is_whole = self._list.chosen == 0 and self._offers.is_whole
        return self._list.is_chosen and not is_whole

    def _accept_fresh(self, index: int) -> bool:
        """Accept, after a look at what was typed since the offers were made."""
        if self._offers.end != self._editor.cursor_offset:
            self._help()
            index = 0
        if index >= len(self._offers.words):
            return False
        self._accept(index)
        return True

    def _clicked(self, index: int) -> None:
        self._accept(index)
        self._editor.focus()

    def _accept(self, index: int) -> None:
        """Put an offer into the text as one step to undo."""
        editor, offers = self._editor, self._offers
        docs = self._describe(offers.words[index])
        insertion = offers.accepted(index, editor.text, docs)
        self.close()
        editor.insert_as_one(insertion)
        if insertion.text.endswith("()"):
            self._later()
