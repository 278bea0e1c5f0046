"""A client assertion: a JWT that stands where a secret would stand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from defender_tui.sandbox.entra.jwt_parts import JwtParts, taken_apart
from defender_tui.sandbox.entra.refusals import refused
from defender_tui.sandbox.entra.token_form import TokenForm
from defender_tui.sandbox.json_value import Json
from defender_tui.sandbox.tenant import App

_KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_SKEW = timedelta(minutes=5)
_LATEST_S = 32_503_680_000
"""The year 3000: what lies after it is no moment that Python's dates are sure to hold."""


@dataclass(frozen=True, slots=True)
class ClientAssertion:
    """The assertion of a form, not yet believed."""

    parts: JwtParts

    @classmethod
    def read(cls, form: TokenForm) -> ClientAssertion:
        """Take the assertion out of a form.

        Raises:
            SignInRefused: its type is missing or unknown, or it is no JWT.
        """
        if form.need("client_assertion_type") != _KIND:
            raise refused(90023)
        try:
            return cls(taken_apart(form.get("client_assertion")))
        except ValueError as error:
            raise refused(50027) from error

    @property
    def issuer(self) -> str:
        return self.parts.text("iss")

    @property
    def subject(self) -> str:
        return self.parts.text("sub")

    @property
    def audiences(self) -> tuple[str, ...]:
        """Whom it was written for; usually one."""
        value = self.parts.claims.get("aud")
        if isinstance(value, list):
            return tuple(str(one) for one in value)
        return (value,) if isinstance(value, str) else ()

    def is_own_of(self, app: App) -> bool:
        """Tell whether it was signed by the application itself, and not by an outside issuer."""
        if app.client_id in (self.issuer.lower(), self.subject.lower()):
            return True
        names_certificate = {"x5t", "x5t#S256", "x5c"} & set(self.parts.header)
        return bool(names_certificate) and not app.federated_credentials and not self.is_from_entra

    @property
    def is_from_entra(self) -> bool:
        """Tell whether Entra itself is its issuer."""
        return self.issuer.startswith(
            ("https://sts.windows.net/", "https://login.microsoftonline.com/")
        )

    def require_time(self, now: datetime) -> None:
        """Check that it counts now, give or take five minutes.

        Raises:
            SignInRefused: it does not, or does not say until when it does.
        """
        ends = _moment(self.parts.claims.get("exp"))
        begins = _moment(self.parts.claims.get("nbf"))
        if ends is None:
            raise refused(50027)
        if now >= ends + _SKEW or (begins is not None and now + _SKEW < begins):
            raise refused(
                700024,
                now=_text(now),
                valid_from=_text(begins or datetime.fromtimestamp(0, UTC)),
                valid_to=_text(ends),
            )


def _moment(value: Json) -> datetime | None:
    """Read epoch seconds; some clients send them with a fraction."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not math.isfinite(value) or not 0 <= value < _LATEST_S:
        return None
    return datetime.fromtimestamp(value, UTC)


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f0Z")
