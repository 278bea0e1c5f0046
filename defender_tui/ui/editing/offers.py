"""What the language offers at a cursor, and what accepting it does to the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...kql import Completion

MAX_OFFERS = 50
_CALLED = ("function", "aggregate", "plugin")
_NO_PARAMETERS = "()"


@dataclass(frozen=True, slots=True)
class Insertion:
    """A replacement of the characters from `start` to `end`; the cursor ends up at `cursor`."""

    start: int
    end: int
    text: str
    cursor: int


@dataclass(frozen=True, slots=True)
class Offers:
    """Words for one place, best first; `begun` is what stands there already, from `start` on.

    `mark` is the quotation mark of the string that the place is in, empty outside of one. `lead` is
    the blank that is due before any of the words.
    """

    start: int
    begun: str
    mark: str = ""
    words: tuple[Completion, ...] = ()
    lead: str = ""

    @property
    def end(self) -> int:
        """The cursor's offset when the offers were made."""
        return self.start + len(self.begun)

    def rest_of(self, index: int) -> str:
        """Give what the text lacks of an offer; empty when letters would change too."""
        if index >= len(self.words):
            return ""
        word = self.words[index].text
        return self.lead + word[len(self.begun) :] if word.startswith(self.begun) else ""

    @property
    def is_whole(self) -> bool:
        """Whether one of the offers stands in the text already."""
        return any(word.text.removeprefix("| ") == self.begun for word in self.words)

    def accepted(self, index: int, text: str, docs: str) -> Insertion:
        """Say how to put an offer into `text`, in place of the whole word at the cursor.

        A function gets its brackets, the cursor between them; `docs`, what is known of the offer,
        begin with the parameters and so tell of one that takes none. A value closes its string.
        """
        offer = self.words[index]
        if self.mark:
            return self._within_string(offer.text, text)
        end = self.end
        while end < len(text) and (text[end].isalnum() or text[end] == "_"):
            end += 1
        word = self.lead + offer.text
        cursor = self.start + len(word)
        if offer.kind.value in _CALLED:
            if text[end : end + 1] == "(":
                return Insertion(self.start, end, word, cursor + 1)
            is_empty = docs.split("\n", 1)[0].endswith(_NO_PARAMETERS)
            word += "()"
            cursor += 2 if is_empty else 1
        return Insertion(self.start, end, word, cursor)

    def _within_string(self, value: str, text: str) -> Insertion:
        end = self.end
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        closing = text.find(self.mark, end, line_end)
        between = text[end:closing] if closing >= 0 else ""
        if closing >= 0 and (between == "" or between.isalnum()):
            end = closing + len(self.mark)
        written = value + self.mark
        return Insertion(self.start, end, written, self.start + len(written))
