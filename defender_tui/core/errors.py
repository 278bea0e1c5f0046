"""Every failure a user can meet, as one small tree.

DefenderTuiError(message, *, hint="")
├── ConfigError                                  file, line, key
├── AuthError                                    AADSTS codes, trace id, correlation id
│   ├── CredentialsRejected  ├── ConsentRequired  └── TokenExpired
├── ApiError(status, code, request_id)
│   ├── NotPermitted(required, held, missing)  ├── NotFound  ├── QueryInvalid(line, column, name)
│   ├── Throttled(retry_after_s)  └── ServerFault
├── NetworkError
│   ├── ConnectFailed  ├── TlsFailed  ├── ProxyFailed  └── TimedOut
├── ProtocolError                                an answer we cannot read
├── OutcomeUnknown                               a write that may have been applied
└── StoreError

`message` says what failed and for what, `hint` what to do next. Neither ever holds a secret.
Texts that came from a server may sit in `message`: it passes `core.text` before a screen shows it.
"""

from __future__ import annotations

from pathlib import Path

from .resources import Resource


class DefenderTuiError(Exception):
    """The root: what failed, for what, and in `hint` what to do next."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def details(self) -> tuple[tuple[str, str], ...]:
        """Name and value of every further fact, in the order to show them; empty when none."""
        return ()

    def say_first(self, done: str, *, hint: str | None = None) -> None:
        """Put before the message what was carried out all the same; `hint` replaces the hint."""
        self.message = f"{done} {self.message}"
        self.args = (self.message,)
        if hint is not None:
            self.hint = hint


class ConfigError(DefenderTuiError):
    """A setting is missing, wrong or unreadable; nothing was sent."""

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        file: Path | None = None,
        line: int | None = None,
        key: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.file = file
        self.line = line
        self.key = key

    def details(self) -> tuple[tuple[str, str], ...]:
        place = "" if self.file is None else str(self.file)
        if place and self.line is not None:
            place = f"{place}, line {self.line}"
        return _present(("Setting", self.key), ("File", place))


class AuthError(DefenderTuiError):
    """The identity provider gave no token.

    `aadsts` is the code that tells most, `further_codes` those that came with it. `said` is the
    provider's own sentence where it adds to the message, `link` the page to mend it on.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        aadsts: int | None = None,
        further_codes: tuple[int, ...] = (),
        trace_id: str | None = None,
        correlation_id: str | None = None,
        said: str = "",
        link: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.aadsts = aadsts
        self.further_codes = further_codes
        self.trace_id = trace_id
        self.correlation_id = correlation_id
        self.said = said
        self.link = link

    def details(self) -> tuple[tuple[str, str], ...]:
        first = () if self.aadsts is None else (self.aadsts,)
        return _present(
            ("Code", ", ".join(f"AADSTS{code}" for code in (*first, *self.further_codes))),
            ("Entra said", self.said),
            ("Open", self.link),
            ("Trace", self.trace_id),
            ("Correlation", self.correlation_id),
        )


class CredentialsRejected(AuthError):
    """The secret, certificate or assertion was refused."""


class ConsentRequired(AuthError):
    """The application is known but not allowed into this tenant or resource yet."""


class TokenExpired(AuthError):
    """A token that was good is no longer accepted and could not be replaced."""


class ApiError(DefenderTuiError):
    """An API answered with a refusal."""

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        status: int,
        code: str = "",
        request_id: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.status = status
        self.code = code
        self.request_id = request_id

    def details(self) -> tuple[tuple[str, str], ...]:
        # A query that was refused here has been sent nowhere.
        answer = f"HTTP {self.status} {self.code}".rstrip() if self.status else self.code
        return _present(("Request", self.request_id), ("Answer", answer))


class NotPermitted(ApiError):
    """The token lacks every role that the call accepts.

    `required` and `held` are role names as the API or the token states them; any one of `required`
    suffices, and it is empty when the API did not name any. `missing` is what to grant: empty when
    it is not known, or when a required role is held all the same. `link` is the page to grant on.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        status: int = 403,
        code: str = "",
        request_id: str | None = None,
        required: tuple[str, ...] = (),
        held: tuple[str, ...] = (),
        missing: tuple[str, ...] = (),
        resource: Resource | None = None,
        link: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint, status=status, code=code, request_id=request_id)
        self.required = required
        self.held = held
        self.missing = missing
        self.resource = resource
        self.link = link

    def details(self) -> tuple[tuple[str, str], ...]:
        roles = _present(
            ("On", self.resource.label if self.resource else None),
            ("Needs one of", ", ".join(self.required)),
            ("Has", ", ".join(self.held) or "no roles"),
            ("Missing", ", ".join(self.missing)),
            ("Open", self.link),
        )
        return roles + super().details()


class NotFound(ApiError):
    """The thing asked for does not exist in this tenant."""


class QueryInvalid(ApiError):
    """A hunting query was refused; `line` and `column` start at 1, `name` is what was not known."""

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        status: int = 400,
        code: str = "",
        request_id: str | None = None,
        line: int | None = None,
        column: int | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint, status=status, code=code, request_id=request_id)
        self.line = line
        self.column = column
        self.name = name

    def details(self) -> tuple[tuple[str, str], ...]:
        place = None if self.line is None else f"line {self.line}, column {self.column or 1}"
        return _present(("Place", place)) + super().details()


class Throttled(ApiError):
    """A quota is used up; `retry_after_s` is the wait the service asked for, if it named one."""

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        status: int = 429,
        code: str = "",
        request_id: str | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message, hint=hint, status=status, code=code, request_id=request_id)
        self.retry_after_s = retry_after_s


class ServerFault(ApiError):
    """The service failed on its side (5xx); `retry_after_s` is the wait it asked for, if any."""

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        status: int = 500,
        code: str = "",
        request_id: str | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message, hint=hint, status=status, code=code, request_id=request_id)
        self.retry_after_s = retry_after_s


class NetworkError(DefenderTuiError):
    """No answer came back."""


class ConnectFailed(NetworkError):
    """Nobody answered at that address, or the connection broke."""


class TlsFailed(NetworkError):
    """The server's certificate was not accepted, or TLS could not be agreed."""


class ProxyFailed(NetworkError):
    """The proxy refused or could not be reached."""


class TimedOut(NetworkError):
    """The answer took longer than allowed."""


class ProtocolError(DefenderTuiError):
    """An answer arrived that cannot be read or must not be followed."""

    def __init__(self, message: str, *, hint: str = "", request_id: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.request_id = request_id

    def details(self) -> tuple[tuple[str, str], ...]:
        return _present(("Request", self.request_id))


class OutcomeUnknown(DefenderTuiError):
    """A write was sent and no answer came: it may have been applied."""


class StoreError(DefenderTuiError):
    """This machine's disk or keyring refused."""


def _present(*facts: tuple[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in facts if value)
