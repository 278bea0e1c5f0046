"""The right-hand pane: what the chosen token is, what it allows, and what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from ...core.claim_rows import ClaimRow, claim_rows, header_rows
from ...core.secret import Secret
from ...core.token_warnings import TokenWarning
from ..text import shown
from ..widgets.code_pane import CodePane
from ..widgets.facts import Facts
from ..widgets.grid import Grid
from ..widgets.tab_line import TabLine
from .findings import Findings
from .raw import RawToken
from .rows import CLAIM_COLUMNS, ClaimRows, Clock
from .state import TokenSlot
from .wording import access_facts, facts_line, warning_facts

TabName = Literal["access", "claims", "header", "code", "raw"]
_TABS: tuple[tuple[TabName, str], ...] = (
    ("access", "Access"),
    ("claims", "Claims"),
    ("header", "Header"),
    ("code", "As code"),
    ("raw", "Raw"),
)
_FIRST = 2
_NO_TOKEN = Content("No token yet. F5 asks for one.")


class TokenDetail(Vertical):
    """One token in full.

    Where there is width, what the app can do stands above the tabs; in a narrow terminal it is the
    first of them.
    """

    DEFAULT_CSS = """
    TokenDetail {
        width: 1fr; height: 1fr; padding: 0 0 0 1; border-left: solid $foreground 20%;
        & #token-facts { height: auto; }
        & #token-warnings { margin: 0; }
        & #access-above { margin: 1 0; }
        & #claims-meaning, & #header-meaning { height: 1; color: $text-muted; padding: 0 1; }
        & #token-tabs { margin: 0 0 1 0; }
        & ContentSwitcher { height: 1fr; }
        & VerticalScroll { scrollbar-size: 1 1; }
    }
    """

    def __init__(self, now: Clock) -> None:
        super().__init__(id="token-detail")
        self._now = now
        self._slot: TokenSlot | None = None
        self._is_narrow = False
        self._findings: Findings | None = None
        self._warnings: tuple[TokenWarning, ...] = ()

    def compose(self) -> ComposeResult:
        yield Static(Content(""), id="token-facts")
        yield Facts(id="token-warnings")
        yield Facts(id="access-above")
        yield TabLine(id="token-tabs")
        with ContentSwitcher(initial="access"):
            yield VerticalScroll(Facts(id="access-facts"), id="access")
            for name in ("claims", "header"):
                with Vertical(id=name):
                    yield Grid(CLAIM_COLUMNS, empty=_NO_TOKEN, id=f"{name}-grid")
                    yield Static(Content(""), id=f"{name}-meaning")
            yield CodePane(id="code")
            yield RawToken(id="raw")

    @property
    def tab(self) -> TabName:
        """The tab in front."""
        current = self.query_one(ContentSwitcher).current
        return next((name for name, _title in _TABS if name == current), "claims")

    @property
    def raw(self) -> RawToken:
        """The token itself, behind its mask."""
        return self.query_one(RawToken)

    @property
    def code(self) -> CodePane:
        """The token request as code."""
        return self.query_one(CodePane)

    @property
    def token(self) -> Secret | None:
        """The token on show; `None` when there is none."""
        return self._slot.value if self._slot else None

    @property
    def claim(self) -> ClaimRow | None:
        """The claim or header field under the cursor of the tab in front."""
        if self.tab not in ("claims", "header"):
            return None
        grid = self.query_one(f"#{self.tab}-grid", Grid)
        source = grid.source
        return source.claim(grid.cursor_row) if isinstance(source, ClaimRows) else None

    def set_narrow(self, is_narrow: bool) -> None:
        """Lay it out for a narrow terminal or for a wide one."""
        self._is_narrow = is_narrow
        self.query_one("#access-above").display = not is_narrow
        self.go_to("claims" if self.tab == "access" and not is_narrow else self.tab)
        self._show_warnings()

    def show(
        self,
        slot: TokenSlot,
        findings: Findings | None = None,
        warnings: tuple[TokenWarning, ...] = (),
    ) -> None:
        """Show one token; the tab and, for the same token, the cursor stay where they are."""
        before, self._slot = self._slot, slot
        self._findings, self._warnings = findings, warnings
        self._show_warnings()
        self.raw.show(slot.value)
        if before is None or before.decoded != slot.decoded:
            token = slot.decoded
            is_same_api = before is not None and before.key == slot.key
            for name, rows in (
                ("claims", claim_rows(token) if token else ()),
                ("header", header_rows(token) if token else ()),
            ):
                grid = self.query_one(f"#{name}-grid", Grid)
                grid.set_source(ClaimRows(rows, self._now), keep_cursor=is_same_api)
        self.tick(self._now())

    def _show_warnings(self) -> None:
        """Put warnings above what the app can do; where there is little room, their first words.

        What to do about them then stands with what the app can do.
        """
        if self._slot is None:
            return
        told = warning_facts(
            self._warnings[:_FIRST] if self._is_narrow else self._warnings,
            with_remedies=not self._is_narrow,
        )
        if len(self._warnings) > _FIRST and self._is_narrow:
            told.append((Content("  "), Content(f"and {len(self._warnings) - _FIRST} more below")))
        above = self.query_one("#token-warnings", Facts)
        above.display = bool(told)
        above.show(told)
        access = access_facts(self._slot, self._findings)
        self.query_one("#access-above", Facts).show(access)
        remedies = warning_facts(self._warnings, with_remedies=True)
        self.query_one("#access-facts", Facts).show([*remedies, *access])

    def warn(self, warnings: tuple[TokenWarning, ...]) -> None:
        """Take the warnings of this moment."""
        if warnings != self._warnings:
            self._warnings = warnings
            self._show_warnings()

    def tick(self, now: datetime) -> None:
        """Draw anew what depends on the time."""
        if self._slot is None:
            return
        self.query_one("#token-facts", Static).update(facts_line(self._slot, now, self._findings))
        if self.tab == "claims":
            self.query_one("#claims-grid", Grid).refresh_rows()

    def turn(self, step: int) -> None:
        """Go on to another tab, round and round; the focus goes along if it is in here."""
        names = [name for name, _title in self._tabs]
        had_focus = self.has_focus_within
        self.go_to(names[(names.index(self.tab) + step) % len(names)])
        if had_focus:
            # Only when the tab is in front can what it holds take the focus.
            self.call_after_refresh(self.enter)

    def go_to(self, tab: TabName) -> None:
        """Bring one tab to the front."""
        self.query_one(ContentSwitcher).current = tab
        names = [name for name, _title in self._tabs]
        titles = [title for _name, title in self._tabs]
        self.query_one(TabLine).show(titles, names.index(tab))

    @property
    def _tabs(self) -> Sequence[tuple[TabName, str]]:
        return _TABS if self._is_narrow else _TABS[1:]

    @on(TabLine.Chosen)
    def _tab_clicked(self, event: TabLine.Chosen) -> None:
        event.stop()
        self.go_to(self._tabs[event.index][0])

    @on(Grid.RowHighlighted)
    def _tell_meaning(self, event: Grid.RowHighlighted) -> None:
        source = event.grid.source
        claim = source.claim(event.row) if isinstance(source, ClaimRows) else None
        meaning = f"{claim.name}: {claim.meaning}" if claim and claim.meaning else ""
        name = "claims" if event.grid.id == "claims-grid" else "header"
        self.query_one(f"#{name}-meaning", Static).update(shown(meaning))

    def enter(self) -> None:
        """Give the focus to what the tab in front holds."""
        if self.tab in ("claims", "header"):
            self.query_one(f"#{self.tab}-grid", Grid).focus()
        elif self.tab == "raw":
            self.raw.focus()
        elif self.tab == "code":
            self.code.focus_text()
        else:
            self.query_one("#access", VerticalScroll).focus()
