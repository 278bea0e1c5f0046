"""What is wrong before any grammar: open strings and characters that mean nothing."""

from __future__ import annotations

from collections.abc import Iterable

from ..tokens import Token, TokenKind
from .diagnostic import Fix
from .findings import Findings

_TYPOGRAPHIC = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "−": "-", "×": "*"}
_FENCES = ("```", "~~~")


def check_tokens(tokens: Iterable[Token], findings: Findings) -> None:
    """Note each open string and each run of stray characters."""
    run: Token | None = None
    for token in tokens:
        if token.kind is TokenKind.UNFINISHED:
            _unfinished(token, findings)
        is_stray = token.kind is TokenKind.UNKNOWN and token.text.isprintable()
        if is_stray and run is not None and run.end == token.start:
            run = Token(run.kind, run.text + token.text, run.start)
        else:
            _stray(run, findings)
            run = token if is_stray else None
    _stray(run, findings)


def _unfinished(token: Token, findings: Findings) -> None:
    begun = token.text.lstrip("hH@")
    if begun[:3] in _FENCES:
        place = (token.start, token.start + len(token.text) - len(begun) + 3)
        findings.add(
            place, "This string is never closed.", fix=Fix(token.end, token.end, begun[:3])
        )
        return
    end = token.start + len(token.text.rstrip())
    findings.add((token.start, end), "This string is not closed on its line.")


def _stray(run: Token | None, findings: Findings) -> None:
    if run is None:
        return
    place = (run.start, run.end)
    plain = "".join(_TYPOGRAPHIC.get(character, "?") for character in run.text)
    fix = None if "?" in plain else Fix(*place, plain)
    findings.add(place, f"{run.text} means nothing here.", fix=fix)
