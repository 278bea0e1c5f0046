"""What one step says, and the values in it that can be copied."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList

from ...core.registration.guide_step import CopyValue, GuideStep
from ..text import shown
from ..widgets.facts import Facts
from .drawing import step_facts

_VALUE_CELLS = 200


class StepText(Vertical):
    """The text of the step in front; its values can be walked through and copied."""

    DEFAULT_CSS = """
    StepText {
        height: auto;
        & Facts { margin: 0 0 1 0; }
        & OptionList {
            height: auto; max-height: 8; margin: 0 0 1 0; padding: 0; border: none;
            background: transparent; scrollbar-size: 1 1;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
    }
    """

    class ValueChosen(Message):
        """A value is to be copied."""

        def __init__(self, value: CopyValue) -> None:
            super().__init__()
            self.value = value

    def __init__(self) -> None:
        super().__init__(id="step-text")
        self._values: tuple[CopyValue, ...] = ()

    def compose(self) -> ComposeResult:
        yield Facts(id="step-facts")
        yield OptionList(id="values", compact=True)

    @property
    def chosen(self) -> CopyValue | None:
        """The value that the cursor is on, the first before it moved; `None` without any."""
        if not self._values:
            return None
        return self._values[self.query_one(OptionList).highlighted or 0]

    def show(self, step: GuideStep) -> None:
        """Show a step; the cursor stays where it is as long as the values stay as many."""
        link = (CopyValue("Link", step.link),) if step.link else ()
        self._values = (*step.values, *link)
        self.query_one(Facts).show(step_facts(step))
        values = self.query_one(OptionList)
        values.display = bool(self._values)
        refill(values, [_line(value) for value in self._values], values.highlighted or 0)

    def focus_values(self) -> bool:
        """Put the focus on the values without moving the page; false when there are none."""
        if self._values:
            self.query_one(OptionList).focus(scroll_visible=False)
        return bool(self._values)

    @on(OptionList.OptionHighlighted)
    def _walked(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_list.has_focus and event.option_index:
            event.option_list.scroll_visible(animate=False)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.ValueChosen(self._values[event.option_index]))


def refill(options: OptionList, lines: Sequence[Content], highlighted: int) -> None:
    """Show other lines; where their number stays the same, the list stays as it is scrolled."""
    if options.option_count == len(lines):
        for index, line in enumerate(lines):
            options.replace_option_prompt_at_index(index, line)
    else:
        options.set_options(lines)
    if lines:
        options.highlighted = min(highlighted, len(lines) - 1)


def _line(value: CopyValue) -> Content:
    return Content.assemble(
        f"{value.label}  ", shown(value.text, limit=_VALUE_CELLS).stylize("bold")
    )
