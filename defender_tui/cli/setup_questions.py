"""Asking a person on the terminal."""

from __future__ import annotations

import getpass
from collections.abc import Callable

from ..core.errors import DefenderTuiError
from ..core.secret import Secret

Problem = Callable[[str], str | None]


class Questions:
    """Asks until an answer can be right; `q` stops everywhere but at a secret."""

    def ask(self, what: str, *, default: str = "", problem: Problem | None = None) -> str:
        """Ask for a text; Enter takes the default.

        Raises:
            DefenderTuiError: the person stopped, or nobody answers any more.
        """
        hint = f" [{default}]" if default else ""
        while True:
            answer = self._line(f"   {what}{hint}: ").strip() or default
            if answer.casefold() == "q":
                raise _stopped()
            wrong = problem(answer) if problem else None
            if wrong is None:
                return answer
            print(f"   {wrong}")

    def ask_secret(self, what: str, *, problem: Problem) -> Secret:
        """Ask for a secret, which is not shown; Enter alone gives an empty one.

        Raises:
            DefenderTuiError: nobody answers any more.
        """
        while True:
            typed = self._hidden(f"   {what} (not shown): ").strip()
            wrong = problem(typed) if typed else None
            if wrong is None:
                return Secret(typed)
            print(f"   {wrong}")

    def agree(self, what: str) -> bool:
        """Ask a question whose usual answer is yes."""
        return self.ask(f"{what} y/n", default="y").casefold() in {"y", "yes"}

    def _line(self, prompt: str) -> str:
        try:
            return input(prompt)
        except EOFError:
            raise _stopped() from None

    def _hidden(self, prompt: str) -> str:
        try:
            return getpass.getpass(prompt)
        except EOFError:
            raise _stopped() from None


def _stopped() -> DefenderTuiError:
    return DefenderTuiError(
        "Stopped; no profile was saved.", hint="Start “defender-tui setup” again at any time."
    )
