"""The reference for start-up: the least Textual app that has a header and a footer."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static


class BareApp(App[None]):
    """A header, a line of text, a footer."""

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static("bare app")
        yield Footer()


if __name__ == "__main__":
    BareApp().run()
