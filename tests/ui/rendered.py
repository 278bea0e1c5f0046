"""What an app under test has on its screen, and texts that try to do more than be shown."""

from __future__ import annotations

from textual.app import App

HOSTILE = (
    "\x1b]0;title\x07",
    "\x1b]52;c;ZXZpbA==\x1b\\",
    "\x9b31m",
    "\u202egnp.exe",
    "zero\u200bwidth",
    "[@click=app.quit]x[/]",
    "a [/] b",
    "[$accent @click=app.quit]y",
    "\ud800 lone",
    "tab\tand\nbreak",
    "宽宽宽 wide",
)


def screen_lines(app: App[None]) -> list[str]:
    """Give the screen's lines as plain text."""
    width, height = app.size
    return [
        "".join(segment.text for segment in strip).ljust(width)
        for strip in app.screen._compositor.render_strips()[:height]
    ]


def screen_text(app: App[None]) -> str:
    """Give the screen as one plain text."""
    return "\n".join(screen_lines(app))


def unsafe_characters(app: App[None]) -> set[str]:
    """Give the control, bidi and surrogate characters on the screen; empty when it is safe."""
    return {
        character
        for character in screen_text(app)
        if (ord(character) < 0x20 and character != "\n")
        or 0x7F <= ord(character) <= 0x9F
        or 0xD800 <= ord(character) <= 0xDFFF
        or character in "\u200b\u202a\u202e\u2066\ufeff"
    }


def clickable_actions(app: App[None]) -> list[object]:
    """Give every action that a click on the screen's text would run."""
    return [
        segment.style.meta["@click"]
        for strip in app.screen._compositor.render_strips()
        for segment in strip
        if segment.style and segment.style.meta and "@click" in segment.style.meta
    ]
