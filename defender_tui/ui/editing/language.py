"""The language's help at one place of a text, in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...kql import (
    Completion,
    Hover,
    HuntingSchema,
    SignatureHelp,
    complete,
    describe,
    hover,
    load_schema,
    signature_at,
)
from ...kql.completion.cutting import cut_before
from .offers import MAX_OFFERS, Offers

_ENDS = tuple("|)]}'\"")
_MAYBE_WHOLE = ("=", "=~", "!", "!~")
"""Begins a comparison or is a sign of its own: the offers tell."""


@dataclass(frozen=True, slots=True)
class Help:
    """Offers for a place and the call that it is in."""

    offers: Offers
    call: SignatureHelp | None = None


class Language:
    """Offers, calls and meanings over one schema."""

    def __init__(self, schema: HuntingSchema) -> None:
        self._schema = schema

    @classmethod
    def load(cls, schema: HuntingSchema | None = None) -> Language:
        """Read schema, statistics and texts; takes about half a second, so not on the loop.

        Without a schema it is the one that ships here.
        """
        language = cls(schema or load_schema())
        found = language.help("DeviceInfo | where ", 19)
        language.describe(found.offers.words[0])
        return language

    def with_members(self, members: Mapping[str, Iterable[str]]) -> Language:
        """Offer members of dynamic columns too; keys are as `HuntingSchema.with_members` has them.

        What is read once for a schema is read here, so it is not for the loop.
        """
        language = Language(self._schema.with_members(members))
        language.help("DeviceInfo | where ", 19)
        return language

    def help(self, text: str, offset: int) -> Help:
        """Give all help for a cursor; nothing is offered within a comment."""
        before = text[:offset]
        cut = cut_before(before)
        if cut.is_comment:
            return Help(Offers(offset, ""))
        words = tuple(complete(before, offset, self._schema)[:MAX_OFFERS])
        begun = cut.prefix if cut.string is None else cut.string
        if begun in _MAYBE_WHOLE and not any(begun in word.text for word in words):
            begun = ""
        is_close = not begun and not cut.mark and before[-1:] in _ENDS
        lead = " " if is_close else ""
        offers = Offers(offset - len(begun), begun, cut.mark.lstrip("hH@"), words, lead)
        return Help(offers, signature_at(before, offset, self._schema))

    def describe(self, offer: Completion) -> str:
        """Say what an offer means; empty when nothing is known."""
        return describe(offer, self._schema)

    def meaning(self, text: str, offset: int) -> Hover | None:
        """Explain the word at a cursor, or the one that ends there."""
        found = hover(text, offset, self._schema)
        return found or (hover(text, offset - 1, self._schema) if offset else None)
