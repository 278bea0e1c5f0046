"""Keys as terminals send them, where Textual reads something else."""

from __future__ import annotations

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

_UNNAMED_SIGNS = {"slash": "/", "plus": "+", "minus": "-", "at": "@"}


def written_sign(key: str, character: str | None) -> str | None:
    """Give the sign that a key writes, also where Textual cannot tell it from the key's name.

    Without it a footer offers `/` to somebody who is in a field that takes it.
    """
    return character or _UNNAMED_SIGNS.get(key)


def read_alt_digits() -> None:
    """Let Alt with a digit be a key on terminals that send it as escape and the digit.

    Most do, tmux and Windows Terminal among them. Textual takes it for what Option types on a
    Mac (`¢` for 4), which is then written into the query; typed directly, such a sign stays one.
    """
    if isinstance(ANSI_SEQUENCES_KEYS, dict):
        for digit in "0123456789":
            ANSI_SEQUENCES_KEYS.pop(f"\x1b{digit}", None)
