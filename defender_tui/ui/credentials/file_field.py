"""A field for the path of a file, which is looked for as one leaves it."""

from __future__ import annotations

import asyncio
from functools import partial

from textual.message import Message

from ...core.typed_path import typed_path
from ..widgets.form import Check, FieldInput, FormField
from ..worker import run_guarded
from .checks import file_problem


class FileField(FormField):
    """Says when no such file can be read. That does not stop anyone: it may come later."""

    class Looked(Message):
        """The file of the path `text` was looked for; `problem` is empty when it can be read."""

        def __init__(self, text: str, problem: str) -> None:
            super().__init__()
            self.text = text
            self.problem = problem

    def __init__(
        self, label: str, text: str, *, placeholder: str, check: Check | None, id: str
    ) -> None:
        control = FieldInput(text, placeholder=placeholder)
        super().__init__(label, control, check=check, id=id)

    def validate_now(self) -> bool:
        """Check the text at once; the file is looked for in the background."""
        is_right = super().validate_now()
        if is_right and self.text:
            run_guarded(
                self,
                partial(self._looking, self.text),
                name="look for the file",
                group="file",
                description="look for a file",
            )
        return is_right

    async def _looking(self, text: str) -> None:
        problem = await asyncio.to_thread(file_problem, typed_path(text))
        self.post_message(self.Looked(text, problem or ""))

    def on_file_field_looked(self, event: Looked) -> None:
        event.stop()
        if event.text == self.text:
            self.problem = event.problem
