"""Why a query was not answered, in the hunting service's own words.

Source: https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-errors
"""

from __future__ import annotations

from defender_tui.core.errors import DefenderTuiError

TOO_LARGE = "The query cannot run because it exceeds the allowed size limit when processed."


class KqlError(DefenderTuiError):
    """A query was refused or not finished; `line` and `column` start at 1."""

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        line: int | None = None,
        column: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.line = line
        self.column = column
        self.name = name


class KqlSyntaxError(KqlError):
    """The text is not KQL; `name` is the word or mark at which reading stopped."""


class KqlSemanticError(KqlError):
    """The text is KQL but means nothing here: an unknown table, column or function (`name`)."""


class KqlUnsupported(KqlError):
    """The local engine cannot run a construct (`name`) that a tenant may well run."""


class KqlTooLarge(KqlError):
    """The query or what it needs is more than the engine takes on."""


class KqlResultTooLarge(KqlTooLarge):
    """The rows are more bytes than the caller takes."""


class KqlTimedOut(KqlError):
    """The query ran for as long as it may and was stopped."""


class KqlStopped(KqlError):
    """Whoever asked for the run stopped it."""
