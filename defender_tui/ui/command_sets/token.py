"""The commands of the Token screen."""

from __future__ import annotations

from ..commands import Command

COMMANDS: tuple[Command, ...] = (
    Command(
        id="token.acquire",
        keys=("f5", "ctrl+r"),
        title="Acquire",
        help="Get a new token for the chosen API, past every cache; again to stop.",
        screen="token",
        action="acquire",
        in_footer=True,
    ),
    Command(
        id="token.acquire_all",
        keys=("A",),
        title="Acquire all",
        help="Get new tokens for Graph, Defender XDR and Defender for Endpoint.",
        screen="token",
        action="acquire_all",
        in_footer=True,
    ),
    Command(
        id="token.next_tab",
        keys=("right_square_bracket", "shift+right"),
        title="Next tab",
        help="Go to the next tab of the token.",
        screen="token",
        action="turn_tab(1)",
    ),
    Command(
        id="token.previous_tab",
        keys=("left_square_bracket", "shift+left"),
        title="Previous tab",
        help="Go to the previous tab of the token.",
        screen="token",
        action="turn_tab(-1)",
    ),
    Command(
        id="token.open",
        keys=("enter",),
        title="Open",
        help="Go to the token's claims; on a claim, show its whole value.",
        screen="token",
        action="open",
        in_footer=False,
    ),
    Command(
        id="token.back",
        keys=("escape",),
        title="Back",
        help="Go back to the list of APIs.",
        screen="token",
        action="back",
        in_footer=False,
    ),
    Command(
        id="token.copy",
        keys=("y",),
        title="Copy",
        help="Copy the chosen claim's value; on Raw the token itself, after asking.",
        screen="token",
        action="copy",
        in_footer=True,
    ),
    Command(
        id="token.reveal",
        keys=("v",),
        title="Reveal",
        help="Show the token for 30 seconds, or mask it at once.",
        screen="token",
        action="reveal",
        in_footer=True,
    ),
    Command(
        id="token.paste",
        keys=("p",),
        title="Paste a token",
        help="Decode a token from elsewhere, offline.",
        screen="token",
        action="paste",
        in_footer=True,
    ),
)
