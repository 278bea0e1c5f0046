"""A field of several lines for a partner's customers."""

from __future__ import annotations

from textual import on
from textual.widgets import TextArea

from ..widgets.form import FormField
from .tenant_lines import tenants_problem


class TenantsField(FormField):
    """One tenant a line, as `name = tenant id`; the first wrong line is named."""

    DEFAULT_CSS = """
    TenantsField {
        & > .field--row { height: auto; }
        & TextArea {
            width: 1fr; max-width: 60; height: auto; min-height: 3; max-height: 8; padding: 0;
        }
    }
    """

    def __init__(self, text: str, *, id: str) -> None:
        self._area = TextArea(
            text,
            compact=True,
            tab_behavior="focus",
            soft_wrap=False,
            placeholder="Contoso = directory (tenant) id or domain",
        )
        super().__init__("Customers", self._area, check=tenants_problem, id=id)

    @property
    def text(self) -> str:
        """The lines as typed."""
        return self._area.text.strip()

    def write(self, text: str) -> None:
        """Put lines into the field without telling anyone of a change."""
        with self._area.prevent(TextArea.Changed):
            self._area.load_text(text)
        super().write("")

    @on(TextArea.Changed)
    def _lines_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.was_edited()
