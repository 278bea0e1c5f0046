"""Text made to harm whoever shows it, in every member that may hold any text."""

from __future__ import annotations

from defender_tui.sandbox.faults.answer import Answer
from defender_tui.sandbox.faults.call import Call
from defender_tui.sandbox.faults.fault import Rewriting
from defender_tui.sandbox.faults.members import is_free_text
from defender_tui.sandbox.json_value import Json

HOSTILE = (
    "\x1b[2J\x1b[31m\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x9b5n"  # clears, titles, copies, asks
    "\u202egpj.exe\u2066\u200b\u2060\ufeff"  # turns the direction, hides
    "[bold red]markup[/] [@click=app.quit]x[/] </script>"
    "\r\nnext line\ttab\x00nul\x7f"
    "\ud800"  # half a pair: no UTF-8 can carry it, JSON's escapes can
)
LONG = "A\u0301" * 20_000
_EVERY = 200


class HostileText(Rewriting):
    """Texts keep their words and get everything harmful behind them; a few become very long."""

    def rewrite(self, call: Call, answer: Answer) -> Answer | None:
        body = answer.json_object()
        if body is None:
            return None
        spoiler = _Spoiler()
        spoiled = spoiler.spoiled("", body)
        return answer.with_json(spoiled) if spoiler.texts else None


class _Spoiler:
    """Walks through a body and counts the texts in it."""

    def __init__(self) -> None:
        self.texts = 0

    def spoiled(self, key: str, value: Json) -> Json:
        if isinstance(value, dict):
            return {
                name: held if name.lower() == "schema" else self.spoiled(name, held)
                for name, held in value.items()
            }
        if isinstance(value, list):
            return [self.spoiled(key, part) for part in value]
        if not isinstance(value, str) or not is_free_text(key, value):
            return value
        long = LONG if self.texts % _EVERY == 0 else ""
        self.texts += 1
        return value + HOSTILE + long
